/**
 * The shape of both tables, inbox and state, wherever they are created: in an account by the CDK, in the embedded
 * world by dynalite. Every attribute named here is a string, except the time to live, which is epoch seconds.
 */
export const tableShape = {
  partitionKey: "pk",
  sortKey: "sk",
  timeToLive: "expiresAt",
  /** Sparse: only items with something due have its attributes. Projects the whole item. */
  dueIndex: { name: "due", partitionKey: "dueShard", sortKey: "dueAt" },
} as const;
