import { gunzipSync, gzipSync } from "node:zlib";
import { messageOf, RequestError, TerminalError } from "../platform/errors.ts";
import type { HttpRequest } from "../platform/http/http-handler.ts";

const maxRawBytes = 1024 * 1024;
/** An item holds 400 KB; the rest is for its other attributes. */
const maxCompressedBytes = 350 * 1024;

const tooLarge = () => new RequestError(413, "The body is larger than 1 MiB.");

/**
 * The body byte for byte as it was sent, which is what signatures are made over.
 * @throws RequestError 413, before decoding where the encoded text alone is too long.
 */
export function rawBodyOf({ body = "", isBase64Encoded }: HttpRequest): Buffer {
  const leastBytes = isBase64Encoded ? Math.floor(body.length / 4) * 3 - 2 : body.length;
  if (leastBytes > maxRawBytes) throw tooLarge();
  const rawBody = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  if (rawBody.byteLength > maxRawBytes) throw tooLarge();
  return rawBody;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws RequestError 400 if the bytes are not UTF-8. */
export function textOf(rawBody: Uint8Array): string {
  try {
    return utf8.decode(rawBody);
  } catch {
    throw new RequestError(400, "The body is not valid UTF-8.");
  }
}

/** Gzip. @throws RequestError 413 if the result does not fit into an item. */
export function compress(rawBody: Uint8Array): Uint8Array {
  const compressed = gzipSync(rawBody);
  if (compressed.byteLength <= maxCompressedBytes) return compressed;
  throw new RequestError(413, "The body is larger than 350 KB even when compressed.");
}

/** @throws TerminalError if `compressed` is damaged or unpacks to more than was ever accepted. */
export function decompress(compressed: Uint8Array): string {
  try {
    return textOf(gunzipSync(compressed, { maxOutputLength: maxRawBytes }));
  } catch (error) {
    throw new TerminalError(`The stored event cannot be unpacked: ${messageOf(error)}`);
  }
}
