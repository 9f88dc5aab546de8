import type { WorkflowEngine } from "../engine/workflow-engine.ts";
import type { Tally } from "./tally.ts";
import { executionName } from "./workflow-actor.ts";

/**
 * State transitions per closed case, as Step Functions counts them but for repeats of a failed task: the mean over closed
 * cases of every state entered by every execution of a case, superseded ones included. 0 where no case is closed.
 */
export async function transitionsPerClosedCase({
  engine,
  tally,
}: {
  readonly engine: Pick<WorkflowEngine, "history">;
  readonly tally: Pick<Tally, "cases">;
}): Promise<number> {
  const closed = [...tally.cases.values()].filter(({ status }) => status === "closed");
  let entered = 0;
  for (const { caseId, epoch } of closed)
    for (let each = 1; each <= epoch; each += 1)
      entered += (await engine.history(executionName({ caseId, epoch: each }))).length;
  return closed.length === 0 ? 0 : entered / closed.length;
}
