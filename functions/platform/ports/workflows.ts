/** What an execution carries: opaque ids only. */
export interface DunningExecution {
  readonly customerId: string;
  readonly caseId: string;
  /** Rises each time the case is woken; an execution with an older epoch ends as superseded. */
  readonly epoch: number;
}

/** Starts executions of workflows/dunning.asl.json. */
export interface Workflows {
  /**
   * Starts `<caseId>-<epoch>`; starting one that is running is success.
   * @returns `spent` if an execution of that name ran once and is closed: nothing was started, and nothing ever will be
   *   under that name.
   */
  startDunning(execution: DunningExecution): Promise<"started" | "spent">;
}
