// Where the console is: the address bar is the only state that survives a reload, so what a page shows stands there.
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function changed() {
  shown = here();
  for (const listener of listeners) listener();
}

/** Answers whether the console may go to an address; it may ask a person. */
type Leave = (address: string) => boolean;

let leave: Leave | undefined;
let shown = here();

/** Has a page asked before another one is shown in its place, until what is returned is called. */
export function askToLeave(ask: Leave): () => void {
  leave = ask;
  return () => {
    if (leave === ask) leave = undefined;
  };
}

window.addEventListener("popstate", () => {
  // The browser has gone there already: who stays has the address brought back.
  if (leave && !leave(here())) return history.pushState(null, "", shown);
  return changed();
});

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Goes to an address of the console. `replace` leaves no step to go back to, as for each letter typed into a filter. `unasked` goes whatever the page says. */
export function navigate(address: string, how: { replace?: boolean; unasked?: boolean } = {}) {
  if (address === here()) return;
  if (!how.unasked && leave && !leave(address)) return;
  const leavesPage = address.split("?")[0] !== location.pathname;
  if (how.replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  if (leavesPage) window.scrollTo(0, 0);
  changed();
}

function here() {
  return location.pathname + location.search;
}

export interface Place {
  /** The decoded segments of the path; none for the overview. */
  segments: string[];
  query: URLSearchParams;
}

function decoded(segment: string) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Where the console is; a component that asks is drawn anew when that changes. */
export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, here);
  const [path = "", ...search] = address.split("?");
  return {
    segments: path.split("/").filter((segment) => segment !== "").map(decoded),
    query: new URLSearchParams(search.join("?")),
  };
}

/** A parameter of the query, and what sets it; "" and the default leave it out of the address. */
export function useParameter(name: string, absent = ""): [string, (value: string) => void] {
  const { query } = usePlace();
  return [query.get(name) ?? absent, (value) => setParameters({ [name]: value === absent ? "" : value })];
}

/** Sets parameters of the query, and keeps the others. */
export function setParameters(values: Record<string, string>) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  navigate(location.pathname + (text === "" ? "" : "?" + text), { replace: true });
}

/** An ARN, or anything else, as one segment of a path. Colons stay readable. */
export function segment(text: string) {
  return encodeURIComponent(text).replaceAll("%3A", ":");
}

export const to = {
  overview: "/",
  machines: "/machines",
  executions: "/executions",
  desk: "/desk",
  studio: "/studio",
  machine: (arn: string) => "/machines/" + segment(arn),
  execution: (arn: string) => "/executions/" + segment(arn),
  mapRun: (arn: string) => "/map-runs/" + segment(arn),
};
