import { type Content, type FunctionArg, type PlainArg, parse, type Select } from "@messageformat/parser";
import type { Locale } from "../../functions/appearance/locales.ts";
import type { ValueKind } from "../../functions/messages/values.ts";
import { mistakeAt, type Origin } from "./copy-mistake.ts";
import { inBraces, selectKeys, type Vocabulary, valueNamed } from "./vocabulary.ts";

/** A line of copy compiled to the source of a function, and the names of the values it uses. */
export interface CompiledLine {
  readonly code: string;
  /** What the function answers with, of the values `v` and the markup `m`. */
  readonly expression: string;
  readonly uses: ReadonlySet<string>;
  /** Whether it has bold text, links or line breaks. */
  readonly hasMarkup: boolean;
}

/** Where a text stands, its language, and what it may speak of. */
export interface Setting {
  readonly origin: Origin;
  readonly locale: Locale;
  readonly vocabulary: Vocabulary;
}

interface LineContext extends Setting {
  readonly uses: Set<string>;
  /** Facts without a value are left out, so there an empty one needs no other wording. */
  readonly mayComeEmpty: boolean;
  /** The phrases that are being put in here, outermost first. */
  readonly within: readonly string[];
}

type Token = ReturnType<typeof parse>[number] | { readonly type: "octothorpe" };

/**
 * Compiles ICU MessageFormat. Bold and links come as the arguments `{bold, open}` and `{supportPage, close}` that
 * markdown.ts makes; a line feed becomes the medium's own.
 * @throws CopyMistake naming the place and what to write instead.
 */
export function compileLine(source: string, setting: Setting, mayComeEmpty = false): CompiledLine {
  const context = { ...setting, uses: new Set<string>(), mayComeEmpty, within: [] };
  const tokens = parsed(source, context);
  const template = templateOf(tokens, context, new Set());
  const hasMarkup = hasMarkupIn(template);
  const values = context.uses.size > 0 ? "v" : "_v";
  const parameters = hasMarkup ? `${values}, m` : context.uses.size > 0 ? "v" : "";
  const expression = expressionOf(tokens, template);
  return { code: `(${parameters}) => ${expression}`, expression, uses: context.uses, hasMarkup };
}

/** The categories a language's plurals have: one, few, many, other in Polish. */
const pluralCategories = (locale: Locale) => new Intl.PluralRules(locale).resolvedOptions().pluralCategories;

function parsed(source: string, { origin, locale }: LineContext): Token[] {
  try {
    return parse(source, { cardinal: pluralCategories(locale) });
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split("\n") : [];
    throw mistakeAt(origin, `cannot be read as ICU MessageFormat: ${reason}`);
  }
}

/** The inside of a template literal. `filled` holds the values known not to be empty here. */
function templateOf(
  tokens: readonly Token[],
  context: LineContext,
  filled: ReadonlySet<string>,
  counted?: string,
): string {
  mustBeBalanced(tokens, context);
  return tokens.map((token) => tokenCode(token, context, filled, counted)).join("");
}

/** A template as an expression, without the quotes where it is one value or one choice: every function carries the copy. */
const expressionOf = ([token, ...others]: readonly Token[], template: string): string =>
  token === undefined || token.type === "content" || others.length > 0
    ? `\`${template}\``
    : template.slice("${".length, -"}".length);

function tokenCode(token: Token, context: LineContext, filled: ReadonlySet<string>, counted?: string): string {
  switch (token.type) {
    case "content":
      return contentCode(token);
    case "argument":
      return argumentCode(token, context, filled);
    case "function":
      return markupCode(token, context, filled);
    case "octothorpe":
      return counted === undefined ? "#" : `\${digits("${context.locale}", v.${counted})}`;
    case "select":
      return selectCode(token, context, filled, counted);
    default:
      return pluralCode(token, context, filled);
  }
}

const contentCode = ({ value }: Content): string =>
  value.replace(/[\\`]|\$(?=\{)/g, "\\$&").replaceAll("\n", `\${m.newline}`);

function used(name: string, { origin, uses, vocabulary }: LineContext): ValueKind {
  const value = valueNamed(vocabulary, name);
  if (value === undefined) {
    const names = Object.keys(vocabulary.values);
    if (names.length === 0) throw mistakeAt(origin, "must not use variables: it becomes one itself.");
    throw mistakeAt(origin, `{${name}} is no variable here; there are ${inBraces(names)}.`);
  }
  uses.add(name);
  return value;
}

/** What a phrase's function is called: `enForWhat`. */
export const phraseFunction = (locale: Locale, name: string): string =>
  `${locale}${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** A wording that the letters of a room share: read as if it stood here, and written as a call of the one function. */
function phraseCode(name: string, icu: string, context: LineContext, filled: ReadonlySet<string>): string {
  const origin = { ...context.origin, place: `${context.origin.place}, phrase {${name}}` };
  if (context.within.includes(name)) throw mistakeAt(origin, "speaks of itself.");
  context.uses.add(name);
  const inside = { ...context, origin, within: [...context.within, name] };
  const template = templateOf(parsed(icu, inside), inside, filled);
  return `\${${phraseFunction(context.locale, name)}(${hasMarkupIn(template) ? "v, m" : "v"})}`;
}

const hasMarkupIn = (template: string): boolean => template.includes("${m.") || template.includes("(v, m)");

function argumentCode({ arg }: PlainArg, context: LineContext, filled: ReadonlySet<string>): string {
  const phrase = context.vocabulary.phrases?.get(arg);
  if (phrase !== undefined) return phraseCode(arg, phrase, context, filled);
  const { form } = used(arg, context);
  if (form === "list")
    throw mistakeAt(context.origin, `{${arg}} is a list: begin a fact with it, - {${arg}} label: value.`);
  if (form === "one-of")
    throw mistakeAt(context.origin, `{${arg}} chooses between wordings: write {${arg}, select, ...}.`);
  if (form === "count") throw mistakeAt(context.origin, `{${arg}} is a count: write {${arg}, plural, ...}.`);
  if ((form === "may-be-empty" || form === "link-if-known") && !filled.has(arg) && !context.mayComeEmpty)
    throw mistakeAt(context.origin, `{${arg}} may be empty: write {${arg}, select, none {...} other {...}}.`);
  return `\${v.${arg}}`;
}

function markupCode({ arg, key }: FunctionArg, context: LineContext, filled: ReadonlySet<string>): string {
  if (key !== "open" && key !== "close")
    throw mistakeAt(context.origin, `{${arg}, ${key}} is not possible: values come formatted.`);
  if (arg === "bold") return key === "open" ? `\${m.bold}` : `\${m.endBold}`;
  const { form } = used(arg, context);
  if (form === "link-if-known" && !filled.has(arg))
    throw mistakeAt(context.origin, `{${arg}} may be unknown: write {${arg}, select, none {...} other {...}}.`);
  const url = form === "mailbox" ? `\`mailto:\${v.${arg}}\`` : `v.${arg}`;
  return `\${m.${key === "open" ? "link" : "endLink"}(${url})}`;
}

function selectCode(token: Select, context: LineContext, filled: ReadonlySet<string>, counted?: string): string {
  const name = token.arg;
  const keys = selectKeys(used(name, context));
  const other = caseOf(token, "other", context);
  const otherCode = templateOf(other.tokens, context, new Set([...filled, name]), counted);
  const chosen = token.cases.filter((each) => each !== other);
  if (chosen.length === 0) throw mistakeAt(context.origin, `the select on {${name}} has only one case, other.`);
  return `\${${chosen
    .map(({ key, tokens }) => {
      const value = keys.get(key);
      if (value === undefined)
        throw mistakeAt(
          context.origin,
          `${key} is no case of {${name}}: it has ${[...keys.keys()].join(", ")} and other.`,
        );
      return `v.${name} === ${JSON.stringify(value)} ? ${expressionOf(tokens, templateOf(tokens, context, filled, counted))} : `;
    })
    .join("")}${expressionOf(other.tokens, otherCode)}}`;
}

function pluralCode(token: Select, context: LineContext, filled: ReadonlySet<string>): string {
  const name = token.arg;
  const { form } = used(name, context);
  if (token.type !== "plural" || token.pluralOffset || form !== "count")
    throw mistakeAt(
      context.origin,
      `{${name}, ${token.type}} is not possible: only a count takes a plural, without offset.`,
    );
  caseOf(token, "other", context);
  for (const category of pluralCategories(context.locale)) caseOf(token, category, context);
  const forms = token.cases.map(
    ({ key, tokens }) => `${JSON.stringify(key)}: ${expressionOf(tokens, templateOf(tokens, context, filled, name))}`,
  );
  return `\${plural("${context.locale}", v.${name}, { ${forms.join(", ")} })}`;
}

function caseOf({ arg, type, cases }: Select, key: string, { origin, locale }: LineContext): Select["cases"][number] {
  const found = cases.find((each) => each.key === key);
  if (found) return found;
  throw mistakeAt(origin, `the ${type} on {${arg}} lacks the case ${key}, which ${locale} needs.`);
}

/** Bold and links must open and close within one wording, or a choice could leave them open. */
function mustBeBalanced(tokens: readonly Token[], { origin }: LineContext): void {
  const open: string[] = [];
  for (const token of tokens) {
    if (token.type !== "function") continue;
    if (token.key === "open") open.push(token.arg);
    else if (token.key === "close" && open.pop() !== token.arg) open.push("?");
  }
  if (open.length > 0) throw mistakeAt(origin, "bold text or a link begins in one wording and ends in another.");
}
