import type { Decision } from "./case.ts";
import { type CasePorts, type CaseRef, changeCaseBy } from "./case-store.ts";
import { type DunningInput, decide } from "./decide.ts";

/**
 * Loads a case, decides, saves; decides anew if the case changed meanwhile. Several inputs are told one after the other
 * and saved at once.
 * @returns the decision about the last one.
 * @throws NoSuchCaseError, StaleRevisionError if others keep saving first.
 */
export const changeCase = (ports: CasePorts, ref: CaseRef, ...inputs: readonly DunningInput[]): Promise<Decision> =>
  changeCaseBy(ports, ref, (before, situationOf) =>
    inputs.reduce<Decision>(({ state }, input) => decide(state, input, situationOf(state)), {
      state: before,
      actions: [],
      reason: "Nothing was told.",
    }),
  );
