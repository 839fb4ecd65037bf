// Runs what is being written, once, in virtual time: each task gets the response that is said here.
import { useMemo, useState } from "react";
import { post, postExact } from "../../api/client";
import type { Definition } from "../../api/insight";
import type { Known } from "../../editor/json";
import { JsonField } from "../../editor/jsonField";
import type { RunClass, SagaStatus, Status } from "../../api/types";
import { Graph, type GraphData } from "../../graph/graph";
import { Badge, RunClassBadge, SagaBadge, StatusBadge, type Tone } from "../../ui/badges";
import { JsonView } from "../../ui/json";
import { jsonProblem } from "../../ui/jsonproblem";
import { parseJson, pretty, type Json } from "../../ui/jsonvalue";
import { useResource } from "../../ui/resource";
import { words } from "../../ui/states";
import { Table, type Column } from "../../ui/table";
import { duration } from "../../ui/time";
import { copy } from "../../ui/toast";
import { marksOf } from "../execution/marks";
import type { HistoryEvent } from "../execution/event";
import { Trace } from "../execution/trace";
import { toneOf, waysOf, type Visit } from "../execution/visit";

interface Rehearsed {
  end: "ENDED" | "WAITS" | "CUT_OFF";
  status: Status;
  sagaStatus: SagaStatus;
  runClass?: RunClass;
  millis: number;
  error?: string;
  cause?: string;
  events: HistoryEvent[];
}

type How = "returns" | "fails" | "recovers";

const HOWS: [How, string][] = [
  ["returns", "answers"],
  ["fails", "fails"],
  ["recovers", "fails once, then answers"],
];

interface Response {
  how: How;
  answer: string;
  error: string;
}

/** A task, and what it may well answer. */
interface Asked {
  state: string;
  answer: string;
}

/** What is said of a rehearsal; kept while another tab is looked at. */
export interface Script {
  input: string;
  /** By the name of the state. */
  responses: ReadonlyMap<string, Response>;
}

export const NO_SCRIPT: Script = { input: "{}", responses: new Map() };

/** In a mock configuration attempts have six digits at most. */
const ALL = "0-999999";
const ALL_BUT_FIRST = "1-999999";

interface Done extends Rehearsed {
  definition: string;
  shownOutput: string | undefined;
}

interface Props {
  definition: string;
  type: string;
  tree: Definition | undefined;
  machine: string;
  /** What its starts looked like so far. */
  known: Known;
  script: Script;
  change: (how: (before: Script) => Script) => void;
}

export function Rehearse({ definition, type, tree, machine, known, script, change }: Props) {
  const tasks = useMemo(() => tasksOf(tree), [tree]);
  const [done, setDone] = useState<Done | undefined>(undefined);
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const problem = problemOf(script, tasks);

  async function run() {
    setBusy(true);
    setRefusal("");
    try {
      const answer = await postExact("/rehearsals", { definition, type, input: script.input, responses: responsesOf(script, tasks) });
      const output = (parseJson(answer) as { output?: Json }).output;
      setDone({ ...(JSON.parse(answer) as Rehearsed), definition, shownOutput: output === undefined ? undefined : pretty(output) });
    } catch (refused) {
      setDone(undefined);
      setRefusal(words(refused));
    } finally {
      setBusy(false);
    }
  }

  if (!tree) return <p className="soft" style={{ padding: "14px 16px" }}>A definition can be run when it is valid.</p>;
  return (
    <div className="column" style={{ padding: "14px 16px" }}>
      <p className="soft small">Nobody is called, nothing is kept, and waits are over at once.</p>
      <JsonField words="Input, as JSON" value={script.input} set={(input) => change((before) => ({ ...before, input }))} problem={jsonProblem(script.input)} rows={4} known={known} />
      {tasks.map((task) => (
        <Row key={task.state} task={task} response={responseOf(script, task)} change={(response) => change((before) => ({ ...before, responses: new Map(before.responses).set(task.state, response) }))} />
      ))}
      {problem === undefined ? null : (
        <span role="status" className="small" style={{ color: "var(--bad)" }}>
          {problem}
        </span>
      )}
      <div className="row">
        <button type="button" className="button primary" disabled={busy || problem !== undefined} onClick={() => void run()}>
          {busy ? "Running…" : "Run it"}
        </button>
        <span className="gap" />
        {tasks.length === 0 ? null : (
          <button type="button" className="button quiet small" disabled={problem !== undefined} onClick={() => void copy(configuration(machine, script, tasks), "Mock configuration copied")}>
            Copy as mock configuration
          </button>
        )}
      </div>
      {refusal === "" ? null : (
        <p role="alert" style={{ color: "var(--bad)" }} className="break">
          {refusal}
        </p>
      )}
      {done ? <Shown done={done} /> : null}
    </div>
  );
}

function Row({ task, response, change }: { task: Asked; response: Response; change: (response: Response) => void }) {
  return (
    <fieldset className="response">
      <legend className="break">{task.state}</legend>
      <select className="input" aria-label={"What " + task.state + " does"} value={response.how} onChange={(event) => change({ ...response, how: event.target.value as How })}>
        {HOWS.map(([how, text]) => (
          <option key={how} value={how}>
            {text}
          </option>
        ))}
      </select>
      {response.how === "returns" ? null : (
        <input className="input" aria-label={"Error of " + task.state} value={response.error} onChange={(event) => change({ ...response, error: event.target.value })} />
      )}
      {response.how === "fails" ? null : (
        <textarea
          className="input"
          rows={1}
          spellCheck={false}
          aria-label={"Answer of " + task.state + ", as JSON"}
          value={response.answer}
          onChange={(event) => change({ ...response, answer: event.target.value })}
        />
      )}
    </fieldset>
  );
}

function tasksOf(tree: unknown): Asked[] {
  const found = new Map<string, Asked>();
  const walk = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (name === "States" && typeof member === "object" && member !== null && !Array.isArray(member))
        for (const [state, body] of Object.entries(member as Record<string, unknown>)) {
          const { Type, Resource, Compensate } = (body ?? {}) as { Type?: unknown; Resource?: unknown; Compensate?: { Resource?: unknown } };
          if (Type === "Task") found.set(state, { state, answer: likely(Resource) });
          if (typeof Compensate === "object" && Compensate !== null) found.set("Compensate " + state, { state: "Compensate " + state, answer: likely(Compensate.Resource) });
        }
      walk(member);
    }
  };
  walk(tree);
  return [...found.values()];
}

/** The least that the service behind a resource answers. */
function likely(resource: unknown): string {
  const text = String(resource);
  if (text.includes(":::lambda:invoke")) return '{"Payload": {}}';
  return text.includes(":::states:startExecution.sync") ? '{"Output": {}}' : "{}";
}

function responseOf(script: Script, task: Asked): Response {
  return script.responses.get(task.state) ?? { how: "returns", answer: task.answer, error: "Broken" };
}

function problemOf(script: Script, tasks: Asked[]): string | undefined {
  const input = jsonProblem(script.input);
  if (input !== undefined) return "The input: " + input;
  for (const task of tasks) {
    const response = responseOf(script, task);
    const problem = response.how === "fails" ? undefined : jsonProblem(response.answer);
    if (problem !== undefined) return "The answer of " + task.state + ": " + problem;
    if (response.how !== "returns" && response.error.trim() === "") return "The error of " + task.state + " needs a name";
  }
  return undefined;
}

function responsesOf(script: Script, tasks: Asked[]): { [state: string]: Json } {
  return Object.fromEntries(tasks.map((task) => [task.state, attempts(responseOf(script, task))]));
}

function attempts(response: Response): Json {
  const fails: Json = { Throw: { Error: response.error, Cause: "as the rehearsal has it" } };
  if (response.how === "fails") return { [ALL]: fails };
  const answers: Json = { Return: parseJson(response.answer) };
  return response.how === "returns" ? { [ALL]: answers } : { "0": fails, [ALL_BUT_FIRST]: answers };
}

/** The same for executions of the machine on a server, or with Step Functions Local. */
function configuration(machine: string, script: Script, tasks: Asked[]): string {
  const cases: Json = Object.fromEntries(tasks.map((task) => [task.state, task.state]));
  return pretty({ StateMachines: { [machine]: { TestCases: { Rehearsed: cases } } }, MockedResponses: responsesOf(script, tasks) });
}

// What came of it.

const ENDS: Partial<Record<Rehearsed["end"], [Tone, string]>> = {
  WAITS: ["wait", "Waits for a person"],
  CUT_OFF: ["bad", "Cut off: it takes too long"],
};

const NOTHING_CHOSEN = "";

function Shown({ done }: { done: Done }) {
  const [state, choose] = useState(NOTHING_CHOSEN);
  const trace = useMemo(() => {
    const folded = new Trace();
    folded.add(done.events);
    return folded;
  }, [done]);
  const marks = useMemo(() => marksOf(trace.visits), [trace]);
  const graph = useResource("graph" + done.definition, (signal) => post<GraphData>("/graph", { definition: done.definition }, signal));
  const end = ENDS[done.end];
  const visit = trace.visits.findLast((each) => each.state === state);
  return (
    <div className="column" role="region" aria-label="What came of it">
      <div className="row">
        {end ? <Badge tone={end[0]}>{end[1]}</Badge> : <StatusBadge status={done.status} />}
        <SagaBadge status={done.sagaStatus} />
        {done.runClass === "Success" ? null : <RunClassBadge runClass={done.runClass} />}
        <span className="soft">after {duration(done.millis)}</span>
      </div>
      {done.error === undefined ? null : (
        <p className="break">
          <b>{done.error}</b> <span className="soft">{done.cause}</span>
        </p>
      )}
      {graph.data ? (
        <div className="card">
          <Graph graph={graph.data} label="What the run did" marks={marks} taken={waysOf(trace.visits)} selected={state === NOTHING_CHOSEN ? undefined : state} select={choose} height="min(46vh, 420px)" />
        </div>
      ) : null}
      <Visits trace={trace} state={state} choose={choose} />
      {visit ? <OfVisit visit={visit} trace={trace} /> : null}
      {done.shownOutput === undefined || visit ? null : (
        <>
          <h3>Output</h3>
          <JsonView text={done.shownOutput} label="Output" />
        </>
      )}
    </div>
  );
}

function Visits({ trace, state, choose }: { trace: Trace; state: string; choose: (state: string) => void }) {
  const start = trace.events[0]?.timestamp ?? 0;
  const columns: Column<Visit>[] = [
    { name: "After", width: "56px", end: true, cell: (visit) => <span className="soft">{duration(visit.from - start * 1000)}</span> },
    { name: "State", width: "minmax(48px, 2fr)", cell: (visit) => <span title={visit.state + " " + trace.place(visit.scope)}>{visit.state}</span> },
    { name: "What happened", width: "minmax(110px, 1.4fr)", cell: (visit) => <Badge tone={toneOf(visit)}>{visit.attempts.length > 1 ? visit.status + ", " + visit.attempts.length + " tries" : visit.status}</Badge> },
  ];
  const chosen = trace.visits.findLast((visit) => visit.state === state);
  return (
    <div className="card">
      <Table
        label="States that were entered"
        columns={columns}
        rows={trace.visits}
        rowKey={(visit) => String(visit.id)}
        selected={chosen ? String(chosen.id) : undefined}
        onChoose={(visit) => choose(visit.state)}
        rowHeight={34}
        maxHeight={300}
        minWidth={280}
      />
    </div>
  );
}

/** The payloads of a state, which its events have. */
function OfVisit({ visit, trace }: { visit: Visit; trace: Trace }) {
  const entered = detail(trace, visit.entered, "stateEnteredEventDetails", "input");
  const exited = visit.exited === undefined ? undefined : detail(trace, visit.exited, "stateExitedEventDetails", "output");
  return (
    <>
      {entered === undefined ? null : (
        <>
          <h3>Input of {visit.state}</h3>
          <JsonView text={entered} label={"Input of " + visit.state} tools={false} />
        </>
      )}
      {exited === undefined ? null : (
        <>
          <h3>Output of {visit.state}</h3>
          <JsonView text={exited} label={"Output of " + visit.state} tools={false} />
        </>
      )}
    </>
  );
}

function detail(trace: Trace, sequence: number, details: string, field: string): string | undefined {
  const event = trace.events.find((each) => each.sequence === sequence);
  const value = (event?.[details] as Record<string, unknown> | undefined)?.[field];
  return typeof value === "string" ? value : undefined;
}
