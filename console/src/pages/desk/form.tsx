// A form that a task brings along: a member "form" of what was sent, a JSON Schema of an object with plain members.
import { useState } from "react";
import { isContainer, scalarText, type Json } from "../../ui/jsonvalue";

const FIELDS_MAX = 40;
const DEPTH_MAX = 2;

interface Field {
  name: string;
  title: string;
  type: "string" | "number" | "integer" | "boolean";
  description: string;
  options: string[];
  required: boolean;
  absent: string;
}

type Members = { [key: string]: Json };

function members(value: Json | undefined): Members | undefined {
  return value !== undefined && isContainer(value) && !Array.isArray(value) ? value : undefined;
}

/** The fields that are asked for; none when nothing was sent that is such a form. */
export function fieldsIn(sent: Json | undefined, depth = 0): Field[] {
  const object = members(sent);
  if (object === undefined || depth > DEPTH_MAX) return [];
  const asked = members(members(object["form"])?.["properties"]);
  if (asked !== undefined) return fields(asked, members(object["form"])?.["required"]);
  for (const member of Object.values(object)) {
    const found = fieldsIn(member, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

function fields(asked: Members, required: Json | undefined): Field[] {
  const names = Array.isArray(required) ? required : [];
  return Object.entries(asked)
    .slice(0, FIELDS_MAX)
    .map(([name, schema]) => field(name, members(schema) ?? {}, names.includes(name)));
}

function field(name: string, schema: Members, required: boolean): Field {
  const words = (key: string) => (typeof schema[key] === "string" ? schema[key] : "");
  const type = words("type");
  const absent = schema["default"];
  return {
    name,
    title: words("title") || name,
    type: type === "number" || type === "integer" || type === "boolean" ? type : "string",
    description: words("description"),
    options: Array.isArray(schema["enum"]) ? schema["enum"].filter((option) => typeof option === "string") : [],
    required,
    absent: absent === undefined || isContainer(absent) ? "" : typeof absent === "string" ? absent : scalarText(absent),
  };
}

export interface Answers {
  fields: Field[];
  /** What was typed or chosen; before that it is what the form begins with. */
  valueOf: (field: Field) => string;
  set: (name: string, value: string) => void;
  /** Why they cannot be sent; undefined when they can. */
  problem: string | undefined;
  /** What is wrong with what was typed into a field; nothing is wrong yet where nothing was typed. */
  wrong: (field: Field) => string | undefined;
  /** The output as JSON text. */
  text: () => string;
}

export function useAnswers(fields: Field[]): Answers {
  // The form itself may be read later than it is asked for.
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const valueOf = (each: Field) => values.get(each.name) ?? each.absent;
  const problems = fields.map((each) => problemOf(each, valueOf(each))).filter((problem) => problem !== undefined);
  return {
    fields,
    valueOf,
    set: (name, value) => setValues((before) => new Map(before).set(name, value)),
    problem: problems[0],
    wrong: (field) => (valueOf(field).trim() === "" ? undefined : problemOf(field, valueOf(field))),
    text: () => "{" + fields.flatMap((each) => member(each, valueOf(each))).join(", ") + "}",
  };
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function problemOf(field: Field, value: string): string | undefined {
  if (field.type === "boolean") return undefined;
  if (value.trim() === "") return field.required ? field.title + " is required." : undefined;
  if (field.type === "string") return undefined;
  if (!NUMBER.test(value.trim())) return field.title + " is a number.";
  return field.type === "integer" && !/^-?\d+$/.test(value.trim()) ? field.title + " is a whole number." : undefined;
}

/** What is left empty is left out. Numbers stay as they were typed. */
function member(field: Field, value: string): string[] {
  const name = JSON.stringify(field.name) + ": ";
  if (field.type === "boolean") return [name + (value === "true")];
  if (value.trim() === "") return [];
  return [name + (field.type === "string" ? JSON.stringify(value) : value.trim())];
}

export function AnswerFields({ answers }: { answers: Answers }) {
  return (
    <>
      {answers.fields.map((each) => (
        <label key={each.name} className={each.type === "boolean" ? "row" : "field"}>
          {each.type === "boolean" ? <Value field={each} answers={answers} /> : null}
          <span>
            {each.title}
            {each.required || each.type === "boolean" ? "" : " (optional)"}
            {each.description === "" ? "" : ": " + each.description}
          </span>
          {each.type === "boolean" ? null : <Value field={each} answers={answers} />}
          {each.type === "boolean" ? null : (
            <span role="status" style={{ color: "var(--bad)" }}>
              {answers.wrong(each)}
            </span>
          )}
        </label>
      ))}
    </>
  );
}

function Value({ field, answers }: { field: Field; answers: Answers }) {
  const value = answers.valueOf(field);
  const set = (text: string) => answers.set(field.name, text);
  if (field.type === "boolean") return <input type="checkbox" checked={value === "true"} onChange={(event) => set(String(event.target.checked))} />;
  if (field.options.length > 0)
    return (
      <select className="input" value={value} required={field.required} onChange={(event) => set(event.target.value)}>
        <option value="">–</option>
        {field.options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    );
  const mode = field.type === "string" ? "text" : field.type === "integer" ? "numeric" : "decimal";
  return <input className="input" inputMode={mode} autoComplete="off" required={field.required} value={value} onChange={(event) => set(event.target.value)} />;
}
