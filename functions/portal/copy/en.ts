import { html } from "../../appearance/html.ts";
import type { Ended, PageCopy, Said } from "./page-copy.ts";

const goesOn = ({ paysFor, leaveDate }: Pick<Said, "paysFor" | "leaveDate">): string => {
  if (leaveDate !== "") return ` Your subscription ends on ${leaveDate}, as arranged.`;
  return paysFor === "invoice" ? "" : " Your subscription carries on as before.";
};

const toDo = ({ ask, amount, total, invoiceCount }: Said): string => {
  switch (ask) {
    case "update-card":
      return `Save a card that works and we’ll charge ${total} to it straight away.`;
    case "update-account":
      return `Save a bank account that works and we’ll collect ${total} from it; that takes a few days.`;
    case "update-method":
      return `Save another way to pay and we’ll take ${total} straight away.`;
    case "add-method":
      return `Save a card or another way to pay and we’ll take ${total} straight away.`;
    case "confirm":
      return `Confirm ${invoiceCount > 1 ? `the payment of ${amount}` : "it"} on our payment provider’s page, and it goes through. You can use a different card there instead.`;
  }
};

const forWhat = ({ plan }: Ended): string => (plan === "" ? "" : ` for ${plan}`);

export const en: PageCopy = {
  lang: "en",
  update: {
    heading: {
      "update-card": "Update your card",
      "update-account": "Update your bank details",
      "update-method": "Update how you pay",
      "add-method": "Add a way to pay",
      confirm: "Confirm the payment",
    },
    whatHappened: ({ ask, amount, partPaid, invoiceCount, total, bankLast4, declineReason }) => {
      if (invoiceCount > 1) return `${invoiceCount} of your payments, ${total} in all, didn’t go through.`;
      const payment = partPaid === "" ? `Your payment of ${amount}` : `The remaining ${amount} of your payment`;
      const account = `your bank account${bankLast4 === "" ? "" : ` •••• ${bankLast4}`}`;
      const failed = ask === "update-account" ? `couldn’t be collected from ${account}` : "didn’t go through";
      return `${payment} ${failed}. ${declineReason}`;
    },
    whatToDo: (said) => `${toDo(said)}${goesOn(said)}`,
    facts: {
      amount: "Amount",
      total: "Total",
      paid: "Already paid",
      plan: "Plan",
      invoice: "Invoice",
      card: "Card",
      bankAccount: "Bank account",
      account: "Account",
      pause: "Pauses on",
      end: "We stop trying",
    },
    invoice: (plan, failedOn) => `${plan === "" ? "Invoice" : plan}, ${failedOn}`,
    card: (brand, last4) => `${brand === "" ? "Card" : brand} ending in ${last4}`,
    bankAccount: (name, last4, scheme) => `${name} •••• ${last4}${scheme === "" ? "" : ` (${scheme})`}`.trim(),
    button: {
      "update-card": "Update your card",
      "update-account": "Update your bank details",
      "update-method": "Update how you pay",
      "add-method": "Add a way to pay",
      confirm: "Confirm the payment",
    },
    confirmOne: (amount) => `Confirm the payment of ${amount}`,
    otherWay: "Pay another way",
    secure: (company, ask) => {
      const number = { "update-card": "your full card number", "update-account": "your full account number" };
      const hidden = ask === "update-card" || ask === "update-account" ? number[ask] : "your payment details";
      return `You’ll continue on our payment provider’s secure page. ${company} never sees ${hidden}.`;
    },
  },
  unchanged: {
    heading: "Nothing has changed yet",
    whatIs: (known) =>
      known === ""
        ? "No new way to pay has been saved."
        : `What we have on file is still ${known}; nothing new has been saved.`,
  },
  saved: {
    heading: "Thank you",
    whatIs: (means, shown) => {
      const thing = { card: "card", account: "bank account", other: "way to pay" }[means];
      return shown === "" ? `Your new ${thing} is saved.` : `Your new ${thing}, ${shown}, is saved.`;
    },
    whatNext: (said, means) =>
      (means === "account"
        ? `We’ll collect ${said.total} from it, which takes a few days.`
        : `We’ll take ${said.total} within a few minutes; there’s nothing more you need to do.`) + goesOn(said),
  },
  ended: {
    heading: (end) =>
      end === "cancel-subscription" || end === "cancelled"
        ? "Your subscription has ended"
        : "We’ve stopped trying to take this payment",
    whatHappened: (ended) => {
      const payment = `Your payment of ${ended.amount}${forWhat(ended)} didn’t go through`;
      switch (ended.end) {
        case "cancel-subscription":
          return `${payment}, so your subscription ended on ${ended.day}. Nothing more will be charged.`;
        case "mark-uncollectible":
          return `${payment}, so we stopped trying to take it on ${ended.day} and closed the invoice. There’s nothing you need to do.`;
        case "leave-open":
          return `${payment}, so we stopped trying to take it on ${ended.day}. The invoice is still open.`;
        case "cancelled":
          return `Your subscription ended on ${ended.day}, so we’ve stopped trying to take your payment of ${ended.amount}${forWhat(ended)}.`;
      }
    },
    comeBack: (company, paysFor) =>
      paysFor === "invoice"
        ? "If you have a question about it, write to the address below."
        : `If you’d like to use ${company} again, visit our website or write to the address below, and we’ll help you start again.`,
    website: (company) => `Go to ${company}`,
    pay: "Pay the invoice",
  },
  processing: {
    heading: "Your payment is on its way",
    paragraphs: [
      "The bank is working on it, which can take a few days. There’s nothing you need to do meanwhile.",
      "You can close this page.",
    ],
  },
  settled: {
    heading: "There’s nothing left to pay",
    paragraphs: ["This payment is settled, and there’s nothing you need to change.", "You can close this page."],
  },
  withdrawn: {
    heading: "There’s nothing left to pay",
    paragraphs: ["This invoice has been withdrawn, and nothing will be charged for it.", "You can close this page."],
  },
  expired: {
    heading: "This link has expired",
    paragraphs: [
      "For your safety, links in our e-mails stop working after a while.",
      "Just reply to the e-mail it came in, or write to the address below, and we’ll send you a new one.",
    ],
  },
  invalid: {
    heading: "This link doesn’t work",
    paragraphs: [
      "Part of it may have got lost on the way. Please open it again from our e-mail, or copy the whole address from there.",
      "If that doesn’t help, write to us and we’ll send you a new one.",
    ],
  },
  unavailable: {
    heading: "The payment page isn’t answering right now",
    paragraphs: [
      "Nothing was charged and nothing was changed. Please try again in a few minutes; your link keeps working.",
    ],
    button: "Try again",
  },
  thanks: {
    heading: "Thank you",
    paragraphs: [
      "If you saved a new way to pay, you’re all set: we’ll take the open amount within a few minutes.",
      "If you came back without saving one, you can open the link in our e-mail again at any time.",
      "You can close this page.",
    ],
  },
  help: {
    heading: "Questions?",
    contact: (email, page) => html`Write to ${email} or have a look at our ${page("billing help")}.`,
    cancel: "Prefer to cancel? Write to the same address and we’ll take care of it.",
  },
};
