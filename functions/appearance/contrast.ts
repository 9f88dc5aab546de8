type Rgb = readonly [red: number, green: number, blue: number];

const rgbOf = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};
const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Black or white, whichever reads better on `background`; at least 4.5 on every colour there is. */
export const textOn = (background: string): string =>
  contrast("#ffffff", background) >= contrast("#000000", background) ? "#ffffff" : "#000000";

/** WCAG AA for text of ordinary size. */
export const enoughForText = 4.5;

/** `colour` itself if it reads as text on `background`; else mixed with black or white until it just does. */
export function legibleOn(background: string, colour: string): string {
  const towards = rgbOf(textOn(background));
  const from = rgbOf(colour);
  for (let percent = 0; percent < 100; percent += 5) {
    const [red, green, blue] = from.map((part, index) => part + (((towards[index] ?? 0) - part) * percent) / 100);
    const mixed = hexOf([red ?? 0, green ?? 0, blue ?? 0]);
    if (contrast(mixed, background) >= enoughForText) return mixed;
  }
  return hexOf(towards);
}
