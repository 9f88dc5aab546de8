import * as z from "zod/mini";
import type { Item } from "../platform/ports/store.ts";

/** A message of version 1, before rooms had theirs: all were about dunning cases, and only staff got a reason. */
const firstSchema = z.looseObject({
  caseId: z.string(),
  variables: z.looseObject({ handOverReason: z.string() }),
});

/** Version 2 of a stored message, made of version 1. @throws z.core.$ZodError if it is not of version 1. */
export function aboutItsRoom(body: Item["body"]): Item["body"] {
  const { caseId, variables, ...rest } = firstSchema.parse(body);
  return {
    ...rest,
    about: { room: "dunning", id: caseId },
    purpose: variables.handOverReason === "" ? "billing-notice" : "staff",
    because: "Why it was written was not kept at the time.",
    values: variables,
  };
}
