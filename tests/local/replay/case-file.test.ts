import { describe, expect, it } from "vitest";
import { CaseFileError, caseScript, readCaseFile } from "../../../local/replay/case-file.ts";

const script = (value: unknown) => caseScript(JSON.stringify(value), "a/case.json");

describe("a case.json", () => {
  it("that is not there asks for nothing", async () => {
    expect(await readCaseFile("nowhere/case.json")).toEqual({ answers: [] });
  });

  it("that cannot be read is named", async () => {
    await expect(readCaseFile(import.meta.dirname)).rejects.toThrow(
      new RegExp(`^${import.meta.dirname} cannot be read: EISDIR`),
    );
  });

  it("may be empty, and may begin with a byte order mark", () => {
    expect(caseScript("\uFEFF{}", "a/case.json")).toEqual({ answers: [] });
  });

  it("says until when, and what is answered when, in any zone", () => {
    const answer = { result: "declined", decline: { providerCode: "insufficient_funds", networkCode: "51" } };
    expect(
      script({
        until: "2026-02-20T00:00:00Z",
        answers: [{ call: "payInvoice", from: "2026-01-29T01:00:00+01:00", until: "2026-02-01T00:00:00.5Z", answer }],
      }),
    ).toEqual({
      until: "2026-02-20T00:00:00.000Z",
      answers: [{ call: "payInvoice", from: "2026-01-29T00:00:00.000Z", until: "2026-02-01T00:00:00.500Z", answer }],
    });
  });

  it.each([
    ["{", /^a\/case\.json is not JSON \(.+\); it must be as \{"until": "2026-01-20T00:00:00Z"\}\.$/],
    ["[]", "a/case.json: the whole is []; it must be an object."],
    [
      '{"until": "tomorrow"}',
      'a/case.json: until is "tomorrow"; it must be a time in ISO 8601 with its zone, such as 2026-01-20T00:00:00Z.',
    ],
    ['{"til": "2026-01-20T00:00:00Z"}', "a/case.json: til is not known; take it out."],
    [
      '{"answers": [{"call": "payinvoice"}]}',
      /^a\/case\.json: answers\[0\]\.call is "payinvoice"; it must be readInvoice, payInvoice, .+ or \w+\.$/,
    ],
    [
      '{"answers": [{"call": "payInvoice", "answer": {"result": "payed"}}]}',
      'a/case.json: answers[0].answer.result is "payed"; it must be paid, declined, needs-customer, processing or not-open.',
    ],
    ['{"answers": [{"call": "payInvoice"}]}', "a/case.json: answers[0].answer is missing; it must be an object."],
    [
      '{"answers": [{"call": "payInvoice", "answer": {"result": "declined", "decline": {"code": "x"}}}]}',
      "a/case.json: answers[0].answer.decline.code is not known; take it out.",
    ],
    [
      '{"answers": [{"call": "readInvoice", "answer": {"amountRemaining": {"amountMinor": "1", "currency": "EUR"}}}]}',
      'a/case.json: answers[0].answer.amountRemaining.amountMinor is "1"; it must be a number.',
    ],
    [
      '{"answers": [{"call": "pauseSubscription", "answer": {"throws": "Error"}}]}',
      'a/case.json: answers[0].answer.throws is "Error"; it must be RetryableError, TerminalError or ConfigurationError.',
    ],
    [
      '{"answers": [{"call": "payInvoice", "from": "2026-01-02T00:00:00Z", "until": "2026-01-02T00:00:00Z", "answer": {"result": "paid"}}]}',
      "a/case.json: answers[0].until is 2026-01-02T00:00:00.000Z; it must lie after 2026-01-02T00:00:00.000Z.",
    ],
  ])("%s is refused in a sentence that names file, place, value and fix", (text, sentence) => {
    expect(() => caseScript(text, "a/case.json")).toThrow(CaseFileError);
    expect(() => caseScript(text, "a/case.json")).toThrow(sentence);
  });

  it("tells of every mistake at once", () => {
    const wrong = { call: "payInvoice", answer: { result: "payed" } };
    expect(() => script({ answers: [wrong, wrong] })).toThrow(/answers\[0\][^\n]+\n[^\n]+answers\[1\]/);
  });
});
