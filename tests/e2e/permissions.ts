import assert from "node:assert/strict";
import { type AccessName, functionList, type ListedFunction } from "../../lib/functions.ts";
import { assumeRoleOf } from "./assumed-role.ts";
import { beyondConditions } from "./emulator-gaps.ts";
import type { MiniStack } from "./ministack.ts";
import { accessProbes, type Caller, callerOf, forbiddenProbes, type Probe } from "./probes.ts";
import type { Tally } from "./tally.ts";

/** What came of everything one function tried. */
interface Findings {
  /** What it must not do and was refused. */
  readonly refused: readonly string[];
  /** What it must not do and could. */
  readonly wronglyPermitted: readonly string[];
  /** What it must be able to do and could. */
  readonly permitted: readonly string[];
  /** What it must be able to do and was refused. */
  readonly wronglyRefused: readonly string[];
}

/** Each function tries, as its role, everything that any function may do, and what none may. */
export async function checkPermissions(ministack: MiniStack, tally: Tally): Promise<void> {
  let refused = 0;
  for (const listed of functionList)
    await tally.check(`${listed.name} may do what it is given, and is refused what others may do`, async () => {
      const found = await probe(ministack, listed);
      assert.deepEqual({ ...found, refused: [], permitted: [] }, nothingWrong);
      assert.ok(found.refused.length > 0 && found.permitted.length > 0, "nothing was tried");
      refused += found.refused.length;
    });
  await tally.check(`permissions: ${refused} calls of ${functionList.length} functions were refused`, () =>
    assert.ok(refused > functionList.length),
  );
}

/** The probes themselves: while nobody enforces permissions, what must be refused is answered, and so would be noticed. */
export async function checkProbesNotice(ministack: MiniStack, tally: Tally): Promise<void> {
  await tally.check("without enforcement nothing is refused, and the probes of every function notice", async () => {
    for (const listed of functionList) {
      const { refused, wronglyRefused, wronglyPermitted } = await probe(ministack, listed);
      assert.deepEqual([listed.name, refused, wronglyRefused], [listed.name, [], []]);
      assert.ok(wronglyPermitted.length > 0, listed.name);
    }
  });
}

const nothingWrong: Findings = { refused: [], wronglyPermitted: [], permitted: [], wronglyRefused: [] };

async function probe(ministack: MiniStack, { name, uses }: ListedFunction): Promise<Findings> {
  const caller = callerOf(ministack, await assumeRoleOf(ministack, `holdfast-test-${name}`));
  const all = [
    ...Object.entries(accessProbes).map(([access, ask]) => ({ what: access, ask, expected: mayUse(uses, access) })),
    ...Object.entries(forbiddenProbes).map(([what, ask]) => ({ what, ask, expected: false })),
  ];
  const outcomes = await Promise.all(all.map(async (one) => ({ ...one, granted: await isPermitted(one.ask, caller) })));
  const those = (expected: boolean, granted: boolean) =>
    outcomes.filter((one) => one.expected === expected && one.granted === granted).map(({ what }) => what);
  return {
    refused: those(false, false),
    wronglyPermitted: those(false, true),
    permitted: those(true, true),
    wronglyRefused: those(true, false),
  };
}

/** What comes with another access: whoever uses a table may add to it, and read its counts of shards. */
const included: Readonly<Record<string, readonly string[]>> = {
  "inbox.use": ["inbox.put", "inbox.countShards"],
  "state.use": ["state.countShards", "state.readClaim"],
  ...beyondConditions,
};

const mayUse = (uses: readonly AccessName[], access: string): boolean =>
  uses.some((given) => given === access || included[given]?.includes(access));

/** @throws whatever a probe met that is neither an answer nor a refusal. */
async function isPermitted(ask: Probe, caller: Caller): Promise<boolean> {
  try {
    await ask(caller);
    return true;
  } catch (error) {
    if (error instanceof Error && /^AccessDenied/.test(error.name)) return false;
    throw error;
  }
}
