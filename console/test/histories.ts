// Holds the page's model of an execution against what the server says of it, after each step of real histories.
// node histories.mjs FILE, one history per line; exits with 1 where they differ.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { OpenState } from "../src/api/types";
import type { HistoryEvent } from "../src/pages/execution/event";
import { marksOf } from "../src/pages/execution/marks";
import { Trace } from "../src/pages/execution/trace";
import { isOpen, type Visit, type VisitStatus } from "../src/pages/execution/visit";

interface Check {
  /** The sequence of the last event that has happened. */
  after: number;
  open: OpenState[];
}

interface History {
  name: string;
  definition: string;
  events: HistoryEvent[];
  checks: Check[];
}

const DIFFERENCES_MAX = 5;
const EVENTS_SHOWN = 80;

/** What states wait for, as far as these histories have it: one that never comes is not compared either. */
const waited = new Map<string, number>();
const WAITED = ["TASK", "WORKER", "CALLBACK", "TIMER", "RETRY", "BRANCHES", "ITERATIONS", "COMPENSATION", "PERSON"];

function statusOf(state: OpenState): VisitStatus {
  switch (state.waitingFor) {
    case "RETRY":
      return "retrying";
    case "TIMER":
    case "WORKER":
      return "waiting";
    case "PERSON":
      return "parked";
    case "COMPENSATION":
      return "undoing";
    default:
      return "running";
  }
}

function expected(check: Check): string[] {
  return check.open.map((state) => {
    waited.set(state.waitingFor, (waited.get(state.waitingFor) ?? 0) + 1);
    const due = state.waitingFor === "RETRY" || state.waitingFor === "TIMER" ? " due " + Date.parse(state.dueAt ?? "") : "";
    return state.type + " " + state.name + " since " + Date.parse(state.since) + " " + (state.waitingFor === "CALLBACK" ? "running" : statusOf(state)) + due;
  });
}

function shown(visit: Visit): string {
  // A claimed activity and a task that was handed over wait for their tokens both; only of the latter it is shown.
  const handedOver = visit.status === "waiting" && visit.attempts.at(-1)?.submitted !== undefined;
  const due = visit.dueAt === undefined ? "" : " due " + Math.round(visit.dueAt);
  return visit.type + " " + visit.state + " since " + Math.round(visit.from) + " " + (handedOver ? "running" : visit.status) + due;
}

function* faults(visit: Visit): Generator<string> {
  if (!Number.isFinite(visit.from) || Number.isNaN(visit.until)) yield "has no time";
  if (visit.until !== undefined && visit.until < visit.from) yield "ends before it begins";
  if (!isOpen(visit) && ["running", "waiting", "retrying", "parked", "undoing"].includes(visit.status)) yield "is over, and " + visit.status;
  if (!isOpen(visit) && visit.dueAt !== undefined) yield "is over, and due";
  for (const attempt of visit.attempts) {
    if (attempt.until === undefined && !isOpen(visit)) yield "is over, an attempt is not";
    if ((attempt.until === undefined) !== (attempt.outcome === "running")) yield "has an attempt that is over and running, or neither";
    if (attempt.from < visit.from || (attempt.until ?? attempt.from) < attempt.from) yield "has an attempt out of its time";
  }
  if (visit.attempts.slice(0, -1).some((attempt) => attempt.until === undefined)) yield "has two attempts at once";
  if (visit.status === "succeeded" && visit.exited === undefined) yield "succeeded, and was not left";
}

function differences(history: History): string[] {
  const trace = new Trace();
  const found: string[] = [];
  let at = 0;
  for (const check of history.checks) {
    const from = at;
    while ((history.events[at]?.sequence ?? Infinity) <= check.after) at++;
    trace.add(history.events.slice(from, at));
    const [said, seen] = [expected(check).sort().join("\n  "), trace.visits.filter(isOpen).map(shown).sort().join("\n  ")];
    // A long turn is stored in parts: what it is about to decide is not to be seen yet.
    if (check.open.some((state) => state.waitingFor === "TURN")) continue;
    if (said !== seen) found.push(`after ${check.after} the server says\n  ${said}\nand the page shows\n  ${seen}`);
    for (const visit of trace.visits) for (const fault of faults(visit)) found.push(`after ${check.after} ${visit.state} of scope ${visit.scope} ${fault}`);
    if (found.length > 0) return found;
  }
  marksOf(trace.visits);
  // Where the history is full between two states, none of them has failed.
  const between = trace.visits.findLast((visit) => visit.scope === 0)?.exited !== undefined;
  if (!between && history.events.at(-1)?.type === "ExecutionFailed" && !trace.visits.some((visit) => visit.status === "failed")) found.push("it failed, and no state did");
  return found;
}

let count = 0;
let checks = 0;
let wrong = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2] ?? "") })) {
  const history = JSON.parse(line) as History;
  count++;
  checks += history.checks.length;
  const found = differences(history);
  if (found.length === 0) continue;
  wrong++;
  if (wrong > DIFFERENCES_MAX) continue;
  console.error(`${history.name}: ${found.slice(0, DIFFERENCES_MAX).join("\n")}`);
  console.error(history.definition);
  for (const event of history.events.slice(-EVENTS_SHOWN)) console.error(`${event.sequence} ${event.scope} ${event.timestamp} ${event.type} ${event.state ?? (event["stateEnteredEventDetails"] as { name?: string } | undefined)?.name ?? ""} ${event.previousEventId ?? ""}`);
}
const missing = WAITED.filter((each) => !waited.has(each));
console.log(`${count} histories, ${checks} comparisons, ${wrong} differ; states waited for ${[...waited].map(([what, times]) => what + " " + times).join(", ")}`);
if (missing.length > 0) console.error("no state waited for " + missing.join(", "));
process.exit(wrong === 0 && missing.length === 0 ? 0 : 1);
