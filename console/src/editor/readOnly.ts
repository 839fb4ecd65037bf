// Texts that are looked at, not changed.
import { foldGutter, foldKeymap } from "@codemirror/language";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { LOOKS, language, shadow } from "./look";

/** As high as what it shows, up to what whoever shows it says. */
const HEIGHT = EditorView.theme({ "&": { height: "auto" }, ".cm-scroller": { overflow: "auto", maxHeight: "var(--height-max)" } });

export interface ReadOnly {
  find: () => void;
  close: () => void;
}

export function openReadOnly(host: HTMLElement, text: string, label: string, more: Extension = []): ReadOnly {
  const view = new EditorView({
    root: shadow(host),
    parent: shadow(host),
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        language(text),
        HEIGHT,
        LOOKS,
        search({ top: true }),
        keymap.of([...searchKeymap, ...foldKeymap]),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" }),
        more,
      ],
    }),
  });
  return { find: () => void openSearchPanel(view), close: () => view.destroy() };
}
