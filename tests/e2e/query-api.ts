import { type MiniStack, region } from "./ministack.ts";

const versions = { iam: "2010-05-08", sts: "2011-06-15" } as const;

/**
 * A service's Query API, called by the account's root and answered in XML. MiniStack reads who calls and does not check a
 * signature without a date.
 * @throws Error with the answer if it is none.
 */
export async function queryApi(
  { url }: MiniStack,
  service: keyof typeof versions,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const scope = `test/20260101/${region}/${service}/aws4_request`;
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ ...parameters, Version: versions[service] }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service}'s ${parameters["Action"]} answered ${answer.status}: ${text}`);
  return text;
}

/** The text of the first element of that name. @throws Error naming it if there is none. */
export function elementIn(xml: string, name: string): string {
  const [, text] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  if (text === undefined) throw new Error(`No <${name}> in ${xml}`);
  return text;
}
