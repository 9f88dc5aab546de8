/** What an execution carries: opaque ids only. */
export interface DunningExecution {
  readonly customerId: string;
  readonly caseId: string;
  /** Rises each time the case is woken; an execution with an older epoch ends as superseded. */
  readonly epoch: number;
}

/** Starts executions of workflows/dunning.asl.json. */
export interface Workflows {
  /** Starts `<caseId>-<epoch>`; starting one that was started before is success. */
  startDunning(execution: DunningExecution): Promise<void>;
}
