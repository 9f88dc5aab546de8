import { createHash } from "node:crypto";
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { RetryableError } from "../errors.ts";
import type { DunningExecution, Workflows } from "../ports/workflows.ts";
import { requestHandler, serviceFailure } from "./service-failure.ts";

interface Wiring {
  readonly stateMachineArn: string;
  readonly client?: SFNClient;
}

/**
 * Standard executions of Step Functions. Throws RetryableError when the service does not answer, throttles or has too
 * many executions open.
 */
export function stepFunctionsWorkflows({ stateMachineArn, client }: Wiring): Workflows {
  const sfn = client ?? new SFNClient({ requestHandler });
  return {
    startDunning: async ({ customerId, caseId, epoch }) => {
      const input = JSON.stringify({ customerId, caseId, epoch });
      const name = executionName({ caseId, epoch });
      try {
        await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
        return "started";
      } catch (error) {
        if (isSpent(error)) return "spent";
        throw startFailure(error, name);
      }
    },
  };
}

const longestName = 80;
const hashLength = 16;

/**
 * `<caseId>-<epoch>` in at most 80 letters, digits, `-` and `_`. Where that loses something, a hash of the whole keeps
 * different executions apart.
 */
export function executionName({ caseId, epoch }: Pick<DunningExecution, "caseId" | "epoch">): string {
  const whole = `${caseId}-${epoch}`;
  const clean = whole.replaceAll(/[^A-Za-z0-9_-]/g, "_");
  if (clean === whole && clean.length <= longestName) return clean;
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, hashLength);
  return `${clean.slice(0, longestName - hashLength - 1)}-${hash}`;
}

// Starting an open execution again with its own input is a success, and an epoch has one input only: so it is closed.
const isSpent = (error: unknown) => error instanceof ExecutionAlreadyExists;

function startFailure(error: unknown, name: string): unknown {
  if (error instanceof Error && error.name === "ExecutionLimitExceeded")
    return new RetryableError(`Execution ${name} was not started: too many executions are open.`, { cause: error });
  return serviceFailure(error, `Starting execution ${name}`);
}
