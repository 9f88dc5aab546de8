import { createHmac } from "node:crypto";
import { domainToASCII } from "node:url";

/** Sets the key of recipients apart from everything else that is made of the link signing key. Never change it. */
const label = "holdfast recipient id 1";

/**
 * Who an address is to us: the same for every spelling that reaches one mailbox by common practice (letter case, blanks
 * around it, a domain in its own script or in ASCII), and nothing from which the address can be read. Dots and `+tags`
 * stay: only some services ignore them.
 *
 * The key is derived from the link signing key, so that there is no second secret to keep. Whoever replaces that key
 * makes a stranger of every address: refusals, consents and what counts against the caps are forgotten.
 * @param linkSigningKey of the `LinkKey` port.
 * @returns 64 hexadecimal digits.
 */
export function recipientIdOf(address: string, linkSigningKey: string): string {
  const key = createHmac("sha256", linkSigningKey).update(label).digest();
  return createHmac("sha256", key).update(normalised(address)).digest("hex");
}

function normalised(address: string): string {
  const trimmed = address.trim().toLowerCase();
  const at = trimmed.lastIndexOf("@");
  const host = trimmed.slice(at + 1);
  return `${trimmed.slice(0, at + 1)}${domainToASCII(host) || host}`;
}
