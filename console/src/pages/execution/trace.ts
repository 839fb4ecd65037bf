// What an execution did, folded from its events: which states it visited, with which attempts, and what is going on. Events come in pieces, in their
// order; the fold goes on where it was.
import type { Tone } from "../../ui/badges";

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
  who?: string;
  why?: string;
  action?: string;
  /** Added here: the state that the event is about. */
  state?: string;
  [details: string]: unknown;
}

export type VisitStatus = "running" | "succeeded" | "failed" | "caught" | "aborted" | "waiting" | "retrying" | "parked";

export interface Attempt {
  from: number;
  until?: number;
  outcome: "running" | "succeeded" | "failed" | "timed out";
  error?: string;
  cause?: string;
  /** Sequences of the events that tell what it was given, and what came of it. */
  scheduled: number;
  /** That of what it was handed over with, such as the execution that it started. */
  submitted?: number;
  ended?: number;
}

export interface Visit {
  id: number;
  state: string;
  type: string;
  scope: number;
  from: number;
  until?: number;
  status: VisitStatus;
  attempts: Attempt[];
  /** Until when it waits, or when it is tried again. */
  dueAt?: number;
  error?: string;
  cause?: string;
  entered: number;
  exited?: number;
  nextState?: string;
  /** The Map Run that it began. */
  mapRunArn?: string;
  undoes?: string;
  /** How many items, of a Map. */
  length?: number;
}

interface Around {
  scope: number;
  state: string;
  /** Which iteration, or branch. */
  index: number;
  map: boolean;
}

export class Trace {
  readonly visits: Visit[] = [];
  readonly events: HistoryEvent[] = [];
  /** Ways that were taken, as "from>to". */
  readonly taken = new Set<string>();
  next = 1;
  /** How often a person has decided something. */
  decisions = 0;
  private readonly open = new Map<number, Visit>();
  /** Those that were open when the execution ended. */
  private readonly closed = new Map<number, Visit>();
  private readonly around = new Map<number, Around>();
  private readonly left = new Map<number, Visit>();
  private readonly steps = new Map<number, Visit>();

  /** Takes events that follow those it has; others are passed over. */
  add(events: HistoryEvent[]) {
    for (const event of events) {
      if (event.sequence < this.next) continue;
      this.next = event.sequence + 1;
      this.events.push(event);
      if (event.type === "OperatorActed" || event.type === "TaskAnswered") this.decisions++;
      const before = this.open.get(event.scope)?.state;
      this.apply(event);
      const state = stateOf(event) ?? before;
      if (state !== undefined) event.state = state;
    }
  }

  /** Which iteration of a Map a scope is in; undefined when in none of it. */
  iterationOf(scope: number, map: string): number | undefined {
    for (let at = this.around.get(scope); at; at = this.around.get(at.scope)) if (at.map && at.state === map) return at.index;
    return undefined;
  }

  /** "Map #3, Parallel #1" for what is inside of them. */
  place(scope: number): string {
    const words: string[] = [];
    for (let at = this.around.get(scope); at; at = this.around.get(at.scope)) words.unshift(at.state + " #" + at.index);
    return words.join(", ");
  }

  private apply(event: HistoryEvent) {
    const { type } = event;
    if (type.endsWith("StateEntered")) this.entered(event, type.slice(0, -"StateEntered".length));
    else if (type.endsWith("StateExited")) this.exited(event);
    else if (type.endsWith("StateAborted")) this.end(event.scope, "aborted", event);
    else if (type.startsWith("Execution")) this.execution(event);
    else this.inside(event);
  }

  private entered(event: HistoryEvent, type: string) {
    const details = event["stateEnteredEventDetails"] as { name: string } | undefined;
    const visit: Visit = {
      id: event.sequence,
      state: details?.name ?? "?",
      type,
      scope: event.scope,
      from: event.timestamp * 1000,
      status: type === "Wait" ? "waiting" : "running",
      attempts: [],
      entered: event.sequence,
    };
    if (event.dueAt !== undefined) visit.dueAt = event.dueAt * 1000;
    const before = this.left.get(event.scope);
    this.taken.add((before ? before.state : "(start)") + ">" + visit.state);
    this.left.delete(event.scope);
    const undone = this.undoing.get(event.scope);
    if (undone !== undefined) {
      visit.undoes = undone;
      this.taken.add(undone + ">" + visit.state);
    }
    this.visits.push(visit);
    this.open.set(event.scope, visit);
  }

  private readonly undoing = new Map<number, string>();

  private exited(event: HistoryEvent) {
    const visit = this.open.get(event.scope);
    if (!visit) return;
    const last = visit.attempts[visit.attempts.length - 1];
    const failed = (last !== undefined && (last.outcome === "failed" || last.outcome === "timed out")) || visit.status === "failed";
    this.end(event.scope, failed ? "caught" : "succeeded", event);
    visit.exited = event.sequence;
    if (event.nextState !== undefined) visit.nextState = event.nextState;
    else this.taken.add(visit.state + ">(end)");
    this.left.set(event.scope, visit);
  }

  private end(scope: number, status: VisitStatus, event: HistoryEvent) {
    const visit = this.open.get(scope);
    if (!visit) return;
    visit.status = status;
    visit.until = event.timestamp * 1000;
    delete visit.dueAt;
    const last = visit.attempts[visit.attempts.length - 1];
    if (last && last.until === undefined) last.until = visit.until;
    this.open.delete(scope);
  }

  private execution(event: HistoryEvent) {
    if (!/^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(event.type)) return;
    for (const visit of [...this.open.values()]) {
      const fails = visit.status === "failed" || visit.type === "Fail" || visit.attempts.some((attempt) => attempt.error !== undefined && attempt === visit.attempts[visit.attempts.length - 1]);
      this.end(visit.scope, event.type === "ExecutionSucceeded" ? "succeeded" : event.type === "ExecutionFailed" && fails ? "failed" : "aborted", event);
      this.taken.add(visit.state + ">(end)");
      this.closed.set(visit.scope, visit);
    }
  }

  /** A state that the end of the execution had closed goes on. */
  private redriven(event: HistoryEvent) {
    const visit = this.open.get(event.scope) ?? this.closed.get(event.scope);
    if (!visit) return;
    visit.status = visit.type === "Wait" ? "waiting" : "running";
    for (const member of ["until", "error", "cause", "dueAt"] as const) delete visit[member];
    if (event.dueAt !== undefined) visit.dueAt = event.dueAt * 1000;
    this.taken.delete(visit.state + ">(end)");
    this.open.set(visit.scope, visit);
  }

  private inside(event: HistoryEvent) {
    if (event.type === "StateRedriven") return this.redriven(event);
    const visit = this.open.get(event.scope);
    if (event.type === "CompensationBegun") {
      const step = this.steps.get(event.step ?? -1);
      if (step && event.compensationScope !== undefined) this.undoing.set(event.compensationScope, step.state);
      return;
    }
    if (!visit) return;
    const last = visit.attempts[visit.attempts.length - 1];
    const { type } = event;
    if (type === "RetryScheduled") {
      visit.status = "retrying";
      if (event.at !== undefined) visit.dueAt = event.at * 1000;
    } else if (type === "StepParked") {
      visit.status = "parked";
    } else if (type === "MapIterationStarted") this.iteration(event, visit);
    else if (type === "ParallelStateStarted") {
      for (let branch = 0; branch < (event.branches ?? 0); branch++)
        this.around.set((event.firstScope ?? 0) + branch, { scope: event.scope, state: visit.state, index: branch, map: false });
    } else if (type === "MapStateStarted") {
      visit.length = (event["mapStateStartedEventDetails"] as { length?: number } | undefined)?.length ?? 0;
    } else if (type === "MapRunStarted") {
      const arn = (event["mapRunStartedEventDetails"] as { mapRunArn?: string } | undefined)?.mapRunArn;
      if (arn !== undefined) visit.mapRunArn = arn;
    } else if (/Scheduled$/.test(type)) {
      visit.attempts.push({ from: event.timestamp * 1000, outcome: "running", scheduled: event.sequence });
      visit.status = "running";
      delete visit.dueAt;
      this.steps.set(event.sequence, visit);
    } else if (/Submitted$/.test(type)) {
      if (last) last.submitted = event.sequence;
      const details = event["taskSubmittedEventDetails"] as { resource?: string } | undefined;
      if (details?.resource?.endsWith(".waitForTaskToken")) visit.status = "waiting";
    } else if (/(Failed|TimedOut)$/.test(type)) {
      const { error, cause } = failureOf(event);
      if (last && last.until === undefined && !/^(Parallel|Map)/.test(type)) {
        last.until = event.timestamp * 1000;
        last.outcome = type.endsWith("TimedOut") ? "timed out" : "failed";
        if (error !== undefined) last.error = error;
        if (cause !== undefined) last.cause = cause;
        last.ended = event.sequence;
      }
      if (type !== "MapIterationFailed") visit.status = "failed";
      if (error !== undefined) visit.error = error;
      if (cause !== undefined) visit.cause = cause;
    } else if (/Succeeded$/.test(type) && last && last.until === undefined && !/^(Parallel|Map)/.test(type)) {
      last.until = event.timestamp * 1000;
      last.outcome = "succeeded";
      last.ended = event.sequence;
    }
  }

  private iteration(event: HistoryEvent, visit: Visit) {
    const index = (event["mapIterationStartedEventDetails"] as { index?: number } | undefined)?.index ?? 0;
    if (event.iterationScope !== undefined) this.around.set(event.iterationScope, { scope: event.scope, state: visit.state, index, map: true });
  }
}

/** What an event says of a failure, wherever its type keeps it. */
export function failureOf(event: HistoryEvent): { error?: string; cause?: string } {
  for (const [name, value] of Object.entries(event)) {
    if (!name.endsWith("EventDetails") || typeof value !== "object" || value === null) continue;
    const details = value as { error?: string; cause?: string };
    if (details.error !== undefined || details.cause !== undefined) return details;
  }
  const found: { error?: string; cause?: string } = {};
  if (event.error !== undefined) found.error = event.error;
  if (event.cause !== undefined) found.cause = event.cause;
  return found;
}

/** The state that an event is about, when it says so itself. */
export function stateOf(event: HistoryEvent): string | undefined {
  const entered = (event["stateEnteredEventDetails"] ?? event["stateExitedEventDetails"]) as { name?: string } | undefined;
  return entered?.name;
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
};

export function toneOf(visit: Visit): Tone {
  return visit.undoes !== undefined && visit.status === "succeeded" ? "undo" : TONES[visit.status];
}

/** The visits that matter most first: what fails or runs is seen before what went well. */
const WEIGHT: VisitStatus[] = ["parked", "failed", "running", "retrying", "waiting", "caught", "aborted", "succeeded"];

export function weightiest(visits: Visit[]): Visit | undefined {
  let best: Visit | undefined;
  for (const visit of visits) if (!best || WEIGHT.indexOf(visit.status) <= WEIGHT.indexOf(best.status)) best = visit;
  return best;
}
