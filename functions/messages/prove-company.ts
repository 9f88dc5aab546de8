import { contrast, enoughForText, legibleOn } from "../appearance/contrast.ts";
import type { Policy } from "../policy/policy.ts";

const white = "#ffffff";

/** Mailboxes at these belong to persons; their owners' DMARC policies refuse mail that SES sends in their name. */
const personalMailDomains = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com aol.com gmx.net gmx.de proton.me qq.com 163.com".split(
    " ",
  ),
);
const nobodyReads = /^(no-?reply|do-?not-?reply|noreply.*|mailer-daemon|null|devnull)@/i;

/** The company's face: colours that can be read, addresses that work and are answered. */
export function proveCompany({ company, sender, billingSupport, dunning }: Policy): string[] {
  const problems: string[] = [];
  const ratio = contrast(company.accentColor, white);
  if (ratio < enoughForText) {
    problems.push(
      `company.accentColor: ${company.accentColor} on white has a contrast of ${ratio.toFixed(1)}, and WCAG AA asks for ${enoughForText}; ${legibleOn(white, company.accentColor)} would do.`,
    );
  }
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
    const step = dunning.steps.findIndex(({ handOver }) => handOver);
    const who =
      step === -1 ? "customers who ask for help need" : `dunning.steps.${step}.handOver writes there and needs`;
    problems.push(`billingSupport.email: nobody reads ${billingSupport.email}; ${who} an address that is read.`);
  }
  return problems;
}
