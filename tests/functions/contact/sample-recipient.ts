import { stranger } from "../../../functions/contact/recipient.ts";
import type { Request } from "../../../functions/contact/request.ts";
import { samplePolicy } from "../messages/sample-message.ts";

/** A Wednesday noon in Stockholm. */
export const noon = "2026-01-07T11:00:00.000Z";

export const sampleRecipient = { ...stranger("a"), zone: "Europe/Stockholm" };

export const sampleRequest: Request = {
  key: "one",
  purpose: "product",
  priority: 50,
  channels: ["email"],
  from: "2026-01-07T00:00:00.000Z",
  by: "2026-01-12T00:00:00.000Z",
};

export const contactPolicy = { contact: samplePolicy.contact };
