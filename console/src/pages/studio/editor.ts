// CodeMirror, in a shadow root: there its styles need no permission that the page's policy does not give.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, openSearchPanel, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { ERROR_NAMES, VALUES, fieldsAt } from "./fields";
import { pathAt, rangeOf } from "./places";

const LOOK = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--surface)", height: "100%", fontSize: "13px" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--hover) 70%, transparent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", border: "1px solid var(--line-strong)", borderRadius: "6px", color: "var(--text)", maxWidth: "520px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--text)" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)" },
  ".cm-panel input, .cm-panel button": { backgroundColor: "var(--surface)", color: "var(--text)", backgroundImage: "none" },
  ".cm-searchMatch": { backgroundColor: "var(--wait-soft)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunken)", border: "0", color: "var(--soft)", padding: "0 6px" },
  ".cm-changedLine": { backgroundColor: "var(--ok-soft) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--bad-soft)" },
  ".cm-deletedChunk .cm-deletedText, .cm-deletedChunk span": { background: "none", color: "var(--text)" },
  ".cm-changedText": { background: "none", fontWeight: "700" },
  ".cm-collapsedLines": { background: "var(--sunken)", color: "var(--soft)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)" },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--text)", fontWeight: "600" },
  { tag: [tags.string, tags.content, tags.attributeValue], color: "var(--text-string)" },
  { tag: tags.number, color: "var(--text-number)" },
  { tag: [tags.bool, tags.null, tags.keyword], color: "var(--text-word)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: "var(--soft)" },
]);

export interface Problem {
  severity: "error" | "warning" | "info";
  location: string;
  message: string;
}

export interface Editor {
  /** Replaces the text. */
  set: (text: string) => void;
  /** Marks what is wrong, where it is wrong. */
  mark: (problems: Problem[]) => void;
  /** Goes to a location. */
  show: (location: string) => void;
  /** Asks what to find in the text. */
  find: () => void;
  close: () => void;
}

interface Given {
  text: string;
  changed: (text: string) => void;
  save: () => void;
  /** What a state's name may be completed with. */
  states: () => { name: string; type: string }[];
}

export function isJson(text: string) {
  return text.trimStart().startsWith("{");
}

function language(text: string): Extension {
  return isJson(text) ? json() : yaml();
}

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
        autocompletion({ override: [(context) => complete(context, given.states())] }),
        speaks.of(language(given.text)),
        syntaxHighlighting(COLOURS),
        LOOK,
        EditorView.contentAttributes.of({ "aria-label": "Definition", "aria-description": "Tab indents. Escape, then Tab leaves the text.", tabindex: "0" }),
        keymap.of([
          { key: "Mod-s", preventDefault: true, run: () => (given.save(), true) },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
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
      view.dispatch(setDiagnostics(view.state, problems.map((problem) => diagnostic(view.state, problem))));
    },
    show(location) {
      const range = rangeOf(view.state, location);
      view.dispatch({ selection: { anchor: range.from, head: range.to }, effects: EditorView.scrollIntoView(range.from, { y: "center" }) });
      view.focus();
    },
    find() {
      openSearchPanel(view);
    },
    close() {
      view.destroy();
    },
  };
}

function shadow(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}

function diagnostic(state: EditorState, problem: Problem): Diagnostic {
  const range = rangeOf(state, problem.location);
  return { ...range, severity: problem.severity, message: problem.message };
}

/** Shows two texts as one, with what was taken out and put in. */
export function openDifference(host: HTMLElement, before: string, after: string): () => void {
  const view = new EditorView({
    root: shadow(host),
    parent: shadow(host),
    state: EditorState.create({
      doc: after,
      extensions: [
        lineNumbers(),
        language(after),
        syntaxHighlighting(COLOURS),
        LOOK,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ "aria-label": "What changes", tabindex: "0" }),
        unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } }),
      ],
    }),
  });
  return () => view.destroy();
}

// Completion.

const STATE_FIELDS = new Set(["Next", "Default", "StartAt"]);

function complete(context: CompletionContext, states: { name: string; type: string }[]): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const inJson = isJson(context.state.doc.toString());
  const value = (inJson ? /"(\w+)"\s*:\s*(?:\[\s*)?(?:"[^"]*"\s*,\s*)*"([^"]*)$/ : /(?:^|[\s{,])(\w+):\s*(?:\[\s*)?["']?([^"',{}[\]]*)$/).exec(before);
  if (value) return values(context, value[1] ?? "", value[2] ?? "", states);
  const field = (inJson ? /(?:^|[{,\s])"?(\w*)$/ : /(?:^|[\s{,-])(\w*)$/).exec(before);
  if (!field || (!context.explicit && (field[1] ?? "") === "" && !before.endsWith('"'))) return null;
  return fields(context, field[1] ?? "", before, inJson, states);
}

function values(context: CompletionContext, field: string, typed: string, states: { name: string; type: string }[]): CompletionResult | null {
  const options: Completion[] = STATE_FIELDS.has(field)
    ? states.map((state) => ({ label: state.name, detail: state.type, type: "class" }))
    : (field === "ErrorEquals" || field === "KnownErrors" ? ERROR_NAMES : (VALUES[field] ?? [])).map((label) => ({ label, type: "constant" }));
  return options.length === 0 ? null : { from: context.pos - typed.length, options, validFor: /^[^"]*$/ };
}

function fields(context: CompletionContext, typed: string, before: string, inJson: boolean, states: { name: string; type: string }[]): CompletionResult | null {
  const path = pathAt(context.state, context.pos);
  // What is being typed may count as a member already.
  if (path[path.length - 1] === typed && typed !== "") path.pop();
  const around = path.lastIndexOf("States");
  const state = around < 0 ? undefined : states.find((each) => each.name === path[around + 1]);
  const names = fieldsAt(path, state?.type);
  if (names.length === 0) return null;
  const quoted = inJson && before.charAt(before.length - typed.length - 1) === '"';
  const apply = (name: string) => (inJson ? (quoted ? name + '": ' : '"' + name + '": ') : name + ": ");
  return { from: context.pos - typed.length, options: names.map((label) => ({ label, type: "property", apply: apply(label) })), validFor: /^\w*$/ };
}
