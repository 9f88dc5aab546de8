import { mustBeSaid } from "../contact/room.ts";
import type { MessageName } from "./message-kinds.ts";

/**
 * How urgent each letter is, 0 the most: what somebody must know before it happens, then what asks, then what is good to
 * know. Where the mail service is short the least urgent wait.
 */
const priorities: Readonly<Record<MessageName, number>> = {
  "pause-warning": 5,
  "final-notice": 10,
  "hand-over": 15,
  paused: 20,
  "payment-urgent": 25,
  "payment-reminder": 30,
  "payment-failed": 35,
  ended: 40,
  recovered: 70,
};

/** The priority of a letter, and whether it is said in its window whatever was said in the week before. */
export const urgencyOf = (name: MessageName) => ({
  priority: priorities[name],
  mustBeSaid: priorities[name] <= mustBeSaid,
});
