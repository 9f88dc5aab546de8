import { legibleOn, textOn } from "../appearance/contrast.ts";

const light = { ground: "#f3f4f6", sheet: "#ffffff", ink: "#1c2024", quiet: "#5a636d", line: "#e1e4e8" };
const dark = { ground: "#101316", sheet: "#191d21", ink: "#e9ebee", quiet: "#a3acb6", line: "#30363d" };

function colours(theme: typeof light, accentColor: string): string {
  const accent = legibleOn(theme.sheet, accentColor);
  const named = { ...theme, accent, "on-accent": textOn(accent) };
  return Object.entries(named)
    .map(([name, value]) => `--${name}:${value};`)
    .join("");
}

/** The style sheet of the customer's page: light and dark, from 320 px up, no fonts or pictures to fetch. */
export const pageStyle = (accentColor: string): string => `
:root{color-scheme:light dark;${colours(light, accentColor)}}
@media (prefers-color-scheme:dark){:root{${colours(dark, accentColor)}}}
*{box-sizing:border-box}
body{margin:0;padding:0 1rem 3rem;background:var(--ground);color:var(--ink);overflow-wrap:break-word;
font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
header,main{max-width:34rem;margin-inline:auto}
header{padding:2rem 0 1rem}
a{color:var(--accent);text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
.company{color:var(--ink);font-size:1.1875rem;font-weight:650;text-decoration:none}
main{padding:clamp(1.125rem,6vw,2.5rem);background:var(--sheet);border:1px solid var(--line);border-radius:.875rem}
h1{margin:0 0 1rem;font-size:clamp(1.5rem,5.5vw,1.875rem);line-height:1.25;font-weight:680;letter-spacing:-.01em;text-wrap:balance}
h1:lang(zh){letter-spacing:0}
h2{margin:0 0 .25rem;font-size:1.0625rem;line-height:1.4;font-weight:650}
p{margin:0 0 .875rem;text-wrap:pretty}
dl{display:grid;grid-template-columns:fit-content(35%) minmax(0,1fr);gap:0 1rem;margin:1.25rem 0 0;padding:.5rem 0;border-block:1px solid var(--line)}
dl div{display:grid;grid-column:1/-1;grid-template-columns:subgrid;padding:.3125rem 0}
dl.sums{grid-template-columns:minmax(0,1fr) fit-content(55%)}
dl.sums+dl{margin-top:0;border-top:0}
.sums dd{text-align:right}
dt{color:var(--quiet)}
dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
form{margin:1.5rem 0 0}
button{display:block;width:100%;min-height:3.25rem;padding:.75rem 1.25rem;border:0;border-radius:.625rem;cursor:pointer;
background:var(--accent);color:var(--on-accent);font:inherit;font-weight:650;line-height:1.3}
form+form{margin-top:.75rem}
button.second{background:none;color:var(--accent);box-shadow:inset 0 0 0 2px var(--accent)}
button:not(.second):hover{box-shadow:inset 0 0 0 99rem rgb(128 128 128/.12)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:.25rem}
button:focus-visible{border-radius:.625rem}
button.second:hover{background:rgb(128 128 128/.12)}
.way{margin:.875rem 0 0}
.way a{font-weight:600}
.secure{margin:.875rem 0 0;color:var(--quiet);font-size:1rem}
.help{margin-top:2rem;padding-top:1.5rem;border-top:1px solid var(--line)}
.help p{margin:.25rem 0 0}
@media print{body{background:none}form{display:none}}
`;
