import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOfMs, msOf, plusMs } from "../../../../../functions/platform/instant.ts";
import { isSignedByStripe } from "../../../../../functions/providers/stripe/events/signature.ts";

const now = "2026-01-05T08:10:00.000Z";
const seconds = msOf(now) / 1000;
const hmac = (secret: string, timestamp: number | string, body: Uint8Array) =>
  createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");

const body = fc.uint8Array({ maxLength: 500 });
const secret = fc.string({ minLength: 1, maxLength: 60 });
const rawBody = new TextEncoder().encode('{"id":"evt_1"}');

const signed = (header: string | undefined, secrets: readonly string[] = ["whsec_a"], at = now) =>
  isSignedByStripe({ header, rawBody, secrets, now: at });
const good = `t=${seconds},v1=${hmac("whsec_a", seconds, rawBody)}`;

describe("a signature of Stripe", () => {
  it("is HMAC-SHA256 in hex over time, dot and body", () => {
    // HMAC-SHA256 of "1767600600.{}" under "whsec_test", computed with openssl.
    const header = "t=1767600600,v1=04f1434cb1f0e7086827ac2e18881fd63018f19185a266a88d99bcefe9a5bbd9";
    expect(isSignedByStripe({ header, rawBody: Buffer.from("{}"), secrets: ["whsec_test"], now })).toBe(true);
  });

  it("holds for either of two live secrets, and with other schemes and signatures beside it", () =>
    fc.assert(
      fc.property(body, secret, secret, fc.boolean(), (bytes, newer, older, byOlder) => {
        const v1 = hmac(byOlder ? older : newer, seconds, bytes);
        const header = `t=${seconds},v0=${"0".repeat(64)},v1=${"f".repeat(64)},v1=${v1}`;
        expect(isSignedByStripe({ header, rawBody: bytes, secrets: [newer, older], now })).toBe(true);
      }),
    ));

  it("fails when any byte of the body is another", () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, flip) => {
          const header = `t=${seconds},v1=${hmac("whsec_a", seconds, bytes)}`;
          const changed = bytes.map((byte, index) => (index === at % bytes.length ? byte ^ flip : byte));
          expect(isSignedByStripe({ header, rawBody: bytes, secrets: ["whsec_a"], now })).toBe(true);
          expect(isSignedByStripe({ header, rawBody: changed, secrets: ["whsec_a"], now })).toBe(false);
        },
      ),
    ));

  it("fails when any character of the header is another", () =>
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 127 }), (at, flip) => {
        const changed = String.fromCharCode(good.charCodeAt(at) ^ flip);
        expect(signed(good.slice(0, at) + changed + good.slice(at + 1))).toBe(false);
      }),
    ));

  it("fails under any other secret, a third one and an empty one among them", () => {
    fc.assert(
      fc.property(secret, (other) => {
        expect(signed(good, [other])).toBe(other === "whsec_a");
      }),
    );
    expect(signed(good, [])).toBe(false);
    expect(signed(good, ["whsec_x", "whsec_y", "whsec_a"])).toBe(false);
    expect(signed(`t=${seconds},v1=${hmac("", seconds, rawBody)}`, [""])).toBe(false);
  });

  it("holds for five minutes before and after its time, and no longer", () =>
    fc.assert(
      fc.property(fc.integer({ min: -900_000, max: 900_000 }), (ms) => {
        expect(signed(good, ["whsec_a"], plusMs(now, ms))).toBe(Math.abs(ms) <= 300_000);
      }),
      { examples: [[-300_001], [-300_000], [300_000], [300_001]] },
    ));

  it.each([
    ["missing", undefined],
    ["empty", ""],
    ["without a time", `v1=${hmac("whsec_a", seconds, rawBody)}`],
    ["without a signature", `t=${seconds}`],
    ["with two times", `t=${seconds},${good}`],
    ["with an empty time", `t=,v1=${hmac("whsec_a", "", rawBody)}`],
    ["with a time that is no number", `t=now,v1=${hmac("whsec_a", "now", rawBody)}`],
    ["with a time in another notation", `t=1e9,v1=${hmac("whsec_a", "1e9", rawBody)}`],
    ["with its hex in capitals", good.replace(/v1=.*/, (v1) => `v1=${v1.slice(3).toUpperCase()}`)],
    ["with half a signature", good.slice(0, -32)],
    ["longer than any of Stripe's", `${good},v0=${"0".repeat(1024)}`],
    ["with too many signatures", good + `,v1=${"0".repeat(64)}`.repeat(9)],
  ])("fails when the header is %s", (_, header) => expect(signed(header)).toBe(false));

  it("never throws, whatever the header", () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(signed(`t=${a},v1=${b}`)).toBe(false);
      }),
    ));

  it("is bound to its time: the same signature under another time fails", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 299 }), (later) => {
        const moved = good.replace(`t=${seconds}`, `t=${seconds + later}`);
        expect(signed(moved, ["whsec_a"], instantOfMs(msOf(now)))).toBe(false);
      }),
    ));
});
