// What one state did: its visits, with input, output, what changed between them, attempts and variables.
import type { ReactNode } from "react";
import { setParameters, to, useParameter } from "../../router";
import { Badge } from "../../ui/badges";
import { JsonDiff, JsonView } from "../../ui/json";
import { Link } from "../../ui/link";
import { useResource } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { clockTime, duration, useNow, When } from "../../ui/time";
import { FunctionLog } from "./functionLog";
import { eventAt, executionIn, payloadOf, variablesOf } from "./payload";
import { toneOf, weightiest, type Trace, type Visit } from "./trace";

interface Props {
  arn: string;
  trace: Trace;
  state: string;
  type: string | undefined;
  visits: Visit[];
  item: string;
}

export function StepPanel({ arn, trace, state, type, visits, item }: Props) {
  const [chosen] = useParameter("visit");
  if (state === "")
    return (
      <section className="card">
        <Empty title="Choose a state">Its input and output, its attempts and what went wrong are shown here. Arrows move in the graph.</Empty>
      </section>
    );
  const visit = visits.find((each) => String(each.id) === chosen) ?? weightiest(visits);
  return (
    <section className="card" aria-label={"State " + state}>
      <header>
        <h2 className="break">{state}</h2>
        {type ? <span className="soft small">{type}</span> : null}
        <span className="gap" />
        {visit ? <Badge tone={toneOf(visit)}>{visit.status}</Badge> : null}
      </header>
      {visits.length > 1 && visit ? <Visits trace={trace} visits={visits} visit={visit} /> : null}
      {visit ? <Step key={visit.id} arn={arn} visit={visit} /> : <Empty title="Not entered">{item === "" ? "The execution has not come here." : "Item " + item + " has not come here."}</Empty>}
    </section>
  );
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
              {clockTime(each.from)} · {each.status} {trace.place(each.scope) === "" ? "" : "· " + trace.place(each.scope)}
            </option>
          ))}
        </select>
      </label>
      <span className="soft small">{visits.length.toLocaleString("en")} in all</span>
    </div>
  );
}

function Step({ arn, visit }: { arn: string; visit: Visit }) {
  const [tab, setTab] = useParameter("step", visit.error === undefined ? "input" : "attempts");
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
      <Facts visit={visit} />
      {child === undefined ? null : (
        <p style={{ padding: "8px 16px 0" }}>
          <Link to={to.execution(child)}>Open the execution that it started</Link>
        </p>
      )}
      <div style={{ marginTop: 8 }}>
        <Tabs
          label={"Data of " + visit.state}
          tabs={[
            { id: "input", label: "Input" },
            { id: "output", label: "Output" },
            { id: "diff", label: "Difference" },
            { id: "attempts", label: visit.attempts.length > 1 ? "Attempts " + visit.attempts.length : "Attempts" },
            { id: "variables", label: "Variables" },
            ...(visit.attempts.length > 0 ? [{ id: "log", label: "Log" }] : []),
          ]}
          chosen={tab}
          choose={setTab}
        />
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
          <Shown resource={output} missing="It assigned none.">
            {variablesOf(output.data) === undefined ? undefined : <JsonView text={variablesOf(output.data) ?? ""} label="Variables" />}
          </Shown>
        ) : (
          <Shown resource={input} missing="It has none.">
            {given === undefined ? undefined : <JsonView text={given} label={"Input of " + visit.state} />}
          </Shown>
        )}
      </div>
    </>
  );
}

function Shown({ resource, missing, children }: { resource: { data: unknown; error: unknown; loading: boolean; reload: () => void }; missing: string; children: ReactNode }) {
  if (resource.error !== undefined) return <Failure error={resource.error} again={resource.reload} />;
  if (resource.loading && resource.data === undefined) return <Loading lines={4} />;
  return <>{children ?? <p className="soft" style={{ padding: 16 }}>{missing}</p>}</>;
}

function Facts({ visit }: { visit: Visit }) {
  const now = useNow();
  return (
    <div className="row small soft" style={{ padding: "10px 16px 0" }}>
      <span>
        {clockTime(visit.from)} · {duration((visit.until ?? Math.max(now, visit.from)) - visit.from)}
      </span>
      {visit.dueAt === undefined ? null : (
        <span>
          · {visit.status === "retrying" ? "next attempt" : "until"} <When at={visit.dueAt} />
        </span>
      )}
      {visit.undoes === undefined ? null : <span>· undoes {visit.undoes}</span>}
      {visit.nextState === undefined ? null : <span>· then {visit.nextState}</span>}
    </div>
  );
}

function Attempts({ arn, visit }: { arn: string; visit: Visit }) {
  if (visit.attempts.length === 0)
    return visit.error === undefined ? (
      <p className="soft" style={{ padding: 16 }}>
        It calls nothing.
      </p>
    ) : (
      <div style={{ padding: 16 }}>
        <Failed error={visit.error} cause={visit.cause} />
      </div>
    );
  return (
    <ol className="attempts">
      {visit.attempts.map((attempt, index) => (
        <li key={attempt.scheduled}>
          <div className="row">
            <strong>Attempt {index + 1}</strong>
            <Badge tone={attempt.outcome === "succeeded" ? "ok" : attempt.outcome === "running" ? "run" : "bad"}>{attempt.outcome}</Badge>
            <span className="soft small">
              {clockTime(attempt.from)}
              {attempt.until === undefined ? "" : " · " + duration(attempt.until - attempt.from)}
            </span>
          </div>
          {attempt.error === undefined && attempt.cause === undefined ? null : <Failed error={attempt.error} cause={attempt.cause} />}
          <Parts arn={arn} scheduled={attempt.scheduled} ended={attempt.ended} />
        </li>
      ))}
    </ol>
  );
}

function Failed({ error, cause }: { error: string | undefined; cause: string | undefined }) {
  return (
    <div style={{ marginTop: 6 }}>
      <strong className="break" style={{ color: "var(--bad)" }}>
        {error ?? "Failed"}
      </strong>
      {cause === undefined ? null : <JsonView text={cause} label="Cause" tools={false} />}
    </div>
  );
}

/** What the task was given and what it answered, once asked for. */
function Parts({ arn, scheduled, ended }: { arn: string; scheduled: number; ended: number | undefined }) {
  const [open, setOpen] = useParameter("attempt");
  if (open !== String(scheduled))
    return (
      <button type="button" className="button quiet small" style={{ marginTop: 4 }} onClick={() => setOpen(String(scheduled))}>
        What it was given and answered
      </button>
    );
  return (
    <div className="column" style={{ marginTop: 6 }}>
      <Part arn={arn} sequence={scheduled} name="Given" />
      {ended === undefined ? null : <Part arn={arn} sequence={ended} name="Answered" />}
    </div>
  );
}

function Part({ arn, sequence, name }: { arn: string; sequence: number; name: string }) {
  const event = useResource("event " + sequence, (signal) => eventAt(arn, sequence, signal));
  const text = payloadOf(event.data);
  return (
    <div>
      <h3>{name}</h3>
      <Shown resource={event} missing="Nothing.">
        {text === undefined ? undefined : <JsonView text={text} label={name} tools={false} />}
      </Shown>
    </div>
  );
}
