import assert from "node:assert/strict";
import * as z from "zod/mini";
import { systemClock } from "../../functions/platform/aws/system-clock.ts";
import { msOf } from "../../functions/platform/instant.ts";
import { tagNames, tagValue } from "../../functions/platform/mail/delivery-tags.ts";
import { drains } from "../../lib/functions.ts";
import { signatureHeader } from "../../local/providers/stripe/signature.ts";
import type { Stage } from "./recoveries.ts";
import { until } from "./until.ts";
import { postEvent, webhookSecret } from "./world.ts";

const comparedSchema = z.object({ ended: z.boolean(), compared: z.number(), missed: z.number() });

/** What the endpoint says to requests it must not take. */
export async function checkRefusals({ tally }: Stage, apiUrl: string): Promise<void> {
  const body = JSON.stringify({
    id: "evt_forged",
    object: "event",
    type: "invoice.paid",
    created: 1,
    data: { object: {} },
  });
  const seconds = Math.floor(msOf(systemClock.now()) / 1000);
  const send = (path: string, signature: string) => postEvent(`${apiUrl}${path}`, body, signature);
  await tally.check("a forged webhook is refused with 401", async () => {
    assert.equal(await send("/webhooks/stripe", signatureHeader(body, "whsec_forged", seconds)), 401);
  });
  await tally.check("an old webhook is refused with 401", async () => {
    assert.equal(await send("/webhooks/stripe", signatureHeader(body, webhookSecret, seconds - 3_600)), 401);
  });
  await tally.check("an unknown provider is answered with 404", async () => {
    assert.equal(await send("/webhooks/nobody", signatureHeader(body, webhookSecret, seconds)), 404);
  });
  await tally.check("a GET of the webhook is answered with 405", async () => {
    const answer = await fetch(`${apiUrl}/webhooks/stripe`);
    assert.equal(answer.status, 405, await answer.text());
  });
  await tally.check("a link nobody signed opens nothing", async () => {
    const answer = await fetch(`${apiUrl}/update-payment?token=forged`);
    assert.equal(answer.status, 404, await answer.text());
  });
}

/** A stage works for the account of its key, and for one of its two modes. */
export async function checkAccount({ account, tally }: Stage, apiUrl: string): Promise<void> {
  const compare = (asked: object) => account.invoke("holdfast-test-compare-with-provider", asked);
  await tally.check("the first comparison claims the account of the key, and finds nothing to take up", async () => {
    assert.deepEqual(await compare({}), { ended: true, compared: 0, missed: 0 });
  });
  await tally.check("an event of live mode is refused with 403 by a stage with a test key", async () => {
    const seconds = Math.floor(msOf(systemClock.now()) / 1000);
    const event = { id: "evt_live", object: "event", type: "invoice.paid", created: seconds, livemode: true };
    const body = JSON.stringify({ ...event, data: { object: {} } });
    const signature = signatureHeader(body, webhookSecret, seconds);
    assert.equal(await postEvent(`${apiUrl}/webhooks/stripe`, body, signature), 403);
  });
}

/** What must hold for all cases together, once they have ended. */
export async function checkWhole({ account, world, tally }: Stage): Promise<void> {
  await tally.check("twenty copies at once: one is accepted, the others are known already", () => {
    assert.ok(world.answersToCopies.size > 0);
    for (const statuses of world.answersToCopies.values()) {
      assert.ok(statuses.length >= 20);
      assert.deepEqual(statuses.toSorted((one, other) => one - other).slice(-2), [200, 202], statuses.join());
      assert.ok(
        statuses.every((status) => status === 200 || status === 202),
        statuses.join(),
      );
    }
  });
  await tally.check("what was said on the bus alone was taken, and what came both ways lies there once", async () => {
    assert.ok(world.onlyOnBus.size > 0);
    const ids = (await account.inbox()).map(({ body }) => String(body["eventId"]));
    assert.deepEqual(
      [...world.onlyOnBus].filter((id) => !ids.includes(id)),
      [],
    );
    assert.equal(new Set(ids).size, ids.length);
  });
  await tally.check("a comparison at the end finds that nothing was missed", async () => {
    const { ended, missed } = comparedSchema.parse(
      await account.invoke("holdfast-test-compare-with-provider", { now: true }),
    );
    assert.deepEqual({ ended, missed }, { ended: true, missed: 0 });
  });
  await tally.check("each invoice has one case", async () => {
    const invoices = (await account.cases()).map(({ invoiceId }) => invoiceId);
    assert.equal(new Set(invoices).size, invoices.length);
  });
  await tally.check("every execution succeeded", async () => {
    const ended = await until("executions end", async () => {
      const executions = await account.executions("dunning");
      return executions.every(({ status }) => status !== "RUNNING") ? executions : undefined;
    });
    assert.ok(ended.length > 0);
    assert.deepEqual(
      ended.filter(({ status }) => status !== "SUCCEEDED"),
      [],
    );
  });
  await tally.check("every event was applied or ignored, none is left", async () => {
    await until("events are applied", async () => {
      const states = (await account.inbox()).map(({ body }) => String(body["state"]));
      return states.length > 0 && states.every((state) => state === "applied" || state === "ignored");
    });
  });
  await tally.check("what SES tells of a message is recorded", () => checkDelivery(account));
  await tally.check("release runs, and finds nothing parked", async () => {
    assert.deepEqual(await account.invoke("holdfast-test-release", { all: true }), { revived: 0, ids: [] });
  });
  await tally.check("the sweep, planned by hand, finds nothing left undone, and each drain does its part", async () => {
    assert.deepEqual(await account.invoke("holdfast-test-plan-sweep", {}), { work: [] });
    for (const { name, sweeps } of drains)
      assert.deepEqual(
        await account.invoke(`holdfast-test-${name}`, { kind: sweeps.name, shards: [0, 1, 2, 3, 4, 5, 6, 7] }),
        { taken: 0, left: [] },
        name,
      );
  });
  await tally.check("the schedule runs the sweep's workflow, and each run succeeds", async () => {
    const ended = await until("a sweep ends", async () => {
      const runs = await account.executions("sweep");
      return runs.some(({ status }) => status === "SUCCEEDED") ? runs : undefined;
    });
    assert.deepEqual(
      ended.filter(({ status }) => status !== "SUCCEEDED" && status !== "RUNNING"),
      [],
    );
  });
}

/** MiniStack's SES publishes nothing, and nobody else may speak as `aws.ses`: the function is handed what SES would say. */
async function checkDelivery(account: Stage["account"]): Promise<void> {
  const [message] = await account.messages();
  assert.ok(message, "no message was written");
  const mail = {
    messageId: message.serviceMessageId,
    timestamp: message.sentAt,
    tags: {
      [tagNames.message]: [tagValue(message.messageKey)],
      [tagNames.customer]: [tagValue(message.customerId)],
    },
  };
  const event = {
    source: "aws.ses",
    "detail-type": "Email Delivered",
    detail: { eventType: "Delivery", mail, delivery: {} },
  };
  await account.invoke("holdfast-test-record-delivery", event);
  const known = (await account.messages()).find(({ messageKey }) => messageKey === message.messageKey);
  assert.equal(known?.state, "delivered");
}
