import type { Locale } from "../appearance/locales.ts";
import type { MessagesPolicy } from "./policy-slice.ts";

/** Who signs in a language; empty where the configuration names nobody, which synth refuses. */
export const signatureIn = ({ signature }: Pick<MessagesPolicy["sender"], "signature">, locale: Locale): string =>
  typeof signature === "string" ? signature : (signature[locale] ?? "");
