// Something read from the server, and how far that is.
import { onUnlocked } from "../api/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { Again } from "./again";

export interface Resource<T> {
  data: T | undefined;
  error: unknown;
  /** Whether a reading is under way; the data of the one before is kept while it lasts. */
  loading: boolean;
  reload: () => void;
}

/**
 * Reads when shown, when `key` changes, and when told to. What was read for another key is not shown.
 * Told to while it reads, it finishes and then reads once more: where changes come faster than answers, it would never have one otherwise.
 * What the server did not answer is asked for again until it does, for as long as somebody looks.
 */
export function useResource<T>(key: string, read: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const [state, setState] = useState<{ key: string; data?: T; error?: unknown; loading: boolean }>({ key, loading: true });
  const reader = useRef(read);
  reader.current = read;
  const ask = useRef<() => void>(() => undefined);
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const wanted = { again: false, busy: false };
    const again = new Again(() => ask.current());

    async function once() {
      again.asked();
      setState((before) => (before.key === key ? { ...before, loading: true } : { key, loading: true }));
      try {
        const data = await reader.current(signal);
        again.answered();
        if (!signal.aborted) setState({ key, data, loading: false });
      } catch (error) {
        if (signal.aborted) return;
        again.failed(error);
        setState((before) => ({ key, error, loading: false, ...(before.key === key && before.data !== undefined ? { data: before.data } : {}) }));
      }
    }

    async function work() {
      wanted.again = true;
      if (wanted.busy) return;
      wanted.busy = true;
      while (wanted.again && !signal.aborted) {
        wanted.again = false;
        await once();
      }
      wanted.busy = false;
    }

    ask.current = () => void work();
    ask.current();
    const forget = onUnlocked(() => ask.current());
    return () => {
      forget();
      again.stop();
      abort.abort();
    };
  }, [key]);
  const reload = useCallback(() => ask.current(), []);
  const current = state.key === key;
  return {
    data: current ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: !current || state.loading,
    reload,
  };
}

/** Reloads when `turn`, which tells how much has happened, has changed. */
export function useTurns(turn: number | string, reload: () => void) {
  const seen = useRef(turn);
  useEffect(() => {
    if (seen.current === turn) return;
    seen.current = turn;
    reload();
  }, [turn, reload]);
}
