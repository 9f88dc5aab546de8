/** The part of services' SDKs that a function uses, by package: the names it imports. */
export type SdkNeeds = ReadonlyMap<string, ReadonlySet<string>>;

const imported = /^import\s+(?!type\b)(?:(\w+)|\{([^}]*)\})\s+from\s+"(@aws-sdk\/client-[\w-]+|stripe)";/gm;

/** What the sources of one bundle import from SDKs; types cost nothing and do not count. */
export function sdkNeedsOf(sources: readonly string[]): SdkNeeds {
  const needs = new Map<string, Set<string>>();
  for (const source of sources)
    for (const [, whole, list = "", name = ""] of source.matchAll(imported)) {
      const names = whole ? ["default"] : list.split(",").map((entry) => entry.trim());
      const values = names.filter((entry) => entry !== "" && !entry.startsWith("type "));
      needs.set(name, new Set([...(needs.get(name) ?? []), ...values]));
    }
  return needs;
}

/** A module that holds these SDKs and nothing else, with each AWS client made, as functions make them at their start. */
export function floorModule(needs: SdkNeeds): string {
  const lines = [...needs].map(([name, values], at) => {
    const bindings = [...values].sort().map((value, n) => ({ value, local: `n${at}_${n}` }));
    const list = bindings.map(({ value, local }) => `${value} as ${local}`).join(", ");
    const kept = bindings.map(({ value, local }) => (/Client$/.test(value) ? `new ${local}({})` : local)).join(", ");
    return `import { ${list} } from "${name}";\nexport const kept${at} = [${kept}];`;
  });
  return lines.join("\n");
}
