/**
 * The shape of both tables, inbox and state, wherever they are created: in an account by the CDK, in the embedded
 * world by dynalite. Every attribute named here is a string, except the time to live, which is epoch seconds.
 */
export const tableShape = {
  partitionKey: "pk",
  sortKey: "sk",
  timeToLive: "expiresAt",
  /** Sparse: only items with something due have its attributes. Projects keys only, because what is found is read again. */
  dueIndex: { name: "dueKeys", partitionKey: "dueShard", sortKey: "dueAt" },
  /** What deployments up to 0.1.0 found due items by; of the same keys, but it projected whole items. */
  formerDueIndex: { name: "due" },
} as const;
