/**
 * What does not hold yet, by case, or by case and file, with what it waits for. A test that comes right says so by
 * failing, and its line goes.
 */
export const pending: ReadonlyMap<string, string> = new Map([
  ["03-bank-asks-customer-to-confirm", "letters that lead to the hosted invoice"],
  ["04-debit-must-not-be-repeated", "verdicts on bank debits"],
  ["05-letter-about-a-bank-debit", "letters about bank debits"],
  ["06-debit-in-flight", "holding everything while a payment is in progress"],
  ["06-last-debit-in-flight", "holding everything while a payment is in progress"],
  ["07-part-is-paid", "following what remains to be paid"],
  ["09-paused-by-the-merchant", "the pause of the subscription"],
  ["10-draft-of-the-pause", "drafts made during a pause"],
  ["11-invoice-of-no-subscription", "letters about invoices of no subscription"],
  ["12-blocked-by-a-rule/events-charge-alone.jsonl", "blocks by a rule heard from the charge alone"],
  ["13-first-payment-in-old-words", "first payments in old words"],
  ["22-subscription-keeps-old-card", "the choice of the method to charge"],
  ["23-two-cards-in-one-second", "the choice of the method to charge"],
  ["28-upgrade-unpaid-renewals-paid", "upgrades that failed"],
  ["34-leaving-at-period-end", "customers who leave at the period's end"],
]);
