import * as z from "zod/mini";
import { type MiniStack, region } from "./ministack.ts";

/**
 * A bus in the place of the provider's: nobody but AWS's partners may speak as `aws.*`, and the emulator, which takes
 * `PutPartnerEvents`, delivers none of them.
 */
export const rehearsalBus = { eventBus: "holdfast-rehearsal", eventBusSource: "holdfast.rehearsal.stripe" } as const;

/** Makes the bus, as an operator takes the one that Stripe offers. */
export async function openBus(ministack: MiniStack): Promise<void> {
  await events(ministack, "CreateEventBus", { Name: rehearsalBus.eventBus });
}

const putSchema = z.object({ FailedEntryCount: z.number() });

/** Says an event on the bus as the provider does. @throws Error if the bus does not take it. */
export async function sayOnBus(ministack: MiniStack, type: string, rawBody: string): Promise<void> {
  const entry = {
    EventBusName: rehearsalBus.eventBus,
    Source: rehearsalBus.eventBusSource,
    DetailType: type,
    Detail: rawBody,
  };
  const answer = putSchema.parse(await events(ministack, "PutEvents", { Entries: [entry] }));
  if (answer.FailedEntryCount > 0) throw new Error(`The bus did not take ${type}.`);
}

/** EventBridge's API without its SDK: MiniStack reads who calls and does not check the signature. */
async function events({ url }: MiniStack, action: string, input: object): Promise<unknown> {
  const scope = `test/20260101/${region}/events/aws4_request`;
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSEvents.${action}`,
    },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
