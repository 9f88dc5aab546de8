import { html } from "../../appearance/html.ts";
import type { PageCopy } from "./page-copy.ts";

export const en: PageCopy = {
  lang: "en",
  update: {
    heading: "Update your card",
    whatHappened: (amount, reason) => `Your payment of ${amount} didn’t go through. ${reason}`,
    whatToDo: (amount) =>
      `Save a card that works and we’ll charge ${amount} to it straight away. Your subscription carries on as before.`,
    facts: {
      amount: "Amount",
      plan: "Plan",
      card: "Card",
      account: "Account",
      pause: "Pauses on",
      end: "We stop trying",
    },
    card: (brand, last4) => `${brand} ending in ${last4}`,
    button: "Update your card",
    secure: (company) =>
      `You’ll continue on our payment provider’s secure page. ${company} never sees your full card number.`,
  },
  settled: {
    heading: "There’s nothing left to pay",
    paragraphs: ["This payment is settled, and your card can stay as it is.", "You can close this page."],
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
      "If you saved a new card, you’re all set: we’ll charge the open amount to it within a few minutes and your subscription carries on.",
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
