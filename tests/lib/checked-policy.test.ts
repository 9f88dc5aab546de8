import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { projectRoot } from "./synthesise.ts";

const copy = mkdtempSync(join(tmpdir(), "holdfast-copy-"));
afterAll(() => rmSync(copy, { recursive: true }));
for (const part of ["bin", "emails", "functions", "lib", "package.json"])
  cpSync(join(projectRoot, part), join(copy, part), { recursive: true });
symlinkSync(join(projectRoot, "node_modules"), join(copy, "node_modules"));
const shipped = readFileSync(join(projectRoot, "retention.config.ts"), "utf8");

/** What `cdk synth` runs for a region, with the operator's file edited. */
function synthWith(edit: (source: string) => string) {
  writeFileSync(join(copy, "retention.config.ts"), edit(shipped));
  const env = { ...process.env, CDK_DEFAULT_REGION: "eu-central-1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bin/app.ts"], { cwd: copy, encoding: "utf8", env });
  return { status, stdout, stderr };
}

test("a mistake of shape stops the synthesis with a sentence and no stack trace", () => {
  expect(synthWith((source) => source.replace('"#1f5f8b"', '"blue"').replace('"P30D"', '"a month"'))).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "retention.config.ts is not valid.\n" +
      "company.accentColor: must be a colour such as #2f6f4f.\n" +
      "dunning.steps.8.after: must be an ISO 8601 duration of weeks, days or smaller, such as P3D or PT5S.\n",
  });
});

test("so does a policy that is not sound", () => {
  expect(synthWith((source) => source.replace('message: "pause-warning"', 'message: "payment-urgent"'))).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "retention.config.ts is not sound.\n" +
      "dunning.steps.6.pause: nobody warned the customer; give an earlier step the message pause-warning.\n",
  });
});

const withDomain = (name: string, certificateArn: string) => (source: string) =>
  source.replace("company: {", `company: { domain: { name: "${name}", certificateArn: "${certificateArn}" },`);

test("and a domain that is none, with a certificate that is none", () => {
  expect(synthWith(withDomain("https://Billing.orbit.example", "arn:aws:iam::123456789012:role/x"))).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "retention.config.ts is not valid.\n" +
      "company.domain.name: must be a domain name in lower case, such as billing.orbit.example.\n" +
      "company.domain.certificateArn: must be the ARN of an ACM certificate, such as arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d.\n",
  });
});

test("and a certificate of another region, and the name of the product's own page", () => {
  expect(synthWith(withDomain("orbit.example", "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d"))).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "retention.config.ts is not sound.\n" +
      "company.domain.name: orbit.example is where company.website is; give links a name of their own, such as billing.orbit.example.\n" +
      "company.domain.certificateArn: the certificate is in us-east-1, and this deployment goes to eu-central-1; request one for orbit.example there.\n",
  });
});

test("and a message missing in one language", () => {
  rmSync(join(copy, "emails/dunning/paused/sv.md"));
  expect(synthWith((source) => source)).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "retention.config.ts is not sound.\n" +
      "dunning.steps.6.message: the message paused is not written in sv; add emails/dunning/paused/sv.md.\n",
  });
});

test("and copy that cannot be built", () => {
  const file = join(copy, "emails/dunning/paused/sv.md");
  writeFileSync(
    file,
    readFileSync(join(projectRoot, "emails/dunning/paused/sv.md"), "utf8").replace("{amount}", "{amuont}"),
  );
  const { status, stderr } = synthWith((source) => source);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The messages cannot be built\.\nemails\/dunning\/paused\/sv\.md.*amuont/);
  expect(stderr).not.toMatch(/\n\s+at /);
});
