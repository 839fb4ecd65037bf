// Takes JSON from a person, and says at once why it is none, and where. One field for all that people send.
import { useEffect, useRef, useState } from "react";
import type { JsonEditor, Known } from "./json";
import "./jsonField.css";

/** An editor's line is so many pixels high. */
const LINE = 21;

/** So many characters are shown before the editor is there. */
const SHOWN_FIRST = 4000;

interface Props {
  words: string;
  /** Where the value comes from, say. */
  hint?: string | undefined;
  value: string;
  set: (value: string) => void;
  problem: string | undefined;
  rows?: number;
  /** What such values looked like so far: for completion, and to tell what is unusual. */
  known?: Known;
}

export function JsonField({ words, hint, value, set, problem, rows = 8, known = NOTHING }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<JsonEditor | undefined>(undefined);
  const given = useRef({ set, known, value });
  given.current = { set, known, value };
  /**
   * What the editor had since the page last gave it back, oldest first: the page lags behind what is typed. Only what is not among these
   * comes from elsewhere, and goes into the editor.
   */
  const told = useRef([value]);
  const [failed, setFailed] = useState(false);
  const [notes, setNotes] = useState<string[]>([]);

  useEffect(() => {
    let over = false;
    import("./json").then(
      ({ openJson }) => {
        if (over || !host.current) return;
        const text = given.current.value;
        told.current = [text];
        editor.current = openJson(host.current, {
          text,
          label: words,
          known: () => given.current.known,
          noted: (messages) => setNotes((before) => (before.join() === messages.join() ? before : messages)),
          changed: (typed) => {
            if (typed === told.current.at(-1)) return;
            told.current.push(typed);
            given.current.set(typed);
          },
        });
      },
      () => setFailed(true),
    );
    return () => {
      over = true;
      editor.current?.close();
      editor.current = undefined;
    };
  }, [words]);
  useEffect(() => {
    const at = told.current.lastIndexOf(value);
    if (at >= 0) {
      told.current.splice(0, at);
      return;
    }
    told.current = [value];
    editor.current?.set(value);
  }, [value]);
  useEffect(() => editor.current?.learn(), [known]);

  return (
    <div className="field">
      <div className="row json-words">
        <span className="json-label">{words}</span>
        {hint === undefined ? null : <span className="soft small clip">{hint}</span>}
        <span className="gap" />
        <button type="button" className="button quiet small" disabled={problem !== undefined || value === ""} onClick={() => editor.current?.format()}>
          Format
        </button>
      </div>
      {failed ? (
        <textarea className="input" aria-label={words} rows={rows} spellCheck={false} value={value} onChange={(event) => set(event.target.value)} />
      ) : (
        // The class tells the keys of the page that somebody types here.
        <div ref={host} className="json-field cm-editor" style={{ height: rows * LINE + 10 }}>
          {/* Until the editor is there; its shadow root hides it. */}
          <pre aria-hidden="true">{value.slice(0, SHOWN_FIRST)}</pre>
        </div>
      )}
      <span role="status" className="small break" style={{ color: problem === undefined ? "var(--soft)" : "var(--bad)" }}>
        {problem ?? noteWords(notes)}
      </span>
    </div>
  );
}

/** It may well be right. */
function noteWords([first, ...more]: string[]) {
  return first === undefined ? "" : first + (more.length === 0 ? "" : " And " + more.length + " more.");
}

const NOTHING: Known = {};
