import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { messageOf } from "../../functions/platform/errors.ts";
import { accountOf } from "./account.ts";
import { bootstrap, deploy, editedCopy } from "./deployment.ts";
import { letSendersSend } from "./emulator-gaps.ts";
import { type MiniStack, startMiniStack } from "./ministack.ts";
import { cache } from "./paths.ts";
import { followLoss, followRecovery, type Stage } from "./recoveries.ts";
import { checkStripeAdapter } from "./stripe-mock.e2e.ts";
import { startStripeMock } from "./stripe-mock.ts";
import { createTally, say, type Tally } from "./tally.ts";
import { checkRefusals, checkWhole } from "./whole-deployment.ts";
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
    say("Three renewals fail. Webhooks are posted, the failures twenty times each.");
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

async function deployEverything({ ministack, account, world, tally }: Stage): Promise<string> {
  const copy = editedCopy();
  let apiUrl = "";
  await tally.check("cdk bootstrap", async () => {
    await bootstrap(copy, ministack);
  });
  await tally.check("cdk deploy --all", async () => {
    ({ apiUrl } = await deploy(copy, ministack, world.server.url));
  });
  if (apiUrl === "") throw new Error("Without a deployment there is nothing to follow.");
  await letSendersSend(ministack);
  say("The account is started again; from now on functions may do only what their roles permit.");
  await ministack.enforcePermissions();
  await tally.check("the endpoint says 503 while its secret is empty", async () => {
    const answer = await fetch(`${apiUrl}/webhooks/stripe`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    if (answer.status !== 503) throw new Error(`It said ${answer.status}: ${await answer.text()}`);
  });
  await account.fillSecret("holdfast-test/stripe-webhook-secret", webhookSecret);
  await account.fillSecret("holdfast-test/stripe-api-key", "sk_test_rehearsal");
  await account.verifySender("orbit.example");
  world.connect(`${apiUrl}/webhooks/stripe`);
  return apiUrl;
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
