import { gunzipSync } from "node:zlib";
import { messageOf, RequestError, TerminalError } from "../platform/errors.ts";
import type { HttpRequest } from "../platform/http/http-handler.ts";

const maxRawBytes = 1024 * 1024;

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

/** The bytes of an event that an earlier version packed itself. @throws TerminalError if they are damaged or unpack to too much. */
export function unpackedByUs(packed: unknown): Uint8Array {
  try {
    if (packed instanceof Uint8Array) return gunzipSync(packed, { maxOutputLength: maxRawBytes });
  } catch (error) {
    throw new TerminalError(`The stored event cannot be unpacked: ${messageOf(error)}`);
  }
  throw new TerminalError("The stored event holds no bytes.");
}
