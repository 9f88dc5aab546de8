import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";

const probe = (file: string) => `
const before = process.cpuUsage();
await import(${JSON.stringify(pathToFileURL(file).href)});
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000);`;

/**
 * Milliseconds of CPU that a fresh Node process spends on importing a module. A function at its start has a share of
 * one processor, so this is what its customer waits for; and unlike a stopwatch it does not depend on who else is busy.
 */
export function importCpuMs(file: string, environment: Readonly<Record<string, string>>): number {
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", probe(file)], {
    env: { AWS_REGION: "us-east-1", ...environment },
    encoding: "utf8",
  });
  return Number(output);
}
