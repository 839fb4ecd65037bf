// What is proposed while a definition is typed: fields, values, states, resources, errors, and what expressions can name.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorState } from "@codemirror/state";
import { isJson } from "../../editor/look";
import { around, namesTo, pathAt } from "../../editor/places";
import { putName, putText } from "../../editor/put";
import { ERROR_NAMES, INTEGRATIONS, NO_TEXT, VALUES, fieldsAt, wordsOf } from "./fields";
import { JSONATA, expressionEnd } from "./jsonata";
import type { Resources } from "./resources";
import { blockAt, outlineOf, plain, type Outline } from "./states";

const STATE_FIELDS = new Set(["Next", "Default", "StartAt"]);
const ERROR_FIELDS = new Set(["ErrorEquals", "KnownErrors", "UncertainErrors"]);

/** So much text before the cursor is looked through for the beginning of an expression. */
const EXPRESSION_MAX = 4000;

const JSON_VALUE = /"(\w+)"\s*:\s*(?:\[\s*)?(?:"[^"]*"\s*,\s*)*("?[^",{}[\]]*)$/;
const YAML_VALUE = /(?:^|[\s{,-])(\w+):\s+(?:\[\s*)?(?:[^,[\]{}]+,\s*)*(["']?[^"',{}[\]]*)$/;

export async function complete(context: CompletionContext, resources: () => Promise<Resources>): Promise<CompletionResult | null> {
  const { state, pos } = context;
  const expression = expressionEnd(state.sliceDoc(Math.max(0, pos - EXPRESSION_MAX), pos));
  if (expression !== undefined) return inExpression(context, expression);
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const json = isJson(state.doc.toString());
  const value = (json ? JSON_VALUE : YAML_VALUE).exec(before);
  if (value) return values(context, value[1] ?? "", value[2] ?? "", resources, json);
  const item = json ? /^\s*("[^"]*)$/.exec(before) : /^\s*-\s+(["']?[^"':]*)$/.exec(before);
  const list = item && pathOf(state, pos, json).at(-1);
  if (item && list !== null && list !== undefined && ERROR_FIELDS.has(list)) return values(context, list, item[1] ?? "", resources, json);
  return fields(context, before, json);
}

// Expressions.

function inExpression(context: CompletionContext, typed: string): CompletionResult | null {
  if (typed === "" && !context.explicit) return null;
  const known = Object.entries(JSONATA).map(([label, { call, words }]): Completion => ({ label, detail: call, info: words, type: call === "" ? "variable" : "function", apply: call === "" ? label : label + "(" }));
  const assigned = variablesOf(context.state).map((label): Completion => ({ label, detail: "assigned", type: "variable" }));
  return { from: context.pos - typed.length, options: [...assigned, ...known], validFor: /^\$[\w.]*$/ };
}

const ASSIGN = /["']?Assign["']?\s*:/g;
const VARIABLES_MAX = 200;

/** What any Assign gives, by name. */
function variablesOf(state: EditorState): string[] {
  const text = state.doc.toString();
  const found = new Set<string>();
  for (const match of text.matchAll(ASSIGN)) {
    const within = around(state, match.index + match[0].length + 1 + (/^\s*/.exec(text.slice(match.index + match[0].length))?.[0].length ?? 0));
    if (within && namesTo(state, within.node).at(-1) === "Assign") for (const name of within.names) found.add("$" + name);
    if (found.size > VARIABLES_MAX) break;
  }
  return [...found];
}

// Values.

async function values(context: CompletionContext, field: string, typed: string, resources: () => Promise<Resources>, json: boolean): Promise<CompletionResult | null> {
  const quote = /^["']/.test(typed) ? 1 : 0;
  const found = await proposed(context, field, resources);
  const bare = Object.hasOwn(NO_TEXT, field) ? (NO_TEXT[field] ?? []).map((label): Completion => ({ label, type: "keyword" })) : [];
  const texts = found.map((each): Completion => ({ ...each, apply: put(each.label, json) }));
  const options = [...texts, ...(quote === 0 ? bare : [])];
  return options.length === 0 ? null : { from: context.pos - typed.length + quote, options, validFor: /^[^"']*$/ };
}

function put(value: string, json: boolean) {
  const quoted = json || plainValue(value) !== value;
  return putText(JSON.stringify(value), quoted);
}

/** Colons are fine within a plain scalar when no blank follows. */
function plainValue(value: string) {
  return /^[A-Za-z][\w:./*-]*$/.test(value) ? value : plain(value);
}

async function proposed(context: CompletionContext, field: string, resources: () => Promise<Resources>): Promise<Completion[]> {
  if (STATE_FIELDS.has(field)) return stateNames(outlineOf(context.state), context.pos, field);
  if (ERROR_FIELDS.has(field)) return Object.entries(ERROR_NAMES).map(([label, info]) => ({ label, info, type: "constant" }));
  if (field === "Resource") return [...(await resources()).tasks.map(({ arn, words }) => ({ label: arn, detail: words, type: "function", boost: 1 })), ...Object.entries(INTEGRATIONS).map(([label, detail]) => ({ label, detail, type: "interface" }))];
  if (field === "StateMachineArn") return (await resources()).machines.map((label) => ({ label, type: "class" }));
  if (field === "FunctionName") return (await resources()).functions.map((label) => ({ label, type: "function" }));
  if (!Object.hasOwn(VALUES, field)) return [];
  return (VALUES[field] ?? []).map((label) => {
    const info = wordsOf(label);
    return { label, type: "constant", ...(info === undefined ? {} : { info }) };
  });
}

/** Those that can be gone to from here: of the same block. */
function stateNames(outline: Outline, at: number, field: string): Completion[] {
  const block = blockAt(outline, at);
  const own = field === "StartAt" ? undefined : block?.states.find((state) => state.from <= at && at <= state.to)?.name;
  const states = block && block.states.length > 0 ? block.states : outline.blocks.flatMap((each) => each.states);
  return states.filter((state) => state.name !== own).map((state) => ({ label: state.name, detail: state.type, type: "class" }));
}

// Fields.

function fields(context: CompletionContext, before: string, json: boolean): CompletionResult | null {
  const field = (json ? /(?:^|[{,\s])("?)(\w*)$/ : /(?:^|[\s{,-])()(\w*)$/).exec(before);
  if (!field || (!context.explicit && field[1] === "" && field[2] === "")) return null;
  const { state, pos } = context;
  const typed = field[2] ?? "";
  const path = pathOf(state, pos, json);
  const outline = outlineOf(state);
  const name = path[path.lastIndexOf("States") + 1];
  const within = path.includes("States") ? outline.blocks.flatMap((block) => block.states).find((each) => each.name === name) : undefined;
  const there = around(state, pos)?.names ?? [];
  const options = fieldsAt(path, within?.type === "" ? undefined : within?.type, within?.jsonata ?? outline.jsonata)
    .filter((each) => each === typed || !there.includes(each) || !json)
    .map((label): Completion => {
      const info = wordsOf(label);
      return { label, type: "property", apply: putName(label, json), ...(info === undefined ? {} : { info }) };
    });
  return options.length === 0 ? null : { from: pos - typed.length, options, validFor: /^\w*$/ };
}

/** The names that lead to a position. In YAML what is not written yet belongs where its indentation puts it. */
export function pathOf(state: EditorState, at: number, json: boolean): string[] {
  const within = around(state, at);
  if (json || within?.node.name.startsWith("Flow")) return within ? namesTo(state, within.node) : pathAt(state, at);
  return indented(state, at);
}

const KEY = /^(\s*(?:- +)*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#'"[\]{}-][^:#]*?)\s*:(?:\s|$)/;
const LINES_MAX = 5000;

function indented(state: EditorState, at: number): string[] {
  const line = state.doc.lineAt(at);
  let column = /^\s*(?:- +)*/.exec(line.text)?.[0].length ?? 0;
  // A cursor in an empty line is where the next word will be.
  if (line.text.trim() === "") column = at - line.from;
  const path: string[] = [];
  for (let number = line.number - 1; number > Math.max(0, line.number - LINES_MAX) && column > 0; number--) {
    const key = KEY.exec(state.doc.line(number).text);
    if (!key || (key[1] ?? "").length >= column) continue;
    column = (key[1] ?? "").length;
    path.unshift(unquoted(key[2] ?? ""));
  }
  return path;
}

function unquoted(name: string) {
  if (name.startsWith("'")) return name.slice(1, -1);
  if (!name.startsWith('"')) return name;
  try {
    return String(JSON.parse(name));
  } catch {
    return name;
  }
}
