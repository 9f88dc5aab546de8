import type { DueKind } from "../platform/due-kind.ts";
import { applyInboxItem, type InboxPorts } from "./apply-inbox-item.ts";
import { inboxDue, inboxShards } from "./inbox.ts";

/** An event of the inbox that is not applied yet: the stream tries it first, the sweep from then on. */
export const unappliedEvent = (ports: InboxPorts): DueKind => ({
  name: inboxDue,
  shards: inboxShards,
  store: ports.inbox,
  take: (item) => applyInboxItem(ports, item),
  lines: { failed: "event-failed", parked: "event-parked" },
});
