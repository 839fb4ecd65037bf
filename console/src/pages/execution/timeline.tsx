// Bars along the time: each visit of a state with its attempts, and the waits between them.
import { useMemo, type CSSProperties } from "react";
import { Table, type Column } from "../../ui/table";
import { clockTime, duration, relativeTime, useNow } from "../../ui/time";
import { toneOf, type Trace, type Visit } from "./trace";

interface Props {
  trace: Trace;
  visits: Visit[];
  /** Grows with the events: the visits themselves are the same objects. */
  count: number;
  select: (visit: Visit) => void;
}

export function Timeline({ trace, visits, count, select }: Props) {
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
      width: "minmax(92px, 1.1fr)",
      cell: (visit) => (
        <span title={visit.state + " " + trace.place(visit.scope)}>
          {visit.state} <span className="soft small">{trace.place(visit.scope)}</span>
        </span>
      ),
    },
    { name: "Took", width: "66px", end: true, cell: (visit) => <span className="soft">{duration((visit.until ?? until) - visit.from)}</span> },
    { name: clockTime(from) + " – " + clockTime(until), width: "minmax(110px, 4fr)", cell: (visit) => <Bars visit={visit} from={from} span={span} until={until} /> },
  ];
  // The bars end now: what is still to come stands beside them.
  if (visits.some((visit) => dueAt(visit) !== undefined)) columns.push({ name: "Next", width: "minmax(150px, 1fr)", cell: (visit) => <Next visit={visit} now={now} /> });
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
    />
  );
}

/** When an open visit goes on by itself. */
function dueAt(visit: Visit): number | undefined {
  return visit.until === undefined ? visit.dueAt : undefined;
}

function Next({ visit, now }: { visit: Visit; now: number }) {
  const due = dueAt(visit);
  if (due === undefined) return null;
  return (
    <span className="soft" title={clockTime(due)}>
      {(visit.status === "retrying" ? "next attempt " : "until ") + relativeTime(due, now)}
    </span>
  );
}

function Bars({ visit, from, span, until }: { visit: Visit; from: number; span: number; until: number }) {
  const place = (begin: number, end: number): CSSProperties => ({ left: ((begin - from) / span) * 100 + "%", width: ((end - begin) / span) * 100 + "%" });
  const tone = toneOf(visit);
  const colours = (name: string) => ({ "--tone": `var(--${name})`, "--tone-soft": `var(--${name}-soft)` }) as CSSProperties;
  const end = visit.until ?? until;
  const words = visit.status + ", " + visit.attempts.length + (visit.attempts.length === 1 ? " attempt" : " attempts");
  return (
    <span className="bar-lane" role="img" aria-label={words} title={words}>
      <span className={"bar" + (visit.attempts.length > 0 || visit.type === "Wait" ? " waits" : "")} style={{ ...place(visit.from, end), ...colours(tone) }} />
      {visit.attempts.slice(-50).map((attempt) => (
        <span
          key={attempt.scheduled}
          className="bar"
          style={{ ...place(attempt.from, attempt.until ?? end), ...colours(attempt.outcome === "succeeded" ? (tone === "undo" ? "undo" : "ok") : attempt.outcome === "running" ? "run" : "bad") }}
        />
      ))}
    </span>
  );
}
