// One event of a history, as the server tells it, and where it keeps what is looked for.
import type { Effect } from "./visit";

export interface HistoryEvent {
  sequence: number;
  scope: number;
  /** In seconds since 1970. */
  timestamp: number;
  type: string;
  id?: number;
  previousEventId?: number;
  nextState?: string;
  dueAt?: number;
  /** Of RetryScheduled: when the next attempt is due. */
  at?: number;
  iterationScope?: number;
  firstScope?: number;
  branches?: number;
  compensationScope?: number;
  step?: number;
  error?: string;
  cause?: string;
  effect?: Effect;
  who?: string;
  why?: string;
  action?: string;
  /** Of CompensationStarted: what the execution is about to end with. */
  status?: string;
  /** Added here: the state that the event is about. */
  state?: string;
  [details: string]: unknown;
}

/** What an event tells beside its type, under whatever name its type keeps it; nothing where it tells nothing. */
export function detailsOf(event: HistoryEvent | undefined): Record<string, unknown> {
  for (const [name, value] of Object.entries(event ?? {})) if (name.endsWith("EventDetails") && typeof value === "object" && value !== null) return value as Record<string, unknown>;
  return {};
}

/** A member of the details that is a text. */
export function textOf(event: HistoryEvent, name: string): string | undefined {
  const value = detailsOf(event)[name];
  return typeof value === "string" ? value : undefined;
}

/** A member of the details that is a number. */
export function numberOf(event: HistoryEvent, name: string): number | undefined {
  const value = detailsOf(event)[name];
  return typeof value === "number" ? value : undefined;
}

/** What an event says of a failure, wherever its type keeps it. */
export function failureOf(event: HistoryEvent): { error?: string; cause?: string } {
  const error = textOf(event, "error") ?? event.error;
  const cause = textOf(event, "cause") ?? event.cause;
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
