import { html } from "../../appearance/html.ts";
import type { PageCopy } from "./page-copy.ts";

export const pl: PageCopy = {
  lang: "pl",
  update: {
    heading: "Zaktualizuj kartę",
    whatHappened: (amount, reason) => `Nie udało się pobrać płatności w wysokości ${amount}. ${reason}`,
    whatToDo: (amount) =>
      `Zapisz działającą kartę, a od razu pobierzemy z niej ${amount}. Subskrypcja będzie działać tak jak dotąd.`,
    facts: {
      amount: "Kwota",
      plan: "Plan",
      card: "Karta",
      account: "Konto",
      pause: "Wstrzymanie",
      end: "Koniec prób pobrania",
    },
    card: (brand, last4) => `${brand}, końcówka ${last4}`,
    button: "Zaktualizuj kartę",
    secure: (company) =>
      `Następny krok odbywa się na bezpiecznej stronie operatora płatności. ${company} nie widzi pełnego numeru karty.`,
  },
  settled: {
    heading: "Nie ma już nic do zapłaty",
    paragraphs: ["Ta płatność jest uregulowana, a karty nie trzeba zmieniać.", "Tę stronę można zamknąć."],
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
      "Jeśli nowa karta jest już zapisana, to wszystko: w ciągu kilku minut pobierzemy z niej zaległą kwotę, a subskrypcja będzie działać dalej.",
      "Jeśli karta nie została zapisana, link z naszej wiadomości można otworzyć ponownie w dowolnej chwili.",
      "Tę stronę można zamknąć.",
    ],
  },
  help: {
    heading: "Pytania?",
    contact: (email, page) => html`Napisz na ${email} lub zajrzyj na ${page("stronę pomocy w sprawach płatności")}.`,
    cancel: "Wolisz zrezygnować z subskrypcji? Napisz na ten sam adres, a wszystkim się zajmiemy.",
  },
};
