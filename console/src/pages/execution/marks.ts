// What the graph shows of each state: the visit that matters most, and how often it was entered or tried.
import type { Mark } from "../../graph/graph";
import { toneOf, weightiest, type Visit } from "./trace";

const ATTEMPTS_LOOKED_AT = 200;

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
    const words = all.length === 1 ? visit.status : all.length + " times, " + visit.status;
    const mark: Mark = { tone: toneOf(visit), words, running: ["running", "waiting", "retrying"].includes(visit.status) };
    const tries = Math.max(...all.slice(-ATTEMPTS_LOOKED_AT).map((each) => each.attempts.length));
    if (all.length > 1) mark.count = "×" + all.length;
    else if (tries > 1) mark.count = tries + " tries";
    marks.set(state, mark);
  }
  return marks;
}
