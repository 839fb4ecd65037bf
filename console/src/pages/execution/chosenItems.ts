// The items that are looked at stand in the address, as "item.NAME=INDEX", for each Map of its own.
import { setParameters, usePlace } from "../../router";
import type { Chosen } from "./iterations";

const ITEM = "item.";

export function useChosenItems(): Chosen {
  const { query } = usePlace();
  const chosen = new Map<string, number>();
  for (const [name, value] of query) if (name.startsWith(ITEM) && /^\d{1,9}$/.test(value)) chosen.set(name.slice(ITEM.length), Number(value));
  return chosen;
}

/** Chooses an item of a Map, or all of them. */
export function chooseItem(map: string, index: number | undefined) {
  setParameters({ [ITEM + map]: index === undefined ? "" : String(index), visit: "" });
}

export function chooseAll(chosen: Chosen) {
  setParameters({ ...Object.fromEntries([...chosen.keys()].map((map) => [ITEM + map, ""])), visit: "" });
}
