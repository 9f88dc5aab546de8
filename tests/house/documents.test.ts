import { globSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  anchorOf,
  type Document,
  isMissing,
  linkedPaths,
  pathsInCode,
  readDocument,
  sectionOf,
  tableUnder,
} from "./documents.ts";
import { houses, mayImport, roomsOf } from "./floors.ts";
import { root, textOf } from "./project-files.ts";

const documents: readonly Document[] = globSync(["*.md", "emails/README.md", "docs/**/*.md"], { cwd: root }).map(
  (path) => ({
    path,
    text: textOf(path),
  }),
);
const contributing = textOf("CONTRIBUTING.md");

describe("documents", () => {
  // The changelog tells of files as they were.
  it.each(documents.filter(({ path }) => path !== "CHANGELOG.md"))("$path names files that exist", (document) => {
    expect(pathsInCode(document).filter((path) => isMissing(root, path))).toEqual([]);
  });

  it.each(documents)("$path links to pages and parts of pages that exist", (document) => {
    const broken = linkedPaths(document).filter((target) => {
      const [path = "", anchor] = target.split("#");
      if (isMissing(root, path)) return true;
      return anchor !== undefined && !readDocument(textOf(path)).headings.map(anchorOf).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("tell how to add a message, a step, a function, a provider and a due kind", () => {
    const pages = globSync("docs/how-to/*.md", { cwd: root }).sort();
    const linked = linkedPaths({ path: "CONTRIBUTING.md", text: contributing });
    expect(pages).toEqual(
      ["due-kind", "function", "message", "provider", "step"].map((what) => `docs/how-to/add-a-${what}.md`),
    );
    expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
  });
});

describe("CONTRIBUTING.md", () => {
  it.each(houses)("shows the floors of $folder/ as the test holds them", (house) => {
    const shown = tableUnder(contributing, `${house.folder}/`).map(([floor, room, , imports]) => [
      floor,
      room,
      imports,
    ]);
    const held = roomsOf(house).map(({ floor, name }) => [String(floor), `\`${name}\``, mayImport(house, name)]);
    expect(shown).toEqual(held);
  });

  it.each(houses)("says of each room of $folder/ what it holds", (house) => {
    const silent = tableUnder(contributing, `${house.folder}/`).filter(([, , holds = ""]) => !holds.endsWith("."));
    expect(silent).toEqual([]);
  });

  it("walks a failed payment through at most 25 files", () => {
    const walk = sectionOf(contributing, "The way of a failed payment");
    const files = new Set(linkedPaths({ path: "CONTRIBUTING.md", text: walk }));
    expect(files.size).toBeGreaterThan(15);
    expect(files.size).toBeLessThanOrEqual(25);
  });
});

describe("what a document names", () => {
  const document = (text: string): Document => ({ path: "docs/how-to/x.md", text });

  it("is found in code, in the text and in blocks", () => {
    const text =
      "See `functions/dunning/decide.ts` and `emails/<room>/<message>/en.md`.\n\n```sh\nnode emails/build.ts -x\n```";
    expect(pathsInCode(document(text))).toEqual([
      "functions/dunning/decide.ts",
      "emails/<room>/<message>/en.md",
      "emails/build.ts",
    ]);
  });

  it("is nothing of another system", () => {
    const text =
      "`/holdfast/$STAGE/functions/x` `https://example.com/docs/a` `POST /webhooks/stripe` `holdfast-$STAGE/lib/x`";
    expect(pathsInCode(document(text))).toEqual([]);
  });

  it("is linked from where it stands", () => {
    const text = "[a](../runbook.md#replay-events) [b](https://example.com) [c](#part) ![d](images/d.png)";
    expect(linkedPaths(document(text))).toEqual([
      "docs/runbook.md#replay-events",
      "docs/how-to/x.md#part",
      "docs/how-to/images/d.png",
    ]);
  });

  it("is missing if it does not exist, or the folder before its placeholder", () => {
    const paths = [
      "functions/dunning/decide.ts",
      "functions/dunning/undecided.ts",
      "functions/<room>/x.ts",
      "emails",
      "tales/<x>",
    ];
    expect(paths.filter((path) => isMissing(root, path))).toEqual(["functions/dunning/undecided.ts", "tales/<x>"]);
  });

  it("is part of a page by its heading", () => {
    expect(anchorOf("Take up payments that failed before")).toBe("take-up-payments-that-failed-before");
    expect(anchorOf("What's `functions/`?")).toBe("whats-functions");
  });
});
