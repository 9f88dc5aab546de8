import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { messageOf, TerminalError } from "../errors.ts";
import type { Item } from "../ports/store.ts";

type Body = Item["body"];

/** Below it a write costs the same, packed or not. */
const worthPackingBytes = 700;
/** More than anything of ours was before it was packed; a bomb ends here. */
const longestUnpackedBytes = 2 * 1024 * 1024;
/**
 * A write is paid by the kilobyte, so it matters little how few bytes are left and much how long it takes: brotli at this
 * level takes half as long as gzip at its fastest, for a twentieth more bytes.
 */
const options = {
  chunkSize: 4 * 1024,
  params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 16 },
};

/** A body as the table holds it, and the names of its fields that were packed. */
export interface Packed {
  readonly body: Body;
  readonly names: readonly string[];
}

/** The body with its bytes packed with brotli, where that makes them fewer. They lie at its top or nowhere. */
export function packed(body: Body): Packed {
  const shorter = Object.entries(body).flatMap(([name, bytes]): [string, Uint8Array][] => {
    if (!(bytes instanceof Uint8Array) || bytes.byteLength < worthPackingBytes) return [];
    const compressed = brotliCompressSync(bytes, options);
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
      return new Uint8Array(brotliDecompressSync(bytes, { maxOutputLength: longestUnpackedBytes }));
  } catch (error) {
    throw new TerminalError(`${name} is said to be packed and cannot be unpacked: ${messageOf(error)}`);
  }
  throw new TerminalError(`${name} is said to be packed and holds no bytes.`);
}
