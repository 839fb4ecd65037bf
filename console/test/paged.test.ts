// Lists that are read again while rows are added above those that somebody looks at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAgain, type Page } from "../src/ui/paged";

const PAGE = 100;

/** The newest rows first, by numbers that count down. */
function newest(count: number) {
  return (cursor: string | undefined): Promise<Page<number>> => {
    const from = cursor === undefined ? count : Number(cursor);
    const rows = Array.from({ length: Math.min(PAGE, from) }, (_, row) => from - row);
    return Promise.resolve({ rows, next: from > PAGE ? String(from - PAGE) : undefined });
  };
}

const keyOf = (row: number) => String(row);

test("rows that were pushed down by less than a page stay in the list", async () => {
  const before = [await newest(1000)(undefined), await newest(1000)("900")];
  const pages = await readAgain(before, newest(1050), keyOf);
  assert.deepEqual([pages.length, pages[0]?.rows[0], pages.at(-1)?.rows.at(-1)], [3, 1050, 751]);
});

test("a list that is looked at for days, at a busy server, does not grow without end", async () => {
  let pages = [await newest(1000)(undefined), await newest(1000)("900")];
  for (let count = 2000; count < 200_000; count += 1000) pages = await readAgain(pages, newest(count), keyOf);
  assert.ok(pages.length <= 50, pages.length + " pages");
  assert.equal(pages[0]?.rows[0], 199_000);
  assert.notEqual(pages.at(-1)?.next, undefined);
});
