// One machine: how it has been doing, where it fails, its definition, versions, and a start.
import { lazy, Suspense, useState } from "react";
import { aws, get, getExact, post } from "../api/client";
import type { MachineDetail, RecentInputs } from "../api/insight";
import type { ExecutionItem, ExecutionPage } from "../api/types";
import { navigate, to, useParameter } from "../router";
import { Badge, RunClassBadge, SagaBadge, StatusBadge } from "../ui/badges";
import { Bars, number } from "../ui/charts";
import { Dialog } from "../ui/dialog";
import { Card, Live, PageHead } from "../ui/head";
import { JsonView } from "../ui/json";
import { jsonProblem } from "../ui/jsonproblem";
import { pretty, prettyText } from "../ui/jsonvalue";
import { Link } from "../ui/link";
import { oneLine } from "../ui/oneline";
import { useKeys } from "../ui/keys";
import { useChanges } from "../ui/live";
import { useResource } from "../ui/resource";
import { Empty, Failure, Loading } from "../ui/states";
import { Table, type Column } from "../ui/table";
import { Tabs } from "../ui/tabs";
import { Lasted, When, duration } from "../ui/time";
import { copy } from "../ui/toast";
import { FailureList } from "./failures";
import "../style/insight.css";

const DefinitionGraph = lazy(() => import("./definitionGraph"));
const Changes = lazy(() => import("./studio/changes"));

const READ_AGAIN_MILLIS = 2000;

export default function Machine({ arn }: { arn: string }) {
  const [tab, setTab] = useParameter("show", "graph");
  const [starting, setStarting] = useState<string | undefined>(undefined);
  const machine = useResource("machine" + arn, (signal) => get<MachineDetail>("/machines/" + encodeURIComponent(arn), {}, signal));
  const liveness = useChanges(machine.reload, READ_AGAIN_MILLIS);
  const data = machine.data;
  useKeys([{ keys: "/", does: "Find executions of this machine", run: () => navigate(to.executions + (data === undefined ? "" : "?machine=" + encodeURIComponent(data.name))) }]);
  if (data === undefined) return machine.error === undefined ? <Loading lines={10} /> : <Failure error={machine.error} again={machine.reload} />;
  return (
    <>
      <PageHead
        title={data.name}
        above={<Link to={to.machines}>Machines</Link>}
        actions={
          <>
            <Live liveness={liveness} />
            <Link className="button" to={to.studio + "?machine=" + encodeURIComponent(data.stateMachineArn)}>
              Edit
            </Link>
            <button type="button" className="button primary" onClick={() => setStarting("")}>
              Start
            </button>
          </>
        }
      >
        <span className="soft">{data.type === "EXPRESS" ? "Express" : "Standard"}</span>
        <span className="soft">
          changed <When at={data.updatedAt} />
        </span>
        {data.status === "ACTIVE" ? null : <Badge tone="wait">{"Being deleted"}</Badge>}
        <button type="button" className="button quiet small" onClick={() => void copy(data.stateMachineArn, "ARN copied")}>
          Copy ARN
        </button>
      </PageHead>
      <div className="column" style={{ gap: 16 }}>
        <Figures machine={data} />
        <Card padded={false}>
          <Tabs
            label="About this machine"
            tabs={[
              { id: "graph", label: "Graph" },
              { id: "executions", label: "Executions" },
              { id: "failures", label: "Failures" + (data.failures.length === 0 ? "" : " (" + data.failures.length + ")") },
              { id: "definition", label: "Definition" },
              { id: "versions", label: "Versions and aliases" },
              { id: "inputs", label: "Inputs" },
            ]}
            chosen={tab}
            choose={setTab}
          />
          <div style={tab === "executions" || tab === "graph" ? {} : { padding: "14px 16px" }}>
            <Shown tab={tab} machine={data} start={setStarting} />
          </div>
        </Card>
      </div>
      {starting === undefined ? null : <Start machine={data} input={starting} close={() => setStarting(undefined)} />}
    </>
  );
}

function Shown({ tab, machine, start }: { tab: string; machine: MachineDetail; start: (input: string) => void }) {
  switch (tab) {
    case "failures":
      return <FailureList groups={machine.failures} />;
    case "definition":
      return <DefinitionText text={machine.definition} />;
    case "versions":
      return <Versions machine={machine} />;
    case "inputs":
      return <Inputs machine={machine} start={start} />;
    case "executions":
      return <Executions machine={machine} />;
    default:
      return <GraphOf machine={machine} />;
  }
}

/** Where it fails: a state that is chosen shows its failures. */
function GraphOf({ machine }: { machine: MachineDetail }) {
  const [state, choose] = useParameter("state");
  const groups = machine.failures.filter((group) => group.state === state);
  return (
    <>
      <Suspense fallback={<Loading />}>
        <DefinitionGraph definition={machine.definition} label={"Graph of " + machine.name} failures={machine.failures} selected={state === "" ? undefined : state} choose={choose} />
      </Suspense>
      {state === "" ? null : (
        <div style={{ padding: "14px 16px", borderTop: "1px solid var(--line)" }}>
          {groups.length === 0 ? <p className="soft">Nothing has failed at {state}.</p> : <FailureList groups={groups} />}
        </div>
      )}
    </>
  );
}

function Figures({ machine }: { machine: MachineDetail }) {
  const total = machine.rates.total;
  const ended = total.success + total.knownFailure + total.unknownFailure;
  const share = (count: number) => (ended === 0 ? "–" : (100 * (count / ended)).toFixed(count === 0 || count === ended ? 0 : 1) + " %");
  const list = to.executions + "?machine=" + encodeURIComponent(machine.name);
  return (
    <div className="figures">
      <div className="figure" style={{ gridColumn: "span 2" }}>
        <Bars intervals={machine.rates.intervals} label={number(total.starts) + " starts in the last day"} height={38} width={320} />
        <span>
          {number(total.starts)} starts {machine.rates.whole ? "in the last day" : <>since <When at={machine.rates.from} /></>}
        </span>
      </div>
      <div className="figure">
        <b>{share(total.success)}</b>
        <span>of those that ended succeeded</span>
      </div>
      <Link className={"figure" + (machine.unknownFailures > 0 ? " fails" : "")} to={list + "&class=UnknownFailure"}>
        <b>{number(machine.unknownFailures)}</b>
        <span>unknown failures, {number(machine.knownFailures)} known, all kept</span>
      </Link>
      <Link className="figure" to={list + "&status=RUNNING"}>
        <b>{number(machine.running + machine.sleeping)}</b>
        <span>open, {number(machine.sleeping)} of them asleep</span>
      </Link>
      <Link className={"figure" + (machine.waitingForPerson > 0 ? " needs" : "")} to={to.desk + "?machine=" + encodeURIComponent(machine.name)}>
        <b>{number(machine.waitingForPerson)}</b>
        <span>wait for a person</span>
      </Link>
      <div className="figure">
        <b>{machine.rates.medianMillis === undefined ? "–" : duration(machine.rates.medianMillis)}</b>
        <span>median{machine.rates.p99Millis === undefined ? "" : ", 99 of 100 within " + duration(machine.rates.p99Millis)}</span>
      </div>
    </div>
  );
}

const EXECUTIONS: Column<ExecutionItem>[] = [
  {
    name: "Name",
    width: "minmax(170px, 2fr)",
    cell: (row) => (
      <Link to={to.execution(row.executionArn)} title={row.name}>
        {row.name}
      </Link>
    ),
  },
  {
    name: "Status",
    width: "minmax(220px, 2fr)",
    cell: (row) => (
      <span className="row" style={{ flexWrap: "nowrap" }}>
        <StatusBadge status={row.status} />
        <SagaBadge status={row.sagaStatus} />
        {row.runClass === "Success" ? null : <RunClassBadge runClass={row.runClass} />}
      </span>
    ),
  },
  { name: "Started", width: "120px", cell: (row) => <When at={row.startedAt} /> },
  { name: "Took", width: "100px", end: true, cell: (row) => <Lasted from={row.startedAt} until={row.stoppedAt} /> },
];

function Executions({ machine }: { machine: MachineDetail }) {
  const page = useResource("executionsOf" + machine.stateMachineArn, (signal) => get<ExecutionPage>("/executions", { machine: machine.stateMachineArn, limit: 50 }, signal));
  useChanges(page.reload, READ_AGAIN_MILLIS);
  const rows = page.data?.executions ?? [];
  if (page.error !== undefined && page.data === undefined) return <Failure error={page.error} again={page.reload} />;
  if (page.data === undefined) return <Loading />;
  if (rows.length === 0) return <Empty title="Never started">Start it with the button above, with any client of AWS Step Functions, or by a trigger.</Empty>;
  return (
    <>
      <Table label="Executions" columns={EXECUTIONS} rows={rows} rowKey={(row) => row.executionArn} address={(row) => to.execution(row.executionArn)} maxHeight={520} minWidth={680} />
      <p style={{ padding: "10px 16px" }}>
        <Link to={to.executions + "?machine=" + encodeURIComponent(machine.name)}>All of them, with filters</Link>
      </p>
    </>
  );
}

type Format = "written" | "JSON" | "YAML";

const FORMATS: [Format, string][] = [
  ["written", "As it is written"],
  ["JSON", "JSON"],
  ["YAML", "YAML"],
];

function DefinitionText({ text }: { text: string }) {
  const [chosen, choose] = useParameter("format", "written");
  const format = chosen as Format;
  const shown = useResource("format" + format + text, async () =>
    format === "written" ? text : (await post<{ definition: string }>("/convert", { definition: text, format })).definition,
  );
  return (
    <div style={{ margin: "-14px -16px" }}>
      <div className="row" style={{ padding: "8px 16px" }}>
        <select className="input" style={{ width: "auto" }} aria-label="Format" value={format} onChange={(event) => choose(event.target.value)}>
          {FORMATS.map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
        <span className="gap" />
        <button type="button" className="button quiet small" disabled={shown.data === undefined} onClick={() => void copy(shown.data ?? "", "Definition copied")}>
          Copy
        </button>
      </div>
      {shown.error !== undefined ? <Failure error={shown.error} again={shown.reload} /> : shown.data === undefined ? <Loading /> : <Source text={shown.data} />}
    </div>
  );
}

function Source({ text }: { text: string }) {
  return (
    <pre className="source" tabIndex={0} role="region" aria-label="Definition">
      {text}
    </pre>
  );
}

function Versions({ machine }: { machine: MachineDetail }) {
  const [compared, compare] = useState<string | undefined>(undefined);
  if (machine.versions.length === 0)
    return (
      <Empty title="No version was published">
        A version never changes; an alias sends starts to one, or divides them between two. Saving in the studio can publish one.
      </Empty>
    );
  return (
    <div className="column" style={{ gap: 16 }}>
      {machine.aliases.map((alias) => (
        <Alias key={alias.name} alias={alias} />
      ))}
      <ul className="versions">
        {machine.versions.map((version) => {
          const now = (version.revisionId ?? "") === (machine.revisionId ?? "");
          return (
            <li key={version.version} className="row">
              <b>Version {version.version}</b>
              {now ? <Badge tone="ok">As it is now</Badge> : null}
              <span className="soft">
                <When at={version.createdAt} />
              </span>
              <span className="break" style={{ flex: "1 1 200px" }}>
                {version.description}
              </span>
              {now ? null : (
                <button
                  type="button"
                  className="button small"
                  aria-pressed={compared === version.stateMachineVersionArn}
                  onClick={() => compare(compared === version.stateMachineVersionArn ? undefined : version.stateMachineVersionArn)}
                >
                  What has changed since
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {compared === undefined ? null : <Compared key={compared} arn={compared} now={machine.definition} />}
    </div>
  );
}

function Alias({ alias }: { alias: MachineDetail["aliases"][number] }) {
  return (
    <div className="row">
      <b>{alias.name}</b>
      <span className="soft">starts</span>
      {alias.routes.map((route) => (
        <Badge key={route.version} tone="run" plain>
          {"version " + route.version + (alias.routes.length > 1 ? ", " + route.weight + " %" : "")}
        </Badge>
      ))}
      {alias.description ? <span className="soft break">{alias.description}</span> : null}
    </div>
  );
}

function Compared({ arn, now }: { arn: string; now: string }) {
  const version = useResource("version" + arn, (signal) => aws<{ definition: string }>("DescribeStateMachine", { stateMachineArn: arn }, signal));
  if (version.error !== undefined) return <Failure error={version.error} again={version.reload} />;
  if (version.data === undefined) return <Loading />;
  if (version.data.definition === now) return <p className="soft">Nothing in the definition.</p>;
  return (
    <Suspense fallback={<Loading />}>
      <Changes before={version.data.definition} after={now} height="min(52vh, 480px)" />
    </Suspense>
  );
}

function useInputs(machine: MachineDetail) {
  return useResource("inputs" + machine.stateMachineArn, (signal) => getExact<RecentInputs>("/machines/" + encodeURIComponent(machine.stateMachineArn) + "/inputs", { limit: 20 }, signal));
}

function Inputs({ machine, start }: { machine: MachineDetail; start: (input: string) => void }) {
  const inputs = useInputs(machine);
  if (inputs.error !== undefined) return <Failure error={inputs.error} again={inputs.reload} />;
  if (inputs.data === undefined) return <Loading />;
  if (inputs.data.inputs.length === 0) return <Empty title="No inputs yet">Those of the latest starts are shown here, and what they have in common.</Empty>;
  return (
    <div className="halves">
      <div className="column">
        <h3>Latest inputs</h3>
        {inputs.data.inputs.map((input) => (
          <div key={input.executionArn} className="column" style={{ gap: 4 }}>
            <div className="row">
              <Link to={to.execution(input.executionArn)} className="clip" style={{ flex: 1 }}>
                {input.name}
              </Link>
              <span className="soft small">
                <When at={input.startedAt} />
              </span>
              {input.inputLeftOut ? null : (
                <button type="button" className="button small" onClick={() => start(pretty(input.input ?? null))}>
                  Start with it
                </button>
              )}
            </div>
            <code className="small soft clip">{input.inputLeftOut ? "too long to be shown here" : oneLine(input.input ?? null)}</code>
          </div>
        ))}
      </div>
      <div className="column">
        <h3>What they have in common, as a JSON Schema</h3>
        <JsonView text={pretty(inputs.data.schema)} label="Schema" tools={false} />
      </div>
    </div>
  );
}

interface Started {
  executionArn: string;
}

/** How much of an input a list shows, in characters. */
const INPUT_SHOWN = 80;

function Start({ machine, input, close }: { machine: MachineDetail; input: string; close: () => void }) {
  const inputs = useInputs(machine);
  const known = (inputs.data?.inputs ?? []).filter((each) => !each.inputLeftOut);
  const latest = known[0];
  const [name, setName] = useState("");
  const [typed, setTyped] = useState(input === "" ? undefined : input);
  const text = typed ?? (latest ? pretty(latest.input ?? null) : "{}");
  const problem = jsonProblem(text);

  async function run() {
    const started = await aws<Started>("StartExecution", { stateMachineArn: machine.stateMachineArn, input: text, ...(name === "" ? {} : { name }) });
    navigate(to.execution(started.executionArn));
  }

  return (
    <Dialog title={"Start " + machine.name} does="Start" disabled={problem !== undefined} run={run} close={close}>
      {known.length < 2 ? null : (
        <label className="field">
          <span>Begin with the input of</span>
          <select className="input" value="" onChange={(event) => setTyped(pretty(known[Number(event.target.value)]?.input ?? null))}>
            <option value="">a recent start…</option>
            {known.map((each, index) => (
              <option key={each.executionArn} value={index}>
                {each.name + ": " + oneLine(each.input ?? null).slice(0, INPUT_SHOWN)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field">
        <span>Input, as JSON{typed === undefined && latest ? ": that of the latest start" : ""}</span>
        <textarea className="input" rows={12} spellCheck={false} value={text} aria-invalid={problem !== undefined} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <div className="row">
        <span className="small" role="status" style={{ color: problem === undefined ? "var(--soft)" : "var(--bad)" }}>
          {problem ?? "JSON"}
        </span>
        <span className="gap" />
        <button type="button" className="button quiet small" disabled={problem !== undefined} onClick={() => setTyped(prettyText(text))}>
          Format
        </button>
      </div>
      {latest === undefined ? null : (
        <details>
          <summary className="soft small">What the latest inputs have in common</summary>
          <JsonView text={pretty(inputs.data?.schema ?? null)} label="Schema" tools={false} />
        </details>
      )}
      <label className="field">
        <span>Name: the same name and input is the same execution. Empty makes one up</span>
        <input className="input" name="name" maxLength={80} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </label>
    </Dialog>
  );
}
