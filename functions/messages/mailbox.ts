import { domainToASCII } from "node:url";
import type { Customer } from "../billing/customer.ts";

const longestLocalPart = 64;
const longestAddress = 254;
/** RFC 5321 dot-string: quoted local parts, though legal, are typing errors. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const domain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/i;

/**
 * The address to write to, or undefined if the customer is deleted or has none that SES would take. A domain in other
 * scripts is turned into its ASCII form; a local part in other scripts cannot be.
 */
export function mailboxOf({ email, deleted }: Pick<Customer, "email" | "deleted">): string | undefined {
  if (email === undefined || email.length > longestAddress || deleted) return undefined;
  const [, local = "", host = ""] = /^([^@]+)@([^@\s]+)$/.exec(email) ?? [];
  const ascii = domainToASCII(host);
  if (local.length > longestLocalPart || !localPart.test(local) || !domain.test(ascii)) return undefined;
  const address = `${local}@${ascii}`;
  return address.length > longestAddress ? undefined : address;
}

/** A sender as a header names it, RFC 5322 and 2047: `Orbit <billing@orbit.example>`. */
export function namedMailbox(name: string, address: string): string {
  if (/^[\w !#$%&'*+/^`{|}~-]+$/.test(name)) return `${name} <${address}>`;
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`;
  return `${encodedWords(name)} <${address}>`;
}

/** An encoded word holds 75 characters at most, and no character is torn between two. */
function encodedWords(text: string): string {
  const longestBytes = 45;
  const pieces: string[] = [];
  let piece = "";
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > longestBytes) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece].map((each) => `=?UTF-8?B?${Buffer.from(each).toString("base64")}?=`).join(" ");
}
