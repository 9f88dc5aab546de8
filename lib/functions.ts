/** A permission, with the variables that come with it; lib/accesses.ts says what each is. */
export type AccessName =
  | "inbox.put"
  | "inbox.use"
  | "inbox.findDue"
  | "inbox.follow"
  | "state.use"
  | "state.findDue"
  | "webhookSecret"
  | "providerKey"
  | "linkKey"
  | "publicUrl"
  | "sendMail"
  | "startCases";

/** What calls a function. */
export type Waking =
  /** A box of workflows/dunning.asl.json; the placeholder `${<box>FunctionArn}` stands for the function there. */
  | { readonly kind: "workflow"; readonly box: string }
  /** Requests to the public address. */
  | { readonly kind: "route"; readonly path: `/${string}`; readonly methods: readonly ("ANY" | "GET" | "POST")[] }
  /** Events accepted into the inbox. */
  | { readonly kind: "inbox-stream" }
  /** The clock. `silence` is the alarm that rings when the function has not run for three times five minutes. */
  | { readonly kind: "schedule"; readonly everyMinutes: number; readonly silence: Silence }
  /** What SES tells of our own messages. */
  | { readonly kind: "mail-events" }
  /** A person, with a command of docs/runbook.md. */
  | { readonly kind: "hand" };

export interface Silence {
  /** The alarm's name and its section in docs/runbook.md. */
  readonly alarm: "sweep-stopped";
  /** One sentence: what has happened. */
  readonly meaning: string;
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
}

/** Less than the 60 seconds each box of the workflow waits, so that a slow function says so itself. */
const actTimeoutSeconds = 50;

const act = <const Name extends string>(name: Name, box: string, uses: readonly AccessName[]) => ({
  name,
  room: "dunning/acts",
  at: `Dunning/${box}` as const,
  uses: ["state.use", ...uses] satisfies readonly AccessName[],
  timeoutSeconds: actTimeoutSeconds,
  wokenBy: { kind: "workflow", box } as const,
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

/**
 * Every function of a deployment. An entry and its wiring file are all that AWS needs of a new one; the type checker then
 * asks for its line in local/world/deployment.ts.
 */
export const functionList = [
  {
    name: "receive",
    room: "ingest",
    at: "Ingest/Receive",
    uses: ["inbox.put", "webhookSecret"],
    timeoutSeconds: 10,
    // Every method, so that the answer to a wrong one is ours.
    wokenBy: { kind: "route", path: "/webhooks/{provider}", methods: ["ANY"] },
  },
  {
    name: "apply-event",
    room: "ingest",
    at: "Ingest/ApplyEvent",
    uses: ["inbox.use", "inbox.follow", "state.use", "startCases"],
    timeoutSeconds: 60,
    wokenBy: { kind: "inbox-stream" },
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
  {
    name: "sweep",
    room: "sweep",
    at: "Sweep/Function",
    uses: ["inbox.use", "inbox.findDue", "state.use", "state.findDue", "startCases", "providerKey", "sendMail"],
    // Ends before the next sweep begins, so that sweeps do not overlap.
    timeoutSeconds: 55,
    wokenBy: {
      kind: "schedule",
      everyMinutes: 1,
      silence: {
        alarm: "sweep-stopped",
        meaning: "The sweep, which brings back whatever was left undone, has not run for 15 minutes.",
      },
    },
  },
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

/** The wiring file, from the project's root. */
export const entryOf = ({ room, name }: ListedFunction): string => `functions/${room}/${name}.lambda.ts`;
