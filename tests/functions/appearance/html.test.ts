import { describe, expect, it } from "vitest";
import { escapeHtml, html, Markup, trusted } from "../../../functions/appearance/html.ts";

describe("html", () => {
  it("escapes text, in elements and in attributes", () => {
    expect(String(html`<a title="${`"'`}">${"<b> & co"}</a>`)).toBe(`<a title="&quot;&#39;">&lt;b&gt; &amp; co</a>`);
    expect(escapeHtml("&amp;")).toBe("&amp;amp;");
  });

  it("takes markup as it is, and lists piece by piece", () => {
    expect(String(html`<ul>${["<", html`<li>${1}</li>`, [trusted("<hr>")]]}</ul>`)).toBe("<ul>&lt;<li>1</li><hr></ul>");
  });

  it("leaves nothing where there is nothing, and shows zero", () => {
    expect(String(html`[${undefined}${false}${""}${0}]`)).toBe("[0]");
  });

  it("has no way around the escaping", () => {
    const forge: unknown = () => Reflect.construct(Markup, [Symbol("made"), "<script>"]);
    expect(forge).toThrow(TypeError);
  });
});
