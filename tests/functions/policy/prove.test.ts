import { describe, expect, test } from "vitest";
import type { IsWritten } from "../../../functions/messages/message-kind.ts";
import { defineRetention } from "../../../functions/policy/define-retention.ts";
import type { PolicyInput } from "../../../functions/policy/policy.ts";
import { prove } from "../../../functions/policy/prove.ts";
import orbit from "../../../retention.config.ts";

type Dunning = PolicyInput["dunning"];
type Step = Omit<Dunning["steps"][number], "id">;
const named = (steps: readonly Step[]) => steps.map((step, index) => ({ id: `step-${index}`, ...step }));

const everything: IsWritten = () => true;
const sound: PolicyInput = {
  ...orbit,
  dunning: {
    steps: named([
      { after: "PT6H", retry: true },
      { after: "P2D", message: "payment-failed" },
      { after: "P5D", message: "pause-warning" },
      { after: "P7D", pause: true, message: "paused" },
      { after: "P9D", handOver: true },
      { after: "P10D", end: "mark-uncollectible", message: "ended" },
    ]),
  },
};
const problemsOf = (changes: Partial<PolicyInput>, isWritten = everything): string[] =>
  prove(defineRetention({ ...sound, ...changes }), isWritten);
const ofDunning = (changes: Partial<Dunning>, isWritten = everything) =>
  problemsOf({ dunning: { ...sound.dunning, ...changes } }, isWritten);
const ofSteps = (steps: readonly Step[]) => ofDunning({ steps: named(steps) });
const end: Step = { after: "P10D", end: "mark-uncollectible" };
const retriesEvery = (count: number, hours: number): Step[] =>
  Array.from({ length: count }, (_, index) => ({ after: `PT${(index + 1) * hours}H`, retry: true }));

test("the configuration that is shipped is sound", () => {
  expect(prove(orbit, everything)).toEqual([]);
});

test("so is the one the cases below break", () => {
  expect(problemsOf({})).toEqual([]);
});

describe("steps", () => {
  test("two steps of one name, and a name that means something else", () => {
    const steps = [
      { id: "again", after: "P1D", retry: true },
      { id: "again", after: "P2D", retry: true },
      { id: "settle", after: "P10D", end: "leave-open" },
    ] as const;
    expect(ofDunning({ steps: [...steps] })).toEqual([
      "dunning.steps.1.id: dunning.steps.0 is called again too; what was done of a step is remembered by its id, so give each its own.",
      "dunning.steps.2.id: settle names something else already; choose another.",
    ]);
  });

  test("a ladder without an end", () => {
    expect(ofSteps([{ after: "P2D", retry: true }])).toEqual([
      "dunning.steps.0.end: the last step has no end; say what becomes of the unpaid invoice: mark-uncollectible, cancel-subscription or leave-open.",
    ]);
  });

  test("a step after the end", () => {
    expect(ofSteps([{ after: "P2D", end: "leave-open" }, end])).toEqual([
      "dunning.steps.0.end: the case ends here, but dunning.steps.1 comes after it; remove what follows or leave the end to the last step.",
    ]);
  });

  test("a retry after the end", () => {
    const problems = ofSteps([
      { after: "P2D", end: "leave-open" },
      { after: "P3D", retry: true },
    ]);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^dunning\.steps\.0\.end: .*dunning\.steps\.1 comes after it/);
  });

  test.each([
    ["earlier than", "P1D"],
    ["at the same time as", "P2D"],
    ["in other units at the same time as", "PT48H"],
  ])("a step %s the one before it", (_, after) => {
    expect(ofSteps([{ after: "P2D", retry: true }, { after, retry: true }, end])).toEqual([
      `dunning.steps.1.after: ${after} is not later than the P2D of the step before it; put the steps in order of time.`,
    ]);
  });

  test("a first step at once", () => {
    expect(ofSteps([{ after: "PT0S", retry: true }, end])).toEqual([
      "dunning.steps.0.after: PT0S must be longer than zero.",
    ]);
  });

  test("a step that does nothing", () => {
    expect(ofSteps([{ after: "P2D" }, end])).toEqual([
      "dunning.steps.0: does nothing; give it a retry, pause, message, handOver or end, or remove it.",
    ]);
  });

  test("a ladder longer than an execution may live", () => {
    expect(ofSteps([{ ...end, after: "P351D" }])).toEqual([
      "dunning.steps.0.after: P351D is longer than P350D; an execution of Step Functions lives a year at most.",
    ]);
    expect(ofSteps([{ ...end, after: "P50W" }])).toEqual([]);
  });

  test("a second pause", () => {
    const warning: Step = { after: "P1D", message: "pause-warning" };
    const pause = (after: string): Step => ({ after, pause: true });
    expect(ofSteps([warning, pause("P3D"), pause("P4D"), end])).toEqual([
      "dunning.steps.2.pause: dunning.steps.1 has paused the subscription already; pause once.",
    ]);
  });
});

describe("letters", () => {
  const letters = (...afters: string[]): Step[] => afters.map((after) => ({ after, message: "payment-reminder" }));

  test("no more in a week than the contact policy lets pass", () => {
    expect(ofSteps([...letters("P1D", "P2D", "P3D", "P4D"), end])).toEqual([]);
    expect(ofSteps([...letters("P1D", "P2D", "P3D", "P4D", "P8D"), end])).toEqual([]);
    expect(ofSteps([...letters("P1D", "P2D", "P3D", "P4D", "P7D"), end])).toEqual([
      "dunning.steps.4.message: contact.noticesPerWeek lets 4 notices pass in 7 days, and this would be one more; write fewer, further apart, or allow more.",
    ]);
  });

  test("the warning of a pause counts and is not held", () => {
    const warning: Step = { after: "P5D", message: "pause-warning" };
    const pause: Step = { after: "P8D", pause: true };
    expect(ofSteps([...letters("P1D", "P2D", "P3D", "P4D"), warning, pause, end])).toEqual([]);
    const more = letters("P7D");
    expect(ofSteps([...letters("P1D", "P2D", "P3D", "P4D"), warning, ...more, pause, end])).toHaveLength(1);
  });
});

describe("segments of their own ladder", () => {
  const segments = { vip: { plan: ["Business"] } };
  const of = (name: string, own: NonNullable<Dunning["bySegment"]>[string]) =>
    problemsOf({ segments, dunning: { ...sound.dunning, bySegment: { [name]: own } } });

  test("a ladder and a sender that are sound", () => {
    const steps = named([{ after: "P3D", message: "payment-failed" }, end]);
    expect(of("vip", { steps, sender: { name: "Ida", replyTo: "ida@orbit.example", signature: "Ida" } })).toEqual([]);
  });

  test("a segment that does not exist, and one for which nothing differs", () => {
    expect(of("whales", {})).toEqual([
      "dunning.bySegment.whales: there is no segment whales; name one of vip, or add it.",
      "dunning.bySegment.whales: nothing differs for this segment; give it steps or a sender, or remove it.",
    ]);
  });

  test("every proof of the ladder of all, told of the segment's", () => {
    const pause: Step = { after: "P3D", pause: true, message: "paused" };
    expect(of("vip", { steps: named([pause, { ...end, end: undefined, message: "ended" }]) })).toEqual([
      "dunning.bySegment.vip.steps.1.end: the last step has no end; say what becomes of the unpaid invoice: mark-uncollectible, cancel-subscription or leave-open.",
      "dunning.bySegment.vip.steps.1.message: ended says that the case is over, so it belongs to the step with the end.",
      "dunning.bySegment.vip.steps.0.pause: nobody warned the customer; give an earlier step the message pause-warning.",
    ]);
    const letters = ["P1D", "P2D", "P3D", "P4D", "P5D"].map((after): Step => ({ after, message: "payment-reminder" }));
    expect(of("vip", { steps: named([...letters, end]) })).toEqual([
      expect.stringMatching(/^dunning\.bySegment\.vip\.steps\.4\.message: contact\.noticesPerWeek lets 4/),
    ]);
  });

  test("a sender whom nobody can answer", () => {
    expect(of("vip", { sender: { replyTo: "noreply@orbit.example" } })).toEqual([
      "dunning.bySegment.vip.sender.replyTo: nobody reads noreply@orbit.example; customers who answer need an address that is read.",
    ]);
  });
});

describe("retries", () => {
  test("of the provider and of our own at once", () => {
    const steps = named([{ after: "P1D", retry: true }, end]);
    expect(ofDunning({ retries: "provider", steps })).toEqual([
      "dunning.steps.0.retry: dunning.retries is provider, so the provider charges by its own schedule; remove retry here, or set dunning.retries to own and switch the provider's retries off.",
    ]);
    expect(
      ofDunning({ retries: "provider", steps: named([{ after: "P2D", message: "payment-failed" }, end]) }),
    ).toEqual([]);
  });

  test("eight of an invoice are allowed, a ninth is not", () => {
    expect(ofSteps([...retriesEvery(8, 24), end])).toEqual([]);
    expect(ofSteps([...retriesEvery(9, 24), end])).toEqual([
      "dunning.steps.8.retry: Stripe allows 8 retries of an invoice, and this step would exceed it; retry in fewer steps.",
    ]);
  });

  test("ten charges in 24 hours, the first one counted", () => {
    expect(ofSteps([...retriesEvery(10, 2), end])).toContain(
      "dunning.steps.9.retry: Mastercard allows 10 charges of a card in 24 hours, and this step would exceed it; retry in fewer steps.",
    );
    expect(ofSteps([...retriesEvery(10, 3), end]).join()).not.toContain("Mastercard");
  });

  test("twenty charges in 30 days, the first one counted", () => {
    const monthly = { ...end, after: "P60D" };
    expect(ofSteps([...retriesEvery(20, 24), monthly])).toContain(
      "dunning.steps.19.retry: Visa allows 20 charges of a card in 30 days, and this step would exceed it; retry in fewer steps.",
    );
    expect(ofSteps([...retriesEvery(20, 48), monthly]).join()).not.toContain("Visa");
  });
});

describe("messages", () => {
  const warning = (after: string): Step => ({ after, message: "pause-warning" });
  const pause = (after: string): Step => ({ after, pause: true });

  test("a pause nobody announced", () => {
    expect(ofSteps([pause("P7D"), end])).toEqual([
      "dunning.steps.0.pause: nobody warned the customer; give an earlier step the message pause-warning.",
    ]);
  });

  test("a warning in the step that pauses", () => {
    const problems = ofSteps([{ after: "P7D", pause: true, message: "pause-warning" }, end]);
    expect(problems).toContain(
      "dunning.steps.0.pause: nobody warned the customer; give an earlier step the message pause-warning.",
    );
  });

  test("a warning less than a day before the pause", () => {
    expect(ofSteps([warning("P7D"), pause("P7DT23H"), end])).toEqual([
      "dunning.steps.1.pause: P7DT23H is less than a day after the pause-warning at P7D; leave the customer at least P1D.",
    ]);
    expect(ofSteps([warning("P7D"), pause("P8D"), end])).toEqual([]);
  });

  test("a ladder of seconds is a rehearsal", () => {
    expect(ofSteps([warning("PT2S"), pause("PT4S"), { ...end, after: "PT6S" }])).toEqual([]);
  });

  test.each<[Step, string]>([
    [warning("P2D"), "pause-warning announces a pause, and no later step pauses; add one or choose another message."],
    [
      { after: "P2D", message: "paused" },
      "paused says that the subscription is paused, and no step up to here pauses it.",
    ],
    [{ after: "P2D", message: "ended" }, "ended says that the case is over, so it belongs to the step with the end."],
    [{ after: "P2D", message: "recovered" }, "recovered is not for a step; it is sent by itself after recovery."],
    [
      { after: "P2D", message: "hand-over" },
      "hand-over is not for a step; it is sent by itself where handOver is set.",
    ],
  ])("%j would say something untrue", (step, sentence) => {
    expect(ofSteps([step, end])).toEqual([`dunning.steps.0.message: ${sentence}`]);
  });

  test("asking for a payment when the invoice is given up", () => {
    expect(ofSteps([{ ...end, message: "payment-urgent" }])).toEqual([
      "dunning.steps.0.message: payment-urgent asks for a payment, and this step gives the invoice up; its message can only be ended.",
    ]);
  });

  test("a message missing in a language, whoever sends it", () => {
    const all = ["payment-failed", "pause-warning", "paused", "hand-over", "ended", "recovered"];
    const missing = ofDunning({}, (_, locale) => locale !== "pl").map((problem) => problem.split(" ").slice(-1)[0]);
    expect(missing.sort()).toEqual(all.map((message) => `emails/dunning/${message}/pl.md.`).sort());
    expect(ofDunning({}, (message, locale) => !(message === "dunning/hand-over" && locale === "zh"))).toEqual([
      "dunning.steps.4.handOver: the message hand-over is not written in zh; add emails/dunning/hand-over/zh.md.",
    ]);
  });

  test("a message nobody sends need not be written", () => {
    const sent = new Set(
      ["payment-failed", "pause-warning", "paused", "hand-over", "ended"].map((name) => `dunning/${name}`),
    );
    expect(ofDunning({ thankAfterRecovery: false }, (message) => sent.has(message))).toEqual([]);
  });
});

describe("times", () => {
  const preferred: NonNullable<Dunning["preferred"]> = {
    retryHours: { from: "07:00", until: "10:00" },
    messageHours: { from: "08:00", until: "11:00" },
    weekdays: ["monday"],
    waitAtMost: "P2D",
  };

  test.each(["retryHours", "messageHours"] as const)("%s that are over before they begin", (field) => {
    expect(ofDunning({ preferred: { ...preferred, [field]: { from: "22:00", until: "06:00" } } })).toEqual([
      `dunning.preferred.${field}: from 22:00 until 06:00 is no time at all; from must be earlier than until, on the same day.`,
    ]);
    expect(ofDunning({ preferred: { ...preferred, [field]: { from: "08:00", until: "08:00" } } })).toHaveLength(1);
  });

  test("no preferred weekday", () => {
    expect(ofDunning({ preferred: { ...preferred, weekdays: [] } })).toEqual([
      "dunning.preferred.weekdays: no day is preferred; name at least one, or all seven if none matters.",
    ]);
  });

  test("waiting longer than a week has days", () => {
    expect(ofDunning({ preferred: { ...preferred, waitAtMost: "P7D" } })).toEqual([
      "dunning.preferred.waitAtMost: P7D is longer than it takes to reach any weekday; P6D is enough.",
    ]);
  });

  test.each(["coolDown", "overdueAfter"] as const)("no %s at all", (field) => {
    expect(ofDunning({ [field]: "PT0S" })).toEqual([
      `dunning.${field}: PT0S would repeat without a pause; it must be longer than zero.`,
    ]);
  });

  test("no review of what nobody confirmed", () => {
    expect(problemsOf({ mail: { unconfirmedAfter: "PT0S" } })).toEqual([
      "mail.unconfirmedAfter: PT0S would repeat without a pause; it must be longer than zero.",
    ]);
  });

  test("links that expire before the end", () => {
    expect(problemsOf({ mail: { linksLastFor: "P7D" } })).toEqual([
      "mail.linksLastFor: the link in the first message, sent after P2D, expires P7D later, before the end at P10D; make it last as long.",
    ]);
    expect(problemsOf({ mail: { linksLastFor: "P8D" } })).toEqual([]);
  });
});

describe("company", () => {
  test("a colour that cannot be read on white", () => {
    const company = { ...orbit.company, accentColor: "#f4b400" };
    const [problem, ...others] = problemsOf({ company });
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^company\.accentColor: #f4b400 on white has a contrast of 1\.\d, and WCAG AA asks for 4\.5; #[0-9a-f]{6} would do\.$/,
    );
    const better = /; (#[0-9a-f]{6}) would/.exec(problem ?? "")?.[1] ?? "";
    expect(problemsOf({ company: { ...company, accentColor: better } })).toEqual([]);
  });

  test("the darkest grey that is too light, and the lightest that is not", () => {
    const withColour = (accentColor: string) => problemsOf({ company: { ...orbit.company, accentColor } });
    expect(withColour("#777777")).toHaveLength(1);
    expect(withColour("#767676")).toEqual([]);
  });

  test("a signature that is missing in a language", () => {
    const signature = { en: "Maja at Orbit", pl: "Maja z Orbit", sv: "Maja på Orbit" };
    expect(problemsOf({ sender: { ...orbit.sender, signature } })).toEqual([
      "sender.signature: nobody signs in zh; name somebody for each of en, pl, sv, zh, or one text for all.",
    ]);
    expect(problemsOf({ sender: { ...orbit.sender, signature: { ...signature, zh: "Orbit 的 Maja" } } })).toEqual([]);
  });

  test("a sender at a personal mailbox", () => {
    expect(problemsOf({ sender: { ...orbit.sender, email: "orbit.billing@Gmail.com" } })).toEqual([
      "sender.email: gmail.com does not let SES send in its name, so messages would be refused; use an address of your own domain.",
    ]);
  });

  test("answers nobody reads", () => {
    expect(problemsOf({ sender: { ...orbit.sender, replyTo: "no-reply@orbit.example" } })).toEqual([
      "sender.replyTo: nobody reads no-reply@orbit.example; customers who answer need an address that is read.",
    ]);
  });

  test("handing over to nobody", () => {
    const billingSupport = { ...orbit.billingSupport, email: "noreply@orbit.example" };
    expect(problemsOf({ billingSupport })).toEqual([
      "billingSupport.email: nobody reads noreply@orbit.example; dunning.steps.4.handOver writes there and needs an address that is read.",
    ]);
  });
});

test("every mistake is told at once", () => {
  const problems = problemsOf({
    sender: { ...orbit.sender, replyTo: "noreply@orbit.example" },
    dunning: {
      steps: named([{ after: "P3D", pause: true }, { after: "P1D" }]),
    },
    mail: { linksLastFor: "PT1H" },
  });
  expect(problems.map((problem) => problem.slice(0, problem.indexOf(":")))).toEqual([
    "sender.replyTo",
    "dunning.steps.1.after",
    "dunning.steps.1.end",
    "dunning.steps.1",
    "dunning.steps.0.pause",
  ]);
});
