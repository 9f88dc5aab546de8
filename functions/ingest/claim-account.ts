import type { ProviderAccount, ProviderRecords } from "../billing/provider-records.ts";
import { ConfigurationError } from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Store } from "../platform/ports/store.ts";
import { type AccountClaim, claimItem, loadClaim } from "./taken-account.ts";

interface ClaimPorts {
  readonly state: Store;
  readonly records: Pick<ProviderRecords, "account">;
  readonly clock: Clock;
  readonly log: Log;
}

const same = (claim: AccountClaim, { accountId, mode }: ProviderAccount): boolean =>
  claim.accountId === accountId && claim.mode === mode;

/**
 * The account that this stage works for: the one whose key it was given first. Another key of it changes nothing.
 * @param anew take the account of the present key whatever was claimed before.
 * @throws ConfigurationError if the key is of another account or mode, with both ways out.
 */
export async function claimAccount(ports: ClaimPorts, provider: string, anew: boolean): Promise<AccountClaim> {
  const account = await ports.records.account();
  const stored = await loadClaim(ports.state, provider);
  if (stored !== undefined && same(stored.claim, account)) return stored.claim;
  if (stored !== undefined && !anew) throw new ConfigurationError(sentence(provider, stored.claim, account));
  const claim = { ...account, claimedAt: ports.clock.now() };
  await ports.state.save(claimItem(provider, claim, stored?.item.rev ?? 0));
  ports.log.info("account-claimed", { provider, ...account });
  return claim;
}

const sentence = (provider: string, claim: AccountClaim, key: ProviderAccount): string =>
  `The API key belongs to ${key.accountId} in ${key.mode} mode, and this stage works for ${claim.accountId} in ${claim.mode} mode since ${claim.claimedAt}. ` +
  `Fill the secret of the API key with a key of that account, or, if the stage is to work for another one from now on, say so: see docs/runbook.md#let-a-stage-work-for-another-account. Nothing was compared with ${provider}.`;
