/** A permission, with the variables that come with it; lib/accesses.ts says what each is. */
export type AccessName =
  | "inbox.put"
  | "inbox.use"
  | "inbox.findDue"
  | "inbox.countShards"
  | "inbox.follow"
  | "state.use"
  | "state.remove"
  | "state.findDue"
  | "state.countShards"
  | "state.readClaim"
  | "webhookSecret"
  | "providerKey"
  | "linkKey"
  | "publicUrl"
  | "sweptKinds"
  | "sendMail"
  | "startCases";

/** What calls a function. */
export type Waking =
  /** A box of workflows/<workflow>.asl.json; the placeholder `${<box>FunctionArn}` stands for the function there. */
  | { readonly kind: "workflow"; readonly workflow: "dunning" | "sweep"; readonly box: string }
  /** Requests to the public address. */
  | { readonly kind: "route"; readonly path: `/${string}`; readonly methods: readonly ("ANY" | "GET" | "POST")[] }
  /** Events of the provider on its own event bus in this account. */
  | { readonly kind: "provider-bus" }
  /** Events accepted into the inbox. */
  | { readonly kind: "inbox-stream" }
  /** A schedule; the function says itself whether there is something to do. */
  | { readonly kind: "schedule"; readonly everyMinutes: number }
  /** What SES tells of our own messages. */
  | { readonly kind: "mail-events" }
  /** A person, with a command of docs/runbook.md. */
  | { readonly kind: "hand" };

/** A due kind as the sweep must know it before it looks. */
export interface SweptKind {
  readonly name: string;
  readonly table: "inbox" | "state";
  /** How many shards its writers use, if not the fewest: as the kind's own `shards`. */
  readonly shards?: number;
}

/** A function as the list has it. */
export interface ListedFunction {
  /** Follows the stage's prefix in its deployed name: `holdfast-prod-receive`. */
  readonly name: string;
  /** The folder under functions/ with its wiring file, `<name>.lambda.ts`. */
  readonly room: string;
  /** Where it stands in the stack. CloudFormation knows a deployed function by this, so it never changes. */
  readonly at: `${string}/${string}`;
  /** Everything it may do and is told; nothing else is permitted. */
  readonly uses: readonly AccessName[];
  readonly timeoutSeconds: number;
  readonly wokenBy: Waking;
  /** The due kind that it takes up. */
  readonly sweeps?: SweptKind;
  /** Deployed only where the provider's events come in this way, as `provider.eventSource` of the configuration says. */
  readonly takesEventsBy?: "webhook" | "event-bus";
}

/** Less than the 60 seconds each box of the workflow waits, so that a slow function says so itself. */
const actTimeoutSeconds = 50;

const act = <const Name extends string>(name: Name, box: string, uses: readonly AccessName[]) => ({
  name,
  room: "dunning/acts",
  at: `Dunning/${box}` as const,
  uses: ["state.use", ...uses] satisfies readonly AccessName[],
  timeoutSeconds: actTimeoutSeconds,
  wokenBy: { kind: "workflow", workflow: "dunning", box } as const,
});

/** The functions behind the boxes of workflows/dunning.asl.json. */
export const acts = [
  act("plan-next-step", "PlanNextStep", []),
  // A charge goes on with the letter of its moment, so it may do what a letter may.
  act("retry-payment", "RetryPayment", ["providerKey", "sendMail", "linkKey", "publicUrl"]),
  act("notify", "Notify", ["providerKey", "sendMail", "linkKey", "publicUrl"]),
  act("pause-subscription", "PauseSubscription", ["providerKey"]),
  act("resume-subscription", "ResumeSubscription", ["providerKey"]),
  act("hand-to-person", "HandToPerson", ["sendMail", "linkKey"]),
  act("close-case", "CloseCase", ["providerKey"]),
] as const;

/** Less than the 60 seconds that a drain's box waits, and than the minute until the next sweep. */
const drainTimeoutSeconds = 55;

interface DrainSetting {
  readonly room: string;
  readonly box: `Drain${string}`;
  readonly sweeps: SweptKind;
  /** Beyond its kind's table and the index of it. */
  readonly uses: readonly AccessName[];
}

/** A drain of workflows/sweep.asl.json, which leads to its box whatever is planned of its kind. */
const drain = <const Name extends string>(name: Name, { room, box, sweeps, uses }: DrainSetting) => ({
  name,
  room,
  at: `Sweep/${box}` as const,
  uses: [`${sweeps.table}.use`, `${sweeps.table}.findDue`, ...uses] satisfies readonly AccessName[],
  timeoutSeconds: drainTimeoutSeconds,
  wokenBy: { kind: "workflow", workflow: "sweep", box } as const,
  sweeps,
});

/** One for each due kind. */
export const drains = [
  drain("drain-inbox", {
    room: "ingest",
    box: "DrainInbox",
    sweeps: { name: "inbox", table: "inbox", shards: 32 },
    uses: ["state.use", "state.remove", "providerKey", "startCases"],
  }),
  drain("drain-settled", {
    room: "ingest",
    box: "DrainSettled",
    sweeps: { name: "settled", table: "state", shards: 64 },
    uses: ["state.remove"],
  }),
  drain("drain-cases", {
    room: "dunning",
    box: "DrainCases",
    sweeps: { name: "case", table: "state" },
    uses: ["startCases"],
  }),
  drain("drain-pauses", {
    room: "dunning",
    box: "DrainPauses",
    sweeps: { name: "pause", table: "state" },
    uses: ["providerKey", "startCases"],
  }),
  drain("drain-messages", {
    room: "contact",
    box: "DrainMessages",
    sweeps: { name: "message", table: "state" },
    uses: ["providerKey", "sendMail"],
  }),
] as const;

/** What SWEPT_KINDS tells the box that plans a sweep. */
export const sweptKinds: readonly SweptKind[] = drains.map(({ sweeps }) => sweeps);

/** The functions behind the boxes of workflows/sweep.asl.json. */
export const sweepBoxes = [
  {
    name: "plan-sweep",
    room: "sweep",
    at: "Sweep/PlanSweep",
    uses: ["inbox.findDue", "inbox.countShards", "state.findDue", "state.countShards", "sweptKinds"],
    timeoutSeconds: 20,
    wokenBy: { kind: "workflow", workflow: "sweep", box: "PlanSweep" },
  },
  ...drains,
] as const satisfies readonly ListedFunction[];

/**
 * Every function of a deployment. An entry and its wiring file are all that AWS needs of a new one; the type checker then
 * asks for its line in local/world/deployment.ts.
 */
export const functionList = [
  {
    name: "receive",
    room: "ingest",
    at: "Ingest/Receive",
    uses: ["inbox.put", "state.readClaim", "webhookSecret"],
    timeoutSeconds: 10,
    // Every method, so that the answer to a wrong one is ours.
    wokenBy: { kind: "route", path: "/webhooks/{provider}", methods: ["ANY"] },
    takesEventsBy: "webhook",
  },
  {
    name: "receive-from-bus",
    room: "ingest",
    at: "Bus/Receive",
    uses: ["inbox.put"],
    timeoutSeconds: 20,
    wokenBy: { kind: "provider-bus" },
    takesEventsBy: "event-bus",
  },
  {
    name: "apply-event",
    room: "ingest",
    at: "Ingest/ApplyEvent",
    uses: ["inbox.use", "inbox.follow", "state.use", "state.remove", "providerKey", "startCases"],
    timeoutSeconds: 60,
    wokenBy: { kind: "inbox-stream" },
  },
  {
    name: "compare-with-provider",
    room: "ingest",
    at: "Ingest/CompareWithProvider",
    uses: ["inbox.put", "state.use", "providerKey"],
    timeoutSeconds: 300,
    wokenBy: { kind: "schedule", everyMinutes: 15 },
  },
  {
    name: "release",
    room: "sweep",
    at: "Ingest/Replay",
    uses: ["inbox.use", "inbox.findDue", "state.use", "state.findDue"],
    timeoutSeconds: 300,
    wokenBy: { kind: "hand" },
  },
  ...acts,
  ...sweepBoxes,
  {
    name: "record-delivery",
    room: "contact",
    at: "Mail/RecordDelivery",
    uses: ["state.use"],
    timeoutSeconds: 30,
    wokenBy: { kind: "mail-events" },
  },
  {
    name: "update-payment",
    room: "portal",
    at: "Portal/UpdatePayment",
    uses: ["state.use", "providerKey", "linkKey", "publicUrl"],
    timeoutSeconds: 20,
    wokenBy: { kind: "route", path: "/update-payment", methods: ["GET", "POST"] },
  },
] as const satisfies readonly ListedFunction[];

export type FunctionName = (typeof functionList)[number]["name"];
export type ActName = (typeof acts)[number]["name"];
export type DrainName = (typeof drains)[number]["name"];
export type SweepBoxName = (typeof sweepBoxes)[number]["name"];

/** The wiring file, from the project's root. */
export const entryOf = ({ room, name }: ListedFunction): string => `functions/${room}/${name}.lambda.ts`;
