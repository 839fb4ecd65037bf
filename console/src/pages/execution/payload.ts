// Payloads are read when they are looked at: an execution with 20,000 events has more of them than a browser should hold.
import { get, getExact } from "../../api/client";
import { segment } from "../../router";
import { pretty, type Json } from "../../ui/jsonvalue";
import { detailsOf, type HistoryEvent } from "./event";

/** One event with its payloads. */
export async function eventAt(arn: string, sequence: number, signal: AbortSignal): Promise<HistoryEvent | undefined> {
  const page = await get<{ events: HistoryEvent[] }>("/executions/" + segment(arn) + "/events", { from: sequence, limit: 1 }, signal);
  return page.events[0];
}

/** The input, parameters or output that an event tells, as JSON text. */
export function payloadOf(event: HistoryEvent | undefined): string | undefined {
  const found = detailsOf(event);
  for (const name of ["input", "parameters", "output"]) {
    const value = found[name];
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** The variables that leaving a state assigned, as JSON text. */
export function variablesOf(event: HistoryEvent | undefined): string | undefined {
  const assigned = detailsOf(event)["assignedVariables"];
  if (typeof assigned !== "object" || assigned === null) return undefined;
  const members = Object.entries(assigned as Record<string, string>).map(([name, value]) => JSON.stringify(name) + ":" + value);
  return "{" + members.join(",") + "}";
}

/** The variables that a state saw when an event entered it, as JSON text; undefined when there were none. */
export async function variablesAt(arn: string, entered: number, signal: AbortSignal): Promise<string | undefined> {
  const { variables } = await getExact<{ variables: { [name: string]: Json } }>("/executions/" + segment(arn) + "/variables", { event: entered }, signal);
  return Object.keys(variables).length === 0 ? undefined : pretty(variables);
}

const CHILD = /"[eE]xecutionArn"\s*:\s*"(arn:[^"\\]*:(?:execution|express):[^"\\]*)"/;

/** The execution that a payload names, as the output of states:startExecution does. */
export function executionIn(text: string | undefined): string | undefined {
  return text === undefined ? undefined : CHILD.exec(text.slice(0, 100_000))?.[1];
}
