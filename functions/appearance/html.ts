const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// Private, so that markup can only come from `html` and `trusted`.
const made = Symbol("made");

/** Markup that may be sent as it is. */
export class Markup {
  readonly #text: string;
  constructor(key: typeof made, text: string) {
    if (key !== made) throw new TypeError("Markup is made by html`...` or trusted(...), not by new.");
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** What may stand between `${` and `}`: text is escaped, markup is not, `undefined` and `false` leave nothing. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

/** Text as HTML shows it, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

function markupOf(content: Content): string {
  if (content instanceof Markup) return content.toString();
  if (content === undefined || content === false) return "";
  if (typeof content === "string" || typeof content === "number") return escapeHtml(String(content));
  return content.map(markupOf).join("");
}

/**
 * Markup from a template whose values are escaped. hono's `html` would do, but it answers with a string or a promise,
 * and a page that is a pure function must be a string.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    made,
    strings.reduce((text, string, index) => text + markupOf(values[index - 1]) + string),
  );
}

/** Declares text of our own, such as a style sheet, to be markup. Never call it with a value from outside. */
export const trusted = (text: string): Markup => new Markup(made, text);
