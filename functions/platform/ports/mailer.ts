import type { Instant } from "../instant.ts";

/** One e-mail, ready to be sent. */
export interface Email {
  /** The ledger's key; it comes back in every event about this e-mail. */
  readonly messageKey: string;
  readonly customerId: string;
  /** The keyed hash of the address; it comes back in every event, so that a refusal finds its recipient. */
  readonly recipientId?: string | undefined;
  readonly to: string;
  /** RFC 5322 mailbox, `Orbit <billing@orbit.example>`. */
  readonly from: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The message's name, for reports: `payment-failed`. */
  readonly name: string;
}

/** Sends e-mail. */
export interface Mailer {
  /**
   * @returns the service's own message id.
   * @throws RetryableError if it certainly was not sent and may be later (throttled, sending paused).
   * @throws ConfigurationError if it certainly was not sent, and none will be until an operator acts (sender not verified).
   * @throws TerminalError if it certainly was not sent and never will be (address refused).
   * @throws UnknownOutcomeError if nobody knows (time-out, connection lost).
   */
  send(email: Email): Promise<{ readonly serviceMessageId: string }>;
}

/** What the mail service tells of a message it took. */
export interface DeliveryEvent {
  readonly kind: "sent" | "delivered" | "bounced" | "complained";
  /** When the service took the message, and its own id for it: the same in every event of one send. */
  readonly sentAt: Instant;
  readonly serviceMessageId: string;
  readonly bounce?: "transient" | "permanent" | undefined;
  readonly reason?: string | undefined;
}
