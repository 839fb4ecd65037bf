// The editor of definitions.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, openSearchPanel, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers, type Tooltip } from "@codemirror/view";
import { LOOKS, isJson, language, shadow } from "../../editor/look";
import { rangeOf } from "../../editor/places";
import { tip } from "../../editor/tip";
import { prettyText } from "../../ui/jsonvalue";
import { complete } from "./complete";
import { wordsOf } from "./fields";
import { fixesOf, type Fix } from "./fixes";
import { JSONATA } from "./jsonata";
import { RENAMING, rename } from "./rename";
import { resources } from "./resources";
import { namedAt, outlineOf } from "./states";

export interface Problem {
  severity: "error" | "warning" | "info";
  code: string;
  location: string;
  message: string;
}

export interface Editor {
  /** Replaces the text. */
  set: (text: string) => void;
  /** Marks what is wrong, where it is wrong. */
  mark: (problems: Problem[]) => void;
  /** What mends a problem, by name. */
  fixes: (problem: Problem) => Fix[];
  /** Does what mends a problem, if it still applies. */
  fix: (fix: Fix) => void;
  /** Goes to a location. */
  show: (location: string) => void;
  /** Asks what to find in the text. */
  find: () => void;
  /** Lays out JSON as others do; YAML stays as it is. */
  format: () => void;
  close: () => void;
}

interface Given {
  text: string;
  changed: (text: string) => void;
  save: () => void;
}

/** More problems are listed beside the text, and not marked in it. */
const MARKED_MAX = 200;

export function openEditor(host: HTMLElement, given: Given): Editor {
  const speaks = new Compartment();
  let inJson = isJson(given.text);
  const view = new EditorView({
    root: shadow(host),
    parent: shadow(host),
    state: EditorState.create({
      doc: given.text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        autocompletion({ override: [(context) => complete(context, resources)] }),
        hoverTooltip((shown, at) => hover(shown.state, at)),
        RENAMING,
        EditorView.domEventHandlers({ mousedown: (event, shown) => (event.ctrlKey || event.metaKey) && event.button === 0 && clicked(shown, event) }),
        speaks.of(language(given.text)),
        LOOKS,
        EditorView.contentAttributes.of({ "aria-label": "Definition", "aria-description": "Tab indents. Escape, then Tab leaves the text. F12 goes to a state that is named, F2 renames it.", tabindex: "0" }),
        keymap.of([
          { key: "Mod-s", preventDefault: true, run: () => (given.save(), true) },
          { key: "F12", preventDefault: true, run: (shown) => follow(shown, shown.state.selection.main.head) },
          { key: "F2", preventDefault: true, run: rename },
          { key: "Shift-Alt-f", run: format },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) given.changed(update.state.doc.toString());
        }),
      ],
    }),
  });

  function speak(text: string) {
    if (isJson(text) === inJson) return;
    inJson = !inJson;
    view.dispatch({ effects: speaks.reconfigure(language(text)) });
  }

  return {
    set(text) {
      speak(text);
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    mark(problems) {
      speak(view.state.doc.toString());
      view.dispatch(setDiagnostics(view.state, problems.slice(0, MARKED_MAX).map((problem) => diagnostic(view.state, problem))));
    },
    fixes: (problem) => fixesOf(view.state, problem),
    fix(fix) {
      mend(view, fix);
      view.focus();
    },
    show(location) {
      const range = rangeOf(view.state, location);
      view.dispatch({ selection: { anchor: range.from, head: range.to }, effects: EditorView.scrollIntoView(range.from, { y: "center" }) });
      view.focus();
    },
    format: () => void format(view),
    find() {
      openSearchPanel(view);
    },
    close() {
      view.destroy();
    },
  };
}

function diagnostic(state: EditorState, problem: Problem): Diagnostic {
  return {
    ...rangeOf(state, problem.location),
    severity: problem.severity,
    message: problem.message,
    actions: fixesOf(state, problem).map((fix) => ({ name: fix.name, apply: (view) => mend(view, fix) })),
  };
}

function mend(view: EditorView, fix: Fix) {
  const changes = fix.change(view.state);
  if (changes) view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
}

function format(view: EditorView): boolean {
  const text = view.state.doc.toString();
  const formatted = isJson(text) ? prettyText(text) : text;
  if (formatted !== text) view.dispatch({ changes: { from: 0, to: text.length, insert: formatted }, userEvent: "input.format" });
  return true;
}

// Going to states.

function clicked(view: EditorView, event: MouseEvent): boolean {
  const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
  if (at === null || !follow(view, at)) return false;
  event.preventDefault();
  return true;
}

/** Goes to the state that is named at a position. */
function follow(view: EditorView, at: number): boolean {
  const state = namedAt(outlineOf(view.state), at)?.state;
  if (!state) return false;
  view.dispatch({ selection: { anchor: state.key.from, head: state.key.to }, effects: EditorView.scrollIntoView(state.key.from, { y: "center" }), userEvent: "select" });
  return true;
}

// What a word is.

const WORD = /[\w$.:]+/g;

function hover(state: EditorState, at: number): Tooltip | null {
  const line = state.doc.lineAt(at);
  const match = [...line.text.matchAll(WORD)].find((each) => line.from + each.index <= at && at <= line.from + each.index + each[0].length);
  if (!match) return null;
  const word = match[0].replace(/:$/, "");
  const expression = Object.hasOwn(JSONATA, word) ? JSONATA[word] : undefined;
  const words = expression?.words ?? wordsOf(word) ?? stateWords(state, at);
  if (words === undefined) return null;
  const pos = line.from + match.index;
  return { pos, end: pos + word.length, create: () => ({ dom: tip(word + (expression?.call ?? ""), words) }) };
}

function stateWords(state: EditorState, at: number): string | undefined {
  const named = namedAt(outlineOf(state), at);
  return named?.state && named.state.type + ". F12, or a click with Ctrl, goes there; F2 renames it.";
}
