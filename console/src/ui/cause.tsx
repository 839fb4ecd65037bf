// Why something failed, in words: causes are often JSON that has the words somewhere inside.
import { JsonView } from "./json";
import { parseJson, type Json } from "./jsonvalue";

const WORDS = ["errorMessage", "Cause", "cause", "message", "Message"];
const DEPTH_MAX = 4;
const SHOWN_MAX = 600;

interface Said {
  words: string;
  /** The name of the error within; empty when there is none. */
  error: string;
}

/** What a person wants to read of a cause, after the name of the error within it; the cause itself when it has no words. */
export function causeWords(cause: string): string {
  let said: Said = { words: cause, error: "" };
  for (let depth = 0; depth < DEPTH_MAX; depth++) {
    const inner = saidIn(said.words);
    if (inner === undefined || inner.words.trim() === "") break;
    said = { words: inner.words, error: inner.error || said.error };
  }
  return said.error === "" ? said.words : said.error + ": " + said.words;
}

function saidIn(text: string): Said | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return saidInBeginning(text);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const members = value as { [key: string]: Json };
  const words = WORDS.map((name) => members[name]).find((member) => typeof member === "string");
  const error = members["Error"];
  return typeof words === "string" ? { words, error: typeof error === "string" ? error : "" } : undefined;
}

/** Of a cause that was cut off in the middle: what is there of it. */
function saidInBeginning(text: string): Said | undefined {
  const words = textOf(WORDS.join("|"), text);
  return words === undefined ? undefined : { words, error: textOf("Error", text) ?? "" };
}

/** The first text under one of some names. */
function textOf(names: string, json: string): string | undefined {
  const found = new RegExp(`"(?:${names})"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)`).exec(json);
  if (!found) return undefined;
  try {
    return JSON.parse(`"${found[1]}"`) as string;
  } catch {
    return undefined;
  }
}

/** An error's name and why; the whole cause stands in the title. */
export function Failed({ error, cause }: { error: string | undefined; cause: string | undefined }) {
  if (error === undefined && cause === undefined) return null;
  const words = cause === undefined ? "" : causeWords(cause);
  return (
    <span className="break">
      <b>{error ?? "Failed"}</b>
      {words === "" ? null : (
        <span className="soft" title={cause?.slice(0, 4000)}>
          {" "}
          <bdi>{words.length > SHOWN_MAX ? words.slice(0, SHOWN_MAX) + "…" : words}</bdi>
        </span>
      )}
    </span>
  );
}

/** The same, with the whole cause below it, where that says more. */
export function FailedWhole({ error, cause }: { error: string | undefined; cause: string | undefined }) {
  const words = cause === undefined ? "" : causeWords(cause);
  return (
    <div className="failed-whole">
      <Failed error={error} cause={cause} />
      {cause === undefined || (cause === words && words.length <= SHOWN_MAX) ? null : (
        <details>
          <summary className="small soft">The whole cause</summary>
          <JsonView text={cause} label="Cause" tools={false} />
        </details>
      )}
    </div>
  );
}
