import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { executionName, stepFunctionsWorkflows } from "../../../../functions/platform/aws/step-functions-workflows.ts";
import { RetryableError } from "../../../../functions/platform/errors.ts";

const client = new SFNClient({ region: "local" });
const mock = mockClient(client);
const workflows = stepFunctionsWorkflows({ stateMachineArn: "arn:dunning", client });
const execution = { customerId: "stripe-cus_1", caseId: "stripe-in_1", epoch: 3 };
beforeEach(() => mock.reset());

it("starts the execution of this case and epoch, with ids and nothing else", async () => {
  mock.on(StartExecutionCommand).resolves({});
  const withMore = { ...execution, email: "zoe@example.com" };
  await workflows.startDunning(withMore);
  const input = mock.commandCalls(StartExecutionCommand)[0]?.args[0].input;
  expect(input).toMatchObject({ stateMachineArn: "arn:dunning", name: "stripe-in_1-3" });
  expect(JSON.parse(input?.input ?? "")).toEqual(execution);
});

it("tells of a name that is spent: the same name and input while one is open is a success", async () => {
  mock.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ $metadata: {}, message: "exists" }));
  await expect(workflows.startDunning(execution)).resolves.toBe("spent");
});

it.each(["ThrottlingException", "ExecutionLimitExceeded", "TimeoutError"])(
  "may be started later after %s",
  async (name) => {
    mock.on(StartExecutionCommand).rejects(Object.assign(new Error("busy"), { name }));
    await expect(workflows.startDunning(execution)).rejects.toBeInstanceOf(RetryableError);
  },
);

it("passes on what repetition does not change", async () => {
  mock.on(StartExecutionCommand).rejects(Object.assign(new Error("gone"), { name: "StateMachineDoesNotExist" }));
  await expect(workflows.startDunning(execution)).rejects.toThrow("gone");
});

it("gives every case and epoch a name of its own that Step Functions accepts", () => {
  const names = fc.record({ caseId: fc.string({ minLength: 1, maxLength: 120 }), epoch: fc.nat() });
  fc.assert(
    fc.property(names, names, (a, b) => {
      expect(executionName(a)).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      expect(executionName(a) === executionName(b)).toBe(`${a.caseId}-${a.epoch}` === `${b.caseId}-${b.epoch}`);
    }),
  );
});

it.each([
  ["long cases with the same beginning", { caseId: "x".repeat(100), epoch: 1 }, { caseId: "x".repeat(101), epoch: 1 }],
  ["epochs of a long case", { caseId: "x".repeat(100), epoch: 1 }, { caseId: "x".repeat(100), epoch: 2 }],
  ["ids that differ in letters not allowed", { caseId: "in.1", epoch: 1 }, { caseId: "in/1", epoch: 1 }],
  ["an id and its cleaned form", { caseId: "in.1", epoch: 1 }, { caseId: "in_1", epoch: 1 }],
])("keeps apart %s", (_, a, b) => {
  expect(executionName(a)).not.toBe(executionName(b));
});
