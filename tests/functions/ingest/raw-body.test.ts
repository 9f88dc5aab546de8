import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rawBodyOf, unpackedByUs } from "../../../functions/ingest/raw-body.ts";
import { webhook } from "./webhook-request.ts";

describe("the raw body", () => {
  it("is the same bytes in text and in base64, and after an earlier version packed it", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(rawBodyOf(webhook(text))).toEqual(Buffer.from(bytes));
        expect(rawBodyOf(webhook(bytes))).toEqual(Buffer.from(bytes));
        expect(unpackedByUs(gzipSync(bytes))).toEqual(Buffer.from(bytes));
      }),
    ));

  it("may be exactly 1 MiB, in text and in base64", () => {
    const text = "x".repeat(1024 * 1024);
    expect(rawBodyOf(webhook(text))).toHaveLength(1024 * 1024);
    expect(rawBodyOf(webhook(new TextEncoder().encode(text)))).toHaveLength(1024 * 1024);
  });

  it("is not unpacked beyond what was ever accepted", () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    expect(bomb.byteLength).toBeLessThan(100 * 1024);
    expect(() => unpackedByUs(bomb)).toThrow(/cannot be unpacked/);
  });

  it("is refused when it is damaged", () => {
    const packed = gzipSync(Buffer.from('{"id":"evt_1"}'));
    expect(() => unpackedByUs(packed.subarray(0, 5))).toThrow(/cannot be unpacked/);
    expect(() => unpackedByUs(Buffer.from("plain text"))).toThrow(/cannot be unpacked/);
    expect(() => unpackedByUs("plain text")).toThrow(/holds no bytes/);
  });
});
