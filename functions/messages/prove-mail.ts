import { locales } from "../appearance/locales.ts";
import { durationMs } from "../platform/duration.ts";
import type { MessagesPolicy } from "./policy-slice.ts";
import { signatureIn } from "./signature.ts";

/** Mailboxes at these belong to persons; their owners' DMARC policies refuse mail that SES sends in their name. */
const personalMailDomains = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com aol.com gmx.net gmx.de proton.me qq.com 163.com".split(
    " ",
  ),
);
const nobodyReads = /^(no-?reply|do-?not-?reply|noreply.*|mailer-daemon|null|devnull)@/i;

/**
 * Addresses that work and are answered, a signature in every language, and a review that waits.
 * @param whoWritesToSupport what of the configuration writes to billing support, and its verb: `dunning.steps.3.handOver
 *   writes there and needs`; undefined if nothing does.
 */
export function proveMail({ sender, billingSupport, mail }: MessagesPolicy, whoWritesToSupport?: string): string[] {
  const problems: string[] = [];
  const domain = sender.email.slice(sender.email.lastIndexOf("@") + 1).toLowerCase();
  if (personalMailDomains.has(domain)) {
    problems.push(
      `sender.email: ${domain} does not let SES send in its name, so messages would be refused; use an address of your own domain.`,
    );
  }
  if (nobodyReads.test(sender.replyTo)) {
    problems.push(`sender.replyTo: nobody reads ${sender.replyTo}; customers who answer need an address that is read.`);
  }
  if (nobodyReads.test(billingSupport.email)) {
    const who = whoWritesToSupport ?? "customers who ask for help need";
    problems.push(`billingSupport.email: nobody reads ${billingSupport.email}; ${who} an address that is read.`);
  }
  for (const locale of locales.filter((each) => signatureIn(sender, each) === "")) {
    problems.push(
      `sender.signature: nobody signs in ${locale}; name somebody for each of ${locales.join(", ")}, or one text for all.`,
    );
  }
  if (durationMs(mail.unconfirmedAfter) <= 0) {
    problems.push(
      `mail.unconfirmedAfter: ${mail.unconfirmedAfter} would repeat without a pause; it must be longer than zero.`,
    );
  }
  return problems;
}
