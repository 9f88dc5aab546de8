/**
 * What does not hold yet, by case, or by case and file, with what it waits for. A test that comes right says so by
 * failing, and its line goes.
 */
export const pending: ReadonlyMap<string, string> = new Map([
  ["04-debit-must-not-be-repeated", "verdicts on bank debits"],
  ["12-blocked-by-a-rule/events-charge-alone.jsonl", "blocks by a rule heard from the charge alone"],
  ["22-subscription-keeps-old-card", "the choice of the method to charge"],
  ["23-two-cards-in-one-second", "the choice of the method to charge"],
]);
