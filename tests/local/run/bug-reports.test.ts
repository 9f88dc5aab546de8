import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { caseScript } from "../../../local/replay/case-file.ts";
import { caseRuns, playCase } from "../../../local/run/case-runs.ts";
import { exportForms, parseCommandLine } from "../../../local/run/command-line.ts";
import { readDocument, tableUnder } from "../../house/documents.ts";

const root = join(import.meta.dirname, "../../..");
const documentAt = (path: string) => readFile(join(root, path), "utf8");
const onOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

const linesOf = (text: string, command: string) =>
  readDocument(text).code.flatMap((code) => code.split("\n").filter((line) => line.includes(command)));

it("documents name the forms that are read, as the command line does", async () => {
  for (const path of ["README.md", "docs/bug-reports.md"])
    expect(onOneLine(await documentAt(path))).toContain(exportForms);
});

it("every `npm start` of the README is understood", async () => {
  const starts = linesOf(await documentAt("README.md"), "npm start -- ");
  expect(starts.some((line) => line.includes("--events"))).toBe(true);
  for (const line of starts) {
    const words = line.replace(/#.*/, "").split("npm start -- ")[1]?.trim().split(/\s+/) ?? [];
    expect(() => parseCommandLine(words)).not.toThrow();
  }
});

it("the case.json of the document can be meant", async () => {
  const text = await documentAt("docs/bug-reports.md");
  const [script = ""] = readDocument(text).code.filter((code) => code.startsWith("{"));
  expect(caseScript(script, "case.json").answers.map(({ call }) => call)).toEqual([
    "payInvoice",
    "payInvoice",
    "readInvoice",
    "pauseSubscription",
  ]);
});

it("the fields of the document are those that are printed", async () => {
  const rows = tableUnder(await documentAt("docs/bug-reports.md"), "What is printed");
  const [run] = await caseRuns(join(root, "tests/fixtures/cases/17-out-of-order"));
  if (run === undefined) throw new Error("There is nothing to play.");
  const { report } = await playCase(run);
  expect(rows.map(([field]) => field?.replaceAll("`", ""))).toEqual(Object.keys(report));
});

it("the fields within are those that are printed", async () => {
  const rows = new Map(
    tableUnder(await documentAt("docs/bug-reports.md"), "What is printed").map(([field = "", text = ""]) => [
      field.replaceAll("`", ""),
      text,
    ]),
  );
  const [run] = await caseRuns(join(root, "tests/fixtures/cases/10-draft-of-the-pause"));
  if (run === undefined) throw new Error("There is nothing to play.");
  const { cases, charges, letters, calls } = (await playCase(run)).report;
  for (const [name, [first]] of Object.entries({ cases, charges, letters, calls }))
    for (const field of Object.keys(first ?? {})) expect(rows.get(name)).toContain(`\`${field}\``);
});
