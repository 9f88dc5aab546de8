import type { Terms } from "../messages/terms.ts";
import { decideAnew } from "../platform/decide-anew.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Store } from "../platform/ports/store.ts";
import { arbitrate } from "./arbitrate.ts";
import type { ContactPolicy } from "./policy-slice.ts";
import { recipientItem } from "./recipient.ts";
import { loadRecipient } from "./recipient-store.ts";
import { remember } from "./remember.ts";
import type { Answer, Request } from "./request.ts";

/** What it takes to ask. */
export interface ArbiterPorts {
  readonly state: Store;
  readonly clock: Clock;
  readonly policy: ContactPolicy;
}

/** An answer, and the epoch of the recipient it was given on. */
export interface Permission {
  readonly answer: Answer;
  readonly epoch: number;
}

/**
 * Asks whether a message may be sent, and saves the answer before anybody acts on it: room is taken first and used
 * afterwards, so that a process that dies in between costs silence, never a letter too many.
 * @throws StaleRevisionError if others keep saving first; nothing was reserved.
 */
export const askArbiter = (
  { state, clock, policy }: ArbiterPorts,
  key: string,
  terms: Omit<Terms, "epoch">,
): Promise<Permission> =>
  decideAnew(async () => {
    const [stored, rev] = await loadRecipient(state, terms.recipientId);
    const now = clock.now();
    const recipient = { ...stored, zone: terms.zone };
    const request: Request = { key, channels: ["email"], ...terms };
    const answer = arbitrate(request, recipient, policy, now);
    const remembered = remember(recipient, request, answer, { policy, now });
    if (remembered !== recipient) await state.save(recipientItem(remembered, rev, now));
    return { answer, epoch: stored.epoch };
  });
