/** Where Orbit's customers are. `share` is in percent of all of them. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly share: number;
  readonly locale: string;
  readonly timeZones: readonly [string, ...string[]];
  readonly currency: string;
  readonly names: readonly [string, ...string[]];
}

export const countries: readonly [Country, ...Country[]] = [
  {
    code: "PL",
    share: 18,
    locale: "pl",
    timeZones: ["Europe/Warsaw"],
    currency: "pln",
    names: ["Zofia Wójcik", "Jan Kowalczyk", "Łucja Dąbrowska", "Michał Żak", "Agnieszka Ślusarczyk", "Tomasz Piątek"],
  },
  {
    code: "SE",
    share: 16,
    locale: "sv",
    timeZones: ["Europe/Stockholm"],
    currency: "sek",
    names: ["Elsa Lindqvist", "Åke Sjöström", "Maja Öberg", "Nils Ekdahl", "Saga Björk", "Oskar Nyström"],
  },
  {
    code: "CN",
    share: 14,
    locale: "zh",
    timeZones: ["Asia/Shanghai", "Asia/Urumqi"],
    currency: "cny",
    names: ["王秀英", "李伟", "张敏", "陈静怡", "刘洋", "赵子涵"],
  },
  {
    code: "US",
    share: 17,
    locale: "en-US",
    timeZones: ["America/New_York", "America/Chicago", "America/Los_Angeles", "Pacific/Honolulu"],
    currency: "usd",
    names: ["Grace Miller", "Marcus Reed", "Latoya Price", "Hannah Cole", "Diego Ramirez", "Sam Okafor"],
  },
  {
    code: "GB",
    share: 8,
    locale: "en-GB",
    timeZones: ["Europe/London"],
    currency: "usd",
    names: ["Imogen Clarke", "Rhys Pryce", "Niamh O'Hara", "George Whitfield"],
  },
  {
    code: "DE",
    share: 9,
    locale: "de",
    timeZones: ["Europe/Berlin"],
    currency: "eur",
    names: ["Jürgen Groß", "Lena Vogel", "Anton Krüger", "Mia Schäfer"],
  },
  {
    code: "JP",
    share: 7,
    locale: "ja",
    timeZones: ["Asia/Tokyo"],
    currency: "jpy",
    names: ["佐藤 陽菜", "田中 蓮", "鈴木 美咲", "高橋 翔"],
  },
  {
    code: "KW",
    share: 4,
    locale: "en",
    timeZones: ["Asia/Kuwait"],
    currency: "kwd",
    names: ["Noura Al-Sabah", "Faisal Al-Mutairi", "Huda Al-Ajmi"],
  },
  {
    code: "IN",
    share: 2,
    locale: "en-IN",
    timeZones: ["Asia/Kolkata"],
    currency: "usd",
    names: ["Ananya Iyer", "Rohan Mehta"],
  },
  {
    code: "NZ",
    share: 3,
    locale: "en-NZ",
    timeZones: ["Pacific/Auckland", "Pacific/Chatham"],
    currency: "usd",
    names: ["Aroha Walker", "Tane Ngata"],
  },
  {
    code: "KI",
    share: 1,
    locale: "en",
    timeZones: ["Pacific/Kiritimati"],
    currency: "usd",
    names: ["Teburoro Tito"],
  },
  {
    code: "AS",
    share: 1,
    locale: "en",
    timeZones: ["Pacific/Pago_Pago"],
    currency: "usd",
    names: ["Sina Faleafa"],
  },
];

/** Names that have broken other people's software. */
export const awkwardNames = [
  'Zoë "Zed" O\'Neill',
  "<b>Bob</b> & Sons <script>alert(1)</script>",
  "Anaïs 🚀 de la Cruz-Fernández",
  "Line\r\nBreak Ltd",
  "{{name}} %s {0}",
  "محمد العتيبي",
] as const;
