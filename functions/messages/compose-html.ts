import { type Brand, imprintOf } from "../appearance/brand.ts";
import { legibleOn, textOn } from "../appearance/contrast.ts";
import { escapeHtml } from "../appearance/html.ts";
import type { Locale } from "../appearance/locales.ts";
import { catalogue } from "./catalogue.generated.ts";
import { type Block, factsIn, type LayoutValues, type Markup } from "./catalogue.ts";
import type { Manuscript } from "./manuscript.ts";
import type { MessageValues } from "./message-kind.ts";
import { mapTexts, type ValueKinds } from "./values.ts";

const { layout } = catalogue;

/** The grounds that the text of emails/layout.mjml stands on, by colour scheme. */
const sheet = { light: "#ffffff", dark: "#191d21" } as const;

/** Our copy is Simplified Chinese, and a reader's device picks its glyphs by that. */
const languageTags: Readonly<Record<Locale, string>> = { en: "en", pl: "pl", sv: "sv", zh: "zh-Hans" };

/** Addresses come in escaped. */
const htmlMarkup: Markup = {
  bold: "<strong>",
  endBold: "</strong>",
  newline: "<br />",
  link: (url) => `<a href="${url}">`,
  endLink: () => "</a>",
};

/** The HTML part: the layout with every value escaped. */
export function composeHtml<Own extends ValueKinds>(manuscript: Manuscript<Own>): string {
  const values = mapTexts(manuscript.values, escapeHtml);
  const slots = slotsOf(manuscript, values);
  const body = manuscript.copy.body.map((block) => blockHtml(block, values, slots));
  return [layout.start(slots), ...body, layout.end(slots)].filter((part) => part !== "").join("\n");
}

function blockHtml<Texts>(block: Block<Texts>, values: Texts, slots: LayoutValues): string {
  if (block.kind === "button") return layout.button(slots);
  if (block.kind === "paragraph") {
    const content = block.line(values, htmlMarkup).trim();
    return content === "" ? "" : layout.paragraph({ ...slots, content });
  }
  const rows = factsIn(block.facts, values, htmlMarkup).map((fact) => layout.fact({ ...slots, ...fact }));
  if (rows.length === 0) return "";
  return [layout.factsStart(slots), ...rows, layout.factsEnd(slots)].join("\n");
}

function slotsOf<Own extends ValueKinds>(manuscript: Manuscript<Own>, values: MessageValues<Own>): LayoutValues {
  const { locale, copy, linkHint, footer, brand, subject, preheader, actionUrl } = manuscript;
  return {
    language: languageTags[locale],
    subject: escapeHtml(subject),
    preheader: escapeHtml(preheader),
    companyName: escapeHtml(brand.companyName),
    website: escapeHtml(brand.website),
    imprint: escapeHtml(imprintOf(brand)),
    ...coloursOf(brand),
    button: copy.button?.(values, htmlMarkup) ?? "",
    actionUrl: escapeHtml(actionUrl),
    linkHint: linkHint(values, htmlMarkup),
    footer: footer(values, htmlMarkup),
    content: "",
    label: "",
    value: "",
  };
}

function coloursOf({ accentColor }: Brand) {
  const accent = legibleOn(sheet.light, accentColor);
  const accentInDark = legibleOn(sheet.dark, accentColor);
  return { accent, onAccent: textOn(accent), accentInDark, onAccentInDark: textOn(accentInDark) };
}
