// Why something failed, in words: causes are often JSON that has the words somewhere inside.
import { parseJson, type Json } from "./jsonvalue";

const WORDS = ["errorMessage", "Cause", "cause", "message", "Message"];
const DEPTH_MAX = 4;
const SHOWN_MAX = 600;

/** What a person wants to read of a cause; the cause itself when it is no JSON with such words. */
export function causeWords(cause: string): string {
  let text = cause;
  for (let depth = 0; depth < DEPTH_MAX; depth++) {
    const inner = wordsIn(text);
    if (inner === undefined || inner.trim() === "") return text;
    text = inner;
  }
  return text;
}

function wordsIn(text: string): string | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return wordsOfBeginning(text);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const members = value as { [key: string]: Json };
  const found = WORDS.map((name) => members[name]).find((member) => typeof member === "string");
  return typeof found === "string" ? found : undefined;
}

/** Of a cause that was cut off in the middle: the first member that has words, as far as it is there. */
function wordsOfBeginning(text: string): string | undefined {
  const found = new RegExp(`"(?:${WORDS.join("|")})"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)`).exec(text);
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
