// Two texts as one, with what was taken out and put in.
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { LOOKS, language, shadow } from "./look";

/** As high as what it shows, up to what whoever shows it says. */
const HEIGHT = EditorView.theme({ "&": { height: "auto" }, ".cm-scroller": { overflow: "auto", maxHeight: "var(--height-max)" } });

export function openDifference(host: HTMLElement, before: string, after: string): () => void {
  const view = new EditorView({
    root: shadow(host),
    parent: shadow(host),
    state: EditorState.create({
      doc: after,
      extensions: [
        lineNumbers(),
        language(after),
        HEIGHT,
        LOOKS,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ "aria-label": "What changes", tabindex: "0" }),
        unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } }),
      ],
    }),
  });
  return () => view.destroy();
}
