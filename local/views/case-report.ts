import type { Money } from "../../functions/billing/money.ts";
import type { DunningCase, Outcome } from "../../functions/dunning/case.ts";
import type { MessageName } from "../../functions/dunning/message-kinds.ts";
import type { Instant } from "../../functions/platform/instant.ts";
import type { SentMail } from "../engine/outbox.ts";
import type { Change, Witness } from "../replay/witnessed-payments.ts";
import { type Files, messageOfMail } from "./mail-view.ts";

/** What became of one file of events: one line of `npm run cases`. */
export interface CaseReport {
  /** The folder as it was given, then the path below it. */
  readonly file: string;
  readonly cases: readonly {
    readonly invoiceId: string;
    readonly status: DunningCase["status"];
    readonly outcome: Pick<Outcome, "kind"> | null;
    readonly amountMinor: Money["amountMinor"];
    readonly currency: Money["currency"];
  }[];
  /** The charges that we asked for. */
  readonly charges: readonly {
    readonly at: Instant;
    readonly invoiceId: string;
    readonly methodId: string | null;
    readonly result: string;
  }[];
  /** Letters to customers and to the company's own people, in the order of sending. */
  readonly letters: readonly {
    readonly at: Instant;
    readonly name: MessageName;
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly invoiceIds: readonly string[];
    readonly because: string;
  }[];
  /** What we changed at the provider beside charging. */
  readonly calls: readonly { readonly at: Instant; readonly what: Change; readonly id: string }[];
  /** How many events and cases were put aside for a person. */
  readonly parked: number;
}

/** The report of a world that was played to its end. */
export function caseReport(world: {
  readonly file: string;
  readonly cases: readonly DunningCase[];
  readonly witness: Witness;
  readonly sent: readonly SentMail[];
  readonly files: Files;
  readonly parked: number;
}): CaseReport {
  const { file, cases, witness, sent, files, parked } = world;
  return {
    file,
    cases: cases.map(({ invoiceId, status, outcome, amount }) => ({
      invoiceId,
      status,
      outcome: outcome === undefined ? null : { kind: outcome.kind },
      amountMinor: amount.amountMinor,
      currency: amount.currency,
    })),
    charges: witness.charges.map(({ at, invoiceId, methodId = null, result }) => ({ at, invoiceId, methodId, result })),
    letters: sent.map((mail) => letterOf(mail, files)),
    calls: witness.changes,
    parked,
  };
}

function letterOf({ email, sentAt }: SentMail, files: Files): CaseReport["letters"][number] {
  const { name, invoiceIds, because } = messageOfMail(email, files);
  const { to, subject, text } = email;
  return { at: sentAt, name, to, subject, text, invoiceIds, because };
}
