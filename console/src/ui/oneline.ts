import { pretty, type Json } from "./jsonvalue";

// What turns the direction of text around would turn what stands beside it around as well.
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A value in one line, for a glance. */
export function oneLine(value: Json): string {
  return pretty(value)
    .replace(/\s*\n\s*/g, " ")
    .replace(TURNS, (turn) => "\\u" + turn.charCodeAt(0).toString(16).padStart(4, "0"));
}
