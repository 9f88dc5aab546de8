import * as z from "zod/mini";
import { replaces, type Stamp, stampOf } from "./stamp.ts";

const linkSchema = z.object({
  /** False once the payer has named another account: remembered, so that a late word does not link it again. */
  linked: z.boolean(),
  /** The provider's time of the payer's snapshot that said so, and its event. */
  asOf: z.string(),
  asOfEvent: z.optional(z.string()),
});

/**
 * The product's customer: it links the payers that name it, many to one, and, once the product itself speaks, the
 * memberships of the people who use the product, as another record beside `payers`. It changes nothing about whom a
 * letter goes to. One aggregate, one item.
 */
export const accountSchema = z.object({
  accountId: z.string(),
  /** By the payer's id. */
  payers: z.record(z.string(), linkSchema),
});
export type Account = z.infer<typeof accountSchema>;

/** What a payer's newest snapshot says of one account. */
export interface PayerLink {
  readonly payerId: string;
  readonly linked: boolean;
  readonly stamp: Stamp;
}

/** More payers than any company has; what so many name is no account but a word nobody thought of below. */
const payersAtMost = 200;

const longest = 200;
const wordsForNothing = new Set(
  "undefined null nil nan none n/a na unknown missing empty blank true false test testing example default todo tbd".split(
    " ",
  ),
);

/**
 * The account that a text from metadata names; undefined if it names none. Templates filled in by programs leave words
 * for nothing (`undefined`, `N/A`, `0`, `-`, `[object Object]`); what those have in common links nobody to anybody.
 */
export function accountIdOf(text: string | undefined): string | undefined {
  const id = text?.trim() ?? "";
  if (id.length > longest || /\p{C}/u.test(id) || id.startsWith("[object ")) return undefined;
  // Without a letter, and without a digit but zeros: `-`, `0`, `00000000-0000-0000-0000-000000000000`.
  if (!/[\p{L}\p{N}]/u.test(id.replaceAll("0", ""))) return undefined;
  return wordsForNothing.has(id.toLowerCase()) ? undefined : id;
}

/** An account of which nothing is known but its id. */
export const newAccount = (accountId: string): Account => ({ accountId, payers: {} });

/** Whether there is no room for one more payer. */
export const isFull = ({ payers }: Account): boolean => Object.keys(payers).length >= payersAtMost;

/**
 * The account after a payer's word about it; the same object if that changes nothing. The newest word by the
 * provider's time stands, in whatever order they come. A full account takes no further payer.
 */
export function withLink(account: Account, { payerId, linked, stamp }: PayerLink): Account {
  const known = account.payers[payerId];
  if (known === undefined ? isFull(account) : !replaces(stamp, known)) return account;
  return { ...account, payers: { ...account.payers, [payerId]: { linked, ...stampOf(stamp) } } };
}

/** The payers that name the account now, in order of their ids. */
export const payersOf = ({ payers }: Account): string[] =>
  Object.entries(payers)
    .filter(([, { linked }]) => linked)
    .map(([payerId]) => payerId)
    .sort();
