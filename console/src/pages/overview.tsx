// What goes on, and what needs a person now.
import { useState } from "react";
import { get } from "../api/client";
import type { Failures, MachineRates, Overview, Slow, SlowRun } from "../api/insight";
import { nameOf } from "../api/insight";
import { to, useParameter } from "../router";
import { SagaBadge } from "../ui/badges";
import { Bars, number } from "../ui/charts";
import { Card, Live, PageHead } from "../ui/head";
import { Link } from "../ui/link";
import { useChanges } from "../ui/live";
import { useResource } from "../ui/resource";
import { Failure, Loading } from "../ui/states";
import { Table, type Column } from "../ui/table";
import { Lasted, When, duration } from "../ui/time";
import { FailureGroups } from "./failures";
import { FindMachine, isCalled } from "./findMachine";
import { Needs, useNeeds } from "./needs";
import { Welcome } from "./welcome";
import "../style/insight.css";

const HOURS: [string, string][] = [
  ["1", "Last hour"],
  ["24", "Last day"],
  ["168", "Last week"],
  ["720", "Last 30 days"],
];

const LAST_DAY = "24";

const READ_AGAIN_MILLIS = 2000;

export default function OverviewPage() {
  const [asked, setHours] = useParameter("hours", LAST_DAY);
  const hours = /^[1-9]\d{0,3}$/.test(asked) ? asked : LAST_DAY;
  const overview = useResource("overview" + hours, (signal) => get<Overview>("/overview", { hours }, signal));
  const failures = useResource("failures", (signal) => get<Failures>("/failures", { limit: 100 }, signal));
  const slow = useResource("slow", (signal) => get<Slow>("/slow", {}, signal));
  const needs = useNeeds();
  const liveness = useChanges(() => {
    needs.tasks.reload();
    needs.parked.reload();
    overview.reload();
    failures.reload();
    slow.reload();
  }, READ_AGAIN_MILLIS);

  if (overview.data === undefined)
    return overview.error === undefined ? <Loading lines={10} /> : <Failure error={overview.error} again={overview.reload} />;
  const machines = overview.data.machines;
  if (machines.length === 0) return <Welcome done={overview.reload} />;
  return (
    <>
      <PageHead
        title="Overview"
        actions={
          <>
            <select className="input" style={{ width: "auto" }} aria-label="How far back" value={hours} onChange={(event) => setHours(event.target.value)}>
              {HOURS.some(([value]) => value === hours) ? null : <option value={hours}>Last {hours} hours</option>}
              {HOURS.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
            <Live liveness={liveness} />
          </>
        }
      />
      <div className="column" style={{ gap: 16 }}>
        {overview.data.healthy ? null : <Failure error={new Error("The store does not work at the moment: nothing is written down, and nothing goes on.")} />}
        <Figures machines={machines} />
        <Needs read={needs} />
        {failures.data === undefined ? (
          <Card title="Unknown failures">{failures.error === undefined ? <Loading lines={3} /> : <Failure error={failures.error} again={failures.reload} />}</Card>
        ) : (
          <FailureGroups groups={failures.data.failures} leftOut={failures.data.failuresLeftOut} changed={failures.reload} />
        )}
        {slow.error === undefined ? (
          <TakesLong slow={slow.data} />
        ) : (
          <Card title="Takes longer than usual">
            <Failure error={slow.error} again={slow.reload} />
          </Card>
        )}
        <Machines overview={overview.data} />
      </div>
    </>
  );
}

function sum(machines: MachineRates[], of: (machine: MachineRates) => number) {
  return machines.reduce((total, machine) => total + of(machine), 0);
}

function Figures({ machines }: { machines: MachineRates[] }) {
  const parked = sum(machines, (machine) => machine.parked);
  const tasks = sum(machines, (machine) => machine.waitingTasks);
  return (
    <div className="figures">
      <Figure address={to.executions + "?status=RUNNING"} count={sum(machines, (machine) => machine.running)} name="running" more="at work now" />
      <Figure address={to.executions + "?status=RUNNING"} count={sum(machines, (machine) => machine.sleeping)} name="asleep" more="listed with the running" />
      <Figure address={to.desk + "?show=parked"} count={parked} name="parked" more="need a word" mark={parked > 0 ? "needs" : ""} />
      <Figure address={to.desk + "?show=tasks"} count={tasks} name={tasks === 1 ? "task" : "tasks"} more="for a person" mark={tasks > 0 ? "needs" : ""} />
      <Figure address={to.executions + "?class=KnownFailure"} count={sum(machines, (machine) => machine.knownFailures)} name="known failures" more="all kept" />
      <Figure
        address={to.executions + "?class=UnknownFailure"}
        count={sum(machines, (machine) => machine.unknownFailures)}
        name="unknown failures"
        more="all kept"
        mark={sum(machines, (machine) => machine.unknownFailures) > 0 ? "fails" : ""}
      />
    </div>
  );
}

function Figure({ address, count, name, more, mark = "" }: { address: string; count: number; name: string; more: string; mark?: string }) {
  return (
    <Link to={address} className={"figure " + mark}>
      <b>{number(count)}</b>
      <strong>{name}</strong>
      <span>{more}</span>
    </Link>
  );
}

const SLOW_COLUMNS: Column<SlowRun>[] = [
  {
    name: "Execution",
    area: "execution",
    width: "minmax(150px, 2fr)",
    cell: (run) => (
      <Link to={to.execution(run.executionArn)} title={run.name}>
        {run.name}
      </Link>
    ),
  },
  { name: "Machine", area: "machine", width: "minmax(120px, 1fr)", cell: (run) => nameOf(run.stateMachineArn) },
  { name: "Saga", area: "saga", width: "minmax(100px, 1fr)", cell: (run) => <SagaBadge status={run.sagaStatus} /> },
  {
    name: "Why it is here",
    area: "why",
    width: "minmax(230px, 2fr)",
    cell: (run) =>
      run.dueAt === undefined ? (
        <>
          runs for <Lasted from={run.startedAt} until={undefined} />, 99 of 100 take {duration(run.usualMillis ?? 0)}
        </>
      ) : (
        <>
          should have gone on <When at={run.dueAt} />
        </>
      ),
  },
];

function TakesLong({ slow }: { slow: Slow | undefined }) {
  const runs = [...(slow?.overdue ?? []), ...(slow?.slow ?? [])];
  if (runs.length === 0) return null;
  return (
    <Card title="Takes longer than usual" padded={false}>
      <Table
        label="Takes longer than usual"
        columns={SLOW_COLUMNS}
        rows={runs}
        rowKey={(run) => (run.dueAt ?? "") + run.executionArn}
        address={(run) => to.execution(run.executionArn)}
        maxHeight={300}
        minWidth={720}
        narrow={{ layout: "cards-slow", height: 84 }}
      />
    </Card>
  );
}

const COLUMNS: Column<MachineRates>[] = [
  {
    name: "Machine",
    width: "minmax(150px, 2fr)",
    cell: (machine) => (
      <Link to={to.machine(machine.stateMachineArn)} title={machine.name}>
        {machine.name}
      </Link>
    ),
  },
  {
    name: "Over time",
    width: "minmax(150px, 1.4fr)",
    cell: (machine) => <Bars intervals={machine.intervals} label={number(machine.total.starts) + " starts of " + machine.name} height={26} />,
  },
  { name: "Starts", width: "64px", end: true, cell: (machine) => number(machine.total.starts) },
  { name: "Succeeded", width: "84px", end: true, cell: (machine) => <Count count={machine.total.success} tone="ok" /> },
  { name: "Known", width: "64px", end: true, cell: (machine) => <Count count={machine.total.knownFailure} tone="wait" /> },
  { name: "Unknown", width: "76px", end: true, cell: (machine) => <Count count={machine.total.unknownFailure} tone="bad" /> },
  { name: "Running", width: "72px", end: true, cell: (machine) => <Count count={machine.running} tone="run" /> },
  { name: "Asleep", width: "64px", end: true, cell: (machine) => <Count count={machine.sleeping} tone="soft" /> },
  { name: "Parked", width: "64px", end: true, cell: (machine) => <Count count={machine.parked} tone="wait" /> },
  { name: "Tasks", width: "56px", end: true, cell: (machine) => <Count count={machine.waitingTasks} tone="wait" /> },
  { name: "Median", width: "92px", end: true, cell: (machine) => (machine.medianMillis === undefined ? <span className="soft nothing">–</span> : duration(machine.medianMillis)) },
];

const COLOURS: [string, string][] = [
  ["ok", "succeeded"],
  ["run", "open"],
  ["wait", "known failure"],
  ["bad", "unknown failure"],
];

function Legend() {
  return (
    <span className="row legend">
      {COLOURS.map(([tone, name]) => (
        <span key={tone} className="row small soft">
          <i className={"swatch part-" + tone} />
          {name}
        </span>
      ))}
    </span>
  );
}

function Count({ count, tone }: { count: number; tone: string }) {
  if (count === 0) return <span className="soft nothing">–</span>;
  return <span style={{ color: "var(--" + tone + ")", fontWeight: 580 }}>{number(count)}</span>;
}

function Machines({ overview }: { overview: Overview }) {
  const [wanted, setWanted] = useState("");
  const rows = overview.machines.filter((machine) => isCalled(machine, wanted));
  return (
    <Card
      padded={false}
      title={"Machines"}
      tools={
        <>
          {overview.whole ? null : (
            <span className="soft small">
              the latest 20,000 starts, since <When at={overview.from} />
            </span>
          )}
          {overview.machinesLeftOut ? (
            <span className="soft small">
              the first {number(overview.machines.length)}; <Link to={to.machines}>all of them</Link>
            </span>
          ) : null}
          <Legend />
          <FindMachine wanted={wanted} find={setWanted} width={180} />
        </>
      }
    >
      <Table label="Machines" columns={COLUMNS} rows={rows} rowKey={(machine) => machine.stateMachineArn} address={(machine) => to.machine(machine.stateMachineArn)} minWidth={1060} maxHeight="62vh" narrow={{ layout: "cards-rates", height: 78 }} />
    </Card>
  );
}
