// Times as people say them; the exact one stands in the title.
import { useSyncExternalStore } from "react";
import { serverNow } from "../api/serverTime";

let now = serverNow();
const listeners = new Set<() => void>();
let ticking: number | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  now = serverNow();
  ticking ??= window.setInterval(() => {
    now = serverNow();
    for (const heard of listeners) heard();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(ticking);
    ticking = undefined;
  };
}

/** The server's time, in milliseconds, as it passes, once a second. */
export function useNow() {
  return useSyncExternalStore(subscribe, () => now);
}

const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, "second"],
  [60, "minute"],
  [24, "hour"],
  [30, "day"],
  [12, "month"],
  [Infinity, "year"],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

export function relativeTime(millis: number, at: number) {
  let amount = (millis - at) / 1000;
  if (Math.abs(amount) < 2) return "now";
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size) return relative.format(Math.trunc(amount), unit);
    amount /= size;
  }
  return exact.format(millis);
}

/** To the millisecond; with the day where that is not today. */
export function clockTime(millis: number) {
  const [then, today] = [new Date(millis), new Date(serverNow())];
  if (then.toDateString() === today.toDateString()) return clock.format(then);
  return (then.getFullYear() === today.getFullYear() ? day : dayOfYear).format(then) + ", " + clock.format(then);
}

/** An instant in ISO 8601, as "3 min ago". */
export function When({ at }: { at: string | number | undefined }) {
  const current = useNow();
  if (at === undefined) return <span className="soft">–</span>;
  const millis = typeof at === "number" ? at : Date.parse(at);
  return (
    <time dateTime={new Date(millis).toISOString()} title={exact.format(millis)}>
      {relativeTime(millis, current)}
    </time>
  );
}

export function duration(millis: number) {
  if (millis < 1000) return Math.max(0, Math.round(millis)) + " ms";
  const seconds = millis / 1000;
  if (seconds < 60) return (seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)) + " s";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return inTwo(minutes, "min", Math.floor(seconds % 60), "s");
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return inTwo(hours, "h", minutes % 60, "min");
  return inTwo(Math.floor(hours / 24), "d", hours % 24, "h");
}

function inTwo(large: number, unit: string, small: number, smaller: string) {
  return large + " " + unit + (small === 0 ? "" : " " + small + " " + smaller);
}

/** How long something lasted, or has lasted so far. */
export function Lasted({ from, until }: { from: string; until: string | undefined }) {
  const current = useNow();
  return <>{duration((until === undefined ? current : Date.parse(until)) - Date.parse(from))}</>;
}
