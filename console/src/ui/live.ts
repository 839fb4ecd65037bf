// Follows a stream of the server for as long as the page is looked at, and takes it up again when it breaks off.
import { useEffect, useRef, useState } from "react";
import { ApiError, onUnlocked, stream, type Parameters } from "../api/client";
import { Pauses } from "./again";

/**
 * `cut`: the server does not answer, or no longer; it is asked again until it does. `gone`: it answers that what is followed is not
 * there, and is not asked again. `paused`: nobody looks.
 */
export type Liveness = "live" | "connecting" | "cut" | "gone" | "paused";

/** Answers after which asking again is no use. */
const GONE = [400, 404];

/**
 * @param path what to follow below /api/v1; undefined follows nothing
 * @param parameters asked for at each connection, so that a stream goes on where it broke off
 * @param heard is told each event
 */
export function useStream(path: string | undefined, parameters: () => Parameters, heard: (name: string, data: string) => void): Liveness {
  const [liveness, setLiveness] = useState<Liveness>("connecting");
  const current = useRef({ parameters, heard });
  current.current = { parameters, heard };
  useEffect(() => {
    if (path === undefined) return undefined;
    let abort = new AbortController();
    let stopped = false;
    let timer: number | undefined;
    const pauses = new Pauses();

    async function follow(of: string, signal: AbortSignal) {
      let next: Liveness = "connecting";
      try {
        for await (const event of stream(of, current.current.parameters(), signal)) {
          pauses.reset();
          setLiveness("live");
          current.current.heard(event.name, event.data);
        }
      } catch (failure) {
        const status = failure instanceof ApiError ? failure.status : undefined;
        const gone = status !== undefined && GONE.includes(status);
        // Without a secret it waits for one: the console asks for it.
        const locked = status === 401;
        stopped = gone || locked;
        next = gone ? "gone" : locked ? "connecting" : "cut";
      }
      if (signal.aborted) return;
      setLiveness(next);
      if (stopped) return;
      timer = window.setTimeout(() => void follow(of, signal), pauses.next());
    }

    // A browser keeps few connections to one server, for all its tabs: one that nobody looks at keeps none.
    function looked() {
      abort.abort();
      window.clearTimeout(timer);
      if (document.hidden) return setLiveness("paused");
      abort = new AbortController();
      pauses.reset();
      stopped = false;
      setLiveness("connecting");
      return void follow(path as string, abort.signal);
    }

    looked();
    document.addEventListener("visibilitychange", looked);
    const forget = onUnlocked(looked);
    return () => {
      stopped = true;
      abort.abort();
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", looked);
      forget();
    };
  }, [path]);
  return liveness;
}

/** Calls back, at most once in a while, when anything changed on the server. */
export function useChanges(changed: () => void, everyMillis = 1000): Liveness {
  // In a time that nobody sets: a clock that is set back would keep the page from asking for as long.
  const last = useRef(-Infinity);
  const timer = useRef<number | undefined>(undefined);
  const current = useRef(changed);
  current.current = changed;
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return useStream("/stream", () => ({}), (name) => {
    if (name !== "changed" || timer.current !== undefined) return;
    timer.current = window.setTimeout(
      () => {
        timer.current = undefined;
        last.current = performance.now();
        current.current();
      },
      Math.max(0, last.current + everyMillis - performance.now()),
    );
  });
}
