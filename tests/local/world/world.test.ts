import { afterEach, describe, expect, it } from "vitest";
import { locales } from "../../../functions/appearance/locales.ts";
import { instantOfMs } from "../../../functions/platform/instant.ts";
import { signatureHeader } from "../../../local/providers/stripe/signature.ts";
import { webhookRequest } from "../../../local/world/http-requests.ts";
import { createWorld, type World } from "../../../local/world/world.ts";
import type { WorldOptions } from "../../../local/world/world-options.ts";
import { caseOf, declinedRenewal, emptyWorld } from "../lifecycle-world.ts";

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

async function made(world: Promise<World>): Promise<World> {
  worlds.push(await world);
  return world;
}

/** Everything a run leaves behind that a reader can see. */
async function played(options: Partial<WorldOptions>) {
  const world = await made(createWorld({ customers: 40, days: 45, ...options }));
  await world.advanceTo(world.endsAt);
  const mails = world.mails().map(({ mailId }) => world.mail(mailId));
  return JSON.stringify([await world.summary(), await world.cases(), await world.series(), mails], null, 1);
}

describe("a run", () => {
  it("is the same to the byte for the same seed, and another for another", async () => {
    const [one, same, other] = [await played({ seed: 3 }), await played({ seed: 3 }), await played({ seed: 4 })];
    expect(one).toBe(same);
    expect(other).not.toBe(one);
  });

  it("is the same on either database", async () => {
    const short = { customers: 12, days: 35, seed: 5 };
    expect(await played({ ...short, store: "dynalite" })).toBe(await played({ ...short, store: "memory" }));
  });

  it("is the same in many small steps as in one", async () => {
    const options = { customers: 15, days: 35, seed: 6 };
    const stepwise = await made(createWorld(options));
    for (let day = 0; day < 35; day++) await stepwise.advance("P1D");
    const atOnce = await made(createWorld(options));
    await atOnce.advanceTo(atOnce.endsAt);
    expect(await stepwise.cases()).toEqual(await atOnce.cases());
    expect(await stepwise.summary()).toEqual(await atOnce.summary());
  });

  it("tells how far it has come, and is busy until it is there", async () => {
    const world = await made(createWorld({ customers: 10, days: 3 }));
    const shares: number[] = [];
    const stop = world.onProgress(({ share }) => shares.push(share));
    const advance = world.advanceTo(world.endsAt);
    expect(world.busy()).toBe(true);
    await advance;
    stop();
    await world.advance("PT1H");
    expect(world.busy()).toBe(false);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});

describe("what the page asks for", () => {
  it("cases, their stories, mails in every language, money by day", async () => {
    const world = await made(emptyWorld());
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds" });
    await world.advance("P5D");
    const [row] = await world.cases();
    expect(row).toMatchObject({
      caseId: troubled.caseId,
      customerName: "Ada Nowak",
      plan: "Orbit Team",
      amountText: "€49.00",
      mailCount: 1,
    });
    expect(row?.next).toMatchObject({ act: "retry-payment" });
    const story = await world.case(troubled.caseId);
    expect(story).toMatchObject({
      card: "Visa •••• 4242",
      decline: "insufficient_funds, network 51",
      statusText: "Open",
    });
    expect(story?.timeline[0]?.what).toBe("opened");
    const [mail] = world.mails();
    expect(mail).toMatchObject({ name: "payment-failed", locale: "pl", state: "delivered", caseId: troubled.caseId });
    const inChinese = await world.mailIn(mail?.mailId ?? "", "zh");
    expect(inChinese).toMatchObject({ locale: "zh", subject: expect.stringMatching(/\p{Script=Han}/u) });
    const failed = (await world.series()).reduce((sum, { failedMinor }) => sum + failedMinor, 0);
    expect(failed).toBe(4900);
  });

  it("every mail in every language, with its case", async () => {
    const world = await made(createWorld({ customers: 60, days: 60, seed: 2, lives: "plain" }));
    await world.advanceTo(world.endsAt);
    expect([...new Set(world.mails().map(({ name }) => name))]).toEqual(
      expect.arrayContaining(["payment-failed", "paused", "recovered", "hand-over"]),
    );
    for (const { mailId, caseId } of world.mails()) {
      expect(await world.case(caseId ?? "")).toBeDefined();
      for (const locale of locales) expect(await world.mailIn(mailId, locale)).toMatchObject({ locale, caseId });
    }
  });

  it("nothing, in an empty world", async () => {
    const world = await made(emptyWorld());
    expect([await world.cases(), world.mails(), await world.series()]).toEqual([[], [], []]);
    expect([await world.case("stripe-in_1"), world.mail("mail-1"), await world.mailIn("mail-1", "en")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(world.stripePages.portalSession("bps_1")).toBeUndefined();
  });

  it("the hosted invoice page, which pays with the card on file", async () => {
    const world = await made(emptyWorld());
    const troubled = await declinedRenewal(world, { kind: "insufficient-funds", clearsAt: "2026-02-07T00:00:00.000Z" });
    expect(world.stripePages.hostedInvoice(troubled.invoiceId)).toMatchObject({ status: "open", amountText: "€49.00" });
    expect(await world.stripePages.payHostedInvoice(troubled.invoiceId)).toMatchObject({ paid: false });
    await world.advanceTo("2026-02-07T00:00:00.000Z");
    await world.stripePages.payHostedInvoice(troubled.invoiceId);
    await world.advance("PT10M");
    expect(caseOf(world, troubled).outcome).toMatchObject({ kind: "recovered" });
  });
});

describe("events sent over HTTP", () => {
  const body = JSON.stringify({
    id: "evt_outside",
    object: "event",
    api_version: "2026-10-28.endive",
    created: Math.floor(Date.now() / 1000),
    type: "invoice.payment_failed",
    data: { object: { id: "in_outside", object: "invoice", customer: "cus_outside", status: "open" } },
  });
  const signed = (secret: string) => webhookRequest(body, signatureHeader(body, secret, Math.floor(Date.now() / 1000)));

  it("are taken when signed with the secret that was set, by the time of this machine", async () => {
    const world = await made(emptyWorld({ outsideSecret: "whsec_outside", start: instantOfMs(Date.now()) }));
    expect((await world.receive(signed("whsec_outside"))).statusCode).toBe(202);
    expect((await world.receive(signed("whsec_outside"))).statusCode).toBe(200);
  });

  it("are refused when signed with another", async () => {
    const world = await made(emptyWorld());
    expect((await world.receive(signed("whsec_outside"))).statusCode).toBe(401);
  });
});
