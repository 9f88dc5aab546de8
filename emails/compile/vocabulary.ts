import { frameValues, type MessageKind } from "../../functions/messages/message-kind.ts";
import { shown, type ValueKind, type ValueKinds } from "../../functions/messages/values.ts";

/** What a text may speak of, and what of it every translation must use. */
export interface Vocabulary {
  readonly values: ValueKinds;
  readonly mustUse: readonly string[];
  /** Wordings that letters of a room share, as ICU MessageFormat, by the name that copy calls them by. */
  readonly phrases?: ReadonlyMap<string, string>;
}

/** The words around every message. */
export const frameVocabulary: Vocabulary = { values: frameValues, mustUse: Object.keys(frameValues) };

/** Text that speaks of nothing, since it becomes a value itself. */
export const noVocabulary: Vocabulary = { values: {}, mustUse: [] };

/** The copy of a message: what its kind speaks of, and the frame's values if it wants them. */
export function vocabularyOf(
  { values, mayGoUnsaid = [] }: MessageKind,
  phrases: ReadonlyMap<string, string> = new Map(),
): Vocabulary {
  // Where the button leads is said by the button.
  const unsaid: ReadonlySet<string> = new Set(["actionUrl", ...mayGoUnsaid]);
  return {
    values: { ...frameValues, ...values },
    mustUse: Object.keys(values).filter((name) => !unsaid.has(name)),
    phrases,
  };
}

/** What the fact of an entry of a list may speak of: the entry's texts, and nothing of the letter. */
export const entryVocabulary = (names: readonly string[]): Vocabulary => ({
  values: Object.fromEntries(names.map((name) => [name, shown])),
  mustUse: [],
});

/** The value of this name; undefined if the text may not speak of it. */
export const valueNamed = ({ values }: Vocabulary, name: string): ValueKind | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** The names as copy writes them: `{amount}, {plan}`. */
export const inBraces = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(", ");

/** Where links may lead, as copy writes it: `mailto:{supportEmail}, {supportPage} or {actionUrl}`. */
export function linkTargets({ values }: Vocabulary): string {
  const targets = Object.entries(values).flatMap(([name, { form }]) =>
    form === "link" || form === "link-if-known" ? [`{${name}}`] : form === "mailbox" ? [`mailto:{${name}}`] : [],
  );
  return targets.length === 0 ? "nowhere" : new Intl.ListFormat("en-GB", { type: "disjunction" }).format(targets);
}

/** The keys a select on a value may have, and what each stands for: ICU allows neither a hyphen nor an empty key. */
export function selectKeys(value: ValueKind): ReadonlyMap<string, string> {
  const options = value.form === "one-of" ? value.options : [""];
  return new Map(options.map((option) => [option === "" ? "none" : option.replaceAll("-", "_"), option]));
}
