import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";

const probe = (file: string) =>
  `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - t);`;

/** Milliseconds that a fresh Node process takes to import a module. */
export function importMs(file: string, environment: Readonly<Record<string, string>>): number {
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", probe(file)], {
    env: { AWS_REGION: "us-east-1", ...environment },
    encoding: "utf8",
  });
  return Number(output);
}
