import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRecipient, recipientItem, stranger } from "../../../functions/contact/recipient.ts";
import { erased, suppress } from "../../../functions/contact/recipient-changes.ts";
import { recipientIdOf } from "../../../functions/contact/recipient-id.ts";
import { sampleLinkKey } from "../messages/sample-message.ts";
import { noon } from "./sample-recipient.ts";

describe("an address is known", () => {
  const idOf = (address: string, key = sampleLinkKey) => recipientIdOf(address, key);

  it("in every spelling of one mailbox", () => {
    expect(idOf(" Grace@Bücher.EXAMPLE ")).toBe(idOf("grace@xn--bcher-kva.example"));
    expect(idOf("grace@customer.example")).not.toBe(idOf("grace+news@customer.example"));
    expect(idOf("grace@customer.example")).not.toBe(idOf("g.race@customer.example"));
  });

  it("by a hash that only this deployment can make, the same in every version", () => {
    expect(idOf("grace@customer.example")).toBe("699e3ce8f7fa5f2e15508ac2b135182720b7305208ce7428533a879298ac1db6");
    expect(idOf("grace@customer.example")).not.toBe(idOf("grace@customer.example", "j".repeat(64)));
  });
});

describe("a recipient", () => {
  const known = stranger("a");

  it("that says nothing of a person is forgotten; one that refuses, agreed or was erased is not", () => {
    expect(recipientItem(known, 0, noon).expiresAt).toBe("2026-04-17T11:00:00.000Z");
    expect(recipientItem(suppress(known, "email", "why"), 0, noon).expiresAt).toBeUndefined();
    expect(recipientItem({ ...known, consents: { "offer/email": true } }, 0, noon).expiresAt).toBeUndefined();
    expect(recipientItem(erased(known), 0, noon).expiresAt).toBeUndefined();
  });

  it("comes back as it was stored", () => {
    const refusing = suppress(known, "email", "why");
    expect(parseRecipient(recipientItem(refusing, 0, noon))).toEqual(refusing);
  });

  it("refuses for the same reason in whatever order, and however often, reasons come", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (reasons) => {
        const fold = (list: readonly string[]) => list.reduce((one, reason) => suppress(one, "email", reason), known);
        expect(fold([...reasons, ...reasons.toReversed()])).toEqual(fold(reasons.toSorted()));
      }),
    );
  });

  it("still refuses once it is erased", () => {
    expect(erased(suppress(known, "email", "why"))).toMatchObject({ suppressed: { email: "why" }, epoch: 1 });
  });
});
