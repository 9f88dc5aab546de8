import { customerPartition } from "../../functions/billing/customer-partition.ts";
import { customerKind } from "../../functions/billing/known-kinds.ts";
import type { DunningCase } from "../../functions/dunning/case.ts";
import type { Item } from "../../functions/platform/ports/store.ts";
import type { Policy } from "../../functions/policy/policy.ts";
import type { SentMail } from "../engine/outbox.ts";
import { byInterest, caseRow } from "../views/case-view.ts";
import { type Files, mailRow } from "../views/mail-view.ts";
import type { CaseRow, MailRow } from "../views/sandbox-world.ts";
import type { EmbeddedWorld } from "./embedded-world.ts";

/** The lists of the pages. A line is written anew only when what it tells of has changed since it was last asked for. */
export interface Lists {
  /** Open cases first, the next step first; then closed ones, the latest first. */
  cases(): CaseRow[];
  /** In the order of sending. */
  mails(): MailRow[];
  /** The mails of a case, in the order of sending. */
  mailsOf(caseId: string): MailRow[];
  /** Undefined if none was sent. */
  sent(mailId: string): SentMail | undefined;
}

/** The lists over what the world remembers. */
export function lists(
  { tally, outbox, files }: Pick<EmbeddedWorld, "tally" | "outbox" | "files">,
  policy: Policy,
): Lists {
  const mailRows = linesOfMails(files, policy);
  const caseRows = linesOfCases();
  const filed = filing(outbox.sent, (sent) => mailRows(sent).caseId);
  const mailsOf = (caseId: string) => filed().ofCase(caseId).map(mailRows);
  return {
    cases: () =>
      [...tally.cases.values()]
        .map((one) =>
          caseRows(one, tally.profiles.get(customerPartition(one.customerId)), filed().ofCase(one.caseId).length),
        )
        .sort(byInterest),
    mails: () => outbox.sent.map(mailRows),
    mailsOf,
    sent: (mailId) => filed().named(mailId),
  };
}

/** Mails by what they are asked for by. Each is filed once: what it is and whose never changes. */
function filing(sent: readonly SentMail[], caseIdOf: (mail: SentMail) => string | undefined) {
  const byCase = new Map<string, SentMail[]>();
  const byId = new Map<string, SentMail>();
  let filedSoFar = 0;
  const file = (mail: SentMail) => {
    byId.set(mail.mailId, mail);
    const caseId = caseIdOf(mail);
    if (caseId !== undefined) byCase.set(caseId, (byCase.get(caseId) ?? []).concat(mail));
  };
  return () => {
    sent.slice(filedSoFar).forEach(file);
    filedSoFar = sent.length;
    return { ofCase: (caseId: string) => byCase.get(caseId) ?? [], named: (mailId: string) => byId.get(mailId) };
  };
}

function linesOfMails(files: Files, policy: Policy): (sent: SentMail) => MailRow {
  const written = new WeakMap<SentMail, { readonly file: unknown; readonly row: MailRow }>();
  return (sent) => {
    const file = files.get(sent.email.messageKey);
    const known = written.get(sent);
    if (known?.file === file && known?.row.state === sent.state) return known.row;
    const row = mailRow(sent, files, policy);
    written.set(sent, { file, row });
    return row;
  };
}

function linesOfCases(): (one: DunningCase, profile: Item | undefined, mailCount: number) => CaseRow {
  const written = new WeakMap<DunningCase, { readonly profile: Item | undefined; readonly row: CaseRow }>();
  return (one, profile, mailCount) => {
    const known = written.get(one);
    if (known !== undefined && known.profile === profile && known.row.mailCount === mailCount) return known.row;
    const row = caseRow(profile && customerKind.parse(profile), one, mailCount);
    written.set(one, { profile, row });
    return row;
  };
}
