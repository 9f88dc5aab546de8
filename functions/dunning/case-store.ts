import { customerPartition } from "../billing/customer-partition.ts";
import { parseKnownCustomer } from "../billing/known-customer.ts";
import { dueOnceSettled } from "../billing/settled-due.ts";
import { letterFates } from "../messages/letter-fates.ts";
import { decideAnew } from "../platform/decide-anew.ts";
import { dueShard } from "../platform/due-shard.ts";
import { plus } from "../platform/duration.ts";
import { TerminalError } from "../platform/errors.ts";
import { historyKey, inHistory } from "../platform/history.ts";
import type { Instant } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Item, Key, Store } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";
import { type Decision, type DunningCase, dunningCaseSchema } from "./case.ts";
import { type Cases, type CustomerFile, caseContext } from "./case-context.ts";
import { parsePauses } from "./pause-store.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import { policyFor } from "./policy/policy-for.ts";
import type { Situation } from "./situation.ts";

/** An execution that was to be started is known to have planned by then, or the sweep starts it again. */
const startTakesAtMost = "PT5M";

const caseKind = storedKind({ kind: "dunning", schema: dunningCaseSchema });

/** Cases in the due index. */
export const caseDue = "case";

export const caseKey = (customerId: string, caseId: string): Key => ({
  pk: customerPartition(customerId),
  sk: `dunning#${caseId}`,
});

/** What a case's due times rest on. */
type DuePolicy = Pick<PolicyForDunning, "dunning" | "history">;

/** When somebody must look at a case that nothing else has touched: whether it is carried on, or has become history. */
function lookAt(dunningCase: DunningCase, pk: string, now: Instant, policy: DuePolicy): NonNullable<Item["due"]> {
  if (dunningCase.status === "closed") return dueOnceSettled(pk, now, policy.history);
  const { planned } = dunningCase;
  const at = planned === undefined ? plus(now, startTakesAtMost) : plus(planned.dueAt, policy.dunning.overdueAfter);
  return { shard: dueShard(caseDue, pk), at };
}

/** The case as the store keeps it. `rev` is the revision that was read. */
export function caseItem(dunningCase: DunningCase, rev: number, now: Instant, policy: DuePolicy): Item {
  const key = caseKey(dunningCase.customerId, dunningCase.caseId);
  return { ...key, rev, ...caseKind.bodyOf(dunningCase), due: lookAt(dunningCase, key.pk, now, policy) };
}

/** The case in an item. @throws TerminalError naming it, if it cannot be read. */
export const parseCase = (item: Item): DunningCase => caseKind.parse(item);

/** Cases as they were and as they are to be, with the revisions of the partition as read. */
interface CaseChange {
  readonly before: Cases;
  readonly after: Cases;
  readonly revs: ReadonlyMap<string, number>;
  readonly now: Instant;
}

/** The cases to save so that the customer's partition says `after`. */
export function changedCaseItems({ before, after, revs, now }: CaseChange, policy: DuePolicy): Item[] {
  return [...after.values()]
    .filter((dunningCase) => before.get(dunningCase.caseId) !== dunningCase)
    .map((dunningCase) => caseItem(dunningCase, revs.get(`dunning#${dunningCase.caseId}`) ?? 0, now, policy));
}

/** The cases among the items of a customer's partition. */
export function parseCases(items: readonly Item[]): Cases {
  const cases = items.filter(({ kind }) => kind === caseKind.kind).map(parseCase);
  return new Map(cases.map((dunningCase) => [dunningCase.caseId, dunningCase]));
}

/** Sorts the items of a customer's partition into facts and cases. */
export const parseCustomerFile = (customerId: string, items: readonly Item[]): CustomerFile => ({
  known: parseKnownCustomer(customerId, items),
  cases: parseCases(items),
  letters: letterFates(items),
  pauses: parsePauses(items),
});

/** Reads what is current of one customer. */
export const readCustomerFile = async (state: Store, customerId: string): Promise<CustomerFile> =>
  parseCustomerFile(customerId, await state.query(customerPartition(customerId)));

/** The items that are current of one customer and a case of theirs, wherever it lies. */
export async function itemsWithCase(state: Store, { customerId, caseId }: CaseRef): Promise<Item[]> {
  const key = caseKey(customerId, caseId);
  const items = await state.query(key.pk);
  const settled = items.some(({ sk }) => sk === key.sk) ? undefined : await state.load(historyKey(key));
  return settled === undefined ? items : [...items, settled];
}

/** Reads what is current of one customer and a case of theirs, wherever it lies. */
export const readFileWithCase = async (state: Store, ref: CaseRef): Promise<CustomerFile> =>
  parseCustomerFile(ref.customerId, await itemsWithCase(state, ref));

/** Reads everything of one customer, history included. */
export async function readWholeFile(state: Store, customerId: string): Promise<CustomerFile> {
  const pk = customerPartition(customerId);
  const [items, settled] = [await state.query(pk), await state.query(historyKey({ pk, sk: "" }).pk)];
  const current = new Set(items.map(({ sk }) => sk));
  return parseCustomerFile(customerId, [...items, ...settled.filter(({ sk }) => !current.has(sk))]);
}

/** What it takes to decide about a stored case. */
export interface CasePorts {
  readonly state: Store;
  readonly policy: PolicyForDunning;
  readonly clock: Clock;
}

/** Which case, by opaque ids. */
export interface CaseRef {
  readonly customerId: string;
  readonly caseId: string;
}

/** Somebody deleted the case, or it never was; a TerminalError to the workflow. */
export class NoSuchCaseError extends TerminalError {}

/** @throws NoSuchCaseError */
export function caseIn(file: CustomerFile, caseId: string): DunningCase {
  const dunningCase = file.cases.get(caseId);
  if (dunningCase === undefined) throw new NoSuchCaseError(`There is no case ${caseId}.`);
  return dunningCase;
}

/** What a decision about a stored case rests on. */
export const situationOf = (
  policy: PolicyForDunning,
  dunningCase: DunningCase,
  file: CustomerFile,
  now: Instant,
): Situation => ({
  policy: policyFor(policy, file.known.customer, dunningCase.openedAt).dunning,
  context: caseContext(dunningCase, file, policy),
  now,
});

/** A decision about a stored case; it must be pure. */
type Decide = (stored: DunningCase, situationOf: (dunningCase: DunningCase) => Situation) => Decision;

async function decideOnce(ports: CasePorts, ref: CaseRef, decide: Decide): Promise<Decision> {
  const file = await readFileWithCase(ports.state, ref);
  const before = caseIn(file, ref.caseId);
  const now = ports.clock.now();
  const decision = decide(before, (state) => situationOf(ports.policy, state, file, now));
  if (decision.state !== before) {
    const { sk } = caseKey(ref.customerId, ref.caseId);
    const item = caseItem(decision.state, file.known.revs.get(sk) ?? 0, now, ports.policy);
    const { keptFor } = ports.policy.history;
    await ports.state.save(file.known.settled.has(sk) ? inHistory(item, plus(now, keptFor)) : item);
  }
  return decision;
}

/**
 * Loads a case, decides, saves; decides anew if the case changed meanwhile.
 * @throws NoSuchCaseError, StaleRevisionError if others keep saving first.
 */
export const changeCaseBy = (ports: CasePorts, ref: CaseRef, decide: Decide): Promise<Decision> =>
  decideAnew(() => decideOnce(ports, ref, decide));
