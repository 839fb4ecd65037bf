// What the graph shows of each state: the visit that matters most, and how often it was entered or tried.
import type { Mark } from "../../graph/graph";
import { statusOf, toneOf, weightiest, type Visit } from "./visit";

const ATTEMPTS_LOOKED_AT = 200;
const PULSING: Visit["status"][] = ["running", "waiting", "retrying", "undoing"];

export function marksOf(visits: Visit[]): Map<string, Mark> {
  const byState = new Map<string, Visit[]>();
  for (const visit of visits) {
    const known = byState.get(visit.state);
    if (known) known.push(visit);
    else byState.set(visit.state, [visit]);
  }
  const marks = new Map<string, Mark>();
  for (const [state, all] of byState) {
    const visit = weightiest(all);
    if (!visit) continue;
    const mark: Mark = { tone: toneOf(visit), words: words(all, visit), running: PULSING.includes(visit.status) };
    const count = countOf(all);
    if (count !== undefined) mark.count = count;
    marks.set(state, mark);
  }
  return marks;
}

function words(all: Visit[], visit: Visit): string {
  if (all.length === 1) return statusOf(visit);
  const same = all.filter((each) => each.status === visit.status).length;
  return all.length + " times, " + (same === all.length ? "" : same + " ") + statusOf(visit);
}

/** How many items have ended, of a Map; how often a state was entered; how often one was tried. */
function countOf(all: Visit[]): string | undefined {
  const [only] = all;
  if (all.length > 1) return "×" + all.length;
  if (only?.items !== undefined && only.length !== undefined) return endedItems(only) + "/" + only.length;
  const tries = Math.max(...all.slice(-ATTEMPTS_LOOKED_AT).map((each) => each.attempts.length));
  return tries > 1 ? tries + " tries" : undefined;
}

function endedItems(visit: Visit): number {
  let ended = 0;
  for (const status of visit.items?.values() ?? []) if (status !== "running") ended++;
  return ended;
}
