// One machine: how it has been doing, where it fails, its definition, versions, and a start.
import { useState } from "react";
import { aws, get, post } from "../api/client";
import type { MachineDetail, RecentInputs, Version } from "../api/insight";
import type { ExecutionPage } from "../api/types";
import { navigate, to, useParameter } from "../router";
import { Badge } from "../ui/badges";
import { Bars, number } from "../ui/charts";
import { later } from "../ui/guard";
import { Card, Live, PageHead } from "../ui/head";
import { JsonView } from "../ui/json";
import { pretty } from "../ui/jsonvalue";
import { Link } from "../ui/link";
import { oneLine } from "../ui/oneline";
import { useKeys } from "../ui/keys";
import { useChanges } from "../ui/live";
import { useResource, useTurns } from "../ui/resource";
import { Empty, Failure, Loading } from "../ui/states";
import { Table } from "../ui/table";
import { shownTab, Tabs, type Tab } from "../ui/tabs";
import { When, duration } from "../ui/time";
import { copy } from "../ui/toast";
import type { Shape } from "../editor/shapes";
import { More } from "../ui/items";
import { NAME, STARTED, STATUS, TOOK } from "./executionColumns";
import { FailureList } from "./failures";
import { ShapeList, Start, useChosenInput, useInputs } from "./start";
import { useVersions } from "./versions";
import "../style/insight.css";

const DefinitionGraph = later(() => import("./definitionGraph"));
const Changes = later(() => import("../editor/changes"));
const Source = later(() => import("../editor/source"));

const READ_AGAIN_MILLIS = 2000;

/** A start that was asked for: with this input, or with none yet. */
interface Asked {
  input?: string;
}

export default function Machine({ arn }: { arn: string }) {
  const [show, setTab] = useParameter("show", "graph");
  const [starting, setStarting] = useState<Asked | undefined>(undefined);
  const machine = useResource("machine" + arn, (signal) => get<MachineDetail>("/machines/" + encodeURIComponent(arn), {}, signal));
  const [turn, setTurn] = useState(0);
  const liveness = useChanges(() => setTurn((before) => before + 1), READ_AGAIN_MILLIS);
  useTurns(turn, machine.reload);
  const data = machine.data;
  useKeys([{ keys: "/", does: "Find executions of this machine", run: () => navigate(to.executions + (data === undefined ? "" : "?machine=" + encodeURIComponent(data.name))) }]);
  if (data === undefined) return machine.error === undefined ? <Loading lines={10} /> : <Failure error={machine.error} again={machine.reload} />;
  const tabs: Tab[] = [
    { id: "graph", label: "Graph" },
    { id: "executions", label: "Executions" },
    { id: "failures", label: "Failures" + (data.failures.length === 0 ? "" : " (" + data.failures.length + ")") },
    { id: "definition", label: "Definition" },
    { id: "versions", label: "Versions and aliases" },
    { id: "inputs", label: "Inputs" },
  ];
  const tab = shownTab(tabs, show);
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
            <button type="button" className="button primary" onClick={() => setStarting({})}>
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
          <Tabs label="About this machine" tabs={tabs} chosen={tab} choose={setTab} />
          <div style={tab === "executions" || tab === "graph" ? {} : { padding: "14px 16px" }}>
            <Shown tab={tab} machine={data} turn={turn} start={setStarting} />
          </div>
        </Card>
      </div>
      {starting === undefined ? null : <Start title={"Start " + data.name} stateMachineArn={data.stateMachineArn} targets={targetsOf(data)} input={starting.input} close={() => setStarting(undefined)} />}
    </>
  );
}

/** What can be started beside the machine as it is now. */
function targetsOf(machine: MachineDetail) {
  return [
    ...machine.aliases.map((alias) => ({ arn: alias.stateMachineAliasArn, words: "Alias " + alias.name + ": " + alias.routes.map(routeWords).join(", ") })),
    ...machine.versions.map((version) => ({ arn: version.stateMachineVersionArn, words: "Version " + version.version + (version.description ? ": " + version.description : "") })),
  ];
}

function routeWords(route: { version: number; weight: number }) {
  return "version " + route.version + (route.weight === 100 ? "" : ", " + route.weight + " %");
}

function Shown({ tab, machine, turn, start }: { tab: string; machine: MachineDetail; turn: number; start: (asked: Asked) => void }) {
  switch (tab) {
    case "failures":
      return <FailureList groups={machine.failures} leftOut={machine.failuresLeftOut} />;
    case "definition":
      return <DefinitionText text={machine.definition} />;
    case "versions":
      return <Versions machine={machine} />;
    case "inputs":
      return <Inputs machine={machine} start={start} />;
    case "executions":
      return <Executions machine={machine} turn={turn} />;
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
      <DefinitionGraph definition={machine.definition} label={"Graph of " + machine.name} failures={machine.failures} selected={state === "" ? undefined : state} choose={choose} />
      {state === "" ? null : (
        <div style={{ padding: "14px 16px", borderTop: "1px solid var(--line)" }}>
          <div className="row">
            {groups.length === 0 ? <span className="soft">Nothing has failed at {state}.</span> : null}
            <span className="gap" />
            <Link className="button small" to={to.studio + "?machine=" + encodeURIComponent(machine.stateMachineArn) + "&state=" + encodeURIComponent(state)}>
              Edit this state
            </Link>
          </div>
          {groups.length === 0 ? null : <FailureList groups={groups} />}
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
      <div className="figure">
        <Bars intervals={machine.rates.intervals} label={number(total.starts) + " starts in the last day"} height={38} width={320} />
        <span>
          {total.starts === 1 ? "1 start" : number(total.starts) + " starts"} {machine.rates.whole ? "in the last day" : <>since <When at={machine.rates.from} /></>}
        </span>
      </div>
      <div className="figure">
        <b>{share(total.success)}</b>
        <span>of those that ended succeeded</span>
      </div>
      <Link className={"figure" + (machine.unknownFailures > 0 ? " fails" : "")} to={to.machine(machine.stateMachineArn) + "?show=failures"}>
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

const EXECUTIONS = [NAME, STATUS, STARTED, TOOK];

function Executions({ machine, turn }: { machine: MachineDetail; turn: number }) {
  const page = useResource("executionsOf" + machine.stateMachineArn, (signal) => get<ExecutionPage>("/executions", { machine: machine.stateMachineArn, limit: 50 }, signal));
  useTurns(turn, page.reload);
  const rows = page.data?.executions ?? [];
  if (page.error !== undefined && page.data === undefined) return <Failure error={page.error} again={page.reload} />;
  if (page.data === undefined) return <Loading />;
  if (rows.length === 0) return <Empty title="Never started">Start it with the button above, with any client of AWS Step Functions, or by a trigger.</Empty>;
  return (
    <>
      <Table label="Executions" columns={EXECUTIONS} rows={rows} rowKey={(row) => row.executionArn} address={(row) => to.execution(row.executionArn)} maxHeight={520} minWidth={740} narrow={{ layout: "cards-machine-executions", height: 88 }} />
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
  const format = FORMATS.find(([each]) => each === chosen)?.[0] ?? "written";
  const shown = useResource("format" + format + text, async (signal) =>
    format === "written" ? text : (await post<{ definition: string }>("/convert", { definition: text, format }, signal)).definition,
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
      {shown.error !== undefined ? <Failure error={shown.error} again={shown.reload} /> : shown.data === undefined ? <Loading /> : <Source text={shown.data} label="Definition" height="70vh" />}
    </div>
  );
}

const NOW = "now";

/** As AWS has it; undefined for what is no number of a version. */
function versionArn(machine: MachineDetail, version: string) {
  return /^[1-9]\d{0,8}$/.test(version) ? machine.stateMachineArn + ":" + version : undefined;
}

/** The listed versions without the one that is compared, and the one that is chosen, if it is not listed. */
function toCompareWith(versions: Version[], before: string, after: string) {
  const listed = versions.map((version) => String(version.version));
  return (after === NOW || listed.includes(after) ? listed : [...listed, after]).filter((version) => version !== before);
}

function Versions({ machine }: { machine: MachineDetail }) {
  const [before, setBefore] = useParameter("from");
  const [after, setAfter] = useParameter("until", NOW);
  const { versions, more, reading } = useVersions(machine);
  if (versions.length === 0)
    return (
      <Empty title="No version was published">
        A version never changes; an alias sends starts to one, or divides them between two. Saving in the studio can publish one.
      </Empty>
    );
  const current = versions.find((version) => (version.revisionId ?? "") === (machine.revisionId ?? ""));
  // One that an address names need not be among those that are listed so far.
  const chosen = versionArn(machine, before);
  return (
    <div className="column" style={{ gap: 16 }}>
      {machine.aliases.length === 0 ? null : (
        <section className="column" aria-label="Aliases">
          <h3>Aliases</h3>
          {machine.aliases.map((alias) => (
            <Alias key={alias.name} alias={alias} />
          ))}
        </section>
      )}
      <section aria-label="Versions">
        <h3>Versions</h3>
        <ul className="versions">
          {versions.map((version) => (
            <li key={version.version} className="row">
              <b>Version {version.version}</b>
              {version === current ? <Badge tone="ok">As it is now</Badge> : null}
              {aliasesOf(machine, version.version).map((words) => (
                <Badge key={words} tone="run" plain>
                  {words}
                </Badge>
              ))}
              <span className="soft">
                <When at={version.createdAt} />
              </span>
              <span className="break" style={{ flex: "1 1 200px" }}>
                {version.description}
              </span>
              {version === current ? null : (
                <button type="button" className="button small" aria-pressed={before === String(version.version)} onClick={() => setBefore(before === String(version.version) ? "" : String(version.version))}>
                  What has changed since
                </button>
              )}
            </li>
          ))}
        </ul>
        {more === undefined ? null : <More reading={reading} more={more} />}
      </section>
      {chosen === undefined ? null : (
        <section className="column" aria-label="What has changed">
          <label className="row">
            <span>What has changed from version {before} to</span>
            <select className="input" style={{ width: "auto" }} value={after} onChange={(event) => setAfter(event.target.value)}>
              <option value={NOW}>the machine as it is now</option>
              {toCompareWith(versions, before, after).map((version) => (
                <option key={version} value={version}>
                  version {version}
                </option>
              ))}
            </select>
          </label>
          <Compared machine={machine} before={chosen} after={versionArn(machine, after)} />
        </section>
      )}
    </div>
  );
}

/** Which aliases send starts to a version, and how many of them. */
function aliasesOf(machine: MachineDetail, version: number): string[] {
  return machine.aliases.flatMap((alias) => alias.routes.filter((route) => route.version === version).map((route) => alias.name + (route.weight === 100 ? "" : ", " + route.weight + " %")));
}

function Alias({ alias }: { alias: MachineDetail["aliases"][number] }) {
  return (
    <div className="row">
      <b>{alias.name}</b>
      <span className="soft">starts</span>
      {alias.routes.map((route) => (
        <Badge key={route.version} tone="run" plain>
          {routeWords(route)}
        </Badge>
      ))}
      {alias.description ? <span className="soft break">{alias.description}</span> : null}
    </div>
  );
}

/** Two versions, or one and the machine as it is now. */
function Compared({ machine, before, after }: { machine: MachineDetail; before: string; after: string | undefined }) {
  const texts = useResource("compared" + before + " " + (after ?? machine.revisionId), (signal) => Promise.all([definitionOf(before, signal), after === undefined ? machine.definition : definitionOf(after, signal)]));
  if (texts.error !== undefined) return <Failure error={texts.error} again={texts.reload} />;
  if (texts.data === undefined) return <Loading />;
  const [was, is] = texts.data;
  if (was === is) return <p className="soft">Nothing in the definition.</p>;
  return <Changes before={was} after={is} height="min(52vh, 480px)" />;
}

async function definitionOf(arn: string, signal: AbortSignal): Promise<string> {
  return (await aws<{ definition: string }>("DescribeStateMachine", { stateMachineArn: arn }, signal)).definition;
}

function Inputs({ machine, start }: { machine: MachineDetail; start: (asked: Asked) => void }) {
  const inputs = useInputs(machine.stateMachineArn);
  const { read, forget, failure } = useChosenInput((input) => start({ input }));
  if (inputs.error !== undefined) return <Failure error={inputs.error} again={inputs.reload} />;
  if (inputs.data === undefined) return <Loading />;
  if (inputs.data.inputs.length === 0) return <Empty title="No inputs yet">Those of the latest starts are shown here, and what they have in common.</Empty>;

  function startWith(input: RecentInputs["inputs"][number]) {
    if (input.inputLeftOut) return read(input.executionArn);
    forget();
    return start({ input: pretty(input.input ?? null) });
  }

  return (
    <div className="halves">
      <div className="column">
        <h3>Latest inputs</h3>
        {failure === undefined ? null : <Failure error={failure} />}
        {inputs.data.inputs.map((input) => (
          <div key={input.executionArn} className="column" style={{ gap: 4 }}>
            <div className="row">
              <Link to={to.execution(input.executionArn)} className="clip" style={{ flex: 1 }}>
                {input.name}
              </Link>
              <span className="soft small">
                <When at={input.startedAt} />
              </span>
              <button type="button" className="button small" onClick={() => startWith(input)}>
                Start with it
              </button>
            </div>
            <code className="small soft clip">{input.inputLeftOut ? "too long to be shown here" : oneLine(input.input ?? null)}</code>
          </div>
        ))}
      </div>
      <div className="column">
        <h3>What they have in common</h3>
        <ShapeList shape={inputs.data.schema as Shape} />
        <details>
          <summary className="soft small">As a JSON Schema</summary>
          <JsonView text={pretty(inputs.data.schema)} label="Schema" tools={false} />
        </details>
      </div>
    </div>
  );
}
