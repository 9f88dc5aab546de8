import { readFile } from "node:fs/promises";
import { join } from "node:path";
import matter from "gray-matter";
import type { Locale } from "../../functions/appearance/locales.ts";
import { CopyMistake } from "./copy-mistake.ts";

/** Where a file of copy lies: `emails` may be a copy of emails/, `folder` is within it. */
export interface CopyPlace {
  readonly emails: string;
  readonly folder: string;
  readonly locale: Locale;
}

/** A file of copy: its front matter, all of it text, and the Markdown below. */
export interface CopyFile {
  /** As the writer knows it: `emails/dunning/paused/pl.md`. */
  readonly file: string;
  readonly front: ReadonlyMap<string, string>;
  readonly markdown: string;
}

/**
 * Reads the file of a place, whose front matter must hold exactly `fields`.
 * @throws CopyMistake if the file is missing or its front matter is not as it must be.
 */
export async function readCopyFile(place: CopyPlace, fields: readonly string[]): Promise<CopyFile> {
  const copyFile = await readAnyFields(place);
  const { file, front } = copyFile;
  for (const field of fields) if (!front.has(field)) throw new CopyMistake(`${file}: the front matter lacks ${field}.`);
  for (const field of front.keys())
    if (!fields.includes(field))
      throw new CopyMistake(`${file}: ${field} does not belong in the front matter, which holds ${fields.join(", ")}.`);
  return copyFile;
}

/**
 * Reads the file of a place, whose front matter may hold any fields.
 * @throws CopyMistake if the file is missing or its front matter is not all text.
 */
export async function readAnyFields({ emails, folder, locale }: CopyPlace): Promise<CopyFile> {
  const path = `${folder}/${locale}.md`;
  const file = `emails/${path}`;
  const text = await readFile(join(emails, path), "utf8").catch(() => {
    throw new CopyMistake(`${file}: is missing; every text exists in every language.`);
  });
  const { data, content } = parsed(text, file);
  const front = new Map(Object.entries(data).map(([field, value]) => [field, textOf(value, field, file)]));
  return { file, front, markdown: content };
}

function parsed(text: string, file: string) {
  try {
    // Options, even empty, keep gray-matter from answering from its cache, where a failed file looks empty.
    return matter(text, {});
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split("\n") : [];
    throw new CopyMistake(`${file}: the front matter is not YAML (${reason}); put text with { or : in quotes.`);
  }
}

function textOf(value: unknown, field: string, file: string): string {
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  throw new CopyMistake(`${file}: ${field} in the front matter must be text in quotes.`);
}
