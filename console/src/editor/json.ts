// A CodeMirror for JSON that people send: it says what is no JSON where that is, and knows what such values looked like so far.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { linter, lintGutter, lintKeymap, type Diagnostic } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect } from "@codemirror/state";
import { EditorView, drawSelection, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";
import { jsonFault } from "../ui/jsonproblem";
import { parseJson, prettyText, type Json } from "../ui/jsonvalue";
import { LOOKS, shadow } from "./look";
import { around, namesTo, pathAt, rangeOf } from "./places";
import { putName, putText } from "./put";
import { tip } from "./tip";
import { shapeAt, typesOf, unusual, valuesAt, type Shape } from "./shapes";

export interface Known {
  /** What the values looked like so far. */
  shape?: Shape | undefined;
  /** Some of them. */
  examples?: Json[] | undefined;
}

export interface JsonEditor {
  set: (text: string) => void;
  format: () => void;
  /** Has it look again at what is known of such values. */
  learn: () => void;
  /** Tells at once what was typed, if that is not yet told. */
  flush: () => void;
  close: () => void;
}

interface Given {
  text: string;
  /** What readers of the screen hear. */
  label: string;
  changed: (text: string) => void;
  /** Is told what is otherwise than so far. */
  noted: (messages: string[]) => void;
  known: () => Known;
}

/** From this many characters on, what is typed is told when the typing pauses: reading it all takes longer than a key. */
const LONG = 100_000;
const PAUSE_MILLIS = 200;
const LINT_AFTER_MILLIS = 250;

/** In values longer than this nothing unusual is looked for. */
const LOOKED_AT_MAX = 1_000_000;

const learned = StateEffect.define<null>();

export function openJson(host: HTMLElement, given: Given): JsonEditor {
  let timer: number | undefined;
  let broken = false;
  const look = (state: EditorState) => {
    const found = diagnostics(state, given.known());
    broken = found.some((each) => each.severity === "error");
    given.noted(broken ? [] : found.map((each) => each.message));
    return found;
  };
  const tell = () => {
    window.clearTimeout(timer);
    timer = undefined;
    given.changed(view.state.doc.toString());
  };
  const submit = () => {
    flush();
    // The page is told first: what it then draws may forbid it.
    window.setTimeout(() => host.closest("form")?.querySelector<HTMLButtonElement>("button[type=submit]:not(:disabled)")?.click());
    return true;
  };
  const format = () => {
    const text = prettyText(view.state.doc.toString());
    if (text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    return true;
  };
  const flush = () => {
    if (timer !== undefined) tell();
  };
  const view: EditorView = new EditorView({
    root: shadow(host),
    parent: shadow(host),
    state: EditorState.create({
      doc: given.text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        json(),
        LOOKS,
        autocompletion({ override: [(context) => complete(context, given.known())] }),
        linter((shown) => look(shown.state), {
          delay: LINT_AFTER_MILLIS,
          needsRefresh: (update) => update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(learned))),
        }),
        hoverTooltip((shown, at) => hover(shown.state, at, given.known())),
        EditorView.contentAttributes.of(() => ({ "aria-label": given.label, "aria-invalid": String(broken), tabindex: "0" })),
        keymap.of([
          { key: "Mod-Enter", run: submit },
          { key: "Shift-Alt-f", run: format },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
        EditorView.domEventHandlers({ blur: flush }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          window.clearTimeout(timer);
          if (update.state.doc.length < LONG) tell();
          else timer = window.setTimeout(tell, PAUSE_MILLIS);
        }),
      ],
    }),
  });

  return {
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    format,
    learn() {
      view.dispatch({ effects: learned.of(null) });
    },
    flush,
    close() {
      flush();
      view.destroy();
    },
  };
}

function diagnostics(state: EditorState, known: Known): Diagnostic[] {
  const text = state.doc.toString();
  if (text.trim() === "") return [];
  const fault = jsonFault(text);
  if (fault) return [faulty(state, fault.at, fault.message)];
  if (known.shape === undefined || text.length > LOOKED_AT_MAX) return [];
  return unusual(parseJson(text), known.shape).map((each) => ({ ...rangeOf(state, each.location), severity: "info", message: each.message }));
}

/** A fault of the end is shown at what stands before it. */
function faulty(state: EditorState, at: number, message: string): Diagnostic {
  const from = Math.min(at, Math.max(0, state.doc.length - 1));
  return { from, to: Math.min(state.doc.length, from + 1), severity: "error", message };
}

// Completion.

const NAME = /"?([^"\\{}[\],:]*)$/;
const VALUE = /"((?:[^"\\]|\\.)*)"\s*:\s*("?[^"{}[\],:]*)$/;

function complete(context: CompletionContext, known: Known): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const within = around(context.state, context.pos);
  if (!within || known.shape === undefined) return null;
  const path = namesTo(context.state, within.node);
  const value = VALUE.exec(before);
  if (value) return values(context, [...path, value[1] ?? ""], value[2] ?? "", known);
  const name = NAME.exec(before);
  if (within.list || !name || (!context.explicit && name[0] === "")) return null;
  return names(context, shapeAt(known.shape, path), name[0], within.names);
}

function names(context: CompletionContext, shape: Shape | undefined, typed: string, there: string[]): CompletionResult | null {
  const options = Object.entries(shape?.properties ?? {})
    .filter(([name]) => !there.includes(name) || name === typed.slice(1))
    .map(
      ([name, member]): Completion => ({
        label: name,
        detail: typesOf(member).join(" or ") + (shape?.required?.includes(name) ? ", always there" : ""),
        type: "property",
        boost: shape?.required?.includes(name) ? 1 : 0,
        apply: putName(name, true),
      }),
    );
  const from = context.pos - typed.length + (typed.startsWith('"') ? 1 : 0);
  return options.length === 0 ? null : { from, options, validFor: /^[^"]*$/ };
}

function values(context: CompletionContext, path: string[], typed: string, known: Known): CompletionResult | null {
  if (!context.explicit && typed === "") return null;
  const seen = valuesAt(known.examples ?? [], path);
  const booleans = typesOf(shapeAt(known.shape, path) ?? {}).includes("boolean") ? ["true", "false"] : [];
  const options = [...new Set([...booleans, ...seen])].map(
    (value): Completion => (value.startsWith('"') ? { label: String(JSON.parse(value)), type: "text", detail: "seen before", apply: putText(value) } : { label: value, type: "constant" }),
  );
  const from = context.pos - typed.length + (typed.startsWith('"') ? 1 : 0);
  return options.length === 0 ? null : { from, options: typed.startsWith('"') ? options.filter((option) => option.apply) : options, validFor: /^[^"]*$/ };
}

function hover(state: EditorState, at: number, known: Known) {
  const path = pathAt(state, at);
  const shape = path.length === 0 ? undefined : shapeAt(known.shape, path);
  if (shape === undefined) return null;
  const seen = valuesAt(known.examples ?? [], path).slice(0, 3);
  const said = typesOf(shape).join(" or ") + (seen.length === 0 ? "" : ", such as " + seen.join(", ").slice(0, 200));
  return { pos: at, create: () => ({ dom: tip(path.join(" › "), said) }) };
}
