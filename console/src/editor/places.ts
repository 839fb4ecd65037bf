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
export function inner(node: SyntaxNode): SyntaxNode {
  let found = node;
  while (!MAPS.has(found.name) && !LISTS.has(found.name)) {
    const only = children(found).find((child) => MAPS.has(child.name) || LISTS.has(child.name) || ["Document", "Item", "Stream"].includes(child.name));
    if (!only) return found;
    found = only;
  }
  return found;
}

/** What a scalar says, without its quotes. */
export function text(state: EditorState, node: SyntaxNode): string {
  const raw = state.sliceDoc(node.from, node.to).trim();
  if (raw.startsWith('"'))
    try {
      return String(JSON.parse(raw));
    } catch {
      return raw;
    }
  return raw.startsWith("'") && raw.endsWith("'") && raw.length > 1 ? raw.slice(1, -1).replaceAll("''", "'") : raw;
}

export interface Member {
  name: string;
  key: SyntaxNode;
  value: SyntaxNode | undefined;
}

/** The members of a map, in the order of the text; none of what is no map. */
export function members(state: EditorState, map: SyntaxNode): Member[] {
  if (!MAPS.has(map.name)) return [];
  return children(map)
    .filter((child) => MEMBERS.has(child.name))
    .flatMap((pair) => {
      const parts = children(pair);
      const key = parts.find((part) => KEYS.has(part.name)) ?? parts[0];
      if (!key) return [];
      return [{ name: text(state, key), key, value: parts[parts.indexOf(key) + 1] }];
    });
}

/** The elements of a list; none of what is no list. */
export function elements(list: SyntaxNode): SyntaxNode[] {
  if (!LISTS.has(list.name)) return [];
  return children(list).map((item) => (item.name === "Item" ? (children(item)[0] ?? item) : item));
}

function treeTo(state: EditorState, at: number) {
  return ensureSyntaxTree(state, at, PARSE_MILLIS_MAX) ?? syntaxTree(state);
}

export function root(state: EditorState): SyntaxNode {
  return inner(treeTo(state, state.doc.length).topNode);
}

/**
 * The range of what a location such as /States/Pay/Choices[0]/Next names; of what is nearest around it when it is not there. @3:7 is from line 3,
 * column 7, to the line's end.
 */
export function rangeOf(state: EditorState, location: string): Range {
  const point = /^@(\d+):(\d+)$/.exec(location);
  if (point) return pointRange(state, Number(point[1]), Number(point[2]));
  return walk(state, location).shown;
}

/** The value at a location; undefined when there is none. */
export function valueOf(state: EditorState, location: string): SyntaxNode | undefined {
  const { value, whole } = walk(state, location);
  return whole ? value : undefined;
}

function walk(state: EditorState, location: string): { shown: Range; value: SyntaxNode | undefined; whole: boolean } {
  let node = root(state);
  let shown: Range = firstLine(state);
  let rest = location === "/" ? "" : location;
  while (rest !== "") {
    const step = rest.startsWith("[") ? element(node, rest) : member(state, node, rest);
    if (!step) return { shown, value: node, whole: false };
    ({ shown, rest } = step);
    if (!step.value) return { shown, value: undefined, whole: rest === "" };
    node = inner(step.value);
  }
  return { shown, value: node, whole: true };
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
  const node = index ? elements(list)[Number(index[1])] : undefined;
  if (!index || !node) return undefined;
  return { shown: { from: node.from, to: node.to }, value: node, rest: rest.slice(index[0].length) };
}

/** The longest name counts: names of states may have slashes and brackets. */
function member(state: EditorState, map: SyntaxNode, rest: string): Step | undefined {
  let best: Member | undefined;
  for (const each of members(state, map)) {
    const after = rest.charAt(each.name.length + 1);
    const fits = rest.startsWith("/" + each.name) && (after === "" || after === "/" || after === "[");
    if (fits && each.name.length >= (best?.name.length ?? -1)) best = each;
  }
  if (!best) return undefined;
  return { shown: { from: best.key.from, to: best.key.to }, value: best.value, rest: rest.slice(best.name.length + 1) };
}

/** The names of the members that lead to a position. */
export function pathAt(state: EditorState, at: number): string[] {
  return namesTo(state, treeTo(state, at).resolveInner(at, -1));
}

/** The names of the members in which a node is. */
export function namesTo(state: EditorState, inner: SyntaxNode): string[] {
  const path: string[] = [];
  for (let node: SyntaxNode | null = inner; node; node = node.parent) {
    if (!MEMBERS.has(node.name)) continue;
    const key = children(node).find((part) => KEYS.has(part.name)) ?? children(node)[0];
    if (key) path.unshift(text(state, key));
  }
  return path;
}

/** The map or list that is around a position, and the names of its members. */
export function around(state: EditorState, at: number): { node: SyntaxNode; list: boolean; names: string[] } | undefined {
  let node: SyntaxNode | null = treeTo(state, at).resolveInner(at, -1);
  while (node && !(MAPS.has(node.name) && node.from < at) && !(LISTS.has(node.name) && node.from < at)) node = node.parent;
  if (!node) return undefined;
  return { node, list: LISTS.has(node.name), names: MAPS.has(node.name) ? members(state, node).map((member) => member.name) : [] };
}
