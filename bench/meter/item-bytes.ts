import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Attributes } from "../../functions/platform/aws/item-attributes.ts";

/**
 * The size of an item as DynamoDB counts it: names and texts in UTF-8, bytes as they are, a byte for two significant digits
 * of a number and one more, one for true, false and null, and for a list or a map three and one for each entry.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (item: Attributes): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

/** @throws RangeError for a kind of attribute that no table of ours has. */
function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined) return value.L.reduce((sum, entry) => sum + 1 + valueBytes(entry), 3);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  throw new RangeError(`The meter does not know the size of ${Object.keys(value).join()}; teach it here.`);
}

/** Zeros before the first and after the last other digit are not significant. */
function numberBytes(text: string): number {
  const digits = text
    .replace(/^-/, "")
    .replace(/e.*$/i, "")
    .replace(".", "")
    .replace(/^0+|0+$/g, "");
  return Math.ceil(digits.length / 2) + 1;
}
