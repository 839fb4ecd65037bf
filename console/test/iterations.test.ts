// Which items of Maps are looked at, one within the other.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphData, GraphNode } from "../src/graph/graph";
import { isOfItems, itemsOf, mapsAround, nextOf } from "../src/pages/execution/iterations";
import { Trace } from "../src/pages/execution/trace";
import { event } from "./trace.test";

/** Two items of Outer with two each of Inner; of the second item the first inner one failed. */
function nested(): Trace {
  const made = new Trace();
  const lines = ["0 MapStateEntered Outer", started(2)];
  for (const outer of [0, 1]) {
    lines.push(iteration(0, 10 + outer, outer), `${10 + outer} MapStateEntered Inner`, started(2, 10 + outer));
    for (const inner of [0, 1]) lines.push(iteration(10 + outer, 100 + 10 * outer + inner, inner), `${100 + 10 * outer + inner} TaskStateEntered Do`);
  }
  lines.push('110 MapIterationFailed {"mapIterationFailedEventDetails":{"index":0}}');
  made.add(lines.map((line, index) => event(line, index + 1)));
  return made;
}

function started(length: number, scope = 0): string {
  return `${scope} MapStateStarted {"mapStateStartedEventDetails":{"length":${length}}}`;
}

function iteration(scope: number, of: number, index: number): string {
  return `${scope} MapIterationStarted {"iterationScope":${of},"mapIterationStartedEventDetails":{"index":${index}}}`;
}

function node(name: string, type: string, parent?: string): GraphNode {
  return { name, type, kind: "STATE", detail: "", x: 0, y: 0, width: 0, height: 0, ...(parent === undefined ? {} : { parent }) };
}

const GRAPH: GraphData = { width: 0, height: 0, edges: [], nodes: [node("Outer", "Map"), node("Inner", "Map", "Outer"), node("Do", "Task", "Inner"), node("Other", "Map"), node("End", "Succeed")] };

test("a visit is shown that is of all items that are chosen", () => {
  const made = nested();
  const shown = (chosen: [string, number][]) => made.visits.filter((visit) => isOfItems(made, visit, new Map(chosen))).map((visit) => visit.state + " " + made.place(visit.scope));
  assert.equal(shown([]).length, 7);
  assert.deepEqual(shown([["Outer", 1]]), ["Outer ", "Inner Outer #1", "Do Outer #1, Inner #0", "Do Outer #1, Inner #1"]);
  assert.deepEqual(shown([["Outer", 1], ["Inner", 0]]), ["Outer ", "Inner Outer #1", "Do Outer #1, Inner #0"]);
  assert.deepEqual(shown([["Inner", 1]]).filter((words) => words.startsWith("Do")).length, 2);
});

test("items are counted within those chosen around them", () => {
  const made = nested();
  assert.deepEqual(itemsOf(made, "Inner", new Map()).failed, [0]);
  assert.deepEqual(itemsOf(made, "Inner", new Map([["Outer", 0]])), { length: 2, failed: [], running: [0, 1], run: undefined });
  assert.deepEqual(itemsOf(made, "Inner", new Map([["Outer", 1]])), { length: 2, failed: [0], running: [1], run: undefined });
  assert.equal(itemsOf(made, "Other", new Map()).length, 0);
});

test("the Maps around a state are offered, the outermost first; without one those at the top", () => {
  assert.deepEqual(mapsAround(GRAPH, "Do", new Map()), ["Outer", "Inner"]);
  assert.deepEqual(mapsAround(GRAPH, "Outer", new Map()), ["Outer"]);
  assert.deepEqual(mapsAround(GRAPH, "", new Map()), ["Outer", "Other"]);
  assert.deepEqual(mapsAround(GRAPH, "Other", new Map([["Inner", 1], ["gone", 2]])), ["Other", "Inner"]);
});

test("from one failed item to the next, and from the last to the first", () => {
  assert.deepEqual([nextOf([3, 17], undefined), nextOf([3, 17], 3), nextOf([3, 17], 17), nextOf([], 1)], [3, 17, 3, undefined]);
});
