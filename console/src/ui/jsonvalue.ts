// JSON as it was sent: a number that a browser cannot hold exactly keeps its text.

/** A number that JavaScript would round. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): string {
    return this.text;
  }
}

export type Json = null | boolean | number | string | ExactNumber | Json[] | { [key: string]: Json };

/** More digits than a browser surely keeps, wherever among them the point stands. */
const MAY_BE_ROUNDED = /[\d.]{16}|\d[eE]/;

/** @throws SyntaxError when it is no JSON */
export function parseJson(text: string): Json {
  if (!MAY_BE_ROUNDED.test(text)) return JSON.parse(text) as Json;
  const exactly = (_: string, value: unknown, context?: { source?: string }) => {
    if (typeof value !== "number" || context?.source === undefined) return value;
    return String(value) === context.source ? value : new ExactNumber(context.source);
  };
  return JSON.parse(text, exactly as (key: string, value: unknown) => unknown) as Json;
}

export function isContainer(value: Json): value is Json[] | { [key: string]: Json } {
  return typeof value === "object" && value !== null && !(value instanceof ExactNumber);
}

export function entries(value: Json[] | { [key: string]: Json }): [string, Json][] {
  return Array.isArray(value) ? value.map((item, index) => [String(index), item]) : Object.entries(value);
}

/** A value that is no container, as JSON. */
export function scalarText(value: Json): string {
  return value instanceof ExactNumber ? value.text : JSON.stringify(value);
}

/** The value as JSON that people read. */
export function pretty(value: Json, indent = ""): string {
  if (!isContainer(value)) return scalarText(value);
  const inner = indent + "  ";
  const list = entries(value);
  if (list.length === 0) return Array.isArray(value) ? "[]" : "{}";
  const parts = list.map(([key, item]) => inner + (Array.isArray(value) ? "" : JSON.stringify(key) + ": ") + pretty(item, inner));
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return open + "\n" + parts.join(",\n") + "\n" + indent + close;
}

/** The text made readable; itself when it is no JSON. */
export function prettyText(text: string): string {
  try {
    return pretty(parseJson(text));
  } catch {
    return text;
  }
}

/** Where in a value something is: the keys that lead there. */
export type Path = readonly string[];

export function pathKey(path: Path): string {
  return JSON.stringify(path);
}

/** What stands for the whole value in an expression. Of `VARIABLES` each member is a variable. */
export interface Root {
  jsonPath: string;
  jsonata: string;
}

export const WHOLE: Root = { jsonPath: "$", jsonata: "$" };
export const STATE_INPUT: Root = { jsonPath: "$", jsonata: "$states.input" };
export const EXECUTION_INPUT: Root = { jsonPath: "$$.Execution.Input", jsonata: "$states.context.Execution.Input" };
export const VARIABLES: Root = { jsonPath: "", jsonata: "" };

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The path as JSONPath. */
export function jsonPath(path: Path, root: Json, from: Root = WHOLE): string {
  return pathText(path, root, from.jsonPath, from === VARIABLES, (text, key) => text + (PLAIN.test(key) ? "." + key : "['" + key.replaceAll("\\", "\\\\").replaceAll("'", "\\'") + "']"));
}

const JSONATA_WORDS = ["and", "or", "in", "true", "false", "null"];

/** The path as a JSONata expression, without the {% %} around it. */
export function jsonataPath(path: Path, root: Json, from: Root = WHOLE): string {
  return pathText(path, root, from.jsonata, from === VARIABLES, (text, key) => {
    if (PLAIN.test(key) && !JSONATA_WORDS.includes(key)) return text + "." + key;
    return key.includes("`") ? "$lookup(" + text + ", " + JSON.stringify(key) + ")" : text + ".`" + key + "`";
  });
}

function pathText(path: Path, root: Json, from: string, variables: boolean, member: (text: string, key: string) => string): string {
  let text = from;
  let value: Json | undefined = root;
  path.forEach((key, depth) => {
    if (variables && depth === 0) text = "$" + key;
    else text = Array.isArray(value) ? text + "[" + key + "]" : member(text, key);
    value = value === undefined ? undefined : valueAt([key], value);
  });
  return text === "" ? "$" : text;
}

/** The value at a path; undefined where nothing is. */
export function valueAt(path: Path, root: Json): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) value = value !== undefined && isContainer(value) && Object.hasOwn(value, key) ? (value as Record<string, Json>)[key] : undefined;
  return value;
}

/** The paths of at most `max` keys and values that hold the text, without regard to case; the position in an array is no key. */
export function search(root: Json, text: string, max: number): Path[] {
  const wanted = text.toLowerCase();
  const found: Path[] = [];
  const walk = (value: Json, path: string[], key: string) => {
    if (found.length >= max) return;
    const here = isContainer(value) ? "" : value instanceof ExactNumber ? value.text : String(value);
    if (key.toLowerCase().includes(wanted) || here.toLowerCase().includes(wanted)) found.push([...path]);
    if (!isContainer(value)) return;
    for (const [name, item] of entries(value)) {
      path.push(name);
      walk(item, path, Array.isArray(value) ? "" : name);
      path.pop();
    }
  };
  if (wanted !== "") walk(root, [], "");
  return found;
}

export interface Difference {
  path: Path;
  kind: "added" | "removed" | "changed";
  before?: Json;
  after?: Json;
}

/** What differs between two values, by path, at most `max` of them. */
export function differences(before: Json, after: Json, max: number): Difference[] {
  const found: Difference[] = [];
  const walk = (a: Json, b: Json, path: Path) => {
    if (found.length >= max) return;
    if (isContainer(a) && isContainer(b) && Array.isArray(a) === Array.isArray(b)) {
      const left = new Map(entries(a));
      const right = new Map(entries(b));
      for (const [key, value] of left) {
        if (found.length >= max) return;
        const other = right.get(key);
        if (other === undefined) found.push({ path: [...path, key], kind: "removed", before: value });
        else walk(value, other, [...path, key]);
      }
      for (const [key, value] of right) if (!left.has(key) && found.length < max) found.push({ path: [...path, key], kind: "added", after: value });
      return;
    }
    if (isContainer(a) || isContainer(b) || scalarText(a) !== scalarText(b)) found.push({ path, kind: "changed", before: a, after: b });
  };
  walk(before, after, []);
  return found;
}
