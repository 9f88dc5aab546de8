import { html } from "../../appearance/html.ts";
import type { PageCopy } from "./page-copy.ts";

export const sv: PageCopy = {
  lang: "sv",
  update: {
    heading: "Uppdatera kortet",
    whatHappened: (amount, reason) => `Din betalning på ${amount} gick inte igenom. ${reason}`,
    whatToDo: (amount) =>
      `Spara ett kort som fungerar så drar vi ${amount} från det direkt. Sedan löper ditt abonnemang på som vanligt.`,
    facts: {
      amount: "Belopp",
      plan: "Abonnemang",
      card: "Kort",
      account: "Konto",
      pause: "Pausas",
      end: "Vi slutar försöka",
    },
    card: (brand, last4) => `${brand} som slutar på ${last4}`,
    button: "Uppdatera kortet",
    secure: (company) => `Du fortsätter på betalleverantörens säkra sida. ${company} ser aldrig hela kortnumret.`,
  },
  settled: {
    heading: "Det finns inget kvar att betala",
    paragraphs: ["Betalningen är klar och du behöver inte ändra något.", "Du kan stänga den här sidan."],
  },
  expired: {
    heading: "Länken har gått ut",
    paragraphs: [
      "Av säkerhetsskäl slutar länkarna i våra mejl att gälla efter en tid.",
      "Svara på mejlet som länken kom i, eller skriv till adressen nedan, så skickar vi en ny.",
    ],
  },
  invalid: {
    heading: "Länken fungerar inte",
    paragraphs: [
      "En del av den kan ha fallit bort på vägen. Öppna den igen från vårt mejl, eller kopiera hela adressen därifrån.",
      "Om det inte hjälper, skriv till oss så skickar vi en ny.",
    ],
  },
  unavailable: {
    heading: "Betalsidan svarar inte just nu",
    paragraphs: [
      "Inget har dragits och inget har ändrats. Försök igen om några minuter, din länk fungerar fortfarande.",
    ],
    button: "Försök igen",
  },
  thanks: {
    heading: "Tack",
    paragraphs: [
      "Om du sparade ett nytt kort är allt klart: vi drar det obetalda beloppet från det inom några minuter och ditt abonnemang löper på.",
      "Om du kom tillbaka utan att spara något kort kan du öppna länken i vårt mejl igen när det passar dig.",
      "Du kan stänga den här sidan.",
    ],
  },
  help: {
    heading: "Har du frågor?",
    contact: (email, page) => html`Skriv till ${email} eller titta på vår ${page("hjälpsida om betalningar")}.`,
    cancel: "Vill du hellre säga upp abonnemanget? Skriv till samma adress så ordnar vi det.",
  },
};
