// One execution: its graph as it runs, its steps, its timeline and its events, and what can be done about it.
import { useEffect, useMemo, useRef, useState } from "react";
import { get, post } from "../../api/client";
import type { Execution } from "../../api/types";
import { Graph, type GraphData } from "../../graph/graph";
import { segment, setParameters, to, useParameter } from "../../router";
import { Badge, RunClassBadge, SagaBadge, StatusBadge } from "../../ui/badges";
import { Card, Live, PageHead } from "../../ui/head";
import { Link } from "../../ui/link";
import { useStream, type Liveness } from "../../ui/live";
import { useResource } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";
import { shownTab, Tabs, type Tab } from "../../ui/tabs";
import { Lasted, When } from "../../ui/time";
import { FailedWhole } from "../../ui/cause";
import { nameOf } from "../../api/insight";
import { DecisionsOf } from "../desk/decisions";
import { Actions } from "./actions";
import { Data, definitionOf } from "./data";
import { EventTable } from "./events";
import { ItemPickers } from "./itemPicker";
import { useChosenItems } from "./chosenItems";
import { isOfItems, mapsAround } from "./iterations";
import { marksOf } from "./marks";
import { SagaLog } from "./saga";
import { StepPanel } from "./step";
import { Timeline } from "./timeline";
import { WaitsForPerson } from "./waits";
import type { HistoryEvent } from "./event";
import { Trace } from "./trace";
import { waysOf, weightiest } from "./visit";
import "./execution.css";

/** A trace that grows, and a number that tells that it did. */
function useTrace(arn: string) {
  const trace = useRef(new Trace());
  const [, setTurn] = useState(0);
  const [execution, setExecution] = useState<Execution | undefined>(undefined);
  const drawing = useRef(0);
  const redraw = () => {
    if (drawing.current === 0)
      drawing.current = requestAnimationFrame(() => {
        drawing.current = 0;
        setTurn((turn) => turn + 1);
      });
  };
  useEffect(() => () => cancelAnimationFrame(drawing.current), []);
  const first = useResource("execution " + arn, (signal) => get<Execution>("/executions/" + segment(arn), { payloads: "none" }, signal));
  const liveness = useStream("/executions/" + segment(arn) + "/stream", () => ({ from: trace.current.next, payloads: "none" }), (name, data) => {
    if (name === "events") trace.current.add((JSON.parse(data) as { events: HistoryEvent[] }).events);
    if (name === "execution") setExecution(JSON.parse(data) as Execution);
    redraw();
  });
  return { trace: trace.current, execution: withOrigin(execution, first.data), error: execution ? undefined : first.error, reload: first.reload, liveness };
}

/** The stream tells all that changes, and leaves out what is no more; where the execution came from it does not tell. */
function withOrigin(streamed: Execution | undefined, first: Execution | undefined): Execution | undefined {
  if (streamed === undefined) return first;
  return {
    ...streamed,
    ...(first?.startedBy === undefined ? {} : { startedBy: first.startedBy }),
    ...(first?.mapRunArn === undefined ? {} : { mapRunArn: first.mapRunArn }),
  };
}

function useGraph(execution: Execution | undefined) {
  const key = execution ? "graph " + execution.executionArn + execution.redriveCount : "";
  return useResource<GraphData | undefined>(key, async (signal) => {
    if (!execution) return undefined;
    const definition = await definitionOf(execution, signal);
    return post<GraphData>("/graph", { definition }, signal);
  });
}

export default function ExecutionPage({ arn }: { arn: string }) {
  const { trace, execution, error, reload, liveness } = useTrace(arn);
  const graph = useGraph(execution);
  const [asked] = useParameter("state");
  const chosen = useChosenItems();
  const [wanted, setTab] = useParameter("tab", "timeline");
  const events = trace.events.length;
  const troubled = useMemo(() => troubledState(trace), [trace, events]);
  const state = asked === "" && execution?.status !== "SUCCEEDED" ? troubled : asked;
  const items = JSON.stringify([...chosen]);
  const maps = mapsAround(graph.data, state, chosen);
  const shown = useMemo(() => (chosen.size === 0 ? trace.visits : trace.visits.filter((visit) => isOfItems(trace, visit, chosen))), [trace, events, items]);
  const marks = useMemo(() => marksOf(shown), [shown, events]);
  const ways = useMemo(() => waysOf(shown), [shown, events]);
  const select = (name: string) => setParameters({ state: name, visit: "" });

  if (error !== undefined && !execution) return <Failure error={error} again={reload} />;
  if (!execution) return <Loading lines={10} />;
  const visits = shown.filter((visit) => visit.state === state);
  const tabs: Tab[] = [
    { id: "timeline", label: "Timeline" },
    { id: "events", label: "Events " + events.toLocaleString("en") },
    { id: "data", label: "Input and output" },
    ...(execution.sagaStatus === "NONE" ? [] : [{ id: "saga", label: "Saga" }]),
    ...(trace.decisions === 0 ? [] : [{ id: "decisions", label: "Decisions " + trace.decisions }]),
  ];
  const tab = shownTab(tabs, wanted);
  return (
    <>
      <Head execution={execution} liveness={liveness} turn={events} />
      {execution.error === undefined && execution.cause === undefined ? null : <Why error={execution.error} cause={execution.cause} />}
      <WaitsForPerson execution={execution} turn={events} />
      <div className="execution-grid">
        <Card padded={false}>
          <ItemPickers trace={trace} maps={maps} chosen={chosen} />
          {graph.error !== undefined ? (
            <Failure error={graph.error} again={graph.reload} />
          ) : graph.data === undefined ? (
            <Loading lines={8} />
          ) : (
            <Graph graph={graph.data} label={"Graph of " + nameOf(execution.stateMachineArn)} marks={marks} taken={ways} selected={state === "" ? undefined : state} select={select} />
          )}
        </Card>
        <StepPanel arn={arn} whole={tab === "data" ? <Empty title="Choose a state">{ABOUT_STATES}</Empty> : <Whole arn={arn} ended={execution.stoppedAt} />} trace={trace} state={state} visits={visits} items={chosen} open={execution.openStates} type={graph.data?.nodes.find((node) => node.name === state)?.type} />
      </div>
      <div style={{ marginTop: 16 }}>
        <Card padded={false}>
          <Tabs label="What to look at" tabs={tabs} chosen={tab} choose={setTab} />
          <div role="tabpanel">
            {tab === "events" ? (
              <EventTable arn={arn} trace={trace} events={trace.events} count={events} />
            ) : tab === "data" ? (
              <Data arn={arn} ended={execution.stoppedAt} />
            ) : tab === "saga" ? (
              <SagaLog arn={arn} turn={events} />
            ) : tab === "decisions" ? (
              <DecisionsOf execution={arn} turn={trace.decisions} />
            ) : trace.visits.length === 0 ? (
              <Empty title="Nothing has happened yet" />
            ) : (
              <Timeline trace={trace} visits={shown} count={events} select={(visit) => setParameters({ state: visit.state, visit: String(visit.id) })} />
            )}
          </div>
        </Card>
      </div>
    </>
  );
}

function Head({ execution, liveness, turn }: { execution: Execution; liveness: Liveness; turn: number }) {
  const machine = nameOf(execution.stateMachineArn);
  const attributes = Object.entries(execution.searchAttributes);
  return (
    <PageHead
      title={execution.name}
      above={
        <>
          <Link to={to.executions}>Executions</Link> <span aria-hidden="true">/</span>
          <Link to={to.executions + "?machine=" + encodeURIComponent(machine)}>{machine}</Link>
          {execution.startedBy === undefined ? null : (
            <>
              <span aria-hidden="true">·</span>
              <span>
                started by <Link to={to.execution(execution.startedBy)}>{nameOf(execution.startedBy)}</Link>
              </span>
            </>
          )}
          {execution.mapRunArn === undefined ? null : (
            <>
              <span aria-hidden="true">·</span>
              <Link to={to.mapRun(execution.mapRunArn)}>its Map Run</Link>
            </>
          )}
        </>
      }
      actions={<Actions execution={execution} turn={turn} />}
    >
      <StatusBadge status={execution.status} />
      <SagaBadge status={execution.sagaStatus} />
      {execution.runClass === "Success" ? null : <RunClassBadge runClass={execution.runClass} />}
      {execution.sleeping ? <Badge tone="off">Asleep</Badge> : null}
      <span className="soft">
        started <When at={execution.startedAt} /> · {execution.stoppedAt ? "took" : "for"} <Lasted from={execution.startedAt} until={execution.stoppedAt} />
        {execution.redriveCount > 0 ? " · redriven " + (execution.redriveCount === 1 ? "once" : execution.redriveCount + " times") : ""}
      </span>
      {attributes.map(([name, value]) => (
        <Link key={name} className="badge plain tone-off" title="Executions with this attribute" to={to.executions + "?" + new URLSearchParams({ ["attribute." + name]: value }).toString()}>
          {name + ": " + value}
        </Link>
      ))}
      <Live liveness={liveness} />
    </PageHead>
  );
}

const ABOUT_STATES = "Its input and output, its attempts and what went wrong are shown here. Arrows move in the graph.";

/** In place of a state: the execution itself. */
function Whole({ arn, ended }: { arn: string; ended: string | undefined }) {
  return (
    <>
      <header>
        <h2>The execution</h2>
        <span className="soft small">A state that is chosen in the graph is shown here.</span>
      </header>
      <Data arn={arn} ended={ended} />
    </>
  );
}

function Why({ error, cause }: { error: string | undefined; cause: string | undefined }) {
  return (
    <div className="card why" role="note">
      <FailedWhole error={error ?? "Stopped"} cause={cause} />
    </div>
  );
}

/** The state that a person looks for first: where it is parked, failed, or is at work. */
function troubledState(trace: Trace): string {
  const visit = weightiest(trace.visits);
  return visit !== undefined && ["parked", "failed", "undoing", "running", "retrying", "waiting"].includes(visit.status) ? visit.state : "";
}
