import { deflateRawSync, inflateRawSync } from "node:zlib";
import { messageOf, TerminalError } from "../errors.ts";
import type { Item } from "../ports/store.ts";

type Body = Item["body"];

/** Below it a write costs the same, packed or not. */
const worthPackingBytes = 700;
/** More than anything of ours was before it was packed; a bomb ends here. */
const longestUnpackedBytes = 2 * 1024 * 1024;
/**
 * What is packed lies in a checksummed table, so neither a header nor a checksum of its own; and a write is paid by the
 * kilobyte: this level takes a tenth longer than the fastest and leaves a tenth less.
 */
export const packing = { level: 4, windowBits: 13 };

/** A body as the table holds it, and the names of its fields that were packed. */
export interface Packed {
  readonly body: Body;
  readonly names: readonly string[];
}

/** The body with its bytes packed with raw deflate, where that makes them fewer. They lie at its top or nowhere. */
export function packed(body: Body): Packed {
  const shorter = Object.entries(body).flatMap(([name, bytes]): [string, Uint8Array][] => {
    if (!(bytes instanceof Uint8Array) || bytes.byteLength < worthPackingBytes) return [];
    const compressed = deflateRawSync(bytes, packing);
    return compressed.byteLength < bytes.byteLength ? [[name, compressed]] : [];
  });
  return { body: { ...body, ...Object.fromEntries(shorter) }, names: shorter.map(([name]) => name) };
}

/** The body as it was before it was packed. @throws TerminalError naming the field that cannot be unpacked. */
export const unpacked = (body: Body, names: readonly string[]): Body => ({
  ...body,
  ...Object.fromEntries(names.map((name) => [name, decompressed(name, body[name])])),
});

function decompressed(name: string, bytes: unknown): Uint8Array {
  try {
    if (bytes instanceof Uint8Array)
      return new Uint8Array(inflateRawSync(bytes, { maxOutputLength: longestUnpackedBytes }));
  } catch (error) {
    throw new TerminalError(`${name} is said to be packed and cannot be unpacked: ${messageOf(error)}`);
  }
  throw new TerminalError(`${name} is said to be packed and holds no bytes.`);
}
