import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { layoutParts, layoutSlots } from "../../functions/messages/catalogue.ts";
import { CopyMistake } from "./copy-mistake.ts";

const file = "emails/layout.mjml";
const slots: ReadonlySet<string> = new Set(layoutSlots);

/**
 * Compiles the layout once and cuts it at its `<!-- cut:name -->` comments into parts, each the source of a function
 * of the slots.
 * @throws CopyMistake if MJML finds a mistake, or a part or slot is missing, unknown or out of order.
 */
export async function compileLayout(folder: string): Promise<string> {
  const html = await htmlOf(await readFile(join(folder, "layout.mjml"), "utf8"));
  const [start = "", ...cuts] = html.split(/<!-- cut:(\w+) -->/);
  const names = cuts.filter((_, index) => index % 2 === 0);
  if (names.join() !== layoutParts.slice(1).join())
    throw new CopyMistake(
      `${file}: must be cut into ${layoutParts.slice(1).join(", ")}, in this order; found ${names.join(", ")}.`,
    );
  const contents = [start, ...cuts.filter((_, index) => index % 2 === 1)];
  mustHaveAllSlots(html);
  return `{ ${layoutParts.map((part, index) => `${part}: ${partCode(contents[index] ?? "")}`).join(",\n")} }`;
}

async function htmlOf(mjml: string): Promise<string> {
  const { default: mjml2html } = await import("mjml");
  const { html, errors } = await mjml2html(mjml, { validationLevel: "soft", keepComments: true, fonts: {} });
  // MJML cannot know that a slot will be a colour.
  const error = errors.find(({ formattedMessage }) => !/\[\[\w+\]\] for type Color/.test(formattedMessage));
  if (error) throw new CopyMistake(`${file}: ${error.formattedMessage}.`);
  return html.replaceAll(/\n\s*/g, "\n").trim();
}

function mustHaveAllSlots(html: string): void {
  const used = new Set(Array.from(html.matchAll(/\[\[(\w+)\]\]/g), ([, slot = ""]) => slot));
  for (const slot of used)
    if (!slots.has(slot)) throw new CopyMistake(`${file}: [[${slot}]] is no slot; see catalogue.ts.`);
  for (const slot of slots) if (!used.has(slot)) throw new CopyMistake(`${file}: does not use [[${slot}]].`);
}

function partCode(html: string): string {
  const template = html.trim().replace(/[\\`]|\$(?=\{)/g, "\\$&");
  const filled = template.replace(/\[\[(\w+)\]\]/g, (_, slot: string) => `\${s.${slot}}`);
  return `${filled === template ? "()" : "(s)"} => \`${filled}\``;
}
