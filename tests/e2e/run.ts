import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { messageOf } from "../../functions/platform/errors.ts";
import { accountOf } from "./account.ts";
import { bootstrap, type Deployed, deploy, editedCopy } from "./deployment.ts";
import { letSendersSend } from "./emulator-gaps.ts";
import { openBus, rehearsalBus, sayOnBus } from "./event-bus.ts";
import { type MiniStack, startMiniStack } from "./ministack.ts";
import { cache } from "./paths.ts";
import { checkPermissions, checkProbesNotice } from "./permissions.ts";
import { followLoss, followRecovery, type Stage } from "./recoveries.ts";
import { checkStripeAdapter } from "./stripe-mock.e2e.ts";
import { startStripeMock } from "./stripe-mock.ts";
import { createTally, say, type Tally } from "./tally.ts";
import { checkAccount, checkRefusals, checkWhole } from "./whole-deployment.ts";
import { startWorld, webhookSecret } from "./world.ts";

/** Things to stop, the last started first. */
type Cleanups = (() => Promise<void>)[];

/** The real `cdk deploy` into an emulated account, and three customers whose cards fail. */
async function rehearse(tally: Tally, cleanups: Cleanups): Promise<void> {
  const world = await startWorld();
  cleanups.push(world.stop);
  const ministack = await startMiniStack();
  cleanups.push(ministack.stop);
  const stage: Stage = { ministack, world, tally, account: accountOf(ministack) };
  try {
    const apiUrl = await deployEverything(stage);
    await checkRefusals(stage, apiUrl);
    say("Three renewals fail. Events are posted, the failures twenty times each, and said on the bus as well.");
    await Promise.all([
      followRecovery(stage, "Anna", "payment-failed"),
      followRecovery(stage, "Bruno", "paused"),
      followLoss(stage, "Clara"),
    ]);
    await checkWhole(stage);
  } catch (error) {
    await tally.check("the rehearsal comes to its end", () => Promise.reject(error));
  }
  if (tally.failed > 0) printLog(ministack);
}

async function deployEverything(stage: Stage): Promise<string> {
  const { ministack, account, world, tally } = stage;
  const apiUrl = await deployTwice(stage);
  await letSendersSend(ministack);
  await account.verifySender("orbit.example");
  await checkProbesNotice(ministack, tally);
  say("The account is started again; from now on functions may do only what their roles permit.");
  await ministack.enforcePermissions();
  await tally.check("the endpoint says 503 while its secret is empty", async () => {
    assert.equal(await statusOf(apiUrl), 503);
  });
  await account.fillSecret("holdfast-test/stripe-webhook-secret", webhookSecret);
  await account.fillSecret("holdfast-test/stripe-api-key", "sk_test_rehearsal");
  await checkPermissions(ministack, tally);
  await checkAccount(stage, apiUrl);
  world.connect(`${apiUrl}/webhooks/stripe`, (type, rawBody) => sayOnBus(ministack, type, rawBody));
  return apiUrl;
}

/** As an upgrade has it: the former address answers beside the new one, and goes with the next deployment. */
async function deployTwice({ ministack, world, tally }: Stage): Promise<string> {
  const copy = editedCopy();
  const stripeApiUrl = world.server.url;
  // MiniStack knows no alarms over the mathematics of metrics; tests/lib/stacks/alarms.test.ts looks at them on the template.
  const context = { stripeApiUrl, ...rehearsalBus, mathAlarms: "drop" };
  let deployed: Deployed | undefined;
  await openBus(ministack);
  await tally.check("cdk bootstrap", async () => {
    await bootstrap(copy, ministack);
  });
  await tally.check("cdk deploy --all", async () => {
    deployed = await deploy(copy, ministack, { ...context, formerAddress: "keep" });
  });
  if (deployed === undefined) throw new Error("Without a deployment there is nothing to follow.");
  const { apiUrl, formerApiUrl = "" } = deployed;
  await tally.check("the former address answers as the public one does", async () => {
    assert.notEqual(formerApiUrl, apiUrl);
    assert.deepEqual([await statusOf(apiUrl), await statusOf(formerApiUrl)], [503, 503]);
  });
  await tally.check("cdk deploy --all again drops the former address, and the public one stays", async () => {
    const again = await deploy(copy, ministack, { ...context, formerAddress: "drop" });
    assert.deepEqual(again, { apiUrl, formerApiUrl: undefined });
    assert.deepEqual([await statusOf(apiUrl), await statusOf(formerApiUrl)], [503, 404]);
  });
  return apiUrl;
}

/** What the endpoint answers to a webhook that nobody signed. */
async function statusOf(apiUrl: string): Promise<number> {
  const answer = await fetch(`${apiUrl}/webhooks/stripe`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  await answer.body?.cancel();
  return answer.status;
}

function printLog({ logFile }: MiniStack): void {
  if (!existsSync(logFile)) return;
  const lines = readFileSync(logFile, "utf8")
    .split("\n")
    .filter((line) => !/persist/i.test(line));
  console.log(`--- the end of ${logFile}\n${lines.slice(-400).join("\n")}\n---`);
}

async function checkAdapter(tally: Tally, cleanups: Cleanups): Promise<void> {
  say("The Stripe adapter meets stripe-mock.");
  const mock = await startStripeMock();
  cleanups.push(mock.stop);
  await tally.check("every request is one that Stripe describes", async () => {
    for (const held of await checkStripeAdapter(mock.url)) await tally.check(held, () => undefined);
  });
}

async function stopEverything(cleanups: Cleanups): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse())
    await cleanup().catch((error: unknown) => say(`Stopping: ${messageOf(error)}`));
}

const tally = createTally();
const cleanups: Cleanups = [];
mkdirSync(cache, { recursive: true });
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => stopEverything(cleanups).finally(() => process.exit(1)));
try {
  await rehearse(tally, cleanups);
  await checkAdapter(tally, cleanups);
} catch (error) {
  await tally.check("the run", () => Promise.reject(error));
} finally {
  await stopEverything(cleanups);
}
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
