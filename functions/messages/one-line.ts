/**
 * Text from outside on one line, fit for a header: no control characters, line ends or marks that turn the writing
 * direction (they can hide what a text says), no broken surrogates, single spaces.
 */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, "")
    .replace(/ {2,}/g, " ")
    .trim();
