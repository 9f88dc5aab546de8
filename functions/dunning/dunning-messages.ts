import type { Payments } from "../billing/payments.ts";
import type { MessageRoom } from "../contact/message-rooms.ts";
import { composer } from "../messages/composer.ts";
import type { Store } from "../platform/ports/store.ts";
import { customerLetters } from "./customer-letters.generated.ts";
import { letterStillApplies } from "./letter-still-applies.ts";
import { messageKinds } from "./message-kinds.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import { staffLetters } from "./staff-letters.generated.ts";

/** Composes any message of dunning. */
export const compose = composer(messageKinds, { ...customerLetters, ...staffLetters });

/** Dunning's messages, for whoever looks at messages of every room. */
export const dunningMessages = (ports: {
  readonly state: Store;
  readonly payments: Payments;
  readonly policy: PolicyForDunning;
}): MessageRoom => ({
  kinds: messageKinds,
  compose,
  stillApplies: (message) => letterStillApplies(ports, message),
});
