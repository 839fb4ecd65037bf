import { to } from "../../router";
import { number } from "../../ui/charts";
import { Link } from "../../ui/link";
import { chooseAll, chooseItem } from "./chosenItems";
import { itemsOf, nextOf, type Chosen } from "./iterations";
import type { Trace } from "./trace";

/** Maps that are offered at once. */
const PICKERS_MAX = 6;

/** Picks items of Maps, each within those picked of the Maps around it: for the graph, the timeline and the step. */
export function ItemPickers({ trace, maps, chosen }: { trace: Trace; maps: string[]; chosen: Chosen }) {
  const pickers = maps.slice(0, PICKERS_MAX).map((map) => <ItemPicker key={map} trace={trace} map={map} chosen={chosen} />);
  return (
    <>
      {pickers}
      {chosen.size > 1 ? (
        <div style={{ padding: "0 14px 8px" }}>
          <button type="button" className="button quiet small" onClick={() => chooseAll(chosen)}>
            All items of all Maps
          </button>
        </div>
      ) : null}
    </>
  );
}

function ItemPicker({ trace, map, chosen }: { trace: Trace; map: string; chosen: Chosen }) {
  const items = itemsOf(trace, map, chosen);
  if (items.run !== undefined)
    return (
      <p className="row" style={{ padding: "8px 14px" }}>
        <Link to={to.mapRun(items.run)}>Open the Map Run of {map} with its child executions</Link>
      </p>
    );
  const at = chosen.get(map);
  if (items.length === 0 && at === undefined) return null;
  const last = Math.max(0, items.length - 1);
  const go = (index: number) => chooseItem(map, Math.min(last, Math.max(0, index)));
  return (
    <div className="row" style={{ padding: "8px 14px" }} role="group" aria-label={"Items of " + map}>
      <span className="soft small break">Item of {map}</span>
      <button type="button" className="button small" aria-label={"Item before, of " + map} disabled={at === undefined || at === 0} onClick={() => go((at ?? 0) - 1)}>
        ‹
      </button>
      <input
        className="input"
        style={{ width: 82, minHeight: 26 }}
        type="number"
        min={0}
        max={last}
        placeholder="all"
        aria-label={"Item of " + map + ", 0 to " + last}
        value={at ?? ""}
        onChange={(event) => (event.target.value === "" ? chooseItem(map, undefined) : go(Math.floor(Number(event.target.value)) || 0))}
      />
      <button type="button" className="button small" aria-label={"Item after, of " + map} disabled={at !== undefined && at >= last} onClick={() => go(at === undefined ? 0 : at + 1)}>
        ›
      </button>
      <span className="soft small">of {number(items.length)}</span>
      <Jump what="failed" indices={items.failed} at={at} map={map} />
      <Jump what="running" indices={items.running} at={at} map={map} />
      {at === undefined ? null : (
        <button type="button" className="button quiet small" onClick={() => chooseItem(map, undefined)}>
          All
        </button>
      )}
    </div>
  );
}

/** Goes from one of the items with a status to the next. */
function Jump({ what, indices, at, map }: { what: string; indices: number[]; at: number | undefined; map: string }) {
  const next = nextOf(indices, at);
  if (next === undefined) return null;
  const place = at === undefined ? -1 : indices.indexOf(at);
  const words = place < 0 ? number(indices.length) + " " + what : number(place + 1) + " of " + number(indices.length) + " " + what;
  return (
    <button
      type="button"
      className={"button small" + (what === "failed" ? " danger" : "")}
      title={"Item " + next + " is the next that " + (what === "failed" ? "failed" : "runs")}
      disabled={indices.length === 1 && place === 0}
      onClick={() => chooseItem(map, next)}
    >
      {words} ›
    </button>
  );
}
