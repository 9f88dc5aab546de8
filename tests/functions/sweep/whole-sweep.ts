import type { DueKind } from "../../../functions/platform/due-kind.ts";
import { createDrain, type DrainPorts } from "../../../functions/sweep/drain.ts";
import { createPlanSweep } from "../../../functions/sweep/plan-sweep.ts";

export interface WholeSweepPorts extends DrainPorts {
  readonly kinds: readonly DueKind[];
}

/** What came of a sweep: how many were taken up of each kind, and of which kinds something may be left. */
export interface Swept {
  readonly taken: Readonly<Record<string, number>>;
  readonly left: readonly string[];
}

/**
 * A sweep as workflows/sweep.asl.json has it, of kinds that a test describes: it is planned, then every drain goes on by
 * itself, and one that fails is caught.
 */
export function createSweep(ports: WholeSweepPorts): () => Promise<Swept> {
  const { kinds } = ports;
  const tables = Object.fromEntries(kinds.map(({ name, store }) => [name, store]));
  const plan = createPlanSweep({ ...ports, tables, kinds: () => kinds });
  return async () => {
    const { work } = await plan();
    const taken = Object.fromEntries(kinds.map(({ name }) => [name, 0]));
    const left = new Set<string>();
    await Promise.all(
      work.map(async (one) => {
        const kind = kinds.find(({ name }) => name === one.kind);
        if (kind === undefined) throw new Error(`There is no kind ${one.kind}.`);
        const drained = await createDrain(ports, kind)(one).catch(() => ({ taken: 0, left: one.shards }));
        taken[one.kind] = (taken[one.kind] ?? 0) + drained.taken;
        if (drained.left.length > 0) left.add(one.kind);
      }),
    );
    return { taken, left: [...left] };
  };
}
