import { html } from "../../appearance/html.ts";
import type { Ended, PageCopy, Said } from "./page-copy.ts";

const goesOn = ({ paysFor, leaveDate }: Pick<Said, "paysFor" | "leaveDate">): string => {
  if (leaveDate !== "") return ` Zgodnie z ustaleniem subskrypcja kończy się ${leaveDate}.`;
  return paysFor === "invoice" ? "" : " Subskrypcja będzie działać tak jak dotąd.";
};

const toDo = ({ ask, amount, total, invoiceCount }: Said): string => {
  switch (ask) {
    case "update-card":
      return `Podaj kartę, która działa, a od razu pobierzemy z niej ${total}.`;
    case "update-account":
      return `Podaj rachunek, z którego można pobrać płatność, a pobierzemy z niego ${total}; trwa to kilka dni.`;
    case "update-method":
      return `Podaj inną metodę płatności, a od razu pobierzemy ${total}.`;
    case "add-method":
      return `Podaj kartę lub inną metodę płatności, a od razu pobierzemy ${total}.`;
    case "confirm":
      return `Potwierdź ${invoiceCount > 1 ? `płatność ${amount}` : "ją"} na stronie operatora płatności, a dojdzie do skutku. Można tam też użyć innej karty.`;
  }
};

const forWhat = ({ plan }: Ended): string => (plan === "" ? "" : ` za ${plan}`);

export const pl: PageCopy = {
  lang: "pl",
  update: {
    heading: {
      "update-card": "Zaktualizuj kartę",
      "update-account": "Zaktualizuj dane rachunku",
      "update-method": "Zaktualizuj metodę płatności",
      "add-method": "Podaj metodę płatności",
      confirm: "Potwierdź płatność",
    },
    whatHappened: ({ ask, amount, partPaid, invoiceCount, total, bankLast4, declineReason }) => {
      if (invoiceCount > 1) return `Nie udało się pobrać ${invoiceCount} płatności, łącznie ${total}.`;
      const payment = partPaid === "" ? `płatności w wysokości ${amount}` : `pozostałej części płatności, ${amount},`;
      const account = `z rachunku bankowego${bankLast4 === "" ? "" : ` •••• ${bankLast4}`}`;
      const failed = ask === "update-account" ? `${payment} ${account}` : payment.replace(/,$/, "");
      return `Nie udało się pobrać ${failed}. ${declineReason}`;
    },
    whatToDo: (said) => `${toDo(said)}${goesOn(said)}`,
    facts: {
      amount: "Kwota",
      total: "Razem",
      paid: "Już zapłacono",
      plan: "Plan",
      invoice: "Faktura",
      card: "Karta",
      bankAccount: "Rachunek bankowy",
      account: "Konto",
      pause: "Wstrzymanie",
      end: "Koniec prób pobrania",
    },
    invoice: (plan, failedOn) => `${plan === "" ? "Faktura" : plan}, ${failedOn}`,
    card: (brand, last4) => `${brand === "" ? "karta" : brand}, końcówka ${last4}`,
    bankAccount: (name, last4, scheme) => `${name} •••• ${last4}${scheme === "" ? "" : ` (${scheme})`}`.trim(),
    button: {
      "update-card": "Zaktualizuj kartę",
      "update-account": "Zaktualizuj dane rachunku",
      "update-method": "Zaktualizuj metodę płatności",
      "add-method": "Podaj metodę płatności",
      confirm: "Potwierdź płatność",
    },
    confirmOne: (amount) => `Potwierdź płatność ${amount}`,
    otherWay: "Zapłać w inny sposób",
    secure: (company, ask) => {
      const number = { "update-card": "pełnego numeru karty", "update-account": "pełnego numeru rachunku" };
      const hidden = ask === "update-card" || ask === "update-account" ? number[ask] : "danych płatności";
      return `Następny krok odbywa się na bezpiecznej stronie operatora płatności. ${company} nie widzi ${hidden}.`;
    },
  },
  unchanged: {
    heading: "Na razie nic się nie zmieniło",
    whatIs: (known) =>
      known === ""
        ? "Nowa metoda płatności nie została zapisana."
        : `Nadal mamy zapisane: ${known}. Nic nowego nie zostało zapisane.`,
  },
  saved: {
    heading: "Dziękujemy",
    whatIs: (means, shown) => {
      const [thing, isSaved] = {
        card: ["Nowa karta", "jest zapisana"],
        account: ["Nowy rachunek", "jest zapisany"],
        other: ["Nowa metoda płatności", "jest zapisana"],
      }[means];
      return shown === "" ? `${thing} ${isSaved}.` : `${thing} (${shown}) ${isSaved}.`;
    },
    whatNext: (said, means) =>
      (means === "account"
        ? `Pobierzemy z niego ${said.total}; trwa to kilka dni.`
        : `W ciągu kilku minut pobierzemy ${said.total} i nic więcej nie trzeba robić.`) + goesOn(said),
  },
  ended: {
    heading: (end) =>
      end === "cancel-subscription" || end === "cancelled"
        ? "Subskrypcja dobiegła końca"
        : "Nie ponawiamy już tej płatności",
    whatHappened: (ended) => {
      const payment = `Płatność ${ended.amount}${forWhat(ended)} nie doszła do skutku`;
      switch (ended.end) {
        case "cancel-subscription":
          return `${payment}, dlatego ${ended.day} subskrypcja dobiegła końca. Nic więcej nie pobierzemy.`;
        case "mark-uncollectible":
          return `${payment}, dlatego od ${ended.day} już jej nie ponawiamy, a faktura została zamknięta. Nic nie trzeba robić.`;
        case "leave-open":
          return `${payment}, dlatego od ${ended.day} już jej nie ponawiamy. Faktura pozostaje otwarta.`;
        case "cancelled":
          return `Subskrypcja dobiegła końca ${ended.day}, dlatego nie ponawiamy już płatności ${ended.amount}${forWhat(ended)}.`;
      }
    },
    comeBack: (company, paysFor) =>
      paysFor === "invoice"
        ? "W razie pytań napisz na adres podany poniżej."
        : `Aby znów korzystać z ${company}, zajrzyj na naszą stronę albo napisz na adres podany poniżej, a pomożemy zacząć od nowa.`,
    website: (company) => `Przejdź do ${company}`,
    pay: "Opłać fakturę",
  },
  processing: {
    heading: "Płatność jest w drodze",
    paragraphs: [
      "Bank właśnie ją przetwarza, co może potrwać kilka dni. W tym czasie nic nie trzeba robić.",
      "Tę stronę można zamknąć.",
    ],
  },
  settled: {
    heading: "Nie ma już nic do zapłaty",
    paragraphs: ["Ta płatność jest uregulowana i niczego nie trzeba zmieniać.", "Tę stronę można zamknąć."],
  },
  withdrawn: {
    heading: "Nie ma już nic do zapłaty",
    paragraphs: ["Ta faktura została wycofana i nic za nią nie pobierzemy.", "Tę stronę można zamknąć."],
  },
  expired: {
    heading: "Ten link stracił ważność",
    paragraphs: [
      "Ze względów bezpieczeństwa linki z naszych wiadomości działają tylko przez pewien czas.",
      "Wystarczy odpowiedzieć na wiadomość z tym linkiem albo napisać na adres podany poniżej, a wyślemy nowy.",
    ],
  },
  invalid: {
    heading: "Ten link nie działa",
    paragraphs: [
      "Być może jego część zginęła po drodze. Otwórz go jeszcze raz z naszej wiadomości albo skopiuj z niej cały adres.",
      "Jeśli to nie pomoże, napisz do nas, a wyślemy nowy link.",
    ],
  },
  unavailable: {
    heading: "Strona płatności chwilowo nie odpowiada",
    paragraphs: ["Niczego nie pobraliśmy i nic się nie zmieniło. Spróbuj ponownie za kilka minut – link nadal działa."],
    button: "Spróbuj ponownie",
  },
  thanks: {
    heading: "Dziękujemy",
    paragraphs: [
      "Jeśli nowa metoda płatności jest już zapisana, to wszystko: w ciągu kilku minut pobierzemy zaległą kwotę.",
      "Jeśli nic nie zostało zapisane, link z naszej wiadomości można otworzyć ponownie w dowolnej chwili.",
      "Tę stronę można zamknąć.",
    ],
  },
  help: {
    heading: "Pytania?",
    contact: (email, page) => html`Napisz na ${email} lub zajrzyj na ${page("stronę pomocy w sprawach płatności")}.`,
    cancel: "Wolisz zrezygnować z subskrypcji? Napisz na ten sam adres, a wszystkim się zajmiemy.",
  },
};
