// A panel that asks for the other name of a state.
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, showPanel, type Panel } from "@codemirror/view";
import { namedAt, outlineOf, renamed, stateNameProblem } from "./states";

interface Asked {
  name: string;
  /** Where the state is named that was pointed at. */
  at: number;
}

const ask = StateEffect.define<Asked | undefined>();

const asked = StateField.define<Asked | undefined>({
  create: () => undefined,
  update(value, transaction) {
    const effect = transaction.effects.find((each) => each.is(ask));
    if (effect) return effect.value as Asked | undefined;
    return transaction.docChanged ? undefined : value;
  },
  provide: (field) => showPanel.from(field, (value) => (value ? (view) => panel(view, value) : null)),
});

export const RENAMING: Extension = asked;

/** Asks for another name of the state that is named at the cursor. */
export function rename(view: EditorView): boolean {
  const at = view.state.selection.main.head;
  const named = namedAt(outlineOf(view.state), at);
  if (!named?.state) return false;
  view.dispatch({ effects: ask.of({ name: named.name, at }) });
  return true;
}

function panel(view: EditorView, { name, at }: Asked): Panel {
  const dom = document.createElement("form");
  dom.className = "cm-rename";
  const label = document.createElement("label");
  label.textContent = "Rename the state to ";
  const input = document.createElement("input");
  input.value = name;
  input.setAttribute("aria-label", "Rename the state to");
  label.append(input);
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  dom.append(label, said);
  const close = () => {
    view.dispatch({ effects: ask.of(undefined) });
    view.focus();
  };
  dom.addEventListener("submit", (event) => {
    event.preventDefault();
    const outline = outlineOf(view.state);
    const problem = input.value === name ? undefined : stateNameProblem(outline, input.value);
    const block = namedAt(outline, at)?.block;
    if (problem !== undefined) return void (said.textContent = problem);
    if (block && input.value !== name) view.dispatch({ changes: renamed(view.state, block, name, input.value), userEvent: "input.rename" });
    return close();
  });
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
  return { dom, top: true, mount: () => input.select() };
}
