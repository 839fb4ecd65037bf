// How CodeMirror looks here. It lives in a shadow root: there its styles need no permission that the page's policy does not give.
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const LOOK = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--surface)", height: "100%", fontSize: "13px" },
  // What is around the editor shows the focus: its gutters would hide it here.
  "&.cm-focused": { outline: "none" },
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
  ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
  ".cm-searchMatch": { backgroundColor: "var(--wait-soft)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunken)", border: "0", color: "var(--soft)", padding: "0 6px" },
  ".cm-changedLine": { backgroundColor: "var(--ok-soft) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--bad-soft)" },
  ".cm-deletedChunk .cm-deletedText, .cm-deletedChunk span": { background: "none", color: "var(--text)" },
  ".cm-changedText": { background: "none", fontWeight: "700" },
  ".cm-collapsedLines": { background: "var(--sunken)", color: "var(--soft)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)" },
  ".cm-tip": { padding: "6px 10px", fontFamily: "var(--sans)", overflowWrap: "anywhere" },
  ".cm-rename": { display: "flex", gap: "10px", padding: "6px 10px", fontFamily: "var(--sans)" },
  ".cm-rename input": { marginLeft: "4px", backgroundColor: "var(--surface)", color: "var(--text)", padding: "2px 6px", border: "1px solid var(--line-strong)", borderRadius: "4px" },
  ".cm-rename [role=status]": { color: "var(--bad)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--accent-text)", borderRadius: "4px" },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--text)", fontWeight: "600" },
  { tag: [tags.string, tags.content, tags.attributeValue], color: "var(--text-string)" },
  { tag: tags.number, color: "var(--text-number)" },
  { tag: [tags.bool, tags.null, tags.keyword], color: "var(--text-word)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: "var(--soft)" },
]);

export function shadow(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}

export function isJson(text: string) {
  return text.trimStart().startsWith("{");
}

export function language(text: string): Extension {
  return isJson(text) ? json() : yaml();
}

/**
 * What is typed over a selection goes into the text by itself. Left to the browser it would first go into the page, with a style attribute to keep
 * the looks of what was selected, which the page's policy forbids and the browser complains about.
 */
const OVER_SELECTION = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const text = event.data;
    if (event.inputType !== "insertText" || event.isComposing || text === null || view.state.readOnly) return false;
    const { from, to } = replaced(view);
    if (from === to) return false;
    const insert = () => view.state.update({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.type", scrollIntoView: true });
    const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, insert));
    if (!handled) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/** The browser's selection may be younger than what the editor knows of it. */
function replaced(view: EditorView): { from: number; to: number } {
  const { main } = view.state.selection;
  // Chromium tells the selection within a shadow root there only.
  const root = view.root as { getSelection?: () => Selection | null };
  const shown = (root.getSelection ? root.getSelection() : document.getSelection()) ?? undefined;
  const { anchorNode, focusNode } = shown ?? {};
  if (!main.empty || !shown || !anchorNode || !focusNode || !view.contentDOM.contains(anchorNode) || !view.contentDOM.contains(focusNode)) return main;
  const [anchor, focus] = [view.posAtDOM(anchorNode, shown.anchorOffset), view.posAtDOM(focusNode, shown.focusOffset)];
  return { from: Math.min(anchor, focus), to: Math.max(anchor, focus) };
}

/** Colours of the text, and of what is around it. */
export const LOOKS: Extension = [syntaxHighlighting(COLOURS), LOOK, OVER_SELECTION];
