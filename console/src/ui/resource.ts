// Something read from the server, and how far that is.
import { useCallback, useEffect, useRef, useState } from "react";

export interface Resource<T> {
  data: T | undefined;
  error: unknown;
  /** Whether a reading is under way; the data of the one before is kept while it lasts. */
  loading: boolean;
  reload: () => void;
}

/** Reads when shown, when `key` changes, and when told to. What was read for another key is not shown. */
export function useResource<T>(key: string, read: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const [state, setState] = useState<{ key: string; data?: T; error?: unknown; loading: boolean }>({ key, loading: true });
  const [turn, setTurn] = useState(0);
  const reader = useRef(read);
  reader.current = read;
  useEffect(() => {
    const abort = new AbortController();
    setState((before) => (before.key === key ? { ...before, loading: true } : { key, loading: true }));
    reader.current(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) setState({ key, data, loading: false });
      },
      (error: unknown) => {
        if (!abort.signal.aborted)
          setState((before) => ({ key, error, loading: false, ...(before.key === key && before.data !== undefined ? { data: before.data } : {}) }));
      },
    );
    return () => abort.abort();
  }, [key, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const current = state.key === key;
  return {
    data: current ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: !current || state.loading,
    reload,
  };
}

/** Reloads when `turn`, which counts what has happened, has changed. */
export function useTurns(turn: number, reload: () => void) {
  const seen = useRef(turn);
  useEffect(() => {
    if (seen.current === turn) return;
    seen.current = turn;
    reload();
  }, [turn, reload]);
}
