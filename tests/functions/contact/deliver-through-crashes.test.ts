import fc from "fast-check";
import { expect, it } from "vitest";
import { type DeliveryPorts, deliver } from "../../../functions/contact/deliver.ts";
import { createRecordDelivery } from "../../../functions/contact/record-delivery.ts";
import { reviewUnconfirmed } from "../../../functions/contact/review-unconfirmed.ts";
import { RetryableError, UnknownOutcomeError } from "../../../functions/platform/errors.ts";
import { type DeliveryFixture, deliveryFixture, hourMs } from "../messages/delivery-fixture.ts";
import { sampleLetter } from "../messages/sample-message.ts";
import { sesEvent } from "../messages/ses-event.ts";

/** What may become of one call to a service. */
type Fault = "none" | "dies-before" | "dies-after" | "refuses" | "answer-lost-before" | "answer-lost-after";

const maxFaults = 14;
/** A claim is looked at again after an hour, so this is enough however the faults fall. */
const hours = 2 * maxFaults;

/** A dead process runs no further line, not even its catch blocks: its call never returns. */
const death = new Promise<never>(() => {});

/** Lets each call to the store or the mail service meet the next fault; when they are used up, all is well. */
function through(ports: DeliveryPorts, faults: Fault[], died: () => void): DeliveryPorts {
  const meet = async <T>(effect: () => Promise<T>, isMail: boolean): Promise<T> => {
    const fault = faults.shift() ?? "none";
    if (fault === "refuses" || (fault === "answer-lost-before" && !isMail)) throw new RetryableError("later");
    if (fault === "answer-lost-before") throw new UnknownOutcomeError("lost");
    if (fault !== "dies-before") {
      const result = await effect();
      if (fault === "none") return result;
      if (fault === "answer-lost-after") {
        if (isMail) throw new UnknownOutcomeError("lost");
        throw new RetryableError("lost");
      }
    }
    died();
    return death;
  };
  const { state, mailer } = ports;
  return {
    ...ports,
    state: {
      ...state,
      load: (key) => meet(() => state.load(key), false),
      query: (pk) => meet(() => state.query(pk), false),
      save: (item) => meet(() => state.save(item), false),
    },
    mailer: { send: (email) => meet(() => mailer.send(email), true) },
  };
}

/** Runs a process until it ends or dies. Errors are the caller's to see, who simply calls again. */
async function run(fixture: DeliveryFixture, faults: Fault[], process: (ports: DeliveryPorts) => Promise<unknown>) {
  await new Promise<void>((resolve) => {
    void process(through(fixture.ports, faults, resolve)).then(
      () => resolve(),
      () => resolve(),
    );
  });
}

/** SES tells of everything it took, some of it twice. */
async function publish({ ports, taken }: DeliveryFixture) {
  const record = createRecordDelivery(ports);
  for (const [index, { email, at }] of taken.entries())
    for (let times = 0; times < 2; times += 1)
      await record(sesEvent("Send", email, { at, messageId: `ses-${index + 1}` }));
}

it("a message is sent exactly once, whatever line the process dies at", async () => {
  const fault = fc.constantFrom<Fault>(
    "none",
    "none",
    "dies-before",
    "dies-after",
    "refuses",
    "answer-lost-before",
    "answer-lost-after",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: maxFaults }), async (plan) => {
      const fixture = deliveryFixture();
      const faults = [...plan];
      for (let hour = 0; hour < hours; hour += 1) {
        // The workflow's retries within the hour.
        for (let call = 0; call < 3; call += 1) {
          await run(fixture, faults, (ports) => deliver(ports, sampleLetter));
          fixture.pass(60_000);
        }
        expect(fixture.taken.length).toBeLessThanOrEqual(1);
        await publish(fixture);
        fixture.pass(hourMs);
        const item = await fixture.item();
        if (item?.due !== undefined)
          await run(fixture, faults, (ports) => reviewUnconfirmed(ports, item, async () => true));
        expect(fixture.taken.length).toBeLessThanOrEqual(1);
      }
      const message = await fixture.message();
      if (message?.state === "dropped") {
        // Given up, aloud, after three claims that nobody answered for; none had been taken.
        expect(message.sends).toBe(3);
        expect(fixture.logged.map(({ event }) => event)).toContain("message-given-up");
      } else expect([message?.state, fixture.taken.length]).toEqual(["sent", 1]);
    }),
    { numRuns: 120 },
  );
});
