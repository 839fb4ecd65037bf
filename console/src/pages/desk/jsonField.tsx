/** Takes JSON from a person, and says at once why it is none. */
export function JsonField({ words, value, set, problem, rows = 8 }: { words: string; value: string; set: (value: string) => void; problem: string | undefined; rows?: number }) {
  return (
    <label className="field">
      <span>{words}</span>
      <textarea className="input" rows={rows} spellCheck={false} value={value} aria-invalid={problem !== undefined} onChange={(event) => set(event.target.value)} />
      {problem === undefined ? null : (
        <span role="status" style={{ color: "var(--bad)" }}>
          {problem}
        </span>
      )}
    </label>
  );
}
