// Why a text is no JSON, and where. A browser's own words differ from browser to browser, and most do not say the place.

export interface JsonFault {
  /** How many characters stand before it. */
  at: number;
  message: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const BLANK = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Undefined when the text is JSON. */
export function jsonFault(text: string): JsonFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (malformed) {
    return new Scan(text).fault() ?? { at: 0, message: malformed instanceof Error ? malformed.message : String(malformed) };
  }
}

/** Why a text is no JSON, with the line; undefined when it is. */
export function jsonProblem(text: string): string | undefined {
  const fault = jsonFault(text);
  return fault && "Line " + lineAt(text, fault.at) + ": " + fault.message;
}

function lineAt(text: string, at: number) {
  let line = 1;
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", next + 1)) line++;
  return line;
}

/** What is open is kept in a list: a text may be nested deeper than calls may be. */
class Scan {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  fault(): JsonFault | undefined {
    const open: string[] = [];
    for (;;) {
      this.blank();
      const char = this.text[this.at];
      if (char === "{" || char === "[") {
        this.at++;
        this.blank();
        if (this.text[this.at] === (char === "{" ? "}" : "]")) this.at++;
        else {
          open.push(char);
          const fault = char === "{" ? this.name() : undefined;
          if (fault) return fault;
          continue;
        }
      } else {
        const fault = this.scalar();
        if (fault) return fault;
      }
      const fault = this.afterValue(open);
      if (fault !== "value") return fault;
    }
  }

  /** Goes to where the next value has to be; anything else is where it ends, well or not. */
  private afterValue(open: string[]): JsonFault | undefined | "value" {
    for (;;) {
      this.blank();
      const inner = open[open.length - 1];
      const char = this.text[this.at];
      if (inner === undefined) return char === undefined ? undefined : this.expected("nothing more");
      if (char === (inner === "{" ? "}" : "]")) {
        this.at++;
        open.pop();
        continue;
      }
      if (char !== ",") return this.expected(inner === "{" ? "a comma or }" : "a comma or ]");
      this.at++;
      return (inner === "{" ? this.name() : undefined) ?? "value";
    }
  }

  private name(): JsonFault | undefined {
    this.blank();
    if (this.text[this.at] !== '"') return this.expected("a name in double quotes");
    const fault = this.string();
    if (fault) return fault;
    this.blank();
    if (this.text[this.at] !== ":") return this.expected("a colon");
    this.at++;
    return undefined;
  }

  private scalar(): JsonFault | undefined {
    const char = this.text[this.at];
    if (char === '"') return this.string();
    const number = this.match(NUMBER);
    if (number !== "") return undefined;
    const from = this.at;
    const word = this.match(WORD);
    if (["true", "false", "null"].includes(word)) return undefined;
    this.at = from;
    return this.expected("a value");
  }

  private string(): JsonFault | undefined {
    const from = this.at++;
    do this.match(PLAIN);
    while (this.match(ESCAPE) !== "");
    const char = this.text[this.at];
    if (char === '"') {
      this.at++;
      return undefined;
    }
    if (char === "\\") return { at: this.at, message: "no such escape in a text" };
    if (char === undefined || char === "\n" || char === "\r") return { at: from, message: "the text that begins here has no end" };
    return { at: this.at, message: "a text cannot hold this character as it is" };
  }

  private expected(what: string): JsonFault {
    const point = this.text.codePointAt(this.at);
    return { at: this.at, message: "expected " + what + ", found " + (point === undefined ? "the end" : String.fromCodePoint(point)) };
  }

  private blank() {
    this.match(BLANK);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }
}
