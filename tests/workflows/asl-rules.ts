import * as z from "zod/mini";

const retrierSchema = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.optional(z.number()),
  BackoffRate: z.optional(z.number()),
  MaxAttempts: z.optional(z.number()),
});
const catcherSchema = z.object({
  ErrorEquals: z.array(z.string()),
  Next: z.string(),
  ResultPath: z.optional(z.nullable(z.string())),
});
const stateSchema = z.looseObject({
  Type: z.string(),
  QueryLanguage: z.optional(z.string()),
  Resource: z.optional(z.string()),
  TimeoutSeconds: z.optional(z.number()),
  Retry: z.optional(z.array(retrierSchema)),
  Catch: z.optional(z.array(catcherSchema)),
  Choices: z.optional(z.array(z.looseObject({ Next: z.optional(z.string()) }))),
  Default: z.optional(z.string()),
  Next: z.optional(z.string()),
  End: z.optional(z.boolean()),
});
const machineSchema = z.looseObject({
  QueryLanguage: z.optional(z.string()),
  TimeoutSeconds: z.optional(z.number()),
  StartAt: z.string(),
  States: z.record(z.string(), stateSchema),
});
export type Machine = z.infer<typeof machineSchema>;
type State = z.infer<typeof stateSchema>;

const knownTypes = ["Task", "Choice", "Wait", "Pass", "Map", "Succeed", "Fail"];
/** What neither fails nor sleeps by itself: what goes wrong with one item must end no other. */
const typesInMaps = ["Task", "Choice", "Pass", "Succeed"];
const waits = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
/** The embedded engine passes over these without a word; AWS does not. */
const passedOver = ["Assign", "Arguments", "Output"];

/**
 * How an execution is carried on. `by-itself`: nobody begins it anew, so it must not fail for what one of its boxes met.
 * `begun-anew`: a schedule begins the next one within minutes, so it may fail, and should, where its first box does.
 */
export type CarriedOn = "by-itself" | "begun-anew";

interface Rules {
  readonly carriedOn: CarriedOn;
  readonly inMap: boolean;
}

/**
 * What is wrong with an ASL document, one sentence each: everything that the embedded engine would run otherwise than
 * AWS, and everything that could leave a case without anybody to carry it on.
 */
export function aslFaults(document: unknown, carriedOn: CarriedOn = "by-itself"): string[] {
  return faultsOf(document, { carriedOn, inMap: false });
}

function faultsOf(document: unknown, rules: Rules): string[] {
  const parsed = machineSchema.safeParse(document);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}.`);
  const machine = parsed.data;
  return [
    ...machineFaults(machine),
    ...Object.entries(machine.States).flatMap(([name, state]) => [
      ...stateFaults(machine, state, rules).map((fault) => `${name} (${state.Type}) ${fault}.`),
      ...(state.Type === "Map" ? mapFaults(state, rules).map((fault) => `${name} (Map): ${fault}`) : []),
    ]),
    ...pathFaults(machine),
  ];
}

function mapFaults({ ItemProcessor, MaxConcurrency, ItemsPath, Iterator, ...rest }: State, rules: Rules): string[] {
  const inline = z.looseObject({ ProcessorConfig: z.object({ Mode: z.literal("INLINE") }) }).safeParse(ItemProcessor);
  return [
    ...when(Iterator !== undefined || !inline.success, "It needs an ItemProcessor of mode INLINE."),
    ...when(typeof ItemsPath !== "string", "It has no ItemsPath."),
    ...when(typeof MaxConcurrency !== "number" || MaxConcurrency < 1, "It does not say how many at a time."),
    ...["ItemSelector", "ItemReader", "Parameters", "ToleratedFailurePercentage"]
      .filter((field) => field in rest)
      .map((field) => `It uses ${field}, which is not run everywhere.`),
    ...(ItemProcessor === undefined ? [] : faultsOf(ItemProcessor, { ...rules, inMap: true })),
  ];
}

function machineFaults({ QueryLanguage = "JSONPath", TimeoutSeconds }: Machine): string[] {
  return [
    ...when(QueryLanguage !== "JSONPath", `The machine speaks ${QueryLanguage}; use JSONPath.`),
    ...when(
      TimeoutSeconds !== undefined,
      "The machine times out as a whole; a sleeping case may take as long as it takes.",
    ),
  ];
}

function stateFaults(machine: Machine, state: State, rules: Rules): string[] {
  if (!knownTypes.includes(state.Type))
    return [`is of a type that is not run everywhere; use ${knownTypes.join(", ")}`];
  if (rules.inMap && !typesInMaps.includes(state.Type))
    return [`may end what a Map does with other items; use ${typesInMaps.join(", ")}`];
  return [
    ...when((state.QueryLanguage ?? "JSONPath") !== "JSONPath", "does not speak JSONPath"),
    ...passedOver.filter((field) => field in state).map((field) => `uses ${field}, which is not run everywhere`),
    ...nextsOf(state)
      .filter((next) => !(next in machine.States))
      .map((next) => `leads to ${next}, which does not exist`),
    ...(isEnd(state) ? [] : onwardFaults(state)),
    ...(state.Type === "Task" ? taskFaults(machine, state, rules) : []),
    ...when(
      state.Type === "Wait" && waits.filter((field) => field in state).length !== 1,
      "must wait by exactly one field",
    ),
  ];
}

function onwardFaults(state: State): string[] {
  if (state.Type === "Choice")
    return [
      ...when(state.Default === undefined, "has no Default"),
      ...when(!state.Choices?.length || state.Choices.some(({ Next }) => !Next), "has a choice that leads nowhere"),
    ];
  return [
    ...when(state.End !== undefined, "has End; lead to a named Succeed or Fail state instead"),
    ...when(state.Next === undefined && !state.End, "has no Next"),
  ];
}

function taskFaults(
  machine: Machine,
  { Resource, TimeoutSeconds = 0, Retry = [], Catch = [] }: State,
  { carriedOn }: Rules,
): string[] {
  const last = Retry.at(-1);
  return [
    ...when(
      !/^\$\{\w+FunctionArn\}$/.test(Resource ?? ""),
      "must name its function by a substitution that ends in FunctionArn",
    ),
    ...when(TimeoutSeconds <= 0, "has no TimeoutSeconds"),
    ...when(!matchesAll(last), "must end its Retry with States.ALL"),
    ...when(!((last?.MaxAttempts ?? 0) >= 1), "must set MaxAttempts for States.ALL"),
    ...when(!((last?.IntervalSeconds ?? 0) >= 1 && (last?.BackoffRate ?? 0) > 1), "must wait longer from try to try"),
    ...when(!Catch.some(matchesAll), "must catch States.ALL"),
    ...when(
      Catch.some(({ ResultPath }) => !ResultPath?.startsWith("$.")),
      "loses its input where it catches; set ResultPath",
    ),
    ...when(
      carriedOn === "by-itself" && Catch.some(({ Next }) => machine.States[Next]?.Type === "Fail"),
      "gives the case up where it catches",
    ),
  ];
}

function pathFaults({ StartAt, States }: Machine): string[] {
  if (!(StartAt in States)) return [`The machine starts at ${StartAt}, which does not exist.`];
  const onward = (name: string) =>
    Object.entries(States)
      .filter(([at]) => at === name)
      .flatMap(([, state]) => nextsOf(state));
  const backward = (name: string) => Object.keys(States).filter((at) => onward(at).includes(name));
  const reached = spread([StartAt], onward);
  const ending = spread(
    Object.keys(States).filter((name) => isEnd(States[name])),
    backward,
  );
  return Object.keys(States).flatMap((name) => [
    ...when(!reached.has(name), `${name} is never reached.`),
    ...when(!ending.has(name), `${name} can never come to an end.`),
  ]);
}

function spread(from: readonly string[], step: (name: string) => readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const name of seen) for (const next of step(name)) seen.add(next);
  return seen;
}

const isEnd = (state: State | undefined) => state?.Type === "Succeed" || state?.Type === "Fail";
const matchesAll = (entry: { ErrorEquals: string[] } | undefined) => entry?.ErrorEquals.join() === "States.ALL";
const when = (condition: boolean, fault: string) => (condition ? [fault] : []);

const nextsOf = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((catcher) => catcher.Next)].filter(
    (next) => next !== undefined,
  );
