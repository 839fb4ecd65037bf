// What one state did: its visits, with input, output, what changed between them, attempts and variables.
import { useState, type ReactNode } from "react";
import type { OpenState } from "../../api/types";
import { setParameters, to, useParameter } from "../../router";
import { Badge } from "../../ui/badges";
import { Failed } from "../../ui/cause";
import { JsonDiff, JsonView } from "../../ui/json";
import { STATE_INPUT, VARIABLES } from "../../ui/jsonvalue";
import { Link } from "../../ui/link";
import { useResource, type Resource } from "../../ui/resource";
import { Empty } from "../../ui/states";
import { shownTab, Tabs, type Tab } from "../../ui/tabs";
import { clockTime, duration, useNow, When } from "../../ui/time";
import { Attempts } from "./attempts";
import { FunctionLog } from "./functionLog";
import type { Chosen } from "./iterations";
import type { HistoryEvent } from "./event";
import { eventAt, executionIn, payloadOf, variablesAt, variablesOf } from "./payload";
import { Shown } from "./shown";
import type { Trace } from "./trace";
import { isOpen, statusOf, toneOf, weightiest, type Visit } from "./visit";

interface Props {
  arn: string;
  /** What is shown while no state is chosen. */
  whole: ReactNode;
  trace: Trace;
  state: string;
  type: string | undefined;
  visits: Visit[];
  /** The items that are chosen of Maps. */
  items: Chosen;
  /** What the server says of the states that it is in. */
  open: OpenState[];
}

export function StepPanel({ arn, whole, trace, state, type, visits, items, open }: Props) {
  const [chosen] = useParameter("visit");
  if (state === "") return <section className="card">{whole}</section>;
  const visit = visits.find((each) => String(each.id) === chosen) ?? weightiest(visits);
  return (
    <section className="card" aria-label={"State " + state}>
      <header>
        <h2 className="break">{state}</h2>
        {type ? <span className="soft small">{type}</span> : null}
        <span className="gap" />
        {visit ? <Badge tone={toneOf(visit)}>{statusOf(visit)}</Badge> : null}
      </header>
      {visits.length > 1 && visit ? <Visits trace={trace} visits={visits} visit={visit} /> : null}
      {visit ? <Step key={visit.id} arn={arn} visit={visit} open={open} /> : <Empty title="Not entered">{notEntered(items)}</Empty>}
    </section>
  );
}

function notEntered(items: Chosen): string {
  if (items.size === 0) return "The execution has not come here.";
  return [...items].map(([map, index]) => "Item " + index + " of " + map).join(", ") + " has not come here.";
}

/** The newest visits that a list can be read of. */
const VISITS_LISTED = 200;

function Visits({ trace, visits, visit }: { trace: Trace; visits: Visit[]; visit: Visit }) {
  const listed = visits.slice(-VISITS_LISTED);
  if (!listed.includes(visit)) listed.unshift(visit);
  return (
    <div className="row" style={{ padding: "10px 16px 0" }}>
      <label className="row small soft" style={{ flex: 1 }}>
        Visit
        <select className="input" style={{ width: "auto", flex: 1, minHeight: 28 }} value={String(visit.id)} onChange={(event) => setParameters({ visit: event.target.value })}>
          {listed.map((each) => (
            <option key={each.id} value={String(each.id)}>
              {clockTime(each.from)} · {statusOf(each)} {trace.place(each.scope) === "" ? "" : "· " + trace.place(each.scope)}
            </option>
          ))}
        </select>
      </label>
      <span className="soft small">{visits.length.toLocaleString("en")} in all</span>
    </div>
  );
}

function Step({ arn, visit, open }: { arn: string; visit: Visit; open: OpenState[] }) {
  // What is looked at does not change by itself when the visit goes on.
  const [first] = useState(visit.error !== undefined && visit.attempts.length > 0 ? "attempts" : "input");
  const [asked, setTab] = useParameter("step", first);
  const tabs: Tab[] = [
    { id: "input", label: "Input" },
    { id: "output", label: "Output" },
    { id: "diff", label: "Difference" },
    { id: "attempts", label: visit.attempts.length > 1 ? "Attempts " + visit.attempts.length : "Attempts" },
    { id: "variables", label: "Variables" },
    ...(visit.attempts.length > 0 ? [{ id: "log", label: "Log" }] : []),
  ];
  const tab = shownTab(tabs, asked);
  const input = useResource("input " + visit.entered, (signal) => eventAt(arn, visit.entered, signal));
  const exited = visit.exited;
  const output = useResource("output " + (exited ?? 0), async (signal) => (exited === undefined ? undefined : eventAt(arn, exited, signal)));
  const given = payloadOf(input.data);
  const came = payloadOf(output.data);
  const submitted = visit.attempts[visit.attempts.length - 1]?.submitted;
  const handed = useResource("handed " + (submitted ?? 0), async (signal) => (submitted === undefined ? undefined : eventAt(arn, submitted, signal)));
  const child = executionIn(payloadOf(handed.data)) ?? executionIn(came) ?? executionIn(visit.cause);
  return (
    <>
      <Facts visit={visit} open={open.find((state) => state.name === visit.state && Date.parse(state.since) === Math.round(visit.from))} told={tab === "attempts" && visit.attempts.length > 0} />
      {child === undefined ? null : (
        <p style={{ padding: "8px 16px 0" }}>
          <Link to={to.execution(child)}>Open the execution that it started</Link>
        </p>
      )}
      <div style={{ marginTop: 8 }}>
        <Tabs label={"Data of " + visit.state} tabs={tabs} chosen={tab} choose={setTab} />
      </div>
      <div role="tabpanel">
        {tab === "output" ? (
          <Shown resource={output} missing={exited === undefined ? "It has not been left." : "It has none."}>
            {came === undefined ? undefined : <JsonView text={came} label={"Output of " + visit.state} />}
          </Shown>
        ) : tab === "diff" ? (
          <Shown resource={output} missing="There is no output to compare with.">
            {given === undefined || came === undefined ? undefined : <JsonDiff before={given} after={came} label={"From input to output of " + visit.state} />}
          </Shown>
        ) : tab === "attempts" ? (
          <Attempts arn={arn} visit={visit} />
        ) : tab === "log" ? (
          <FunctionLog arn={arn} visit={visit} />
        ) : tab === "variables" ? (
          <Variables arn={arn} visit={visit} left={output} />
        ) : (
          <Shown resource={input} missing="It has none.">
            {given === undefined ? undefined : <JsonView text={given} label={"Input of " + visit.state} root={STATE_INPUT} />}
          </Shown>
        )}
      </div>
    </>
  );
}

/** What it assigned, and what it could see when it began: what an expression of its own went by. */
function Variables({ arn, visit, left }: { arn: string; visit: Visit; left: Resource<HistoryEvent | undefined> }) {
  const seen = useResource("variables " + visit.entered, (signal) => variablesAt(arn, visit.entered, signal));
  const assigned = variablesOf(left.data);
  return (
    <>
      <h3 className="of-variables">Assigned</h3>
      <Shown resource={left} missing="It assigned none.">
        {assigned === undefined ? undefined : <JsonView text={assigned} label="Variables" root={VARIABLES} />}
      </Shown>
      <h3 className="of-variables">When it was entered</h3>
      <Shown resource={seen} missing="There were none.">
        {seen.data === undefined ? undefined : <JsonView text={seen.data} label="Variables when it was entered" root={VARIABLES} />}
      </Shown>
    </>
  );
}

const WAITS: Record<string, string> = {
  WORKER: "no worker has taken it yet",
  CALLBACK: "waits for an answer",
  BRANCHES: "waits for its branches",
  ITERATIONS: "waits for its items",
  COMPENSATION: "what it did is undone first",
  PERSON: "waits for a person",
};

/** @param told whether what it failed with stands elsewhere already */
function Facts({ visit, open, told }: { visit: Visit; open: OpenState | undefined; told: boolean }) {
  const now = useNow();
  const attempt = visit.attempts[visit.attempts.length - 1];
  const waits = isOpen(visit) ? WAITS[open?.waitingFor ?? ""] : undefined;
  const ends = isOpen(visit) && visit.dueAt === undefined ? open?.dueAt : undefined;
  const timeout = attempt?.timeoutSeconds === undefined ? Infinity : attempt.from + attempt.timeoutSeconds * 1000;
  const silent = attempt?.heartbeatSeconds !== undefined && ends !== undefined && Date.parse(ends) < Math.floor(timeout);
  return (
    <div style={{ padding: "10px 16px 0" }}>
      <div className="small soft visit-facts">
        <span>{clockTime(visit.from)}</span>
        <span>{duration((visit.until ?? Math.max(now, visit.from)) - visit.from)}</span>
        {waits === undefined ? null : <span>{waits}</span>}
        {visit.dueAt === undefined ? null : (
          <span>
            {visit.status === "retrying" ? "next attempt" : "goes on"} <When at={visit.dueAt} />
          </span>
        )}
        {ends === undefined ? null : (
          <span>
            {silent ? "times out without a sign of life" : "times out"} <When at={ends} />
          </span>
        )}
        {visit.undoes === undefined ? null : <span>undoes {visit.undoes}</span>}
        {visit.undoneBy === undefined ? null : <Undo visit={visit.undoneBy} />}
        {visit.nextState === undefined ? null : <span>then {visit.nextState}</span>}
      </div>
      {told || (visit.error === undefined && visit.cause === undefined) ? null : (
        <div style={{ marginTop: 6 }}>
          <Failed error={visit.error} cause={visit.cause} />
        </div>
      )}
    </div>
  );
}

function Undo({ visit }: { visit: Visit }) {
  return (
    <span>
      undone by{" "}
      <button type="button" className="more" onClick={() => setParameters({ state: visit.state, visit: String(visit.id) })}>
        {visit.state}
      </button>
      {visit.status === "succeeded" ? "" : ", " + statusOf(visit)}
    </span>
  );
}
