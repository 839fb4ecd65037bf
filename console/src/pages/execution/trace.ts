// What an execution did, folded from its events: which states it visited, with which attempts, and what is going on. Events come in pieces, in their
// order; the fold goes on where it was.
import { failureOf, numberOf, textOf, type HistoryEvent } from "./event";
import { isOpen, type Attempt, type Outcome, type Visit, type VisitStatus } from "./visit";

/** Where control is, or was: the root, a branch, an iteration, or the undo of one step. */
interface Frame {
  scope: number;
  /** None of the root, and of an undo. */
  parent?: Frame;
  /** The visit of the Parallel or Map around it. */
  within?: Visit;
  /** Which branch or iteration. */
  index: number;
  /** The state it is in, or was in last. */
  visit?: Visit;
  /** The branches or iterations of that state. */
  children: Frame[];
  /** What was done by the step that is undone here. */
  undoes?: Visit;
  /** Where that was done: an undo is of the same branch or item. */
  beside?: Frame;
}

const ROOT = 0;

export class Trace {
  readonly visits: Visit[] = [];
  readonly events: HistoryEvent[] = [];
  next = 1;
  /** How often a person has decided something. */
  decisions = 0;
  private readonly frames = new Map<number, Frame>([[ROOT, { scope: ROOT, index: 0, children: [] }]]);
  /** Those of steps that are being undone. */
  private readonly undos: Frame[] = [];
  /** Parallel and Map states below which nothing goes on, because something failed there: what is in flight may still end. */
  private readonly drains = new Set<Frame>();
  /** Whether nothing goes on at all: the execution is to end once it is undone. */
  private ending = false;
  private readonly steps = new Map<number, Visit>();
  /** In which scope an event with an id was. */
  private readonly scopes = new Map<number, number>();

  /** Takes events that follow those it has; others are passed over. */
  add(events: HistoryEvent[]) {
    for (const event of events) {
      if (event.sequence < this.next) continue;
      this.next = event.sequence + 1;
      this.events.push(event);
      if (event.type === "OperatorActed" || event.type === "TaskAnswered") this.decisions++;
      if (event.id !== undefined) this.scopes.set(event.id, event.scope);
      const frame = this.frame(event.scope);
      const before = frame.visit !== undefined && isOpen(frame.visit) ? frame.visit.state : undefined;
      this.apply(event, frame);
      this.rest(millis(event));
      const state = textOf(event, "name") ?? before;
      if (state !== undefined) event.state = state;
    }
  }

  /** Which iteration of a Map a scope is in; undefined when in none of it. */
  iterationOf(scope: number, map: string): number | undefined {
    for (let at = this.frames.get(scope); at; at = at.beside ?? at.parent) if (at.within?.type === "Map" && at.within.state === map) return at.index;
    return undefined;
  }

  /** The visit that an event is about: that of its scope which had begun by then. */
  visitAt(sequence: number): Visit | undefined {
    const event = this.events[sequence - 1];
    return event === undefined ? undefined : this.visits.findLast((visit) => visit.scope === event.scope && visit.entered <= sequence);
  }

  /** "Map #3, Parallel #1" for what is inside of them. */
  place(scope: number): string {
    const words: string[] = [];
    for (let at = this.frames.get(scope); at; at = at.beside ?? at.parent) if (at.within) words.unshift(at.within.state + " #" + at.index);
    return words.join(", ");
  }

  private frame(scope: number): Frame {
    const known = this.frames.get(scope);
    if (known) return known;
    const frame: Frame = { scope, index: 0, children: [] };
    this.frames.set(scope, frame);
    return frame;
  }

  private apply(event: HistoryEvent, frame: Frame) {
    const { type } = event;
    if (type.endsWith("StateEntered")) return this.entered(event, frame, type.slice(0, -"StateEntered".length));
    if (type.startsWith("Execution")) return this.execution(event);
    const { visit } = frame;
    if (type === "CompensationBegun") return this.compensationBegun(event);
    if (type === "CompensationStarted") return this.compensationStarted(event, frame);
    if (type === "CompensationEnded") return this.closeAll(event);
    if (type === "Drained") return this.drained(event, frame);
    if (!visit) return undefined;
    if (type.endsWith("StateExited")) return this.exited(event, frame, visit);
    if (type.endsWith("StateAborted")) return close(visit, "aborted", millis(event));
    return this.inside(event, frame, visit);
  }

  // The way.

  private entered(event: HistoryEvent, frame: Frame, type: string) {
    const before = frame.visit;
    const visit: Visit = {
      id: event.sequence,
      state: textOf(event, "name") ?? "?",
      type,
      scope: event.scope,
      from: millis(event),
      // A Fail does nothing but fail.
      status: type === "Wait" ? "waiting" : type === "Fail" ? "failed" : "running",
      attempts: [],
      ways: [],
      entered: event.sequence,
    };
    if (event.dueAt !== undefined) visit.dueAt = event.dueAt * 1000;
    if (before === undefined || before.exited !== undefined) visit.ways.push((before === undefined ? "(start)" : before.state + (before.status === "caught" ? "!" : "")) + ">" + visit.state);
    if (frame.undoes !== undefined) {
      visit.undoes = frame.undoes.state;
      frame.undoes.undoneBy = visit;
      visit.ways.push(frame.undoes.state + ">" + visit.state);
    }
    this.leaveBehind(frame, millis(event));
    frame.visit = visit;
    this.visits.push(visit);
    openAround(frame, event);
  }

  private exited(event: HistoryEvent, frame: Frame, visit: Visit) {
    const failed = visit.status === "failed" || visit.status === "undoing";
    visit.status = "running";
    close(visit, failed ? "caught" : "succeeded", millis(event));
    visit.exited = event.sequence;
    if (event.nextState !== undefined) visit.nextState = event.nextState;
    else visit.ways.push(visit.state + ">(end)");
    this.leaveBehind(frame, millis(event));
  }

  private execution(event: HistoryEvent) {
    if (!/^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(event.type)) return undefined;
    // Unless it was undone before, it is at the top that it fails now, with or without an event that says so.
    if (event.type === "ExecutionFailed" && !this.ending) blame(this.frame(ROOT).visit, event);
    return this.closeAll(event);
  }

  private closeAll(event: HistoryEvent) {
    this.drains.clear();
    this.ending = false;
    for (const frame of [this.frame(ROOT), ...this.undos.splice(0)]) closeBelow(frame, millis(event));
  }

  /** What is inside of a state that goes on otherwise has come to its end. */
  private leaveBehind(frame: Frame, at: number) {
    for (const child of frame.children.splice(0)) closeBelow(child, at);
    this.drains.delete(frame);
  }

  // Inside of a state.

  private inside(event: HistoryEvent, frame: Frame, visit: Visit) {
    const { type } = event;
    if (type.startsWith("MapIteration")) return this.iteration(event, frame, visit);
    if (type.startsWith("MapRun")) return this.mapRun(event, visit);
    if (/^(Parallel|Map)State/.test(type)) return this.fork(event, frame, visit);
    switch (type) {
      case "RetryScheduled":
        return this.retried(event, frame, visit);
      case "StateRedriven":
        return redriven(event, frame, visit);
      case "DrainStarted":
        return void this.drains.add(frame);
      case "UndoStarted":
        this.leaveBehind(frame, millis(event));
        tell(visit, event);
        visit.status = "undoing";
        return undefined;
      case "StepParked":
        this.leaveBehind(frame, millis(event));
        endAttempt(visit, "aborted", millis(event));
        return become(visit, "parked", event);
      case "EvaluationFailed":
        return become(visit, "failed", event);
      case "OperatorActed":
        return acted(event, visit);
      case "CompensationGivenUp":
        return close(visit, "aborted", millis(event));
      default:
        return this.task(event, visit);
    }
  }

  private retried(event: HistoryEvent, frame: Frame, visit: Visit) {
    const failed = frame.children.map((child) => child.visit).find((each) => each?.status === "failed");
    if (failed && visit.error === undefined) Object.assign(visit, failureIn(failed));
    endAttempt(visit, "failed", millis(event), { ...failureIn(visit) });
    this.leaveBehind(frame, millis(event));
    visit.status = "retrying";
    if (event.at !== undefined) visit.dueAt = event.at * 1000;
  }

  private fork(event: HistoryEvent, frame: Frame, visit: Visit) {
    const at = millis(event);
    const { type } = event;
    if (type.endsWith("Started")) {
      this.leaveBehind(frame, at);
      begin(visit, event);
      if (type === "ParallelStateStarted") for (let branch = 0; branch < (event.branches ?? 0); branch++) this.child(frame, visit, (event.firstScope ?? 0) + branch, branch);
      else Object.assign(visit, { length: numberOf(event, "length") ?? 0, items: new Map() });
    } else if (type.endsWith("Succeeded")) {
      endAttempt(visit, "succeeded", at);
    } else if (type.endsWith("Failed")) {
      // AWS names the last event of the branch or iteration that failed as the one before.
      const scope = this.scopes.get(event.previousEventId ?? -1);
      if (scope !== undefined && scope !== frame.scope) blame(this.frames.get(scope)?.visit, event);
      endAttempt(visit, "failed", at, failureOf(event));
      become(visit, "failed", event);
      // They stay where they are: a redrive goes on with them.
      for (const child of frame.children) closeBelow(child, at);
      this.drains.delete(frame);
    }
  }

  private child(frame: Frame, within: Visit, scope: number, index: number) {
    const child: Frame = { scope, parent: frame, within, index, children: [] };
    this.frames.set(scope, child);
    frame.children.push(child);
  }

  private iteration(event: HistoryEvent, frame: Frame, visit: Visit) {
    const index = numberOf(event, "index") ?? 0;
    if (event.type === "MapIterationStarted") {
      if (event.iterationScope !== undefined) this.child(frame, visit, event.iterationScope, index);
      visit.items?.set(index, "running");
      openAround(frame, event);
    } else if (event.type === "MapIterationSucceeded") {
      visit.items?.set(index, "succeeded");
      const ended = frame.children.findIndex((child) => child.index === index);
      if (ended >= 0) frame.children.splice(ended, 1);
    } else {
      const failed = event.type === "MapIterationFailed";
      frame.within?.items?.set(index, failed ? "failed" : "aborted");
      if (failed) blame(visit, event);
    }
  }

  private mapRun(event: HistoryEvent, visit: Visit) {
    const arn = textOf(event, "mapRunArn");
    if (arn !== undefined) visit.mapRunArn = arn;
    if (event.type === "MapRunStarted") {
      this.steps.set(event.sequence, visit);
      // Its items are executions of their own.
      delete visit.items;
    }
    if (event.type === "MapRunRedriven") begin(visit, event);
    else if (event.type === "MapRunFailed") become(visit, "failed", event);
  }

  private task(event: HistoryEvent, visit: Visit) {
    const { type } = event;
    const last = visit.attempts[visit.attempts.length - 1];
    if (type.endsWith("Scheduled")) {
      begin(visit, event);
      // Nobody works at an activity before somebody has taken it.
      if (type === "ActivityScheduled") visit.status = "waiting";
      this.steps.set(event.sequence, visit);
    } else if (!last || last.until !== undefined) return;
    else if (type.endsWith("Started")) started(event, visit, last);
    else if (type === "HeartbeatRecorded") last.heartbeatAt = millis(event);
    else if (type === "TaskAnswered") last.answered = { who: event.who ?? "", why: event.why ?? "" };
    else if (type.endsWith("Submitted")) {
      last.submitted = event.sequence;
      if (textOf(event, "resource")?.endsWith(".waitForTaskToken")) visit.status = "waiting";
    } else if (/^(Task|LambdaFunction|Activity)(Failed|TimedOut)$/.test(type)) {
      const timedOut = type.endsWith("TimedOut");
      last.ended = event.sequence;
      endAttempt(visit, timedOut ? "timed out" : "failed", millis(event), { ...failureOf(event), effect: timedOut ? "UNCERTAIN" : event.effect });
      become(visit, "failed", event);
    } else if (/^(Task|LambdaFunction|Activity)Succeeded$/.test(type)) {
      last.ended = event.sequence;
      visit.status = "running";
      endAttempt(visit, "succeeded", millis(event));
    }
  }

  // Undoing.

  private compensationStarted(event: HistoryEvent, root: Frame) {
    if (event.status === "FAILED") blame(root.visit, event);
    this.ending = true;
  }

  private compensationBegun(event: HistoryEvent) {
    const step = this.steps.get(event.step ?? -1);
    if (event.compensationScope === undefined) return;
    const frame: Frame = { scope: event.compensationScope, index: 0, children: [], ...(step === undefined ? {} : { undoes: step, beside: this.frame(step.scope) }) };
    this.frames.set(frame.scope, frame);
    this.undos.push(frame);
  }

  private drained(event: HistoryEvent, frame: Frame) {
    if (this.ending) closeBelow(frame, millis(event));
    else for (const child of frame.children) closeBelow(child, millis(event));
    this.drains.delete(frame);
  }

  /** Closes what goes on no more: nothing of it is in flight, and no person is waited for. */
  private rest(at: number) {
    if (this.ending) comeToRest(this.frame(ROOT), at);
    for (const frame of this.drains) for (const child of frame.children) comeToRest(child, at);
  }
}

function millis(event: HistoryEvent): number {
  return event.timestamp * 1000;
}

/** Whether something of it is still in flight. */
function comeToRest(frame: Frame, at: number): boolean {
  let flies = false;
  for (const child of frame.children) flies = comeToRest(child, at) || flies;
  const { visit } = frame;
  if (visit === undefined || !isOpen(visit)) return flies;
  if (isInFlight(visit)) return true;
  if (!flies && visit.status !== "parked") close(visit, "aborted", at);
  return flies;
}

function isInFlight(visit: Visit): boolean {
  return visit.type === "Task" && visit.status === "running" && visit.attempts[visit.attempts.length - 1]?.outcome === "running";
}

/** Closes a visit that is open; what had failed has failed. */
function close(visit: Visit, status: VisitStatus, at: number) {
  if (!isOpen(visit)) return;
  endAttempt(visit, "aborted", at);
  visit.status = ["failed", "undoing", "parked"].includes(visit.status) ? "failed" : status;
  visit.until = at;
  delete visit.dueAt;
}

function closeBelow(frame: Frame, at: number) {
  for (const child of frame.children) closeBelow(child, at);
  if (frame.visit) close(frame.visit, "aborted", at);
}

/** Something begins below: what had been closed around it goes on. */
function openAround(frame: Frame, event: HistoryEvent) {
  for (let at: Frame | undefined = frame; at?.within; at = at.parent) {
    at.within.items?.set(at.index, "running");
    if (!isOpen(at.within) && at.within.exited === undefined) begin(at.within, event);
  }
}

function reopen(visit: Visit, status: VisitStatus) {
  visit.status = status;
  for (const member of ["until", "error", "cause", "dueAt"] as const) delete visit[member];
}

/** A state that was neither left nor given up goes on after a redrive. A Fail is entered anew instead. */
function redriven(event: HistoryEvent, frame: Frame, visit: Visit) {
  if (visit.exited !== undefined || visit.type === "Fail") return;
  if (visit.type === "Parallel" || visit.type === "Map") begin(visit, event);
  else reopen(visit, visit.type === "Wait" ? "waiting" : "running");
  if (event.dueAt !== undefined) visit.dueAt = event.dueAt * 1000;
  openAround(frame, event);
}

function acted(event: HistoryEvent, visit: Visit) {
  if (visit.status !== "parked") return;
  if (event.action === "COMPENSATE") visit.status = "failed";
  else if (["RETRY", "HAPPENED", "DONE"].includes(event.action ?? "")) reopen(visit, "running");
}

/** A new attempt. */
function begin(visit: Visit, event: HistoryEvent) {
  endAttempt(visit, "aborted", millis(event));
  reopen(visit, "running");
  const attempt: Attempt = { from: millis(event), outcome: "running", scheduled: event.sequence };
  const [resource, type] = [textOf(event, "resource"), textOf(event, "resourceType")];
  if (resource !== undefined) attempt.resource = (type === undefined ? "" : type + ":") + resource;
  const [timeout, heartbeat] = [numberOf(event, "timeoutInSeconds"), numberOf(event, "heartbeatInSeconds")];
  if (timeout !== undefined) attempt.timeoutSeconds = timeout;
  if (heartbeat !== undefined) attempt.heartbeatSeconds = heartbeat;
  visit.attempts.push(attempt);
}

function started(event: HistoryEvent, visit: Visit, attempt: Attempt) {
  visit.status = "running";
  const worker = textOf(event, "workerName");
  if (worker !== undefined) attempt.worker = worker;
}

function endAttempt(visit: Visit, outcome: Outcome, at: number, more: Partial<Attempt> = {}) {
  const last = visit.attempts[visit.attempts.length - 1];
  if (!last || last.until !== undefined) return;
  Object.assign(last, { until: at, outcome }, more);
}

function become(visit: Visit, status: "failed" | "parked", event: HistoryEvent) {
  if (status === "parked") reopen(visit, status);
  visit.status = status;
  Object.assign(visit, failureOf(event));
}

/** What it failed with, unless that is known already. */
function tell(visit: Visit, event: HistoryEvent) {
  if (visit.error === undefined && visit.cause === undefined) Object.assign(visit, failureOf(event));
}

/** It is here that something failed, whatever the history says of this state itself. */
function blame(visit: Visit | undefined, event: HistoryEvent) {
  if (visit === undefined || visit.exited !== undefined) return;
  visit.status = "failed";
  tell(visit, event);
}

function failureIn(visit: Visit): { error?: string; cause?: string } {
  return { ...(visit.error === undefined ? {} : { error: visit.error }), ...(visit.cause === undefined ? {} : { cause: visit.cause }) };
}
