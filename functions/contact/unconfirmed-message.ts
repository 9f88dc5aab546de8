import { drop } from "../messages/ledger.ts";
import type { Message } from "../messages/message.ts";
import { messageDue, messageItem, parseMessage } from "../messages/message-item.ts";
import type { DueKind } from "../platform/due-kind.ts";
import { messageOf, RetryableError, TerminalError } from "../platform/errors.ts";
import type { DeliveryPorts } from "./deliver.ts";
import { reviewUnconfirmed } from "./review-unconfirmed.ts";

/** What a letter's own room knows of it. */
export interface LetterRules {
  /** Whether it is still true and should be sent again. */
  readonly stillApplies: (message: Message) => Promise<boolean>;
  /** Whether the law asks for it: nobody drops such a letter but a person. */
  readonly isLegalNotice: (message: Message) => boolean;
}

/** A refusal to tell what became of an invoice may be a right that is missing from a key: it is asked again. */
async function askedAgain(answer: Promise<boolean>): Promise<boolean> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    throw new RetryableError(`Whether it still applies cannot be learned: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * A message that was claimed and never confirmed: looked at again. After the last try it is dropped, and a legal notice
 * parked for a person.
 */
export const unconfirmedMessage = (ports: DeliveryPorts, { stillApplies, isLegalNotice }: LetterRules): DueKind => ({
  name: messageDue,
  store: ports.state,
  take: async (item) => {
    await reviewUnconfirmed(ports, item, (message) => askedAgain(stillApplies(message)));
  },
  givenUp: (item, reason) => {
    const message = parseMessage(item);
    return isLegalNotice(message) ? undefined : messageItem(drop(message, reason), item.rev);
  },
  lines: { givenUp: "message-given-up" },
});
