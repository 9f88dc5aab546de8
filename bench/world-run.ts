import { createWorld } from "../local/world/world.ts";

/**
 * Plays the embedded world for `worldLifecyclesPerCoreSecond` and `sandboxPeakMb`, and prints what it took as one line of
 * JSON. A process of its own, so that nothing else has filled its memory or warmed its code.
 */
const customers = 1_000;
const days = 60;
const world = await createWorld({ customers, days, seed: 7, lives: "plain" });
const before = process.cpuUsage();
await world.advanceTo(world.endsAt);
const { user, system } = process.cpuUsage(before);
await world.stop();
const cpuSeconds = (user + system) / 1_000_000;
// Kilobytes on every system that Node runs on.
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ lifecyclesPerCoreSecond: (customers * days) / 30 / cpuSeconds, peakMb }));
