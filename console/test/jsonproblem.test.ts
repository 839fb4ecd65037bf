// Where a text stops being JSON: told exactly when a browser takes it for none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonFault, jsonProblem } from "../src/ui/jsonproblem";
import { nameProblem } from "../src/pages/names";
import { parseJson } from "../src/ui/jsonvalue";
import { unusual, type Shape } from "../src/editor/shapes";

test("the place is where reading stops", () => {
  assert.equal(jsonProblem('{\n"a": abc}'), "Line 2: expected a value, found a");
  assert.equal(jsonProblem('{"a":1,}'), "Line 1: expected a name in double quotes, found }");
  assert.equal(jsonProblem('{"a":\n"b}'), "Line 2: the text that begins here has no end");
  assert.equal(jsonProblem('{"a":01}'), "Line 1: expected a comma or }, found 1");
  assert.deepEqual(jsonFault("[1, 2"), { at: 5, message: "expected a comma or ], found the end" });
  assert.equal(jsonProblem("[".repeat(200_000)), "Line 1: expected a value, found the end");
});

test("a fault is told exactly when there is one", () => {
  const good = '{"a": [1, -2.5e3, true, null, {"b": "x\\u00e9\\n", "c": {}}], "d": [] , "e": "é"}';
  for (let at = 0; at < good.length; at++)
    for (const put of ["", ..."{}[],:\"0a-\\ \n"]) {
      const text = good.slice(0, at) + put + good.slice(at + 1);
      assert.equal(jsonFault(text) === undefined, parses(text), text);
    }
});

function parses(text: string) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("what is otherwise than so far is told by its place", () => {
  const shape: Shape = { type: "object", properties: { a: { type: "integer" }, b: { type: "array", items: { type: "string" } } }, required: ["a"] };
  assert.deepEqual(unusual(parseJson('{"a":1,"b":["x"]}'), shape), []);
  assert.deepEqual(
    unusual(parseJson('{"b":["x",2],"constructor":1}'), shape).map((each) => each.location),
    ["/", "/b[1]", "/constructor"],
  );
});

test("names are those that the server takes", () => {
  assert.equal(nameProblem("order-1_ü.x"), undefined);
  assert.equal(nameProblem("a b"), "A name has no spaces");
  assert.equal(nameProblem("a/b"), "A name has no /");
  assert.equal(nameProblem("x".repeat(81)), "A name has 80 characters at most");
  assert.notEqual(nameProblem("😀"), undefined);
});
