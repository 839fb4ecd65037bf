// JSON as pages show it: paths to be copied, what is found and what differs. Exact numbers need a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, EXECUTION_INPUT, jsonataPath, jsonPath, parseJson, search, STATE_INPUT, valueAt, VARIABLES } from "../src/ui/jsonvalue";

const ORDER = parseJson('{"order":{"items":[{"sku":"a"},{"the sku":"b","it\'s":1,"in":2,"x`y":3}]},"constructor":4}');

test("a path is told in both languages, from where it begins", () => {
  const path = ["order", "items", "1", "the sku"];
  assert.equal(jsonPath(path, ORDER), "$.order.items[1]['the sku']");
  assert.equal(jsonataPath(path, ORDER, STATE_INPUT), "$states.input.order.items[1].`the sku`");
  assert.equal(jsonPath(path.slice(0, 2), ORDER, EXECUTION_INPUT), "$$.Execution.Input.order.items");
  assert.equal(jsonPath(path, ORDER, VARIABLES), "$order.items[1]['the sku']");
  assert.equal(jsonataPath(path.slice(0, 1), ORDER, VARIABLES), "$order");
  assert.equal(jsonPath([], ORDER), "$");
});

test("keys that are words or have quotes in them are quoted", () => {
  const at = (key: string) => ["order", "items", "1", key];
  assert.equal(jsonPath(at("it's"), ORDER), "$.order.items[1]['it\\'s']");
  assert.equal(jsonataPath(at("in"), ORDER), "$.order.items[1].`in`");
  assert.equal(jsonataPath(at("x`y"), ORDER), '$lookup($.order.items[1], "x`y")');
});

test("a value is found at its path, and nothing where nothing is", () => {
  assert.equal(valueAt(["order", "items", "0", "sku"], ORDER), "a");
  assert.equal(valueAt(["constructor"], ORDER), 4);
  assert.equal(valueAt(["order", "constructor"], ORDER), undefined);
});

test("keys and values are found, positions are not", () => {
  assert.deepEqual(search(parseJson('{"a":[1,"B"],"b":2}'), "b", 10), [["a", "1"], ["b"]]);
  assert.deepEqual(search(parseJson("[[5]]"), "0", 10), []);
  assert.equal(search(parseJson("[1,1,1]"), "1", 2).length, 2);
});

test("what differs is told by its path, with what was and what is", () => {
  const found = differences(parseJson('{"same":1,"gone":2,"other":[1,2]}'), parseJson('{"same":1,"other":[1,3],"new":{"x":1}}'), 10);
  assert.deepEqual(found, [
    { path: ["gone"], kind: "removed", before: 2 },
    { path: ["other", "1"], kind: "changed", before: 2, after: 3 },
    { path: ["new"], kind: "added", after: { x: 1 } },
  ]);
});
