import { decideAnew } from "../platform/decide-anew.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Key, Store } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";
import { type Account, accountSchema, isFull, newAccount, type PayerLink, withLink } from "./account.ts";
import { customerPartition } from "./customer-partition.ts";
import { customerKind } from "./known-kinds.ts";

const accountKind = storedKind({ kind: "account", schema: accountSchema });
const accountKey = (accountId: string): Key => ({ pk: `account#${accountId}`, sk: "account" });

interface AccountPorts {
  readonly state: Store;
  readonly log: Log;
}

/** What is known of an account; undefined if nobody names it. */
export async function readAccount(state: Store, accountId: string): Promise<Account | undefined> {
  const item = await state.load(accountKey(accountId));
  return item && accountKind.parse(item);
}

async function tellOnce({ state, log }: AccountPorts, accountId: string, link: PayerLink): Promise<void> {
  const item = await state.load(accountKey(accountId));
  const account = item === undefined ? newAccount(accountId) : accountKind.parse(item);
  const told = withLink(account, link);
  if (told !== account) {
    await state.save({ ...accountKey(accountId), rev: item?.rev ?? 0, ...accountKind.bodyOf(told) });
  } else if (account.payers[link.payerId] === undefined && isFull(account)) {
    log.warn("account-full", { payerId: link.payerId });
  }
}

async function settleOnce(ports: AccountPorts, payerId: string): Promise<void> {
  const item = await ports.state.load({ pk: customerPartition(payerId), sk: "profile" });
  if (item === undefined) return;
  const { accountId, accountsToTell, asOf = "", asOfEvent = "" } = customerKind.parse(item);
  if (accountsToTell === undefined) return;
  const stamp = { at: asOf, eventId: asOfEvent };
  for (const named of accountsToTell)
    await decideAnew(() => tellOnce(ports, named, { payerId, linked: named === accountId, stamp }));
  await ports.state.save({ ...item, body: { ...item.body, accountsToTell: undefined } });
}

/**
 * Tells the accounts that a payer has joined or left since they were last told. The profile names them until all of
 * them know, so that dying on the way, or running twice, ends in the same state.
 * @throws StaleRevisionError if others keep saving first.
 */
export const settleAccounts = (ports: AccountPorts, payerId: string): Promise<void> =>
  decideAnew(() => settleOnce(ports, payerId));
