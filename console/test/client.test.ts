// What the server answers, in pieces, not at all, or half.
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { ApiError, get, secretProblem, stream } from "../src/api/client";

Object.assign(globalThis, { window: globalThis });

const fetched = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = fetched;
  mock.timers.reset();
});

/** A body that comes in these pieces; then the connection breaks, if it is to. */
function body(pieces: (string | Uint8Array)[], broken = false): ReadableStream<Uint8Array> {
  const bytes = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
  return new ReadableStream({
    pull(into) {
      const next = bytes.shift();
      if (next) into.enqueue(next);
      else if (broken) into.error(new TypeError("network error"));
      else into.close();
    },
  });
}

function answers(...bodies: ReadableStream<Uint8Array>[]) {
  globalThis.fetch = () => Promise.resolve(new Response(bodies.shift() ?? null));
}

const isUnanswered = (failure: unknown) => failure instanceof ApiError && failure.status === 0;

test("an answer that breaks off is none, and may be asked for again", async () => {
  answers(body(['{"executions": [1,'], true), body(['{"executions": [1]}']));
  await assert.rejects(get("/executions"), isUnanswered);
  assert.deepEqual(await get("/executions"), { executions: [1] });
});

test("a reading that takes too long is given up, and one that somebody gives up says so", async () => {
  globalThis.fetch = (_, init) => new Promise((_resolve, refuse) => init?.signal?.addEventListener("abort", () => refuse(init.signal?.reason)));
  mock.timers.enable({ apis: ["setTimeout"] });
  const never = get("/executions");
  mock.timers.tick(60_000);
  await assert.rejects(never, isUnanswered);
  const stopped = new AbortController();
  const left = get("/executions", {}, stopped.signal);
  stopped.abort();
  await assert.rejects(left, { name: "AbortError" });
});

test("events are told whole, wherever their bytes are divided", async () => {
  const bytes = new TextEncoder().encode('event: a\ndata: "über 🚀"\n\n: beat\n\nevent: b\ndata: 2\n\nevent: half\ndata: 3\n');
  for (let at = 1; at < bytes.length; at++) {
    answers(body([bytes.slice(0, at), bytes.slice(at)]));
    const heard = [];
    for await (const event of stream("/stream", {}, new AbortController().signal)) heard.push(event);
    assert.deepEqual(heard, [{ name: "a", data: '"über 🚀"' }, { name: "b", data: "2" }]);
  }
});

test("what no header can carry is no secret", () => {
  assert.equal(secretProblem("correct-horse_ß.9"), undefined);
  assert.notEqual(secretProblem("a\u200bb"), undefined);
  assert.notEqual(secretProblem("“quoted”"), undefined);
});
