import type { DynamoDBStreamEvent } from "aws-lambda";
import { messageOf } from "../platform/errors.ts";
import { tryAtOnce } from "../platform/take-up.ts";
import type { InboxPorts } from "./apply-inbox-item.ts";
import { unappliedEvent } from "./unapplied-event.ts";

/** The keys of the inbox items that a batch of the inbox's stream says were accepted. */
function accepted(event: DynamoDBStreamEvent): { pk: string; sk: string }[] {
  return event.Records.flatMap(({ eventName, dynamodb }) => {
    const pk = dynamodb?.Keys?.["pk"]?.S;
    const sk = dynamodb?.Keys?.["sk"]?.S;
    return eventName === "INSERT" && pk !== undefined && sk !== undefined ? [{ pk, sk }] : [];
  });
}

/**
 * Applies events as the inbox's stream reports them, each for the first time: a stream may report one twice, and what
 * has been tried before is the sweep's. One that fails holds nobody up: it stays due, and the sweep brings it back.
 */
export function createApplyEvent(ports: InboxPorts): (event: DynamoDBStreamEvent) => Promise<void> {
  const kind = unappliedEvent(ports);
  return async (event) => {
    for (const key of accepted(event)) {
      try {
        const item = await ports.inbox.load(key);
        if (item?.due !== undefined && item.trouble === undefined) await tryAtOnce(ports, kind, item);
      } catch (error) {
        ports.log.error("event-left-to-sweep", { item: key.pk, error: messageOf(error) });
      }
    }
  };
}
