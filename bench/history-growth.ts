import { plus } from "../functions/platform/duration.ts";
import { startStores } from "../local/world/stores.ts";
import { median } from "./measure.ts";
import { meteredRenewals, sumOf } from "./workload/metered-renewals.ts";
import { type RenewalWorld, renewalWorld } from "./workload/renewal-world.ts";

const settledInvoices = 500;
const renewalsMeasured = 3;

/** Plays month after month until so many renewals have been charged, and three weeks on. */
async function playRenewals(world: Pick<RenewalWorld, "now" | "playTo" | "renewals">, count: number): Promise<void> {
  while (world.renewals.charged < count) await world.playTo(plus(world.now(), "P10D"));
  await world.playTo(plus(world.now(), "P14D"));
}

/** Read units of one event of a payer with 500 settled invoices. */
export async function measureReadUnits(): Promise<number> {
  let isPast = true;
  const hears = (type: string) => !isPast || type === "invoice.paid";
  const world = await meteredRenewals({ payers: 1, failsEvery: 0, lostEvery: 0, hears });
  const used = () => sumOf([world.usage("receive"), world.usage("apply-event")]);
  try {
    await playRenewals(world, settledInvoices);
    isPast = false;
    const [before, eventsBefore] = [used(), world.events];
    await playRenewals(world, settledInvoices + renewalsMeasured);
    return (used().read - before.read) / (world.events - eventsBefore);
  } finally {
    await world.stop();
  }
}

const [few, many] = [5, 120];
const rounds = 15;

/** A payer whose every renewal failed and was paid three days later, with the CPU that apply-event has spent. */
interface TroubledPayer {
  readonly world: RenewalWorld;
  cpuMicros: number;
}

async function troubledPayer(pastCases: number): Promise<TroubledPayer> {
  const story = { payers: 1, failsEvery: 1, lostEvery: 0 };
  const world = await renewalWorld(story, await startStores("memory"), async (name, run) => {
    const before = process.cpuUsage();
    try {
      return await run();
    } finally {
      const { user, system } = process.cpuUsage(before);
      if (name === "apply-event") payer.cpuMicros += user + system;
    }
  });
  const payer: TroubledPayer = { world, cpuMicros: 0 };
  await playRenewals(world, pastCases);
  return payer;
}

/** CPU for applying the events of one renewal more. */
async function cpuOfNext({ world }: TroubledPayer, spent: () => number): Promise<number> {
  const before = spent();
  await playRenewals(world, world.renewals.charged + 1);
  return spent() - before;
}

/** CPU to apply an event at 120 past cases, over the same at 5. */
export async function measureEventCpuGrowth(): Promise<number> {
  const long = await troubledPayer(many);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // A payer of five cases has six afterwards, so each round has a payer of its own.
    const short = await troubledPayer(few);
    try {
      const first = round % 2 ? await cpuOfNext(long, () => long.cpuMicros) : undefined;
      const ofShort = await cpuOfNext(short, () => short.cpuMicros);
      ratios.push((first ?? (await cpuOfNext(long, () => long.cpuMicros))) / ofShort);
    } finally {
      await short.world.stop();
    }
  }
  await long.world.stop();
  return median(ratios);
}
