import * as z from "zod/mini";
import type { Log } from "../platform/ports/log.ts";
import type { Key, Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import { storedKind } from "../platform/stored-kind.ts";

const aliasSchema = z.object({
  customerId: z.string(),
  /** Another customer that laid claim to the same alias; shown, never merged. */
  conflictsWith: z.optional(z.string()),
});

const aliasKind = storedKind({ kind: "alias", schema: aliasSchema });

/** An id under which somebody else knows a customer: `stripe` and `cus_123`, `product` and an account id. */
export interface Alias {
  readonly namespace: string;
  readonly id: string;
}

const aliasKey = ({ namespace, id }: Alias): Key => ({ pk: `alias#${namespace}#${id}`, sk: "alias" });

async function customerOf(state: Store, alias: Alias): Promise<string | undefined> {
  const item = await state.load(aliasKey(alias));
  return item && aliasKind.parse(item).customerId;
}

async function create(state: Store, alias: Alias, customerId: string): Promise<string> {
  const created = await saveUnlessStale(state, { ...aliasKey(alias), rev: 0, ...aliasKind.bodyOf({ customerId }) });
  return created === undefined ? ((await customerOf(state, alias)) ?? customerId) : customerId;
}

async function recordConflict(state: Store, claimed: Alias, customerId: string, log: Log): Promise<void> {
  const item = await state.load(aliasKey(claimed));
  if (item === undefined) return;
  const alias = aliasKind.parse(item);
  if (alias.conflictsWith === customerId) return;
  await state.save({ ...item, ...aliasKind.bodyOf({ ...alias, conflictsWith: customerId }) });
  log.warn("alias-conflict", { customerId, claimedBy: alias.customerId });
}

/**
 * Holdfast's own id of a provider's customer, given on first sight and kept for ever. The first id the provider
 * uses names the customer unless the product's account id is known already; two customers that claim one account
 * are recorded as a conflict and left apart.
 */
export async function resolveCustomer(
  ports: { readonly state: Store; readonly log: Log },
  provider: Alias,
  accountId: string | undefined,
): Promise<string> {
  const { state, log } = ports;
  const account = accountId === undefined ? undefined : { namespace: "product", id: accountId };
  const known = await customerOf(state, provider);
  const viaAccount = account && (await customerOf(state, account));
  const customerId = known ?? (await create(state, provider, viaAccount ?? `${provider.namespace}-${provider.id}`));
  if (account === undefined || viaAccount === customerId) return customerId;
  const owner = viaAccount ?? (await create(state, account, customerId));
  if (owner !== customerId) await recordConflict(state, account, customerId, log);
  return customerId;
}
