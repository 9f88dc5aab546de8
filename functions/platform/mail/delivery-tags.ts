/** The tags that an e-mail carries and every event about it repeats. */
export const tagNames = {
  message: "holdfast-message",
  customer: "holdfast-customer",
  recipient: "holdfast-recipient",
  name: "holdfast-name",
} as const;

/**
 * An id as the value of a tag, which may hold ASCII letters, digits, `-` and `_` only: any other byte, and `_` itself,
 * is written `_5F`, in hexadecimal.
 */
export const tagValue = (id: string): string =>
  encodeURIComponent(id)
    .replace(/[_.!~*'()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)
    .replaceAll("%", "_");

/** The id that `tagValue` wrote; undefined if it is not one. */
export function idOfTag(value: string): string | undefined {
  try {
    return decodeURIComponent(value.replaceAll("_", "%"));
  } catch {
    return undefined;
  }
}
