import type { Brand } from "../appearance/brand.ts";
import type { Locale } from "../appearance/locales.ts";
import type { Copy, Line } from "./catalogue.ts";
import type { MessageVariables } from "./message.ts";

/** What both media are made from: the copy, and every value on one line, not yet escaped. */
export interface Manuscript {
  readonly locale: Locale;
  readonly copy: Copy;
  readonly linkHint: Line;
  readonly footer: Line;
  readonly values: MessageVariables;
  readonly subject: string;
  readonly preheader: string;
  readonly brand: Brand;
}
