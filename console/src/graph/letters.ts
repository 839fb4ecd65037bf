// How wide text in a graph is, in the font that this browser has, and as much of it as there is room for.

/** As graph.css writes what it is for. */
export const NAME = "560 13px";
export const MORE = "11px";
export const COUNT = "600 11px";

/** Widths that are kept: those of a graph that is drawn again and again. */
const KEPT_MAX = 5000;

const widths = new Map<string, number>();
const canvas = document.createElement("canvas").getContext("2d");

export function textWidth(text: string, font: string): number {
  const key = font + text;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size >= KEPT_MAX) widths.clear();
    width = measured(text, font);
    widths.set(key, width);
  }
  return width;
}

function measured(text: string, font: string) {
  if (canvas === null) return text.length * 8;
  canvas.font = font + " " + getComputedStyle(document.body).fontFamily;
  return canvas.measureText(text).width;
}

export function cut(text: string, font: string, room: number): string {
  if (textWidth(text, font) <= room) return text;
  const letters = Array.from(text);
  let [fits, tooMany] = [0, letters.length];
  while (fits + 1 < tooMany) {
    const middle = (fits + tooMany) >> 1;
    if (measured(letters.slice(0, middle).join("") + "…", font) <= room) fits = middle;
    else tooMany = middle;
  }
  return letters.slice(0, fits).join("") + "…";
}
