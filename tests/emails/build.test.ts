import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transform } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generatedFiles } from "../../emails/compile/catalogue-source.ts";

const emails = join(import.meta.dirname, "../../emails");
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-emails-"));
  await cp(emails, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function change(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(folder, path), "utf8");
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${path} does not have ${from}`);
  await writeFile(join(folder, path), changed);
}

const mistakes = async (): Promise<string> =>
  generatedFiles(folder).then(
    () => "none",
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );

describe("the build of the e-mails", () => {
  it("makes the same source from the same copy", async () => {
    expect(await generatedFiles(folder)).toEqual(await generatedFiles(emails));
  });

  it("makes a catalogue of less than 120 KB", async () => {
    const sources = Object.values(await generatedFiles(folder));
    const minified = await Promise.all(
      sources.map(async (source) => (await transform(source, { loader: "ts", minify: true })).code),
    );
    expect(Buffer.byteLength(minified.join("\n"))).toBeLessThan(120 * 1024);
  });

  it.each<[string, string, string | RegExp, string, RegExp]>([
    [
      "an unknown variable",
      "dunning/paused/pl.md",
      "{amount}",
      "{amuont}",
      /emails\/dunning\/paused\/pl\.md, .*\{amuont\} is no variable/,
    ],
    [
      "a variable that is not used",
      "dunning/ended/sv.md",
      /\{signature\}/,
      "Maja",
      /emails\/dunning\/ended\/sv\.md: must use \{signature\}/,
    ],
    [
      "a choice that its message makes and a translation does not",
      "dunning/hand-over/sv.md",
      "{endKind, select, cancel_subscription {avslutas abonnemanget} mark_uncollectible {skrivs fakturan av} other {upphör försöken}}",
      "upphör försöken",
      /CopyMistake: emails\/dunning\/hand-over\/sv\.md: must use \{endKind\}\.$/,
    ],
    [
      "a missing field",
      "dunning/paused/en.md",
      /preheader: .*\n/,
      "",
      /emails\/dunning\/paused\/en\.md: the front matter lacks preheader/,
    ],
    [
      "a field too many",
      "dunning/recovered/en.md",
      "---\n\n",
      'button: "Yes"\n---\n\n',
      /recovered\/en\.md: button does not belong/,
    ],
    [
      "an empty field",
      "dunning/paused/en.md",
      /subject: .*/,
      "subject:",
      /paused\/en\.md: subject in the front matter must be text/,
    ],
    [
      "front matter without quotes",
      "dunning/paused/en.md",
      /subject: "(.*)"/,
      "subject: {$1}: x",
      /paused\/en\.md: the front matter is not YAML/,
    ],
    [
      "a plural without other",
      "dunning/hand-over/en.md",
      / other \{# failed charges\}/,
      "",
      /hand-over\/en\.md, text: .*lacks the case other/,
    ],
    [
      "a plural without a form the language has",
      "dunning/hand-over/pl.md",
      /few \{[^}]*\} /,
      "",
      /hand-over\/pl\.md, text: .*lacks the case few, which pl needs/,
    ],
    [
      "a plural form the language does not have",
      "dunning/hand-over/sv.md",
      "plural, one {",
      "plural, few {",
      /hand-over\/sv\.md, text: cannot be read as ICU/,
    ],
    [
      "a select without other",
      "dunning/ended/en.md",
      "{paysFor, select, invoice {if you have a question about it} other {if you’d like to use {companyName} again}}",
      "{paysFor, select, invoice {if you have a question about it}}",
      /ended\/en\.md, text: the select on \{paysFor\} lacks the case other/,
    ],
    [
      "a case that cannot be",
      "dunning/ended/en.md",
      "mark_uncollectible",
      "written_off",
      /ended\/en\.md, text: written_off is no case of \{endKind\}/,
    ],
    [
      "a variable that may be empty, without a wording for that",
      "dunning/paused/en.md",
      "Kind regards",
      "{plan}",
      /paused\/en\.md, text: \{plan\} may be empty/,
    ],
    [
      "a choice shown as text",
      "dunning/paused/en.md",
      "Kind regards",
      "{endKind}",
      /paused\/en\.md, text: \{endKind\} chooses between wordings/,
    ],
    [
      "a count shown as text",
      "dunning/hand-over/en.md",
      "Hello",
      "{attempts}",
      /hand-over\/en\.md, text: \{attempts\} is a count/,
    ],
    [
      "a variable of another message, and names its own",
      "dunning/paused/en.md",
      "Kind regards",
      "{attempts}",
      /dunning\/paused\/en\.md, text: \{attempts\} is no variable here; there are \{companyName\}, .*\{endKind\}/,
    ],
    [
      "a format of its own",
      "dunning/paused/en.md",
      "Kind regards",
      "{amount, number}",
      /paused\/en\.md, text: .*values come formatted/,
    ],
    [
      "an unclosed brace",
      "dunning/paused/en.md",
      "Kind regards",
      "{amount",
      /paused\/en\.md, text: cannot be read as ICU/,
    ],
    [
      "a straight apostrophe",
      "dunning/paused/en.md",
      "hasn’t",
      "hasn't",
      /paused\/en\.md, text: ' cannot stand in copy/,
    ],
    [
      "HTML",
      "dunning/paused/en.md",
      "Kind regards",
      "<b>Kind</b> regards",
      /paused\/en\.md, text: .*copy has paragraphs, facts, bold and links/,
    ],
    ["a heading", "dunning/paused/en.md", "Hello", "# Hello", /paused\/en\.md, text: "# Hello.*is a heading/],
    [
      "a list that is no facts",
      "dunning/paused/en.md",
      "- Amount: {amount}",
      "- Just {amount}",
      /paused\/en\.md, text: the list item .* must be a fact/,
    ],
    [
      "a link elsewhere",
      "dunning/paused/en.md",
      "Kind regards",
      "[here](https://x.example)",
      /paused\/en\.md, text: a link must lead to mailto:\{supportEmail\}, \{supportPage\} or \{actionUrl\}, not to/,
    ],
    [
      "bold text in a subject",
      "dunning/paused/en.md",
      "subscription is",
      "subscription **is**",
      /paused\/en\.md, subject: bold and links cannot stand here/,
    ],
    [
      "bold text that ends in another wording",
      "dunning/paused/en.md",
      "{endDate, select, none {} other { before **{endDate}**}}",
      "**{endDate, select, none {**} other {x**}}",
      /paused\/en\.md, text: /,
    ],
    [
      "a button too few",
      "dunning/paused/en.md",
      "{button}",
      "Good bye",
      /paused\/en\.md, text: must have \{button\} once/,
    ],
    [
      "a button too many",
      "dunning/recovered/en.md",
      "{signature}",
      "{button}\n\n{signature}",
      /recovered\/en\.md, text: must not have \{button\}/,
    ],
    [
      "a variable in a decline reason",
      "dunning/decline-reasons/en.md",
      /bank says/,
      "bank {companyName} says",
      /decline-reasons\/en\.md, insufficient-funds: must not use variables/,
    ],
    [
      "a decline reason that is missing",
      "dunning/decline-reasons/sv.md",
      /temporary: .*\n/,
      "",
      /decline-reasons\/sv\.md: the front matter lacks temporary/,
    ],
    [
      "a phrase that no letter uses",
      "dunning/phrases/sv.md",
      "---\nforWhat",
      '---\nlonely: "Hej"\nforWhat',
      /emails\/dunning\/phrases\/sv\.md: no letter uses \{lonely\}/,
    ],
    [
      "a phrase that is called like a value",
      "dunning/phrases/sv.md",
      "---\nforWhat",
      '---\namount: "Hej"\nforWhat',
      /emails\/dunning\/phrases\/sv\.md: amount is a value; call the phrase otherwise/,
    ],
    [
      "a phrase that speaks of itself",
      "dunning/phrases/en.md",
      'forWhat: "',
      'forWhat: "{onePayment} ',
      /paused\/en\.md, text, phrase \{onePayment\}, phrase \{forWhat\}, phrase \{onePayment\}: speaks of itself/,
    ],
    [
      "a phrase that says what its letter does not know",
      "dunning/phrases/en.md",
      'forWhat: "',
      'forWhat: "{attempts, plural, one {#} other {#}} ',
      /paused\/en\.md, text, phrase \{onePayment\}, phrase \{forWhat\}: \{attempts\} is no variable here/,
    ],
    [
      "a value that may be empty, in a phrase that is no fact",
      "dunning/paused/en.md",
      "Kind regards",
      "{card}",
      /paused\/en\.md, text, phrase \{card\}: \{cardBrand\} may be empty/,
    ],
    [
      "a fact for each of what is no list",
      "dunning/paused/en.md",
      "- {invoices} {plan",
      "- {amount} {plan",
      /paused\/en\.md, text: \{amount\} is no list/,
    ],
    [
      "a list in a sentence",
      "dunning/paused/en.md",
      "Kind regards",
      "{invoices}",
      /paused\/en\.md, text: \{invoices\} is a list: begin a fact with it/,
    ],
    [
      "a link that may lead nowhere",
      "dunning/hand-over/en.md",
      "Why:",
      "[Look]({customerPage}) Why:",
      /hand-over\/en\.md, text: \{customerPage\} may be unknown/,
    ],
    ["an unknown slot", "layout.mjml", "[[label]]", "[[lable]]", /layout\.mjml: \[\[lable\]\] is no slot/],
    ["a slot that is not used", "layout.mjml", "[[imprint]]", "", /layout\.mjml: does not use \[\[imprint\]\]/],
    ["a part that is missing", "layout.mjml", "<!-- cut:fact -->", "", /layout\.mjml: must be cut into/],
    ["MJML that is not valid", "layout.mjml", "<mj-column>", '<mj-column colour="red">', /layout\.mjml: .*colour/],
  ])("names the file and the mistake: %s", async (_, path, from, to, sentence) => {
    await change(path, from, to);
    expect(await mistakes()).toMatch(sentence);
  });

  it("names the language that is missing", async () => {
    await rm(join(folder, "dunning/final-notice/zh.md"));
    expect(await mistakes()).toBe(
      "CopyMistake: emails/dunning/final-notice/zh.md: is missing; every text exists in every language.",
    );
  });

  it("names every file that is wrong at once", async () => {
    await change("dunning/paused/en.md", "Kind regards", "{nobody}");
    await change("dunning/paused/pl.md", "Pozdrawiamy", "{nobody}");
    expect((await mistakes()).split("\n")).toHaveLength(2);
  });

  it("needs each of the layout's variables in each language", async () => {
    await change("layout/sv.md", /\[betalningshjälpen hos \{companyName\}\]\(\{supportPage\}\)/, "hjälpen");
    expect(await mistakes()).toMatch(/emails\/layout\/sv\.md: must use \{supportPage\}/);
  });
});
