import type { DunningCase } from "./case.ts";

/**
 * The charge that was started and of which nobody has said yet how it ended, such as a bank debit that takes days;
 * undefined if the last one has its answer.
 */
export function pendingCharge({ attempts, declinedAt }: DunningCase): DunningCase["attempts"][number] | undefined {
  const last = attempts.at(-1);
  const hasFailedSince = last !== undefined && declinedAt !== undefined && declinedAt > last.at;
  return last?.result === "processing" && !hasFailedSince ? last : undefined;
}
