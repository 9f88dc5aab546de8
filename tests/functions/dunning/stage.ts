import { fold } from "../../../functions/billing/fold.ts";
import type { InvoiceStatus } from "../../../functions/billing/invoice.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { changedItems } from "../../../functions/billing/known-customer-items.ts";
import type { Decline } from "../../../functions/billing/payment.ts";
import type { ChargeOutcome, Payments, ProviderInvoice } from "../../../functions/billing/payments.ts";
import { createCloseCase } from "../../../functions/dunning/acts/close-case.ts";
import { createHandToPerson } from "../../../functions/dunning/acts/hand-to-person.ts";
import { createNotify } from "../../../functions/dunning/acts/notify.ts";
import { createPauseSubscription } from "../../../functions/dunning/acts/pause-subscription.ts";
import { createPlanNextStep } from "../../../functions/dunning/acts/plan-next-step.ts";
import { createResumeSubscription } from "../../../functions/dunning/acts/resume-subscription.ts";
import { createRetryPayment } from "../../../functions/dunning/acts/retry-payment.ts";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { caseItem, caseKey, parseCase } from "../../../functions/dunning/case-store.ts";
import { changeCase } from "../../../functions/dunning/change-case.ts";
import { compose } from "../../../functions/dunning/dunning-messages.ts";
import type { DunningPolicy } from "../../../functions/dunning/policy/dunning-policy.ts";
import { TerminalError } from "../../../functions/platform/errors.ts";
import type { Instant } from "../../../functions/platform/instant.ts";
import type { Log } from "../../../functions/platform/ports/log.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { customerFact, event, invoiceFact } from "../billing/sample-events.ts";
import { exactPolicy, openedAt, sampleCase } from "./sample-case.ts";

/** A provider as the test sets it up, which remembers what it was asked to do. */
export interface ProviderOfTest {
  status: InvoiceStatus;
  lastDecline: Decline | undefined;
  /** What else it says of the invoice. */
  says: Partial<ProviderInvoice>;
  answers: ChargeOutcome[];
  readonly done: string[];
  readonly charges: { key: string; methodId: string | undefined }[];
}

function paymentsOf(provider: ProviderOfTest): Payments {
  const did = (what: string) => async () => void provider.done.push(what);
  const answered = new Map<string, ChargeOutcome>();
  return {
    readInvoice: async (invoiceId) => ({
      invoiceId,
      status: provider.status,
      amountRemaining: { amountMinor: 4900, currency: "EUR" },
      lastDecline: provider.lastDecline,
      ...provider.says,
    }),
    payInvoice: async ({ idempotencyKey, methodId }) => {
      const before = answered.get(idempotencyKey);
      if (before !== undefined) return before;
      const answer = provider.answers.shift() ?? { result: "declined", decline: { providerCode: "do_not_honor" } };
      if (answer.result === "paid") provider.status = "paid";
      provider.charges.push({ key: idempotencyKey, methodId });
      answered.set(idempotencyKey, answer);
      return answer;
    },
    createCardUpdateLink: async () => ({ url: "https://provider.example/session" }),
    pauseSubscription: did("pause"),
    resumeSubscription: did("resume"),
    markUncollectible: did("mark-uncollectible"),
    cancelSubscription: did("cancel-subscription"),
    listDrafts: async () => [],
    finalizeInvoice: did("finalize"),
  };
}

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** One customer with one case in a real store, and every box of the workflow around it. */
export async function stage(
  changes: Partial<DunningCase> = {},
  email = "ada@example.com",
  dunning: Partial<DunningPolicy> = {},
) {
  let policy = { ...exactPolicy, dunning: { ...exactPolicy.dunning, ...dunning } };
  let state = memoryStore();
  const provider: ProviderOfTest = {
    status: "open",
    lastDecline: undefined,
    says: {},
    answers: [],
    done: [],
    charges: [],
  };
  const mails: Email[] = [];
  let now: Instant = openedAt;
  const clock = { now: () => now };
  const mailer = { send: async (mail: Email) => ({ serviceMessageId: `ses-${mails.push(mail)}` }) };
  const linkKey = { linkSigningKey: async () => "k".repeat(64) };
  const ports = {
    get state() {
      return state;
    },
    ...{ clock, mailer, linkKey, log: silent, compose },
    get policy() {
      return policy;
    },
    payments: paymentsOf(provider),
    publicUrl: "https://holdfast.example",
  };
  const nobody = parseKnownCustomer("stripe-cus_1", []);
  const known = [event("a", "PT0S", customerFact(email)), event("b", "PT0S", invoiceFact({}, "failed"))].reduce(
    fold,
    nobody,
  );
  for (const item of changedItems(nobody, known)) await state.save(item);
  await state.save(caseItem(sampleCase(changes), 0, openedAt, policy));
  const ref = { customerId: "stripe-cus_1", caseId: "stripe-in_1" };
  const read = async () => {
    const item = await state.load(caseKey(ref.customerId, ref.caseId));
    if (item === undefined) throw new TerminalError("the case is gone");
    return parseCase(item);
  };
  const handlers = {
    plan: createPlanNextStep(ports),
    "retry-payment": createRetryPayment(ports),
    notify: createNotify(ports),
    "warn-of-pause": createNotify(ports),
    pause: createPauseSubscription(ports),
    resume: createResumeSubscription(ports),
    "hand-to-person": createHandToPerson(ports),
    close: createCloseCase(ports),
  };
  const plan = async () => handlers.plan({ ...ref, epoch: (await read()).epoch });
  /** Plans and, unless nothing is left, jumps to the step's time and returns its input. */
  const planned = async () => {
    const output = await plan();
    if (output.step.dueAt > now) now = output.step.dueAt;
    return output;
  };
  /** Plans and carries out one step. */
  const step = async () => {
    const output = await planned();
    const { act } = output.step;
    if (act !== "finished" && act !== "superseded") await handlers[act](output);
    return act;
  };
  return {
    ...{ provider, mails, handlers, read, plan, planned, step, ports, ref, tell: changeCase },
    now: () => now,
    moveTo: (instant: Instant) => {
      now = instant;
    },
    snapshot: () => state.all(),
    /** The store is restored from a snapshot. */
    restore: async (items: readonly Item[]) => {
      state = memoryStore();
      for (const item of items) await state.save({ ...item, rev: 0 });
    },
    policyNow: () => policy.dunning,
    /** Another policy is deployed, of the other rooms too. */
    reignWhole: (whole: typeof policy) => {
      policy = whole;
    },
    /** Another policy is deployed. */
    reign: (dunning: DunningPolicy) => {
      policy = { ...policy, dunning };
    },
  };
}
