import { RetryableError } from "../errors.ts";
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

/** How much the service lets this account send, by whomever. */
export interface SendingQuota {
  /** Letters a second; may be less than one. */
  readonly perSecond: number;
  /** Letters in any 24 hours; undefined if there is no limit. */
  readonly perDay: number | undefined;
  /** How many were sent in the last 24 hours. */
  readonly sentLastDay: number;
}

/** The service has no room: it certainly did not take the letter. `rate`: in this second; `day`: in these 24 hours. */
export class MailBusyError extends RetryableError {
  readonly limit: "rate" | "day";
  constructor(message: string, limit: "rate" | "day", options?: ErrorOptions) {
    super(message, options);
    this.limit = limit;
  }
}

/** Sends e-mail. */
export interface Mailer {
  /**
   * What the service lets through; left out by one that has no limits.
   * @throws whatever stands in the way of knowing it; nothing was sent.
   */
  quota?(): Promise<SendingQuota>;
  /**
   * @returns the service's own message id.
   * @throws RetryableError if it certainly was not sent and may be later (sending paused); MailBusyError if that is for want of room.
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
