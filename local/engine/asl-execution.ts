import type { Machine, MapState, Retrier, State, TaskState } from "./asl.ts";

/** An error as Step Functions knows it: by a name that Retry and Catch match, and a cause. */
export class StatesError extends Error {
  override readonly name: string;
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** What an execution cannot do by itself. */
export interface Surroundings {
  nowMs(): number;
  /** A random number in [0, 1), for jitter. */
  random(): number;
  /** Resolves when the time has come; 0 milliseconds are no sleep at all. */
  sleep(ms: number): Promise<void>;
  /** @throws StatesError */
  runTask(state: string, input: unknown): Promise<unknown>;
  entered(state: string): void;
  /** Told by how many the strands that go on side by side become more, or fewer; an execution begins as one. */
  strands(change: number): void;
}

type Json = unknown;

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands at `$.a.b`; undefined where nothing does. */
function at(data: Json, path: string): Json {
  const fields = path.split(".").slice(1);
  return fields.reduce<Json>((value, field) => (isObject(value) ? value[field] : undefined), data);
}

/** The data with a result at a path: left out for null, in the place of everything for `$` or none. */
function withResult(data: Json, path: string | null | undefined, result: Json): Json {
  if (path === null) return data;
  const [, field, ...more] = (path ?? "$").split(".");
  if (field === undefined) return result;
  const inner = isObject(data) ? data[field] : undefined;
  return { ...(isObject(data) ? data : {}), [field]: withResult(inner, ["$", ...more].join("."), result) };
}

const matches = (names: readonly string[], { name }: StatesError): boolean =>
  names.includes(name) || names.includes("States.ALL") || names.includes("States.TaskFailed");

const asStatesError = (error: unknown): StatesError =>
  error instanceof StatesError ? error : new StatesError("States.Runtime", String(error));

interface Step {
  readonly next: string | undefined;
  readonly data: Json;
}

/** How long a retrier pauses before the try after `tries` of its own. */
function pauseMs(
  { IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy }: Retrier,
  tries: number,
  random: () => number,
): number {
  const ms = Math.min(IntervalSeconds * BackoffRate ** tries, MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1000;
  return JitterStrategy === "FULL" ? Math.floor(random() * (ms + 1)) : ms;
}

async function task(name: string, state: TaskState, data: Json, around: Surroundings): Promise<Step> {
  const tries = state.Retry.map(() => 0);
  for (;;) {
    try {
      const result = await around.runTask(name, data);
      return { next: state.Next, data: withResult(data, state.ResultPath, result) };
    } catch (thrown) {
      const error = asStatesError(thrown);
      const place = state.Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error));
      const retrier = state.Retry[place];
      const tried = tries[place] ?? 0;
      if (retrier === undefined || tried >= retrier.MaxAttempts) return caught(state, data, error);
      tries[place] = tried + 1;
      await around.sleep(pauseMs(retrier, tried, around.random));
    }
  }
}

function caught({ Catch }: TaskState, data: Json, error: StatesError): Step {
  const catcher = Catch.find(({ ErrorEquals }) => matches(ErrorEquals, error));
  if (catcher === undefined) throw error;
  return {
    next: catcher.Next,
    data: withResult(data, catcher.ResultPath, { Error: error.name, Cause: error.message }),
  };
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

async function wait(state: Extract<State, { Type: "Wait" }>, data: Json, around: Surroundings): Promise<Step> {
  const until = state.TimestampPath === undefined ? undefined : at(data, state.TimestampPath);
  const untilMs = typeof until === "string" && rfc3339.test(until) ? Date.parse(until) : Number.NaN;
  if (state.TimestampPath !== undefined && Number.isNaN(untilMs))
    throw new StatesError("States.Runtime", `${state.TimestampPath} is no timestamp to wait for.`);
  await around.sleep(state.TimestampPath === undefined ? (state.Seconds ?? 0) * 1000 : untilMs - around.nowMs());
  return { next: state.Next, data };
}

function choose({ Choices, Default }: Extract<State, { Type: "Choice" }>, data: Json): string {
  const next = Choices.find(({ Variable, StringEquals }) => at(data, Variable) === StringEquals)?.Next ?? Default;
  if (next === undefined)
    throw new StatesError("States.NoChoiceMatched", "No choice matches, and there is no default.");
  return next;
}

const filled = (parameters: Readonly<Record<string, Json>>, data: Json): Json =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) =>
      name.endsWith(".$") && typeof value === "string" ? [name.slice(0, -2), at(data, value)] : [name, value],
    ),
  );

/**
 * Goes through the items side by side, as many at a time as the Map says. The last strand is the execution's own: it goes
 * on when the others are over.
 */
async function map(state: MapState, data: Json, around: Surroundings): Promise<Step> {
  const items = at(data, state.ItemsPath);
  if (!Array.isArray(items)) throw new StatesError("States.Runtime", `${state.ItemsPath} is no list to map over.`);
  const results: Json[] = items.map(() => undefined);
  const waiting = items.entries();
  let strands = Math.min(items.length, state.MaxConcurrency);
  const goThrough = async () => {
    for (const [index, item] of waiting) results[index] = await runExecution(state.ItemProcessor, item, around);
    strands -= 1;
    if (strands > 0) around.strands(-1);
  };
  if (strands > 1) around.strands(strands - 1);
  await Promise.all(Array.from({ length: strands }, goThrough));
  return { next: state.Next, data: withResult(data, state.ResultPath, results) };
}

async function step(name: string, state: State, data: Json, around: Surroundings): Promise<Step> {
  switch (state.Type) {
    case "Task":
      return task(name, state, data, around);
    case "Wait":
      return wait(state, data, around);
    case "Map":
      return map(state, data, around);
    case "Choice":
      return { next: choose(state, data), data };
    case "Pass":
      return { next: state.Next, data: state.Parameters === undefined ? data : filled(state.Parameters, data) };
    case "Succeed":
      return { next: undefined, data };
    case "Fail":
      throw new StatesError(state.Error ?? "States.Failed", state.Cause ?? "");
  }
}

/**
 * Runs one execution to its end, as the Amazon States Language says.
 * @throws StatesError if it fails.
 */
export async function runExecution(machine: Machine, input: Json, around: Surroundings): Promise<Json> {
  let current: Step = { next: machine.StartAt, data: input };
  while (current.next !== undefined) {
    const name = current.next;
    const state = machine.States[name];
    if (state === undefined) throw new StatesError("States.Runtime", `${name} is no state.`);
    around.entered(name);
    current = await step(name, state, current.data, around);
  }
  return current.data;
}
