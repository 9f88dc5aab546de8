import type { DynamoDBStreamEvent } from "aws-lambda";
import { messageOf, StaleRevisionError } from "../platform/errors.ts";
import { applyInboxItem, type InboxPorts } from "./apply-inbox-item.ts";

/** The keys of the inbox items that a batch of the inbox's stream says were accepted. */
function accepted(event: DynamoDBStreamEvent): { pk: string; sk: string }[] {
  return event.Records.flatMap(({ eventName, dynamodb }) => {
    const pk = dynamodb?.Keys?.["pk"]?.S;
    const sk = dynamodb?.Keys?.["sk"]?.S;
    return eventName === "INSERT" && pk !== undefined && sk !== undefined ? [{ pk, sk }] : [];
  });
}

/**
 * Applies events as the inbox's stream reports them. One that fails holds nobody up: it stays due, and the sweep
 * brings it back.
 */
export function createApplyEvent(ports: InboxPorts): (event: DynamoDBStreamEvent) => Promise<void> {
  return async (event) => {
    for (const key of accepted(event)) {
      try {
        const item = await ports.inbox.load(key);
        if (item !== undefined) await applyInboxItem(ports, item);
      } catch (error) {
        if (error instanceof StaleRevisionError) continue;
        ports.log.error("event-left-to-sweep", { item: key.pk, error: messageOf(error) });
      }
    }
  };
}
