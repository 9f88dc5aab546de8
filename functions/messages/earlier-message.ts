import * as z from "zod/mini";

/** A message as it was stored before rooms had theirs: all were about dunning cases, and only staff got a reason. */
const earlierSchema = z.looseObject({
  caseId: z.string(),
  variables: z.looseObject({ handOverReason: z.string() }),
});

/** A stored message in today's shape; one that is not of an earlier shape is left as it is. */
export function asStoredNow(body: unknown): unknown {
  const earlier = earlierSchema.safeParse(body);
  if (!earlier.success) return body;
  const { caseId, variables, ...rest } = earlier.data;
  return {
    ...rest,
    about: { room: "dunning", id: caseId },
    purpose: variables.handOverReason === "" ? "billing-notice" : "staff",
    because: "Why it was written was not kept at the time.",
    values: variables,
  };
}
