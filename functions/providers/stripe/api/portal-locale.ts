/** `https://docs.stripe.com/api/customer_portal/sessions/create#create_portal_session-locale` */
const portalLocales: readonly string[] = (
  "bg cs da de el en en-AU en-CA en-GB en-IE en-IN en-NZ en-SG es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv " +
  "ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW"
).split(" ");

/** The portal's nearest locale to a BCP 47 tag, or `auto`, which asks the browser. */
export function portalLocale(locale: string): string {
  const wanted = locale.toLowerCase();
  const exact = portalLocales.find((known) => known.toLowerCase() === wanted);
  return exact ?? portalLocales.find((known) => known === wanted.split("-")[0]) ?? "auto";
}
