// The model of an execution, from histories written by hand: what no state of the engine says.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HistoryEvent } from "../src/pages/execution/event";
import { Trace } from "../src/pages/execution/trace";
import { statusOf, waysOf, type Visit } from "../src/pages/execution/visit";

/** A history of one event a second. */
function trace(...lines: string[]): Trace {
  const made = new Trace();
  made.add(lines.map((line, index) => event(line, index + 1)));
  return made;
}

/** One event: "SCOPE Type name {members}". */
export function event(line: string, sequence: number): HistoryEvent {
  const [, scope, type = "", name, members] = /^(\d+) (\w+)(?: ([^{]\S*))?(?: (\{.*\}))?$/.exec(line) ?? [];
  const details = name === undefined ? {} : { someEventDetails: { name } };
  return { sequence, id: sequence, scope: Number(scope), timestamp: 1_000 + sequence, type, ...details, ...(JSON.parse(members ?? "{}") as object) };
}

function last(made: Trace, state: string): Visit {
  const visit = made.visits.findLast((each) => each.state === state);
  assert.ok(visit, "there is no visit of " + state);
  return visit;
}

test("the branch that failed is told from those that were aborted for it", () => {
  const made = trace(
    "0 ExecutionStarted",
    "0 ParallelStateEntered Both",
    '0 ParallelStateStarted {"firstScope":1,"branches":2}',
    "1 TaskStateEntered Bad",
    "2 TaskStateEntered Slow",
    "1 LambdaFunctionScheduled",
    "2 LambdaFunctionScheduled",
    '1 LambdaFunctionFailed {"error":"Broken","effect":"REPORTED"}',
    "1 TaskStateAborted Bad",
    "2 TaskStateAborted Slow",
    '0 ParallelStateFailed {"previousEventId":8,"error":"Broken"}',
    '0 ParallelStateExited Both {"nextState":"Sorry"}',
    "0 PassStateEntered Sorry",
  );
  assert.equal(last(made, "Bad").status, "failed");
  assert.equal(last(made, "Slow").status, "aborted");
  assert.equal(last(made, "Slow").attempts[0]?.outcome, "aborted");
  assert.equal(last(made, "Both").status, "caught");
  assert.equal(last(made, "Both").error, "Broken");
  assert.deepEqual([...waysOf(made.visits)].filter((way) => way.startsWith("Both")), ["Both!>Sorry"]);
  assert.equal(made.place(2), "Both #1");
});

test("a Choice without a rule that fits is the state that failed, at the top and in a branch", () => {
  assert.equal(last(trace("0 ExecutionStarted", "0 ChoiceStateEntered C", '0 ExecutionFailed {"error":"States.NoChoiceMatched"}'), "C").status, "failed");
  const made = trace(
    "0 ParallelStateEntered P",
    '0 ParallelStateStarted {"firstScope":1,"branches":1}',
    "1 ChoiceStateEntered C",
    '0 ParallelStateFailed {"previousEventId":3,"error":"States.NoChoiceMatched"}',
    '0 ExecutionFailed {"error":"States.NoChoiceMatched"}',
  );
  assert.equal(last(made, "C").status, "failed");
  assert.equal(last(made, "C").error, "States.NoChoiceMatched");
});

test("a retried Map has an attempt for each time, with the error of its item, and the next one's time", () => {
  const made = trace(
    "0 MapStateEntered Each",
    '0 MapStateStarted {"mapStateStartedEventDetails":{"length":2}}',
    '0 MapIterationStarted {"iterationScope":1,"mapIterationStartedEventDetails":{"index":0}}',
    "1 FailStateEntered No",
    '1 MapIterationFailed {"mapIterationFailedEventDetails":{"index":0}}',
    '0 RetryScheduled {"at":2000}',
  );
  const each = last(made, "Each");
  assert.equal(each.status, "retrying");
  assert.equal(each.dueAt, 2_000_000);
  assert.deepEqual([each.attempts.length, each.attempts[0]?.outcome], [1, "failed"]);
  assert.equal(last(made, "No").status, "failed");
  assert.equal(each.items?.get(0), "failed");
  made.add([event('0 MapStateStarted {"mapStateStartedEventDetails":{"length":2}}', 7)]);
  assert.deepEqual([each.attempts.length, each.status, each.items?.size], [2, "running", 0]);
});

test("what a redrive goes on with is open again, and what is around it", () => {
  const made = trace(
    "0 MapStateEntered Each",
    '0 MapStateStarted {"mapStateStartedEventDetails":{"length":1}}',
    '0 MapIterationStarted {"iterationScope":1,"mapIterationStartedEventDetails":{"index":0}}',
    "1 TaskStateEntered Do",
    "1 TaskScheduled",
    '1 TaskFailed {"error":"Broken"}',
    '1 MapIterationFailed {"mapIterationFailedEventDetails":{"index":0}}',
    '0 MapStateFailed {"previousEventId":6,"error":"Broken"}',
    '0 ExecutionFailed {"error":"Broken"}',
  );
  assert.deepEqual([last(made, "Do").status, last(made, "Each").status], ["failed", "failed"]);
  assert.equal(made.visits.every((visit) => visit.until !== undefined), true);
  made.add([event("0 ExecutionRedriven", 10), event("1 StateRedriven", 11)]);
  assert.deepEqual([last(made, "Do").status, last(made, "Each").status], ["running", "running"]);
  assert.equal(last(made, "Each").items?.get(0), "running");
  assert.equal(last(made, "Do").error, undefined);
});

test("a step says that it was undone", () => {
  const made = trace(
    "0 TaskStateEntered Book",
    "0 TaskScheduled",
    "0 TaskSucceeded",
    '0 TaskStateExited Book {"nextState":"Pay"}',
    "0 FailStateEntered Pay",
    '0 CompensationStarted {"status":"FAILED","error":"NoMoney"}',
    "0 Drained",
    '0 CompensationBegun {"step":2,"compensationScope":1}',
    "1 TaskStateEntered Unbook",
  );
  assert.equal(statusOf(last(made, "Book")), "succeeded, being undone");
  assert.equal(last(made, "Pay").status, "failed");
  assert.equal(last(made, "Pay").error, "NoMoney");
  made.add([event("1 TaskStateExited Unbook", 10), event('0 ExecutionFailed {"error":"NoMoney"}', 11)]);
  assert.equal(statusOf(last(made, "Book")), "succeeded, undone");
  assert.equal(waysOf(made.visits).has("Book>Unbook"), true);
});

test("the undo of an item's step is of that item, and does not open its Map again", () => {
  const made = trace(
    "0 MapStateEntered Each",
    '0 MapStateStarted {"mapStateStartedEventDetails":{"length":1}}',
    '0 MapIterationStarted {"iterationScope":7,"mapIterationStartedEventDetails":{"index":0}}',
    "7 TaskStateEntered Ship",
    "7 TaskScheduled",
    "7 TaskSucceeded",
    '7 MapIterationFailed {"mapIterationFailedEventDetails":{"index":0}}',
    '0 MapStateFailed {"previousEventId":6,"error":"Broken"}',
    '0 CompensationStarted {"status":"FAILED","error":"Broken"}',
    '0 CompensationBegun {"step":5,"compensationScope":8}',
    "8 TaskStateEntered Unship",
  );
  assert.equal(made.place(8), "Each #0");
  assert.equal(made.iterationOf(8, "Each"), 0);
  assert.equal(last(made, "Each").status, "failed");
  assert.deepEqual(made.visits.filter((visit) => visit.until === undefined).map((visit) => visit.state), ["Unship"]);
});

test("an activity waits until a worker has taken it", () => {
  const made = trace("0 TaskStateEntered Work", "0 ActivityScheduled");
  assert.equal(last(made, "Work").status, "waiting");
  made.add([event('0 ActivityStarted {"activityStartedEventDetails":{"workerName":"ann"}}', 3), event("0 HeartbeatRecorded", 4)]);
  assert.equal(last(made, "Work").status, "running");
  assert.deepEqual([last(made, "Work").attempts[0]?.worker, last(made, "Work").attempts[0]?.heartbeatAt], ["ann", 1_004_000]);
});

test("an event that came before is passed over", () => {
  const made = trace("0 PassStateEntered A", "0 PassStateExited A");
  made.add([event("0 PassStateEntered A", 1), event("0 PassStateExited A", 2)]);
  assert.deepEqual([made.visits.length, made.next], [1, 3]);
});
