// What completion puts into the text: quotes that stand around what is being typed already are not written twice.
import type { Completion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";

/** So many blanks may stand before a colon that is there already. */
const BLANKS_MAX = 40;

type Put = (view: EditorView, completion: Completion, from: number, to: number) => void;

/** `inner` is a text as JSON has it, without its quotes. */
function put(view: EditorView, from: number, to: number, inner: string, quotes: boolean, after: string) {
  const { doc } = view.state;
  const before = doc.sliceString(from - 1, from);
  const quote = before === '"' || before === "'" ? before : "";
  const end = quote !== "" && doc.sliceString(to, to + 1) === quote ? to + 1 : to;
  const tail = after.startsWith(":") && /^\s*:/.test(doc.sliceString(end, end + BLANKS_MAX)) ? "" : after;
  const start = from - quote.length;
  const written = quote === "'" ? "'" + String(JSON.parse('"' + inner + '"')).replaceAll("'", "''") + "'" : quotes || quote !== "" ? '"' + inner + '"' : inner;
  const insert = written + tail;
  view.dispatch({ changes: { from: start, to: end, insert }, selection: { anchor: start + insert.length }, userEvent: "input.complete", scrollIntoView: true });
}

/** The name of a member, and the colon behind it. */
export function putName(name: string, json: boolean): Put {
  return (view, _, from, to) => put(view, from, to, json ? JSON.stringify(name).slice(1, -1) : name, json, ": ");
}

/** A text, given as JSON. */
export function putText(text: string, quotes = true): Put {
  return (view, _, from, to) => put(view, from, to, text.slice(1, -1), quotes, "");
}
