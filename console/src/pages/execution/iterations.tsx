import { setParameters, to } from "../../router";
import { Link } from "../../ui/link";
import type { Trace } from "./trace";

/** Picks one item of a Map, for the graph and the timeline too. */
export function Iterations({ trace, map, item }: { trace: Trace; map: string; item: string }) {
  const length = Math.max(0, ...trace.visits.filter((visit) => visit.state === map).map((visit) => visit.length ?? 0));
  const run = trace.visits.find((visit) => visit.state === map && visit.mapRunArn !== undefined)?.mapRunArn;
  if (run !== undefined)
    return (
      <p className="row" style={{ padding: "8px 14px" }}>
        <Link to={to.mapRun(run)}>Open the Map Run with its child executions</Link>
      </p>
    );
  if (length === 0) return null;
  const at = item === "" ? undefined : Number(item);
  const go = (index: number | undefined) => setParameters({ item: index === undefined ? "" : String(Math.min(length - 1, Math.max(0, index))), visit: "" });
  return (
    <div className="row" style={{ padding: "8px 14px" }} role="group" aria-label={"Items of " + map}>
      <span className="soft small">Item of {map}</span>
      <button type="button" className="button small" aria-label="Item before" disabled={at === undefined || at === 0} onClick={() => go((at ?? 0) - 1)}>
        ‹
      </button>
      <input
        className="input"
        style={{ width: 78, minHeight: 26 }}
        type="number"
        min={0}
        max={length - 1}
        placeholder="all"
        aria-label={"Item of " + map + ", 0 to " + (length - 1)}
        value={item}
        onChange={(event) => go(event.target.value === "" ? undefined : Math.floor(Number(event.target.value)) || 0)}
      />
      <button type="button" className="button small" aria-label="Item after" disabled={at !== undefined && at >= length - 1} onClick={() => go(at === undefined ? 0 : at + 1)}>
        ›
      </button>
      <span className="soft small">of {length.toLocaleString("en")}</span>
      {at === undefined ? null : (
        <button type="button" className="button quiet small" onClick={() => go(undefined)}>
          All
        </button>
      )}
    </div>
  );
}
