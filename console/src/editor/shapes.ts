// What values of a kind have looked like so far, as the server infers it: a JSON Schema with types, members and elements, no more.
import { isContainer, scalarText, type Json } from "../ui/jsonvalue";

export interface Shape {
  type?: string | string[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
}

export interface Unusual {
  /** As the server names places: /order/lines[0]/count. */
  location: string;
  message: string;
}

const UNUSUAL_MAX = 20;

export function typesOf(shape: Shape): string[] {
  return shape.type === undefined ? [] : Array.isArray(shape.type) ? shape.type : [shape.type];
}

/** The shape at the end of a path of names; elements of arrays have no name. */
export function shapeAt(shape: Shape | undefined, path: string[]): Shape | undefined {
  let found = elementOf(shape);
  for (const name of path) found = elementOf(Object.hasOwn(found?.properties ?? {}, name) ? found?.properties?.[name] : undefined);
  return found;
}

function elementOf(shape: Shape | undefined): Shape | undefined {
  let found = shape;
  while (found?.items && !found.properties) found = found.items;
  return found;
}

/** What a value has otherwise than all values so far. It may well be right. */
export function unusual(value: Json, shape: Shape): Unusual[] {
  const found: Unusual[] = [];
  look(value, shape, "", found);
  return found.slice(0, UNUSUAL_MAX);
}

function look(value: Json, shape: Shape, location: string, found: Unusual[]) {
  if (found.length >= UNUSUAL_MAX) return;
  const types = typesOf(shape);
  const type = typeName(value);
  const fits = types.length === 0 || types.includes(type) || (type === "integer" && types.includes("number"));
  if (!fits) found.push({ location: location === "" ? "/" : location, message: "So far this was " + types.join(" or ") + "." });
  else if (Array.isArray(value)) elements(value, shape, location, found);
  else if (isContainer(value)) members(value, shape, location, found);
}

function elements(value: Json[], shape: Shape, location: string, found: Unusual[]) {
  for (let index = 0; shape.items && index < value.length && found.length < UNUSUAL_MAX; index++) look(value[index] as Json, shape.items, location + "[" + index + "]", found);
}

function members(value: { [key: string]: Json }, shape: Shape, location: string, found: Unusual[]) {
  const known = shape.properties ?? {};
  for (const name of shape.required ?? [])
    if (!Object.hasOwn(value, name)) found.push({ location: location === "" ? "/" : location, message: "So far there was always " + JSON.stringify(name) + "." });
  for (const [name, member] of Object.entries(value)) {
    const there = location + "/" + name;
    if (Object.hasOwn(known, name)) look(member, known[name] as Shape, there, found);
    else if (shape.properties) found.push({ location: there, message: "So far there was no " + JSON.stringify(name) + "." });
  }
}

function typeName(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (isContainer(value)) return "object";
  return typeof value === "string" ? "string" : typeof value === "boolean" ? "boolean" : /[.eE]/.test(value.text) ? "number" : "integer";
}

const VALUES_MAX = 20;

/** Longer ones are no choice that anybody reads. */
const VALUE_CHARS_MAX = 120;

/** Different texts, numbers and so on that stand at a path in some examples. */
export function valuesAt(examples: Json[], path: string[]): string[] {
  const found = new Set<string>();
  const walk = (value: Json | undefined, rest: string[]) => {
    if (value === undefined || found.size >= VALUES_MAX) return;
    if (Array.isArray(value)) return value.slice(0, VALUES_MAX).forEach((item) => walk(item, rest));
    const [first, ...more] = rest;
    if (first === undefined) return isContainer(value) || scalarText(value).length > VALUE_CHARS_MAX ? undefined : void found.add(scalarText(value));
    if (isContainer(value) && Object.hasOwn(value, first)) walk((value as { [key: string]: Json })[first], more);
    return undefined;
  };
  for (const example of examples) walk(example, path);
  return [...found];
}
