// Bars along the time: each visit of a state with its attempts, and the waits between them.
import { useMemo, type CSSProperties } from "react";
import { useParameter } from "../../router";
import { Empty } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { number } from "../../ui/charts";
import { clockTime, duration, useNow, When } from "../../ui/time";
import type { Trace } from "./trace";
import { OUTCOME_TONES } from "./attempts";
import { isOpen, statusOf, toneOf, type Visit } from "./visit";

/** Which visits are shown: what there is, in the words of the address. */
const WHAT: Record<string, { words: string; has: (visit: Visit) => boolean }> = {
  open: { words: "What goes on", has: isOpen },
  failed: { words: "What failed", has: (visit) => ["failed", "caught", "parked", "retrying", "undoing"].includes(visit.status) },
  tried: { words: "What was tried again", has: (visit) => visit.attempts.length > 1 },
  undo: { words: "What undoes", has: (visit) => visit.undoes !== undefined },
};

/** Fewer visits are seen at once. */
const FILTERED_FROM = 12;

/** Bars of one visit. */
const BARS_MAX = 50;

interface Props {
  trace: Trace;
  visits: Visit[];
  /** Grows with the events: the visits themselves are the same objects. */
  count: number;
  select: (visit: Visit) => void;
}

export function Timeline({ trace, visits: all, count, select }: Props) {
  const [what, setWhat] = useParameter("what");
  const [find, setFind] = useParameter("find");
  const visits = useMemo(() => chosen(trace, all, what, find), [trace, all, count, what, find]);
  return (
    <div>
      <div className="row" style={{ padding: "10px 16px", display: all.length < FILTERED_FROM && visits.length === all.length ? "none" : undefined }}>
        <input className="input" style={{ maxWidth: 260 }} type="search" data-search placeholder="Find states: name, status, place" aria-label="Find states" value={find} onChange={(event) => setFind(event.target.value)} />
        <select className="input" style={{ width: "auto" }} aria-label="Which visits" value={what} onChange={(event) => setWhat(event.target.value)}>
          <option value="">All</option>
          {Object.entries(WHAT).map(([name, { words }]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        <span className="soft small" role="status">
          {visits.length === all.length ? number(all.length) : number(visits.length) + " of " + number(all.length)}
        </span>
      </div>
      {visits.length === 0 ? <Empty title="No such visit" /> : <Lanes trace={trace} visits={visits} count={count} select={select} />}
    </div>
  );
}

function chosen(trace: Trace, visits: Visit[], what: string, find: string): Visit[] {
  const has = WHAT[what]?.has;
  const text = find.trim().toLowerCase();
  if (has === undefined && text === "") return visits;
  return visits.filter((visit) => (has?.(visit) ?? true) && (text === "" || (visit.state + " " + statusOf(visit) + " " + trace.place(visit.scope) + " " + (visit.error ?? "")).toLowerCase().includes(text)));
}

function Lanes({ trace, visits, count, select }: Props) {
  const now = useNow();
  const [from, until] = useMemo(() => {
    let last = 0;
    let first = Infinity;
    let open = false;
    for (const visit of visits) {
      first = Math.min(first, visit.from);
      last = Math.max(last, visit.until ?? visit.from);
      open ||= visit.until === undefined;
    }
    return [first, open ? Math.max(last, now) : last];
  }, [visits, count, now]);
  const span = Math.max(1, until - from);
  const columns: Column<Visit>[] = [
    {
      name: "State",
      area: "state",
      width: "minmax(92px, 1.1fr)",
      cell: (visit) => (
        <span title={visit.state + " " + trace.place(visit.scope)}>
          {visit.state} <span className="soft small">{trace.place(visit.scope)}</span>
        </span>
      ),
    },
    { name: "Took", area: "took", width: "96px", end: true, cell: (visit) => <span className="soft">{duration((visit.until ?? until) - visit.from)}</span> },
    { name: clockTime(from) + " – " + clockTime(until), area: "bars", width: "minmax(110px, 4fr)", cell: (visit) => <Bars visit={visit} from={from} span={span} until={until} /> },
  ];
  // The bars end now: what is still to come stands beside them.
  if (visits.some((visit) => dueAt(visit) !== undefined)) columns.push({ name: "Next", area: "next", width: "minmax(150px, 1fr)", cell: (visit) => <Next visit={visit} /> });
  return (
    <Table
      label="Timeline"
      columns={columns}
      rows={visits}
      rowKey={(visit) => String(visit.id)}
      onChoose={select}
      rowHeight={32}
      maxHeight={460}
      minWidth={columns.length > 3 ? 480 : 330}
      narrow={{ layout: "cards-timeline", height: columns.length > 3 ? 72 : 54 }}
    />
  );
}

/** When an open visit goes on by itself. */
function dueAt(visit: Visit): number | undefined {
  return visit.until === undefined ? visit.dueAt : undefined;
}

function Next({ visit }: { visit: Visit }) {
  const due = dueAt(visit);
  if (due === undefined) return null;
  return (
    <span className="soft">
      {visit.status === "retrying" ? "next attempt " : "goes on "}
      <When at={due} />
    </span>
  );
}

function Bars({ visit, from, span, until }: { visit: Visit; from: number; span: number; until: number }) {
  const place = (begin: number, end: number): CSSProperties => ({ left: `min(${((begin - from) / span) * 100}%, 100% - 3px)`, width: ((end - begin) / span) * 100 + "%" });
  const tone = toneOf(visit);
  const colours = (name: string) => ({ "--tone": `var(--${name})`, "--tone-soft": `var(--${name}-soft)` }) as CSSProperties;
  const end = visit.until ?? until;
  const words = statusOf(visit) + (visit.attempts.length === 0 ? "" : ", " + visit.attempts.length + (visit.attempts.length === 1 ? " attempt" : " attempts"));
  return (
    <span className="bar-lane" role="img" aria-label={words} title={words}>
      <span className={"bar" + (visit.attempts.length > 0 || visit.type === "Wait" ? " waits" : "")} style={{ ...place(visit.from, end), ...colours(tone) }} />
      {visit.attempts.slice(-BARS_MAX).map((attempt) => (
        <span
          key={attempt.scheduled}
          className={"bar" + (attempt.outcome === "running" && visit.status === "waiting" ? " waits" : "")}
          style={{ ...place(attempt.from, attempt.until ?? end), ...colours(attempt.outcome === "succeeded" && tone === "undo" ? "undo" : OUTCOME_TONES[attempt.outcome]) }}
        />
      ))}
    </span>
  );
}
