import { useMemo, useState } from "react";
import { setParameters, useParameter } from "../../router";
import { JsonView } from "../../ui/json";
import { isContainer, parseJson, pretty, type Json } from "../../ui/jsonvalue";
import { useResource } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { clockTime } from "../../ui/time";
import { eventAt } from "./payload";
import { failureOf, type HistoryEvent } from "./event";
import type { Trace } from "./trace";
import type { Visit } from "./visit";

function more(event: HistoryEvent): string {
  const { error, cause } = failureOf(event);
  if (error !== undefined || cause !== undefined) return [error, cause].filter((text) => text !== undefined).join(": ");
  if (event.nextState !== undefined) return "→ " + event.nextState;
  if (event.who !== undefined) return event.who + (event.why === undefined ? "" : ": " + event.why);
  if (event.at !== undefined) return "again at " + clockTime(event.at * 1000);
  return "";
}

const SEQUENCE = /^[1-9]\d{0,8}$/;

export function EventTable({ arn, trace, events, count }: { arn: string; trace: Trace; events: HistoryEvent[]; count: number }) {
  const [wanted, setWanted] = useState("");
  const [chosen, setChosen] = useParameter("event");
  const shown = useMemo(() => {
    const text = wanted.trim().toLowerCase();
    if (text === "") return [...events];
    return events.filter((event) => (event.type + " " + (event.state ?? "") + " " + more(event)).toLowerCase().includes(text));
  }, [events, count, wanted]);
  // As wide as the first one needs: of an execution that began on another day, with the day.
  const timeWidth = clockTime((events[0]?.timestamp ?? 0) * 1000).length * 8 + 16;
  const columns: Column<HistoryEvent>[] = [
    { name: "#", area: "number", width: "64px", end: true, cell: (event) => <span className="soft">{event.sequence}</span> },
    { name: "Time", area: "time", width: timeWidth + "px", cell: (event) => <span className="mono">{clockTime(event.timestamp * 1000)}</span> },
    { name: "Event", area: "event", width: "minmax(180px, 1.4fr)", cell: (event) => event.type },
    {
      name: "State",
      area: "state",
      width: "minmax(120px, 1.2fr)",
      cell: (event) => (
        <>
          {event.state ?? ""} <span className="soft small">{trace.place(event.scope)}</span>
        </>
      ),
    },
    { name: "More", area: "more", width: "minmax(140px, 2fr)", cell: (event) => <span className="soft" title={more(event)}>{more(event)}</span> },
  ];
  return (
    <div>
      <div className="row" style={{ padding: "10px 16px" }}>
        <input className="input" style={{ maxWidth: 340 }} type="search" data-search placeholder="Find events: type, state, error" aria-label="Find events" value={wanted} onChange={(event) => setWanted(event.target.value)} />
        <span className="soft small" role="status">
          {shown.length.toLocaleString("en")} of {events.length.toLocaleString("en")}
        </span>
      </div>
      {events.length === 0 ? (
        <Loading lines={4} />
      ) : shown.length === 0 ? (
        <Empty title="No such event" />
      ) : (
        <Table
          label="Events"
          columns={columns}
          rows={shown}
          rowKey={(event) => String(event.sequence)}
          onChoose={(event) => setChosen(String(event.sequence))}
          selected={chosen === "" ? undefined : chosen}
          rowHeight={32}
          maxHeight={460}
          minWidth={760}
          narrow={{ layout: "cards-events", height: 50 }}
        />
      )}
      {chosen === "" ? null : !SEQUENCE.test(chosen) ? <Empty title="No such event" /> : <Whole key={chosen} arn={arn} sequence={Number(chosen)} known={trace.events[Number(chosen) - 1]} visit={trace.visitAt(Number(chosen))} />}
    </div>
  );
}

interface WholeProps {
  arn: string;
  sequence: number;
  /** As the page has it: without payloads. */
  known: HistoryEvent | undefined;
  /** The visit that it is about. */
  visit: Visit | undefined;
}

function Whole({ arn, sequence, known, visit }: WholeProps) {
  const event = useResource("event " + sequence, (signal) => eventAt(arn, sequence, signal));
  if (event.error !== undefined) return <Failure error={event.error} again={event.reload} />;
  if (event.data === undefined) return event.loading ? <Loading lines={4} /> : <Empty title="No such event" />;
  return (
    <div style={{ borderTop: "1px solid var(--line)" }}>
      <div className="row" style={{ padding: "10px 16px 0" }}>
        <h3 style={{ margin: 0 }}>
          {sequence} {known?.type ?? ""}
        </h3>
        <span className="gap" />
        {visit === undefined ? null : (
          <button type="button" className="button small" onClick={() => setParameters({ state: visit.state, visit: String(visit.id) })}>
            Show {visit.state} in the graph
          </button>
        )}
      </div>
      <JsonView text={pretty(opened(event.data))} label={"Event " + sequence} />
    </div>
  );
}

/** Payloads are JSON in texts; to be read they are shown as what they are. */
function opened(event: HistoryEvent): Json {
  const copy = { ...event } as unknown as Record<string, Json>;
  for (const [name, value] of Object.entries(copy)) {
    if (!name.endsWith("EventDetails") || !isContainer(value) || Array.isArray(value)) continue;
    const details: Record<string, Json> = { ...value };
    for (const part of ["input", "output", "parameters"]) {
      const text = details[part];
      if (typeof text !== "string") continue;
      try {
        details[part] = parseJson(text);
      } catch {
        // It stays the text that it is.
      }
    }
    copy[name] = details;
  }
  return copy;
}
