// A list that is read page by page, and read again as it changes: the pages that are shown, in their order, so that no row is missing between them.
import { onUnlocked } from "../api/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { Again } from "./again";

export interface Page<T> {
  rows: T[];
  /** Where the next page begins; undefined after the last. */
  next?: string | undefined;
}

export interface Paged<T> {
  /** Undefined until the first page is here. */
  rows: T[] | undefined;
  /** Whether there is a further page. */
  hasMore: boolean;
  more: () => void;
  reading: boolean;
  error: unknown;
  reload: () => void;
}

/** So many pages are read again when something changed; what is further down stays as it was read. */
const READ_AGAIN_MAX = 10;

/** New rows push those that somebody looks at further and further down: the list grows by itself to so many pages, and then loses the last. */
const GROWS_TO = 50;

interface State<T> {
  key: string;
  pages: Page<T>[];
  error: unknown;
  reading: boolean;
}

/**
 * @param key names what is listed: another key begins anew
 * @param read reads the page that begins at a cursor; undefined means the first
 */
export function usePaged<T>(key: string, read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>, rowKey: (row: T) => string): Paged<T> {
  const [state, setState] = useState<State<T>>({ key, pages: [], error: undefined, reading: true });
  const current = useRef(state);
  const reader = useRef(read);
  reader.current = read;
  const keyOf = useRef(rowKey);
  keyOf.current = rowKey;
  const wanted = useRef({ again: false, more: false, busy: false });
  const abort = useRef(new AbortController());
  const asking = useRef<Again | undefined>(undefined);

  const set = useCallback((change: Partial<State<T>>) => {
    current.current = { ...current.current, ...change };
    setState(current.current);
  }, []);

  const work = useCallback(async () => {
    const want = wanted.current;
    if (want.busy) return;
    want.busy = true;
    const { signal } = abort.current;
    try {
      while (!signal.aborted && (want.again || want.more)) {
        asking.current?.asked();
        set({ reading: true });
        const { pages } = current.current;
        const again = want.again;
        if (again) want.again = false;
        else want.more = false;
        const turn = (cursor: string | undefined) => reader.current(cursor, signal);
        const found = again ? await readAgain(pages, turn, keyOf.current) : await readMore(pages, turn);
        asking.current?.answered();
        if (!signal.aborted) set({ pages: found, error: undefined });
      }
    } catch (failure) {
      if (!signal.aborted) {
        Object.assign(want, { again: false, more: false });
        set({ error: failure });
        asking.current?.failed(failure);
      }
    } finally {
      if (!signal.aborted) {
        want.busy = false;
        set({ reading: false });
      }
    }
  }, [set]);

  const reload = useCallback(() => {
    wanted.current.again = true;
    void work();
  }, [work]);
  useEffect(() => onUnlocked(reload), [reload]);
  useEffect(() => {
    abort.current = new AbortController();
    asking.current = new Again(reload);
    wanted.current = { again: true, more: false, busy: false };
    set({ key, pages: [], error: undefined, reading: true });
    void work();
    return () => {
      asking.current?.stop();
      abort.current.abort();
    };
  }, [key, reload, set, work]);

  const more = useCallback(() => {
    wanted.current.more = true;
    void work();
  }, [work]);
  const known = state.key === key ? state.pages : [];
  return {
    rows: known.length === 0 ? undefined : once(known, rowKey),
    hasMore: known[known.length - 1]?.next !== undefined,
    more,
    reading: state.key !== key || state.reading,
    error: state.key === key ? state.error : undefined,
    reload,
  };
}

type Read<T> = (cursor: string | undefined) => Promise<Page<T>>;

async function readMore<T>(pages: Page<T>[], read: Read<T>): Promise<Page<T>[]> {
  const cursor = pages[pages.length - 1]?.next;
  return cursor === undefined ? pages : [...pages, await read(cursor)];
}

/** Reads the pages that are here once more, one after the other: each begins where the one before it now ends. */
export async function readAgain<T>(before: Page<T>[], read: Read<T>, rowKey: (row: T) => string): Promise<Page<T>[]> {
  const count = Math.min(READ_AGAIN_MAX, Math.max(1, before.length));
  const last = before[count - 1]?.rows.at(-1);
  const pages: Page<T>[] = [];
  let cursor: string | undefined;
  for (let at = 0; at < count; at++) {
    const page = await read(cursor);
    pages.push(page);
    cursor = page.next;
    if (cursor === undefined) return pages;
  }
  // New rows have pushed the last ones out; who looks at these keeps them.
  const pushedOut = count > 1 && last !== undefined && !pages.some((page) => page.rows.some((row) => rowKey(row) === rowKey(last)));
  if (pushedOut) pages.push(await read(cursor));
  return [...pages, ...before.slice(count)].slice(0, Math.max(GROWS_TO, before.length));
}

/** New rows push others from one page into the next: each is shown once. */
function once<T>(pages: Page<T>[], rowKey: (row: T) => string): T[] {
  if (pages.length === 1) return pages[0]?.rows ?? [];
  const known = new Map<string, T>();
  for (const page of pages) for (const row of page.rows) if (!known.has(rowKey(row))) known.set(rowKey(row), row);
  return [...known.values()];
}
