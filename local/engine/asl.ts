import * as z from "zod/mini";

/** What a retrier does when it leaves a field out, by the Amazon States Language. */
const retrierSchema = z.strictObject({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z._default(z.number(), 1),
  BackoffRate: z._default(z.number(), 2),
  MaxAttempts: z._default(z.int(), 3),
  MaxDelaySeconds: z.optional(z.number()),
  JitterStrategy: z._default(z.enum(["FULL", "NONE"]), "NONE"),
});
export type Retrier = z.infer<typeof retrierSchema>;

/** `$` or `$.a.b`: the whole, or a field of a field. */
const path = z.string().check(z.regex(/^\$(\.\w+)*$/, "must be a path such as $.step.act"));
const resultPath = z.optional(z.nullable(path));
const catcherSchema = z.strictObject({ ErrorEquals: z.array(z.string()), Next: z.string(), ResultPath: resultPath });

const comment = { Comment: z.optional(z.string()) };
const taskSchema = z.strictObject({
  ...comment,
  Type: z.literal("Task"),
  Resource: z.string(),
  TimeoutSeconds: z.optional(z.number()),
  ResultPath: resultPath,
  Retry: z._default(z.array(retrierSchema), []),
  Catch: z._default(z.array(catcherSchema), []),
  Next: z.string(),
});
export type TaskState = z.infer<typeof taskSchema>;
const waitSchema = z.strictObject({
  ...comment,
  Type: z.literal("Wait"),
  Seconds: z.optional(z.number()),
  TimestampPath: z.optional(path),
  Next: z.string(),
});
const choiceSchema = z.strictObject({
  ...comment,
  Type: z.literal("Choice"),
  Choices: z.array(z.strictObject({ Variable: path, StringEquals: z.string(), Next: z.string() })),
  Default: z.optional(z.string()),
});
const passSchema = z.strictObject({
  ...comment,
  Type: z.literal("Pass"),
  /** Fields that end in `.$` are paths, others stand as they are. */
  Parameters: z.optional(z.record(z.string(), z.unknown())),
  Next: z.string(),
});
const succeedSchema = z.strictObject({ ...comment, Type: z.literal("Succeed") });
const failSchema = z.strictObject({
  ...comment,
  Type: z.literal("Fail"),
  Error: z.optional(z.string()),
  Cause: z.optional(z.string()),
});

/** What a Map does with each item. Nothing in it can fail or sleep by itself, so that no item ends what others do. */
const processorSchema = z.strictObject({
  ...comment,
  ProcessorConfig: z.strictObject({ Mode: z.literal("INLINE") }),
  StartAt: z.string(),
  States: z.record(
    z.string(),
    z.discriminatedUnion("Type", [taskSchema, choiceSchema, passSchema, succeedSchema]).check(
      z.refine(
        (state) => state.Type !== "Task" || state.Catch.some(({ ErrorEquals }) => ErrorEquals.includes("States.ALL")),
        {
          error: "must catch States.ALL in a Map",
        },
      ),
      z.refine((state) => state.Type !== "Choice" || state.Default !== undefined, {
        error: "must have a Default in a Map",
      }),
    ),
  ),
});
const mapSchema = z.strictObject({
  ...comment,
  Type: z.literal("Map"),
  ItemsPath: path,
  MaxConcurrency: z.int().check(z.positive()),
  ItemProcessor: processorSchema,
  ResultPath: resultPath,
  Next: z.string(),
});
export type MapState = z.infer<typeof mapSchema>;

const stateSchema = z.discriminatedUnion("Type", [
  taskSchema,
  waitSchema,
  choiceSchema,
  passSchema,
  mapSchema,
  succeedSchema,
  failSchema,
]);
export type State = z.infer<typeof stateSchema>;

const machineSchema = z.strictObject({ ...comment, StartAt: z.string(), States: z.record(z.string(), stateSchema) });

/** A state machine, or what a Map does with each item. */
export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/**
 * The part of the Amazon States Language that our workflows speak; everything else is refused, not passed over.
 * @throws Error naming each place of the document that is invalid or not understood here.
 */
export function parseMachine(document: unknown): Machine {
  const parsed = machineSchema.safeParse(document);
  const faults = parsed.success
    ? nowhere(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (!parsed.success || faults.length > 0)
    throw new Error(`The state machine is invalid, or says what is not understood here. ${faults.join("; ")}`);
  return parsed.data;
}

const nowhere = ({ StartAt, States }: Machine): string[] =>
  [StartAt, ...Object.values(States).flatMap(nextsOf)]
    .filter((name) => States[name] === undefined)
    .map((name) => `${name} is no state`)
    .concat(Object.values(States).flatMap((state) => (state.Type === "Map" ? nowhere(state.ItemProcessor) : [])));

function nextsOf(state: State): string[] {
  switch (state.Type) {
    case "Task":
      return [state.Next, ...state.Catch.map(({ Next }) => Next)];
    case "Choice":
      return [...state.Choices.map(({ Next }) => Next), ...(state.Default === undefined ? [] : [state.Default])];
    case "Wait":
    case "Pass":
    case "Map":
      return [state.Next];
    case "Succeed":
    case "Fail":
      return [];
  }
}
