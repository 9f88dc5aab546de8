import * as z from "zod/mini";
import { type ProviderMode, providerModes } from "../billing/event-source.ts";
import type { ProviderRecords } from "../billing/provider-records.ts";
import { ConfigurationError } from "../platform/errors.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Item, Key, Store } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";

const claimSchema = z.object({
  accountId: z.string(),
  mode: z.enum(providerModes),
  claimedAt: z.string(),
});
/** The provider's account that a stage works for, and whether money moves in it. */
export type AccountClaim = z.infer<typeof claimSchema>;

const claimKind = storedKind({ kind: "account-claim", schema: claimSchema });

/** Where the claim lies, in the state table. Who receives events may read this partition and no other. */
export const claimKey = (provider: string): Key => ({ pk: `provider#${provider}`, sk: "account" });

export interface StoredClaim {
  readonly claim: AccountClaim;
  readonly item: Item;
}

/** @throws TerminalError if what lies there is no claim. */
export async function loadClaim(state: Pick<Store, "load">, provider: string): Promise<StoredClaim | undefined> {
  const item = await state.load(claimKey(provider));
  return item && { item, claim: claimKind.parse(item) };
}

export const claimItem = (provider: string, claim: AccountClaim, rev: number): Item => ({
  ...claimKey(provider),
  rev,
  ...claimKind.bodyOf(claim),
});

/** Whose events are taken; whatever is undefined refuses nothing. */
export interface TakenAccount {
  readonly accountId?: string | undefined;
  readonly mode?: ProviderMode | undefined;
}

/** Whose events of a provider are taken. */
export type Taken = (provider: string) => Promise<TakenAccount>;

interface Remembered {
  readonly claim: AccountClaim;
  readonly until: Instant;
}

/** The claim once there is one, read anew after a while: a stage changes its account once in years, if ever. */
export function rememberedClaim(state: Pick<Store, "load">, clock: Clock): Taken {
  const known = new Map<string, Remembered>();
  return async (provider) => {
    const now = clock.now();
    const remembered = known.get(provider);
    if (remembered !== undefined && now < remembered.until) return remembered.claim;
    const stored = await loadClaim(state, provider);
    if (stored === undefined) return {};
    known.set(provider, { claim: stored.claim, until: plusMs(now, rememberedForMs) });
    return stored.claim;
  };
}

/** The claim, or until there is one what the API key says of itself. A key that is not there yet refuses nothing. */
export const claimOrKey =
  (claim: Taken, records: Pick<ProviderRecords, "mode">): Taken =>
  async (provider) => {
    const claimed = await claim(provider);
    if (claimed.mode !== undefined) return claimed;
    try {
      return { mode: await records.mode() };
    } catch (error) {
      if (error instanceof ConfigurationError) return {};
      throw error;
    }
  };

const rememberedForMs = 5 * 60_000;

/** Why an event of this mode is not taken; undefined if it is. */
export function refusalOf(mode: ProviderMode | undefined, taken: TakenAccount): string | undefined {
  if (mode === undefined || taken.mode === undefined || mode === taken.mode) return undefined;
  return `This event is of ${mode} mode, and this stage works in ${taken.mode} mode: its API key says so. Send ${mode} events to a stage with a ${mode} key, or delete the endpoint or event destination they come from.`;
}
