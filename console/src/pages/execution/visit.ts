// One visit of a state, and what became of it.
import type { Tone } from "../../ui/badges";

export type VisitStatus = "running" | "succeeded" | "failed" | "caught" | "aborted" | "waiting" | "retrying" | "parked" | "undoing";

export type Outcome = "running" | "succeeded" | "failed" | "timed out" | "aborted";

/** What is known of the effect of a call that failed. */
export type Effect = "NONE" | "UNCERTAIN" | "REPORTED";

export interface Attempt {
  from: number;
  until?: number;
  outcome: Outcome;
  error?: string;
  cause?: string;
  effect?: Effect;
  /** What it calls, as the history names it. */
  resource?: string;
  timeoutSeconds?: number;
  heartbeatSeconds?: number;
  /** When it gave its last sign of life. */
  heartbeatAt?: number;
  /** Who took it, of an activity. */
  worker?: string;
  /** The person who answered. */
  answered?: { who: string; why: string };
  /** Sequences of the events that tell what it was given, and what came of it. */
  scheduled: number;
  /** That of what it was handed over with, such as the execution that it started. */
  submitted?: number;
  ended?: number;
}

export type ItemStatus = "running" | "succeeded" | "failed" | "aborted";

export interface Visit {
  id: number;
  state: string;
  type: string;
  scope: number;
  from: number;
  /** None while it goes on. */
  until?: number;
  status: VisitStatus;
  attempts: Attempt[];
  /** Until when it waits, or when it is tried again. */
  dueAt?: number;
  error?: string;
  cause?: string;
  /** Sequences of the events. */
  entered: number;
  exited?: number;
  nextState?: string;
  /** The ways that led here, and to the end, as `waysOf` tells them. */
  ways: string[];
  /** The Map Run that it began. */
  mapRunArn?: string;
  /** The state whose work it undoes. */
  undoes?: string;
  /** The visit that undoes what this one did. */
  undoneBy?: Visit;
  /** How many items, of a Map. */
  length?: number;
  /** Those that have begun, of a Map whose items run here, by their index. */
  items?: Map<number, ItemStatus>;
}

const TONES: Record<VisitStatus, Tone> = {
  running: "run",
  succeeded: "ok",
  failed: "bad",
  caught: "wait",
  aborted: "off",
  waiting: "wait",
  retrying: "wait",
  parked: "wait",
  undoing: "undo",
};

export function toneOf(visit: Visit): Tone {
  return visit.undoes !== undefined && visit.status === "succeeded" ? "undo" : TONES[visit.status];
}

/** The status in words, with what became of the work afterwards. */
export function statusOf(visit: Visit): string {
  if (visit.status === "undoing") return "failed, being undone";
  const undo = visit.undoneBy;
  if (undo === undefined) return visit.status;
  return visit.status + (undo.status === "succeeded" ? ", undone" : undo.until === undefined ? ", being undone" : ", not undone");
}

export function isOpen(visit: Visit): boolean {
  return visit.until === undefined;
}

/** The ways that were taken, as "from>to"; "from!>to" where a catcher led. */
export function waysOf(visits: Visit[]): Set<string> {
  const ways = new Set<string>();
  for (const visit of visits) for (const way of visit.ways) ways.add(way);
  return ways;
}

/** The visits that matter most first: what fails or runs is seen before what went well. */
const WEIGHT: VisitStatus[] = ["parked", "failed", "undoing", "running", "retrying", "waiting", "caught", "aborted", "succeeded"];

export function weightiest(visits: Visit[]): Visit | undefined {
  let best: Visit | undefined;
  for (const visit of visits) if (!best || WEIGHT.indexOf(visit.status) <= WEIGHT.indexOf(best.status)) best = visit;
  return best;
}
