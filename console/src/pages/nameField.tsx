import { useId } from "react";
import { nameProblem } from "./names";

/** Takes a name, and says at once why it is none. */
export function NameField({ words, value, set, first = false }: { words: string; value: string; set: (value: string) => void; first?: boolean }) {
  const id = useId();
  const problem = nameProblem(value);
  return (
    <label className="field">
      <span>{words}</span>
      <input
        className="input"
        name="name"
        autoComplete="off"
        spellCheck={false}
        autoFocus={first}
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={id}
        onChange={(event) => set(event.target.value)}
      />
      <span id={id} role="status" className="small" style={{ color: "var(--bad)" }}>
        {problem ?? ""}
      </span>
    </label>
  );
}
