import { expect, it } from "vitest";
import { instantOfSeconds, plusMs } from "../../../functions/platform/instant.ts";
import { createWorld } from "../../../local/world/world.ts";
import { fairWeather } from "../../../local/world/world-options.ts";
import { declinedRenewal } from "../providers/stripe/stripe-fixture.ts";

/** What an export of a declined renewal, paid three days later, would hold. */
async function exported() {
  const { world, invoiceId, customer } = await declinedRenewal("insufficient-funds");
  await world.advance("P3D");
  world.stripe.replaceCard(customer.id, "visa");
  world.stripe.payHostedInvoice(invoiceId);
  await world.advance("PT1M");
  const events = world.delivered.map((event) => ({
    createdAt: instantOfSeconds(Number(event["created"])),
    rawBody: JSON.stringify(event),
  }));
  return { events, invoiceId };
}

it("replays an export at its own times: the case opens, is worked on, and ends as the events say", async () => {
  const { events, invoiceId } = await exported();
  const start = plusMs(events[0]?.createdAt ?? "", -1000);
  const world = await createWorld({ ...fairWeather, customers: 0, events, start });
  try {
    await world.advanceTo(events.at(-1)?.createdAt ?? "");
    await world.advance("PT1H");
    const [dunningCase] = world.dunningCases();
    expect(dunningCase).toMatchObject({ invoiceId, status: "closed", outcome: { kind: "recovered" } });
    expect(dunningCase?.attempts.map(({ result }) => result)).toContain("declined");
    expect(world.mails().map(({ name }) => name)).toContain("payment-failed");
    expect(await world.summary()).toMatchObject({
      customers: 1,
      eventsAccepted: events.length,
      failed: 1,
      recovered: 1,
    });
  } finally {
    await world.stop();
  }
});
