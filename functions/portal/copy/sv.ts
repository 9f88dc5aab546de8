import { html } from "../../appearance/html.ts";
import type { Ended, PageCopy, Said } from "./page-copy.ts";

const goesOn = ({ paysFor, leaveDate }: Pick<Said, "paysFor" | "leaveDate">): string => {
  if (leaveDate !== "") return ` Abonnemanget avslutas som bestämt ${leaveDate}.`;
  return paysFor === "invoice" ? "" : " Sedan löper ditt abonnemang på som vanligt.";
};

const toDo = ({ ask, amount, total, invoiceCount }: Said): string => {
  switch (ask) {
    case "update-card":
      return `Lägg in ett kort som fungerar så drar vi ${total} från det direkt.`;
    case "update-account":
      return `Lägg in ett konto som fungerar så drar vi ${total} från det; det tar några dagar.`;
    case "update-method":
      return `Lägg in ett annat betalsätt så drar vi ${total} direkt.`;
    case "add-method":
      return `Lägg in ett kort eller ett annat betalsätt så drar vi ${total} direkt.`;
    case "confirm":
      return `Bekräfta ${invoiceCount > 1 ? `betalningen på ${amount}` : "den"} hos vår betalleverantör, så går den igenom. Det går också bra att använda ett annat kort där.`;
  }
};

const forWhat = ({ plan }: Ended): string => (plan === "" ? "" : ` för ${plan}`);

export const sv: PageCopy = {
  lang: "sv",
  update: {
    heading: {
      "update-card": "Uppdatera kortet",
      "update-account": "Uppdatera kontouppgifterna",
      "update-method": "Uppdatera betalsättet",
      "add-method": "Lägg in ett betalsätt",
      confirm: "Bekräfta betalningen",
    },
    whatHappened: ({ ask, amount, partPaid, invoiceCount, total, bankLast4, declineReason }) => {
      if (invoiceCount > 1) return `${invoiceCount} av dina betalningar, sammanlagt ${total}, gick inte igenom.`;
      const payment = partPaid === "" ? `Din betalning på ${amount}` : `Resten av din betalning, ${amount},`;
      const account = `ditt bankkonto${bankLast4 === "" ? "" : ` •••• ${bankLast4}`}`;
      const failed = ask === "update-account" ? `kunde inte dras från ${account}` : "gick inte igenom";
      return `${payment} ${failed}. ${declineReason}`;
    },
    whatToDo: (said) => `${toDo(said)}${goesOn(said)}`,
    facts: {
      amount: "Belopp",
      total: "Totalt",
      paid: "Redan betalt",
      plan: "Abonnemang",
      invoice: "Faktura",
      card: "Kort",
      bankAccount: "Bankkonto",
      account: "Konto",
      pause: "Pausas",
      end: "Vi slutar försöka",
    },
    invoice: (plan, failedOn) => `${plan === "" ? "Faktura" : plan}, ${failedOn}`,
    card: (brand, last4) => `${brand === "" ? "Kort" : brand} som slutar på ${last4}`,
    bankAccount: (name, last4, scheme) => `${name} •••• ${last4}${scheme === "" ? "" : ` (${scheme})`}`.trim(),
    button: {
      "update-card": "Uppdatera kortet",
      "update-account": "Uppdatera kontouppgifterna",
      "update-method": "Uppdatera betalsättet",
      "add-method": "Lägg in ett betalsätt",
      confirm: "Bekräfta betalningen",
    },
    confirmOne: (amount) => `Bekräfta betalningen på ${amount}`,
    otherWay: "Betala på ett annat sätt",
    secure: (company, ask) => {
      const number = { "update-card": "hela kortnumret", "update-account": "hela kontonumret" };
      const hidden = ask === "update-card" || ask === "update-account" ? number[ask] : "dina betaluppgifter";
      return `Du fortsätter på betalleverantörens säkra sida. ${company} ser aldrig ${hidden}.`;
    },
  },
  unchanged: {
    heading: "Inget har ändrats än",
    whatIs: (known) =>
      known === ""
        ? "Inget nytt betalsätt har sparats."
        : `Det vi har sparat är fortfarande ${known}; inget nytt har lagts in.`,
  },
  saved: {
    heading: "Tack",
    whatIs: (means, shown) => {
      const [thing, isSaved] = {
        card: ["Ditt nya kort", "sparat"],
        account: ["Ditt nya bankkonto", "sparat"],
        other: ["Ditt nya betalsätt", "sparat"],
      }[means];
      return shown === "" ? `${thing} är ${isSaved}.` : `${thing}, ${shown}, är ${isSaved}.`;
    },
    whatNext: (said, means) =>
      (means === "account"
        ? `Vi drar ${said.total} från det, vilket tar några dagar.`
        : `Vi drar ${said.total} inom några minuter, och du behöver inte göra något mer.`) + goesOn(said),
  },
  ended: {
    heading: (end) =>
      end === "cancel-subscription" || end === "cancelled"
        ? "Ditt abonnemang är avslutat"
        : "Vi har slutat försöka dra betalningen",
    whatHappened: (ended) => {
      const payment = `Din betalning på ${ended.amount}${forWhat(ended)} gick inte igenom`;
      switch (ended.end) {
        case "cancel-subscription":
          return `${payment}, så ditt abonnemang avslutades den ${ended.day}. Inget mer kommer att dras.`;
        case "mark-uncollectible":
          return `${payment}, så den ${ended.day} slutade vi försöka dra den och stängde fakturan. Du behöver inte göra något.`;
        case "leave-open":
          return `${payment}, så den ${ended.day} slutade vi försöka dra den. Fakturan står kvar som obetald.`;
        case "cancelled":
          return `Ditt abonnemang avslutades den ${ended.day}, så vi har slutat försöka dra betalningen på ${ended.amount}${forWhat(ended)}.`;
      }
    },
    comeBack: (company, paysFor) =>
      paysFor === "invoice"
        ? "Har du en fråga om den skriver du till adressen nedan."
        : `Vill du använda ${company} igen går du till vår webbplats eller skriver till adressen nedan, så hjälper vi dig att komma igång.`,
    website: (company) => `Gå till ${company}`,
    pay: "Betala fakturan",
  },
  processing: {
    heading: "Betalningen är på väg",
    paragraphs: [
      "Banken arbetar med den, och det kan ta några dagar. Under tiden behöver du inte göra något.",
      "Du kan stänga den här sidan.",
    ],
  },
  settled: {
    heading: "Det finns inget kvar att betala",
    paragraphs: ["Betalningen är klar och du behöver inte ändra något.", "Du kan stänga den här sidan."],
  },
  withdrawn: {
    heading: "Det finns inget kvar att betala",
    paragraphs: ["Fakturan har dragits tillbaka och inget kommer att dras för den.", "Du kan stänga den här sidan."],
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
      "Om du sparade ett nytt betalsätt är allt klart: vi drar det obetalda beloppet inom några minuter.",
      "Om du kom tillbaka utan att spara något kan du öppna länken i vårt mejl igen när det passar dig.",
      "Du kan stänga den här sidan.",
    ],
  },
  help: {
    heading: "Har du frågor?",
    contact: (email, page) => html`Skriv till ${email} eller titta på vår ${page("hjälpsida om betalningar")}.`,
    cancel: "Vill du hellre säga upp abonnemanget? Skriv till samma adress så ordnar vi det.",
  },
};
