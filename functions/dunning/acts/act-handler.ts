import { type CasePorts, changeCase } from "../change-case.ts";
import type { ActResult } from "../decide-act.ts";
import { type BegunAct, beginAct } from "./begin-act.ts";

/** A box of the workflow: takes the workflow's input, acts, and answers nothing; the case says what came of it. */
export type ActHandler = (input: unknown) => Promise<void>;

/** What an act comes to in a dry run. The end of the ladder is the end there as well, or the case would have none. */
const drily = ({ planned }: BegunAct): ActResult =>
  planned.act === "close" ? { act: "close", end: "dry-run" } : { act: "passed-over", reason: "this is a dry run" };

/**
 * Carries out one act of a case and records its result. An act that was done before, or that the case no longer waits
 * for, is left alone. Dying after the effect and before the record is met by the effect's key.
 */
export function actHandler<Ports extends CasePorts>(
  ports: Ports,
  carryOut: (ports: Ports, act: BegunAct) => Promise<ActResult>,
): ActHandler {
  return async (input) => {
    const act = await beginAct(ports, input);
    if (act === undefined) return;
    const result = ports.policy.dunning.dryRun ? drily(act) : await carryOut(ports, act);
    await changeCase(ports, act.ref, { type: "acted", key: act.planned.key, result });
  };
}
