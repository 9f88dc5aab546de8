import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Where a mailer is made, wired and used. Everything else that wants to write to somebody asks `deliver`. */
const mayHoldMailer =
  /^functions\/(contact\/|platform\/ports\/mailer\.ts$|platform\/aws\/ses-mailer\.ts$|.*\.lambda\.ts$)/;

/** The names of what is imported say as much as its use; the file of the port holds other shapes too. */
const withoutCommentsAndPaths = (text: string) =>
  text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "").replaceAll(/["'][^"'\n]*["']/g, '""');

const faultOf = (path: string, text: string): string | undefined =>
  !mayHoldMailer.test(path) && /\bmailer\b(?!-)|sendClaimed|\.send\(\s*\w*[eE]mail/i.test(withoutCommentsAndPaths(text))
    ? `${path} reaches for the mailer; only functions/contact sends, so call its deliver() instead.`
    : undefined;

describe("there is one way to a sender", () => {
  it("and every room keeps to it", () => {
    const paths = globSync("functions/**/*.ts", { cwd: root });
    expect(paths).toContain("functions/contact/send-claimed.ts");
    expect(paths.flatMap((path) => faultOf(path, readFileSync(join(root, path), "utf8")) ?? [])).toEqual([]);
  });

  it.each([
    ["a port", 'import type { Mailer } from "../platform/ports/mailer.ts";'],
    ["a call", "await ports.mailer.send(letter);"],
    ["a call of its own", "const { mailer } = ports; await mailer.send(x);"],
    ["a port by another name", "const post = outbox; await post.send(email);"],
    ["the last step alone", 'import { sendClaimed } from "../contact/send-claimed.ts";'],
  ])("%s elsewhere is found", (_, text) => {
    expect(faultOf("functions/dunning/acts/notify.ts", text)).toContain("reaches for the mailer");
  });

  it.each([
    ["functions/dunning/acts/notify.lambda.ts", "mailer: sesMailer({ configurationSet }),"],
    ["functions/messages/ledger.ts", 'import type { DeliveryEvent } from "../platform/ports/mailer.ts";'],
    ["functions/platform/aws/step-functions.ts", "await client.send(new StartExecutionCommand(input));"],
    ["functions/dunning/case.ts", "/** What the mailer says. */"],
  ])("%s may", (path, text) => {
    expect(faultOf(path, text)).toBeUndefined();
  });
});
