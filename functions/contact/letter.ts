import type { NewMessage } from "../messages/message.ts";
import type { Terms } from "../messages/terms.ts";
import type { Instant } from "../platform/instant.ts";

/**
 * A message somebody wants to have sent, and why. It is kept nowhere before it is claimed: who is told to wait asks again,
 * with the same message key.
 */
export interface Letter extends Pick<Terms, "purpose" | "from" | "by"> {
  readonly message: NewMessage;
  /** When the facts it speaks of were read; it is not sent on facts older than the lease. */
  readonly asOf: Instant;
  /** 0 is the most urgent, 99 the least; 50 if it is left out. */
  readonly priority?: number;
  /** IANA; the company's own if nothing better is known. */
  readonly zone?: string | undefined;
}
