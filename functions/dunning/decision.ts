import type { DunningCase, Planned } from "./case.ts";

/** What the caller has to do with a decision, beyond saving its state. */
export type DunningAction =
  | { readonly type: "start-execution"; readonly epoch: number }
  | { readonly type: "wait-and-act"; readonly planned: Planned }
  | { readonly type: "end-execution"; readonly as: "finished" | "superseded" };

export interface Decision {
  readonly state: DunningCase;
  readonly actions: readonly DunningAction[];
  /** A sentence an operator can read. */
  readonly reason: string;
}
