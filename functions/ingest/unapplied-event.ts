import type { DueKind } from "../platform/due-kind.ts";
import { applyInboxItem, type InboxPorts } from "./apply-inbox-item.ts";
import { inboxDue } from "./inbox.ts";

/** An event of the inbox that nobody has applied in its time: tried again, and parked after the last try. */
export const unappliedEvent = (ports: InboxPorts): DueKind => ({
  name: inboxDue,
  store: ports.inbox,
  take: (item) => applyInboxItem(ports, item),
});
