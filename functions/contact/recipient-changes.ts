import type { Channel, Purpose } from "../messages/terms.ts";
import type { Recipient } from "./recipient.ts";

/**
 * Nothing more is sent on this channel. Reasons that come twice and in any order leave the same one: the first in order
 * of text.
 */
export function suppress(recipient: Recipient, channel: Channel, reason: string): Recipient {
  const known = recipient.suppressed[channel];
  if (known !== undefined && known <= reason) return recipient;
  return { ...recipient, suppressed: { ...recipient.suppressed, [channel]: reason } };
}

/** What the person agreed to, or declined. */
export const consent = (
  recipient: Recipient,
  { purpose, channel, given }: { readonly purpose: Purpose; readonly channel: Channel; readonly given: boolean },
): Recipient => ({ ...recipient, consents: { ...recipient.consents, [`${purpose}/${channel}`]: given } });

/**
 * What is left of a person who is erased: what must not be sent, so that nobody is mailed again, and how much room is
 * taken. What was claimed under the old epoch is not sent any more.
 */
export const erased = (recipient: Recipient): Recipient => ({
  ...recipient,
  zone: "UTC",
  consents: Object.fromEntries(Object.entries(recipient.consents).filter(([, given]) => !given)),
  waiting: [],
  epoch: recipient.epoch + 1,
});
