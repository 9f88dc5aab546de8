import { customerPartition } from "../billing/customer-partition.ts";
import { dueShard } from "../platform/due-shard.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { type DunningCase, dunningCaseSchema } from "./case.ts";

/** An execution that was to be started is known to have planned by then, or the sweep starts it again. */
const startTakesAtMost = "PT5M";

export const caseKey = (customerId: string, caseId: string): Key => ({
  pk: customerPartition(customerId),
  sk: `dunning#${caseId}`,
});

/** When the sweep must look at a case that nothing else has touched; undefined for a closed one. */
function overdueAt(dunningCase: DunningCase, now: Instant, overdueAfter: string): Instant | undefined {
  if (dunningCase.status === "closed") return undefined;
  const { planned } = dunningCase;
  return planned === undefined ? plus(now, startTakesAtMost) : plus(planned.dueAt, overdueAfter);
}

/** The case as the store keeps it. `rev` is the revision that was read. */
export function caseItem(dunningCase: DunningCase, rev: number, now: Instant, overdueAfter: string): Item {
  const key = caseKey(dunningCase.customerId, dunningCase.caseId);
  const at = overdueAt(dunningCase, now, overdueAfter);
  const due = at === undefined ? undefined : { shard: dueShard("case", key.pk), at };
  return { ...key, rev, kind: "dunning", body: dunningCase, due };
}

/** The case in an item. */
export const parseCase = (item: Item): DunningCase => dunningCaseSchema.parse(item.body);
