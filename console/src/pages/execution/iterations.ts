// Which items of the Maps of a definition are looked at.
import type { GraphData } from "../../graph/graph";
import type { Trace } from "./trace";
import type { ItemStatus, Visit } from "./visit";

/** The index that is chosen, by the name of the Map. */
export type Chosen = ReadonlyMap<string, number>;

/** Whether a visit is of the items that are chosen; what is in none of their Maps always is. */
export function isOfItems(trace: Trace, visit: Visit, chosen: Chosen): boolean {
  for (const [map, index] of chosen) if ((trace.iterationOf(visit.scope, map) ?? index) !== index) return false;
  return true;
}

/** The Maps that an item can be chosen of: those around a state, the outermost first; without a state those at the top; and those chosen of. */
export function mapsAround(graph: GraphData | undefined, state: string, chosen: Chosen): string[] {
  const nodes = new Map(graph?.nodes.map((node) => [node.name, node]));
  const around: string[] = [];
  for (let node = nodes.get(state); node; node = node.parent === undefined ? undefined : nodes.get(node.parent)) if (node.type === "Map") around.unshift(node.name);
  const top = around.length > 0 ? [] : [...nodes.values()].filter((node) => node.type === "Map" && node.parent === undefined).map((node) => node.name);
  return [...new Set([...around, ...top, ...chosen.keys()])].filter((name) => nodes.has(name));
}

export interface MapItems {
  /** How many there are; in the largest of several visits. */
  length: number;
  /** Those that ended so, in their order. */
  failed: number[];
  running: number[];
  /** Its Map Run, when the items are executions of their own. */
  run: string | undefined;
}

/** The items of a Map, within the items that are chosen of the Maps around it. */
export function itemsOf(trace: Trace, map: string, chosen: Chosen): MapItems {
  const outer = new Map([...chosen].filter(([name]) => name !== map));
  const visits = trace.visits.filter((visit) => visit.state === map && visit.length !== undefined && isOfItems(trace, visit, outer));
  return {
    length: Math.max(0, ...visits.slice(-VISITS_LOOKED_AT).map((visit) => visit.length ?? 0)),
    failed: indices(visits, "failed"),
    running: indices(visits, "running"),
    run: visits.findLast((visit) => visit.mapRunArn !== undefined)?.mapRunArn,
  };
}

const VISITS_LOOKED_AT = 1_000;

function indices(visits: Visit[], status: ItemStatus): number[] {
  const found = new Set<number>();
  for (const visit of visits.slice(-VISITS_LOOKED_AT)) for (const [index, each] of visit.items ?? []) if (each === status) found.add(index);
  return [...found].sort((a, b) => a - b);
}

/** The next of some indices after one, beginning anew after the last. */
export function nextOf(indices: number[], at: number | undefined): number | undefined {
  return indices.find((index) => index > (at ?? -1)) ?? indices[0];
}
