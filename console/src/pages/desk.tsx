// What waits for a person: what sagas could not do by themselves, and tasks whose answer is a person's.
import { useState } from "react";
import { getExact, post } from "../api/client";
import type { Park, ParkedExecution, WaitingTask } from "../api/insight";
import { nameOf } from "../api/insight";
import { setParameters, to, useParameter } from "../router";
import { Badge } from "../ui/badges";
import { Dialog } from "../ui/dialog";
import { Card, Live, PageHead } from "../ui/head";
import { JsonView } from "../ui/json";
import { jsonProblem } from "../ui/jsonproblem";
import { pretty } from "../ui/jsonvalue";
import { Link } from "../ui/link";
import { oneLine } from "../ui/oneline";
import { useChanges } from "../ui/live";
import { PersonFields, usePerson } from "../ui/person";
import { useResource } from "../ui/resource";
import { Empty, Failure, Loading } from "../ui/states";
import { Tabs } from "../ui/tabs";
import { When } from "../ui/time";
import "../style/insight.css";

const READ_AGAIN_MILLIS = 1500;
const PAGE = 50;

interface TaskPage {
  tasks: WaitingTask[];
  after?: string;
}

interface ParkPage {
  executions: ParkedExecution[];
  before?: string;
}

/** What somebody has just done here: kept in the execution's history, and shown until the page is left. */
interface Deed {
  what: string;
  name: string;
  executionArn: string;
  who: string;
  why: string;
  at: number;
}

const DEEDS_SHOWN = 20;

export default function Desk() {
  const [show, setShow] = useParameter("show", "parked");
  const [machine] = useParameter("machine");
  const [deeds, setDeeds] = useState<Deed[]>([]);
  const parked = useResource("parked" + machine, (signal) => getExact<ParkPage>("/parks", { machine, limit: PAGE }, signal));
  const tasks = useResource("tasks" + machine, (signal) => getExact<TaskPage>("/tasks", { machine, limit: PAGE }, signal));
  const liveness = useChanges(() => {
    parked.reload();
    tasks.reload();
  }, READ_AGAIN_MILLIS);

  function did(deed: Omit<Deed, "at">) {
    setDeeds((before) => [{ ...deed, at: Date.now() }, ...before].slice(0, DEEDS_SHOWN));
    parked.reload();
    tasks.reload();
  }

  const count = (list: unknown[] | undefined, more: unknown) => (list === undefined ? "" : " (" + list.length + (more === undefined ? "" : "+") + ")");
  return (
    <>
      <PageHead title="Desk" actions={<Live liveness={liveness} />}>
        <span className="soft">What cannot go on without a person</span>
        {machine === "" ? null : (
          <button type="button" className="button small" onClick={() => setParameters({ machine: "" })}>
            Only of {nameOf(machine)} ×
          </button>
        )}
      </PageHead>
      <div className="column" style={{ gap: 16 }}>
        <Card padded={false}>
          <Tabs
            label="What waits"
            tabs={[
              { id: "parked", label: "Parked" + count(parked.data?.executions, parked.data?.before) },
              { id: "tasks", label: "Tasks" + count(tasks.data?.tasks, tasks.data?.after) },
            ]}
            chosen={show}
            choose={setShow}
          />
          {show === "tasks" ? (
            <Tasks machine={machine} page={tasks.data} error={tasks.error} again={tasks.reload} did={did} />
          ) : (
            <Parked machine={machine} page={parked.data} error={parked.error} again={parked.reload} did={did} />
          )}
        </Card>
        <Deeds deeds={deeds} />
      </div>
    </>
  );
}

function Deeds({ deeds }: { deeds: Deed[] }) {
  if (deeds.length === 0) return null;
  return (
    <Card title="What you just did" padded={false}>
      {deeds.map((deed) => (
        <div key={deed.at + deed.executionArn} className="group" role="group" aria-label={deed.what}>
          <div className="what">
            <span className="name">{deed.what}</span>
            <span className="soft break">
              {deed.who}: {deed.why} · <When at={deed.at} />
            </span>
          </div>
          <div className="tools">
            <Link className="button small" to={to.execution(deed.executionArn)}>
              {deed.name}
            </Link>
          </div>
        </div>
      ))}
    </Card>
  );
}

type Did = (deed: Omit<Deed, "at">) => void;

interface ListProps<T> {
  machine: string;
  page: T | undefined;
  error: unknown;
  again: () => void;
  did: Did;
}

// What is parked.

const KIND: Record<string, string> = {
  COMPENSATION: "An undo failed",
  STEP: "A step waits for word",
  FAILURE: "Failed, nothing undone yet",
};

interface ParkAction {
  name: string;
  does: string;
  words: string;
  danger?: boolean;
  /** What a person may give along, and what it is called in the API. */
  payload?: { member: "input" | "result"; words: string };
}

const RETRY: ParkAction = {
  name: "retry",
  does: "Try again",
  words: "It is performed again, with this input.",
  payload: { member: "input", words: "Input" },
};

const ACTIONS: Record<string, ParkAction[]> = {
  COMPENSATION: [
    RETRY,
    { name: "done", does: "It is done", words: "You have undone it by other means, or it was undone already. The saga counts it as compensated.", payload: { member: "result", words: "Result" } },
    { name: "skip", does: "Skip it", words: "It stays as it is. The saga goes on, and ends as not wholly compensated.", danger: true },
  ],
  STEP: [
    RETRY,
    { name: "happened", does: "It happened", words: "You know that it took effect. The execution goes on with this result.", payload: { member: "result", words: "Result" } },
    { name: "compensate", does: "It did not happen", words: "You know that it had no effect. It fails, and what was done before is undone.", danger: true },
  ],
  FAILURE: [{ name: "compensate", does: "Undo it", words: "What was done is undone, the last first." }],
};

const ABANDON: ParkAction = {
  name: "abandon",
  does: "Give up",
  words: "The execution ends here. Nothing more is undone, whatever was done stays.",
  danger: true,
};

interface Asked {
  execution: ParkedExecution;
  park: Park;
  action: ParkAction;
}

function Parked({ machine, page, error, again, did }: ListProps<ParkPage>) {
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const [older, setOlder] = useState<ParkPage | undefined>(undefined);
  if (page === undefined) return error === undefined ? <Loading /> : <Failure error={error} again={again} />;
  const known = new Set(page.executions.map((execution) => execution.executionArn));
  const executions = [...page.executions, ...(older?.executions ?? []).filter((execution) => !known.has(execution.executionArn))];
  const before = older === undefined ? page.before : older.before;
  if (executions.length === 0) return <Empty title="Nothing is parked">A compensation that fails for good, or a step of which nobody knows whether it happened, waits here for your word.</Empty>;
  return (
    <>
      {executions.map((execution) => (
        <section key={execution.executionArn} aria-label={"Parked: " + execution.name}>
          {execution.parks.map((park) => (
            <ParkedOne key={park.park} execution={execution} park={park} ask={(action) => setAsked({ execution, park, action })} />
          ))}
          {execution.parked > execution.parks.length ? (
            <p className="soft small" style={{ padding: "8px 16px" }}>
              {execution.parked - execution.parks.length} more of <Link to={to.execution(execution.executionArn)}>{execution.name}</Link>
            </p>
          ) : null}
        </section>
      ))}
      {before === undefined ? null : (
        <div style={{ padding: "10px 16px" }}>
          <button type="button" className="button" onClick={() => void getExact<ParkPage>("/parks", { machine, limit: PAGE, before }).then((next) => setOlder({ ...next, executions: [...(older?.executions ?? []), ...next.executions] }))}>
            Show more
          </button>
        </div>
      )}
      {asked === undefined ? null : <Act {...asked} did={did} close={() => setAsked(undefined)} />}
    </>
  );
}

function ParkedOne({ execution, park, ask }: { execution: ParkedExecution; park: Park; ask: (action: ParkAction) => void }) {
  const actions = (ACTIONS[park.kind] ?? []).filter((action) => action.name !== "compensate" || !execution.pastPivot);
  return (
    <div className="group" role="group" aria-label={park.state + " of " + execution.name}>
      <div className="what">
        <div className="row">
          <span className="name">{park.state}</span>
          <Badge tone="wait">{KIND[park.kind] ?? park.kind}</Badge>
        </div>
        <div className="soft">
          <Link to={to.execution(execution.executionArn)}>{execution.name}</Link> of {nameOf(execution.stateMachineArn)}, since <When at={park.since} />
        </div>
        {park.error ? (
          <div className="said small">
            <b>{park.error}</b>
            {park.cause ? <span className="soft"> {park.cause}</span> : null}
          </div>
        ) : null}
      </div>
      <div className="tools">
        {actions.map((action, index) => (
          <button key={action.name} type="button" className={"button small" + (index === 0 ? " primary" : action.danger ? " danger" : "")} onClick={() => ask(action)}>
            {action.does}
          </button>
        ))}
        <button type="button" className="button small danger" onClick={() => ask(ABANDON)}>
          {ABANDON.does}
        </button>
      </div>
    </div>
  );
}

function Act({ execution, park, action, did, close }: Asked & { did: Did; close: () => void }) {
  const person = usePerson();
  const first = action.payload?.member === "input" && park.input !== undefined ? pretty(park.input) : "";
  const [payload, setPayload] = useState(first);
  const problem = payload.trim() === "" ? undefined : jsonProblem(payload);

  async function run() {
    const changed = payload.trim() !== "" && payload !== first;
    await post("/executions/" + encodeURIComponent(execution.executionArn) + "/saga/" + action.name, {
      park: park.park,
      who: person.who,
      why: person.why,
      ...(action.payload && changed ? { [action.payload.member]: payload } : {}),
    });
    person.remember();
    did({ what: action.does + ": " + park.state, name: execution.name, executionArn: execution.executionArn, who: person.who, why: person.why });
    return "It is in the history, with your name and reason.";
  }

  return (
    <Dialog title={action.does + ": " + park.state} does={action.does} danger={action.danger ?? false} disabled={!person.said || problem !== undefined} run={run} close={close}>
      <p className="soft">{action.words}</p>
      {park.error ? (
        <p className="small break">
          <b>{park.error}</b> <span className="soft">{park.cause}</span>
        </p>
      ) : null}
      {action.payload ? <PayloadField words={action.payload.words + ", as JSON"} value={payload} set={setPayload} problem={problem} /> : null}
      <PersonFields person={person} />
    </Dialog>
  );
}

function PayloadField({ words, value, set, problem }: { words: string; value: string; set: (value: string) => void; problem: string | undefined }) {
  return (
    <label className="field">
      <span>{words}</span>
      <textarea className="input" rows={8} spellCheck={false} value={value} aria-invalid={problem !== undefined} onChange={(event) => set(event.target.value)} />
      {problem === undefined ? null : (
        <span role="status" style={{ color: "var(--bad)" }}>
          {problem}
        </span>
      )}
    </label>
  );
}

// Tasks that wait for their tokens.

function Tasks({ machine, page, error, again, did }: ListProps<TaskPage>) {
  const [asked, setAsked] = useState<{ task: WaitingTask; approve: boolean } | undefined>(undefined);
  const [more, setMore] = useState<TaskPage | undefined>(undefined);
  if (page === undefined) return error === undefined ? <Loading /> : <Failure error={error} again={again} />;
  const known = new Set(page.tasks.map((task) => task.task));
  const tasks = [...page.tasks, ...(more?.tasks ?? []).filter((task) => !known.has(task.task))];
  const after = more === undefined ? page.after : more.after;
  if (tasks.length === 0) return <Empty title="Nobody is waited for">A task with .waitForTaskToken waits here for an answer, for as long as it may.</Empty>;
  return (
    <>
      {tasks.map((task) => (
        <TaskOne key={task.task} task={task} ask={(approve) => setAsked({ task, approve })} />
      ))}
      {after === undefined ? null : (
        <div style={{ padding: "10px 16px" }}>
          <button type="button" className="button" onClick={() => void getExact<TaskPage>("/tasks", { machine, limit: PAGE, after }).then((next) => setMore({ ...next, tasks: [...(more?.tasks ?? []), ...next.tasks] }))}>
            Show more
          </button>
        </div>
      )}
      {asked === undefined ? null : <Answer {...asked} did={did} close={() => setAsked(undefined)} />}
    </>
  );
}

function TaskOne({ task, ask }: { task: WaitingTask; ask: (approve: boolean) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="group" role="group" aria-label={task.state + " of " + task.name}>
      <div className="what">
        <span className="name">{task.state}</span>
        <div className="soft">
          <Link to={to.execution(task.executionArn)}>{task.name}</Link> of {nameOf(task.stateMachineArn)}, since <When at={task.since} />
          {task.timeoutAt === undefined ? null : (
            <>
              {" "}
              · times out <When at={task.timeoutAt} />
            </>
          )}
        </div>
        {open ? <TaskInput task={task} /> : <code className="small soft clip">{task.inputBeginning ?? oneLine(task.input ?? null)}</code>}
        <div>
          <button type="button" className="button quiet small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide what was sent" : "Show what was sent"}
          </button>
        </div>
      </div>
      <div className="tools">
        <button type="button" className="button small primary" onClick={() => ask(true)}>
          Approve
        </button>
        <button type="button" className="button small danger" onClick={() => ask(false)}>
          Reject
        </button>
      </div>
    </div>
  );
}

function TaskInput({ task }: { task: WaitingTask }) {
  const whole = useResource("task" + task.task, (signal) => (task.inputBeginning === undefined ? Promise.resolve(task) : getExact<WaitingTask>("/tasks/" + task.task, {}, signal)));
  if (whole.error !== undefined) return <Failure error={whole.error} />;
  if (whole.data === undefined) return <Loading lines={3} />;
  return <JsonView text={pretty(whole.data.input ?? null)} label={"What was sent to " + task.state} />;
}

function Answer({ task, approve, did, close }: { task: WaitingTask; approve: boolean; did: Did; close: () => void }) {
  const person = usePerson();
  const [output, setOutput] = useState("");
  const [error, setError] = useState("");
  const problem = output.trim() === "" ? undefined : jsonProblem(output);

  async function run() {
    const given = { who: person.who, why: person.why };
    const more = approve ? (output.trim() === "" ? {} : { output }) : error.trim() === "" ? {} : { error: error.trim() };
    await post("/tasks/" + task.task + (approve ? "/approve" : "/reject"), { ...given, ...more });
    person.remember();
    did({ what: (approve ? "Approved: " : "Rejected: ") + task.state, name: task.name, executionArn: task.executionArn, who: person.who, why: person.why });
    return approve ? "Approved." : "Rejected.";
  }

  return (
    <Dialog title={(approve ? "Approve " : "Reject ") + task.state} does={approve ? "Approve" : "Reject"} danger={!approve} disabled={!person.said || problem !== undefined} run={run} close={close}>
      <p className="soft">
        {approve
          ? "The task succeeds, and the execution goes on. Without an output it gets who approved it, and why."
          : "The task fails. What catches that error takes it up; otherwise the execution fails."}
      </p>
      <AnswerMore approve={approve} output={output} setOutput={setOutput} problem={problem} error={error} setError={setError} />
      <PersonFields person={person} />
    </Dialog>
  );
}

interface AnswerMoreProps {
  approve: boolean;
  output: string;
  setOutput: (value: string) => void;
  problem: string | undefined;
  error: string;
  setError: (value: string) => void;
}

function AnswerMore({ approve, output, setOutput, problem, error, setError }: AnswerMoreProps) {
  if (approve) return <PayloadField words="Output, as JSON, if it has one" value={output} set={setOutput} problem={problem} />;
  return (
    <label className="field">
      <span>Error: Rejected unless another is given</span>
      <input className="input" name="error" maxLength={256} autoComplete="off" value={error} placeholder="Rejected" onChange={(event) => setError(event.target.value)} />
    </label>
  );
}
