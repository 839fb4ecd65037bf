// Where in the text of a definition something stands: by location, as the server names it, and back. JSON and YAML alike.
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

/** How long the text may be parsed for before the part that was reached has to do. */
const PARSE_MILLIS_MAX = 200;

const MAPS = new Set(["Object", "BlockMapping", "FlowMapping"]);
const LISTS = new Set(["Array", "BlockSequence", "FlowSequence"]);
const MEMBERS = new Set(["Property", "Pair"]);
const KEYS = new Set(["PropertyName", "Key"]);
const MARKS = new Set(["{", "}", "[", "]", ",", ":", "-", "?", "⚠", "Comment", "Anchor", "Tag"]);

export interface Range {
  from: number;
  to: number;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const list: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (!MARKS.has(child.name)) list.push(child);
  return list;
}

/** The value that a node stands for, when it is only around it. */
function inner(node: SyntaxNode): SyntaxNode {
  let found = node;
  while (!MAPS.has(found.name) && !LISTS.has(found.name)) {
    const only = children(found).find((child) => MAPS.has(child.name) || LISTS.has(child.name) || ["Document", "Item", "Stream"].includes(child.name));
    if (!only) return found;
    found = only;
  }
  return found;
}

function text(state: EditorState, node: SyntaxNode) {
  const raw = state.sliceDoc(node.from, node.to).trim();
  if (raw.startsWith('"'))
    try {
      return String(JSON.parse(raw));
    } catch {
      return raw;
    }
  return raw.startsWith("'") && raw.endsWith("'") && raw.length > 1 ? raw.slice(1, -1).replaceAll("''", "'") : raw;
}

interface Member {
  name: string;
  key: SyntaxNode;
  value: SyntaxNode | undefined;
}

function members(state: EditorState, map: SyntaxNode): Member[] {
  return children(map)
    .filter((child) => MEMBERS.has(child.name))
    .flatMap((pair) => {
      const parts = children(pair);
      const key = parts.find((part) => KEYS.has(part.name)) ?? parts[0];
      if (!key) return [];
      return [{ name: text(state, key), key, value: parts[parts.indexOf(key) + 1] }];
    });
}

function elements(list: SyntaxNode) {
  return children(list).map((item) => (item.name === "Item" ? (children(item)[0] ?? item) : item));
}

function root(state: EditorState): SyntaxNode {
  return inner((ensureSyntaxTree(state, state.doc.length, PARSE_MILLIS_MAX) ?? syntaxTree(state)).topNode);
}

/**
 * The range of what a location such as /States/Pay/Choices[0]/Next names; of what is nearest around it when it is not there. @3:7 is from line 3,
 * column 7, to the line's end.
 */
export function rangeOf(state: EditorState, location: string): Range {
  const point = /^@(\d+):(\d+)$/.exec(location);
  if (point) return pointRange(state, Number(point[1]), Number(point[2]));
  let node = root(state);
  let found: Range = firstLine(state);
  let rest = location === "/" ? "" : location;
  while (rest !== "") {
    const step = rest.startsWith("[") ? element(node, rest) : member(state, node, rest);
    if (!step) return found;
    found = step.shown;
    rest = step.rest;
    if (!step.value) return found;
    node = inner(step.value);
  }
  return found;
}

function pointRange(state: EditorState, number: number, column: number): Range {
  const line = state.doc.line(Math.min(state.doc.lines, Math.max(1, number)));
  const from = Math.min(line.to, line.from + Math.max(0, column - 1));
  return from === line.to ? { from: line.from, to: line.to } : { from, to: line.to };
}

function firstLine(state: EditorState): Range {
  const line = state.doc.line(1);
  return { from: line.from, to: line.to };
}

interface Step {
  shown: Range;
  value: SyntaxNode | undefined;
  rest: string;
}

function element(list: SyntaxNode, rest: string): Step | undefined {
  const index = /^\[(\d+)\]/.exec(rest);
  const node = index && LISTS.has(list.name) ? elements(list)[Number(index[1])] : undefined;
  if (!index || !node) return undefined;
  return { shown: { from: node.from, to: node.to }, value: node, rest: rest.slice(index[0].length) };
}

/** The longest name counts: names of states may have slashes and brackets. */
function member(state: EditorState, map: SyntaxNode, rest: string): Step | undefined {
  if (!MAPS.has(map.name)) return undefined;
  let best: Member | undefined;
  for (const each of members(state, map)) {
    const after = rest.charAt(each.name.length + 1);
    const fits = rest.startsWith("/" + each.name) && (after === "" || after === "/" || after === "[");
    if (fits && each.name.length >= (best?.name.length ?? -1)) best = each;
  }
  if (!best) return undefined;
  return { shown: { from: best.key.from, to: best.key.to }, value: best.value, rest: rest.slice(best.name.length + 1) };
}

/** The names of the members and elements that lead to a position. */
export function pathAt(state: EditorState, at: number): string[] {
  const path: string[] = [];
  let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, -1);
  for (; node; node = node.parent) {
    if (!MEMBERS.has(node.name)) continue;
    const key = children(node).find((part) => KEYS.has(part.name)) ?? children(node)[0];
    if (key) path.unshift(text(state, key));
  }
  return path;
}
