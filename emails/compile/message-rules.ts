import type { MessageName } from "../../functions/messages/message-names.ts";
import type { VariableName } from "./variables.ts";

/** What every translation of a message must do. */
export interface MessageRule {
  readonly hasButton: boolean;
  /** Variables it must use somewhere. */
  readonly needs: readonly VariableName[];
}

const payment: readonly VariableName[] = ["customerName", "amount", "plan", "cardBrand", "cardLast4", "failedOn"];

const toCustomer = (...needs: VariableName[]): MessageRule => ({
  hasButton: true,
  needs: [...payment, "signature", ...needs],
});

export const messageRules: Readonly<Record<MessageName, MessageRule>> = {
  "payment-failed": toCustomer("declineReason", "nextDate", "pauseDate"),
  "payment-reminder": toCustomer("declineReason", "nextDate", "pauseDate"),
  "payment-urgent": toCustomer("declineReason", "pauseDate"),
  "pause-warning": toCustomer("pauseDate"),
  paused: toCustomer("endDate", "endKind"),
  "final-notice": toCustomer("endDate", "endKind"),
  ended: toCustomer("endKind"),
  recovered: { hasButton: false, needs: ["amount", "plan", "signature"] },
  "hand-over": {
    hasButton: true,
    needs: [...payment, "attempts", "endDate", "caseId", "handOverReason"],
  },
};

/** Variables the layout's own words must use. */
export const frameNeeds: readonly VariableName[] = ["companyName", "supportEmail", "supportPage"];
