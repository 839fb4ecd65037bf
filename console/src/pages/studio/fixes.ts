// What mends a problem or follows a hint, where that is sure enough to be offered. Each is one step that can be undone.
import type { ChangeSpec, EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { inner, members, valueOf } from "../../editor/places";
import { blockAt, outlineOf, plain } from "./states";

export interface Fix {
  name: string;
  /** Undefined when the text has changed so that it does not apply any more. */
  change: (state: EditorState) => ChangeSpec | undefined;
}

interface Found {
  code: string;
  location: string;
}

/** What a task gets that has no limit: enough for nearly all, and to be changed. */
const TIMEOUT_SECONDS = "300";

export function fixesOf(state: EditorState, { code, location }: Found): Fix[] {
  switch (code) {
    case "NO_TIME_LIMIT":
      return [adds(location, "TimeoutSeconds", TIMEOUT_SECONDS)];
    case "COMMA_IN_ERROR_EQUALS":
      return [{ name: "Write each name as an entry of its own", change: (now) => splitEntry(now, location) }];
    case "NO_COMPENSATION":
      return [adds(location, "Retriable", "true"), adds(location, "Pivot", "true"), adds(location, "NoCompensation", '"say why"')];
    case "NOT_RETRIABLE_AFTER_PIVOT":
      return [adds(location, "Retriable", "true")];
    case "CAUGHT_WITHOUT_COMPENSATION":
      return [adds(location, "Compensate", "true"), adds(location, "Compensate", '"All"'), adds(location, "Compensate", "false")];
    case "RETRIED_WITHOUT_COMPENSATION":
    case "SECOND_PIVOT":
      return [{ name: "Leave " + lastName(location) + " out", change: (now) => without(now, location) }];
    case "MISSING_TRANSITION_TARGET":
      return nearNames(state, location);
    default:
      return [];
  }
}

function lastName(location: string) {
  return location.slice(location.lastIndexOf("/") + 1);
}

function adds(location: string, name: string, value: string): Fix {
  return { name: "Add " + name + ": " + value, change: (state) => withMember(state, location, name, value) };
}

/** After what a state does, or before what it has first. */
function withMember(state: EditorState, location: string, name: string, value: string): ChangeSpec | undefined {
  const map = valueOf(state, location);
  const all = map ? members(state, map) : [];
  if (all.some((member) => member.name === name)) return undefined;
  const after = ["Resource", "Type", "ErrorEquals"].map((each) => all.find((member) => member.name === each)).find((found) => found?.value && !isStructure(found.value)) ?? all[0];
  if (!map || !after?.value) return undefined;
  const line = state.doc.lineAt(after.key.from);
  const column = after.key.from - line.from;
  if (map.name === "BlockMapping") {
    const end = state.doc.lineAt(after.value.to).to;
    return { from: end, insert: "\n" + " ".repeat(column) + name + ": " + value };
  }
  const written = (map.name === "Object" ? JSON.stringify(name) : name) + ": " + value;
  const ownLine = line.text.slice(0, column).trim() === "";
  return { from: after.value.to, insert: ownLine ? ",\n" + line.text.slice(0, column) + written : ", " + written };
}

function isStructure(value: SyntaxNode) {
  return ["Object", "Array", "BlockMapping", "BlockSequence", "FlowMapping", "FlowSequence"].includes(inner(value).name);
}

/** Takes a member out, with what separates it from the others. */
function without(state: EditorState, location: string): ChangeSpec | undefined {
  const map = valueOf(state, location.slice(0, location.lastIndexOf("/")));
  const all = map ? members(state, map) : [];
  const index = all.findIndex((member) => member.name === lastName(location));
  const found = all[index];
  if (!map || !found) return undefined;
  const end = found.value?.to ?? found.key.to;
  const [before, after] = [all[index - 1], all[index + 1]];
  if (map.name === "BlockMapping") return blockWithout(state, found.key.from, end, after?.key.from);
  if (after) return { from: found.key.from, to: after.key.from };
  return { from: before ? (before.value?.to ?? before.key.to) : found.key.from, to: end };
}

function blockWithout(state: EditorState, from: number, to: number, after: number | undefined): ChangeSpec {
  if (after !== undefined) return { from, to: after };
  return { from: state.doc.lineAt(from).from - 1, to: state.doc.lineAt(to).to };
}

function splitEntry(state: EditorState, location: string): ChangeSpec | undefined {
  const entry = valueOf(state, location);
  if (!entry) return undefined;
  const raw = state.sliceDoc(entry.from, entry.to).trim();
  const quote = /^["']/.test(raw) ? raw.charAt(0) : "";
  const names = raw.slice(quote.length, raw.length - quote.length).split(",").map((name) => name.trim()).filter((name) => name !== "");
  const line = state.doc.lineAt(entry.from);
  const item = /^\s*- +/.exec(line.text)?.[0];
  const between = item !== undefined && item.length === entry.from - line.from ? "\n" + item : ", ";
  return { from: entry.from, to: entry.from + raw.length, insert: names.map((name) => quote + name + quote).join(between) };
}

const DISTANCE_MAX = 3;
const OFFERED_MAX = 3;

/** States whose names are nearly what is written. */
function nearNames(state: EditorState, location: string): Fix[] {
  const node = valueOf(state, location);
  if (!node) return [];
  const raw = state.sliceDoc(node.from, node.to);
  const written = raw.replace(/^["']|["']$/g, "");
  return (blockAt(outlineOf(state), node.from)?.states ?? [])
    .map(({ name }) => ({ name, far: distance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= DISTANCE_MAX)
    .sort((a, b) => a.far - b.far)
    .slice(0, OFFERED_MAX)
    .map(({ name }) => ({
      name: "Change to " + name,
      change: (now) => {
        const there = valueOf(now, location);
        return there && { from: there.from, to: there.to, insert: /^["']/.test(raw) ? JSON.stringify(name) : plain(name) };
      },
    }));
}

/** How many letters have to be put in, taken out or changed. Names are short. */
function distance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++)
      row.push(Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)));
    before = row;
  }
  return before[other.length] ?? 0;
}
