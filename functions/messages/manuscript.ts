import type { Brand } from "../appearance/brand.ts";
import type { Locale } from "../appearance/locales.ts";
import type { Copy, Line } from "./catalogue.ts";
import type { FrameValues, MessageValues } from "./message-kind.ts";
import type { ValueKinds } from "./values.ts";

/** What both media are made from: the copy, and every value on one line, not yet escaped. */
export interface Manuscript<Own extends ValueKinds> {
  readonly locale: Locale;
  readonly copy: Copy<MessageValues<Own>>;
  readonly linkHint: Line<FrameValues>;
  readonly footer: Line<FrameValues>;
  readonly values: MessageValues<Own>;
  /** Where the button leads; empty if there is none. */
  readonly actionUrl: string;
  readonly subject: string;
  readonly preheader: string;
  readonly brand: Brand;
}
