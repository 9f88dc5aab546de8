import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { packed, unpacked } from "../../../../functions/platform/aws/packed-bytes.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

it("packs bytes that become fewer, and says which", () => {
  const raw = bytesOf('{"object":"event"}'.repeat(100));
  const { body, names } = packed({ raw, eventId: "evt_1", short: bytesOf("a") });
  expect(names).toEqual(["raw"]);
  expect(body).toMatchObject({ eventId: "evt_1", short: bytesOf("a") });
  expect(body["raw"] instanceof Uint8Array && body["raw"].byteLength).toBeLessThan(raw.byteLength / 10);
});

it("gives back every body as it was", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.nat(40), (piece, times) => {
      const raw = Uint8Array.from(Array.from({ length: times }, () => [...piece]).flat());
      const { body, names } = packed({ raw, other: 1 });
      const again = unpacked(body, names)["raw"];
      expect(again instanceof Uint8Array && Uint8Array.from(again)).toEqual(raw);
    }),
    { numRuns: 100 },
  ));

it("refuses what is damaged, what holds no bytes, and what unpacks to more than was ever packed", () => {
  const bomb = deflateRawSync(Buffer.alloc(50 * 1024 * 1024));
  for (const raw of [bytesOf("plain"), bomb])
    expect(() => unpacked({ raw }, ["raw"])).toThrow(/raw .*cannot be unpacked/);
  expect(() => unpacked({ raw: "text" }, ["raw"])).toThrow(/raw .*no bytes/);
});
