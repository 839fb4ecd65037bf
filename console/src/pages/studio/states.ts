// The states of a definition as its text has them, right or wrong, and what names them. JSON and YAML alike.
import type { ChangeSpec, EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import { isJson } from "../../editor/look";
import { elements, inner, members, root, text, type Member, type Range } from "../../editor/places";

/** Where a state is named, other than where it stands. */
export interface Mention extends Range {
  field: string;
  name: string;
}

export interface StateText {
  name: string;
  type: string;
  key: Range;
  /** All of it. */
  from: number;
  to: number;
  mentions: Mention[];
  jsonata: boolean | undefined;
}

/** States that can go to each other: those of the machine, of a branch, of a processor. */
export interface Block {
  from: number;
  to: number;
  start: Mention | undefined;
  states: StateText[];
}

export interface Outline {
  jsonata: boolean;
  /** The outer ones first. */
  blocks: Block[];
}

/** Deeper is no definition that a server takes. */
const DEPTH_MAX = 40;

export function outlineOf(state: EditorState): Outline {
  const blocks: Block[] = [];
  const top = root(state);
  collect(state, top, blocks, 0);
  return { jsonata: scalar(state, members(state, top), "QueryLanguage") === "JSONata", blocks };
}

function collect(state: EditorState, map: SyntaxNode, blocks: Block[], depth: number) {
  const all = members(state, map);
  const states = all.find((member) => member.name === "States");
  const block: Block = { from: map.from, to: map.to, start: mention(state, all, "StartAt"), states: [] };
  blocks.push(block);
  if (!states?.value || depth > DEPTH_MAX) return;
  for (const member of members(state, inner(states.value))) {
    block.states.push(stateText(state, member));
    if (member.value) nested(state, inner(member.value), blocks, depth + 1);
  }
}

function nested(state: EditorState, body: SyntaxNode, blocks: Block[], depth: number) {
  for (const { name, value } of members(state, body)) {
    if (!value) continue;
    if (name === "Branches") for (const branch of elements(inner(value))) collect(state, inner(branch), blocks, depth);
    if (name === "ItemProcessor" || name === "Iterator") collect(state, inner(value), blocks, depth);
  }
}

function stateText(state: EditorState, { name, key, value }: Member): StateText {
  const all = value ? members(state, inner(value)) : [];
  const language = scalar(state, all, "QueryLanguage");
  return {
    name,
    type: scalar(state, all, "Type") ?? "",
    key: { from: key.from, to: key.to },
    from: key.from,
    to: value?.to ?? key.to,
    mentions: [mention(state, all, "Next"), mention(state, all, "Default"), ...handlers(state, all, "Choices"), ...handlers(state, all, "Catch")].filter((each) => each !== undefined),
    jsonata: language === undefined ? undefined : language === "JSONata",
  };
}

function handlers(state: EditorState, all: Member[], field: string) {
  const value = all.find((member) => member.name === field)?.value;
  return value ? elements(inner(value)).map((each) => mention(state, members(state, inner(each)), "Next")) : [];
}

function mention(state: EditorState, all: Member[], field: string): Mention | undefined {
  const value = all.find((member) => member.name === field)?.value;
  return value && { field, name: text(state, value), from: value.from, to: value.to };
}

function scalar(state: EditorState, all: Member[], field: string): string | undefined {
  const value = all.find((member) => member.name === field)?.value;
  return value && text(state, value);
}

/** The innermost block around a position. */
export function blockAt(outline: Outline, at: number): Block | undefined {
  return outline.blocks.findLast((block) => block.from <= at && at <= block.to);
}

/** What is named at a position: the state as it stands there, or where it is named. */
export function namedAt(outline: Outline, at: number): { block: Block; name: string; state: StateText | undefined } | undefined {
  for (const block of outline.blocks.toReversed()) {
    const name = namesOf(block).find((each) => each.from <= at && at <= each.to)?.name;
    if (name !== undefined) return { block, name, state: block.states.find((state) => state.name === name) };
  }
  return undefined;
}

function namesOf(block: Block): { name: string; from: number; to: number }[] {
  return [...(block.start ? [block.start] : []), ...block.states.flatMap((state) => [{ name: state.name, ...state.key }, ...state.mentions])];
}

/** All that changes when a state of a block gets another name. */
export function renamed(state: EditorState, block: Block, name: string, other: string): ChangeSpec[] {
  const json = isJson(state.doc.toString());
  return namesOf(block)
    .filter((each) => each.name === name)
    .map(({ from, to }) => ({ from, to, insert: json || /^["']/.test(state.sliceDoc(from, from + 1)) ? JSON.stringify(other) : plain(other) }));
}

/** A text as YAML: without quotes where nothing else could be meant. */
export function plain(name: string): string {
  return /^[A-Za-z_][\w /().-]*$/.test(name) && !name.endsWith(" ") && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name) ? name : JSON.stringify(name);
}

/** AWS's limit, in characters. */
const NAME_MAX = 80;

/** Why a state cannot have that name; undefined when it can. */
export function stateNameProblem(outline: Outline, name: string): string | undefined {
  if (name.trim() === "") return "A state needs a name";
  if ([...name].length > NAME_MAX) return "A name has " + NAME_MAX + " characters at most";
  return outline.blocks.some((block) => block.states.some((state) => state.name === name)) ? "There is a state of that name" : undefined;
}
