// Tasks that wait for their tokens, and what a person answers.
import { useState } from "react";
import { get, getExact, post } from "../../api/client";
import type { WaitingTask } from "../../api/desk";
import { nameOf } from "../../api/insight";
import { JsonField } from "../../editor/jsonField";
import { to } from "../../router";
import { Dialog } from "../../ui/dialog";
import { Item, Items, More } from "../../ui/items";
import { JsonView } from "../../ui/json";
import { jsonProblem } from "../../ui/jsonproblem";
import { pretty } from "../../ui/jsonvalue";
import { Link } from "../../ui/link";
import { oneLine } from "../../ui/oneline";
import type { Paged } from "../../ui/paged";
import { PersonFields, usePerson } from "../../ui/person";
import { useResource } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";
import { duration, When } from "../../ui/time";
import { Meanwhile, useStillWaits, type Ask } from "./asking";
import { AnswerFields, fieldsIn, useAnswers } from "./form";

export function Tasks({ rows, list, did, ask }: { rows: WaitingTask[]; list: Paged<WaitingTask>; did: () => void; ask: Ask }) {
  if (rows.length === 0) return <Empty title="Nobody is waited for">A task with .waitForTaskToken waits here for an answer, for as long as it may.</Empty>;
  return (
    <>
      <Items label="Tasks that wait">
        {rows.map((task) => (
          <TaskItem key={task.task} task={task} did={did} ask={ask} />
        ))}
      </Items>
      {list.hasMore ? <More reading={list.reading} more={list.more} /> : null}
    </>
  );
}

export function TaskItem({ task, did, ask, alone }: { task: WaitingTask; did: () => void; ask: Ask; alone?: boolean }) {
  const [open, setOpen] = useState(false);
  const tools = (
    <>
      <button type="button" className="button small primary" onClick={() => ask((close, turn) => <Approve task={task} did={did} close={close} turn={turn} />)}>
        Approve
      </button>
      <button type="button" className="button small danger" onClick={() => ask((close, turn) => <Reject task={task} did={did} close={close} turn={turn} />)}>
        Reject
      </button>
    </>
  );
  return (
    <>
      <Item label={task.state + " of " + task.name} tools={tools}>
        <span className="name">{task.state}</span>
        <div className="soft">
          {alone ? (
            "Waits for an answer since "
          ) : (
            <>
              <Link to={to.execution(task.executionArn)}>{task.name}</Link> of {nameOf(task.stateMachineArn)}, since{" "}
            </>
          )}
          <When at={task.since} />
          {task.timeoutAt === undefined ? null : (
            <>
              {" "}
              · times out <When at={task.timeoutAt} />
            </>
          )}
          {task.heartbeatSeconds === undefined ? null : " · fails without a sign of life every " + duration(task.heartbeatSeconds * 1000)}
        </div>
        {open ? <Sent task={task} /> : <code className="small soft clip">{task.inputBeginning ?? oneLine(task.input ?? null)}</code>}
        <div>
          <button type="button" className="button quiet small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide what was sent" : "Show what was sent"}
          </button>
        </div>
      </Item>
    </>
  );
}

function useWhole(task: WaitingTask) {
  return useResource("task " + task.task, (signal) => (task.inputBeginning === undefined ? Promise.resolve(task) : getExact<WaitingTask>("/tasks/" + task.task, {}, signal)));
}

function Sent({ task }: { task: WaitingTask }) {
  const whole = useWhole(task);
  if (whole.error !== undefined) return <Failure error={whole.error} again={whole.reload} />;
  if (whole.data === undefined) return <Loading lines={3} />;
  return <JsonView text={pretty(whole.data.input ?? null)} label={"What was sent to " + task.state} />;
}

interface AnswerProps {
  task: WaitingTask;
  did: () => void;
  close: () => void;
  turn: number;
}

/** Tasks of an execution that are looked at: of one with more, none is said to wait no more. */
const TASKS_READ = 200;

function useTaskWaits(task: WaitingTask, turn: number) {
  return useStillWaits(
    task.task,
    async (signal) => {
      const { tasks } = await get<{ tasks: { task: string }[] }>("/tasks", { execution: task.executionArn, limit: TASKS_READ }, signal);
      return tasks.length === TASKS_READ || tasks.some((each) => each.task === task.task);
    },
    turn,
  );
}

function Approve(props: AnswerProps) {
  const whole = useWhole(props.task);
  if (whole.data !== undefined || whole.error !== undefined) return <ApproveKnown {...props} task={whole.data ?? props.task} />;
  return null;
}

function ApproveKnown({ task, did, close, turn }: AnswerProps) {
  const person = usePerson();
  const { waits, answering } = useTaskWaits(task, turn);
  const answers = useAnswers(fieldsIn(task.input));
  const [output, setOutput] = useState("");
  const asForm = answers.fields.length > 0;
  const problem = asForm ? answers.problem : output.trim() === "" ? undefined : jsonProblem(output);

  async function run() {
    const given = asForm ? answers.text() : output.trim();
    await post("/tasks/" + task.task + "/approve", { who: person.who.trim(), why: person.why.trim(), ...(given === "" ? {} : { output: given }) });
    person.remember();
    did();
    return "Approved.";
  }

  return (
    <Dialog title={"Approve " + task.state} does="Approve" disabled={!waits || !person.said || problem !== undefined} run={answering(run)} close={close}>
      {waits ? null : <Meanwhile about={{ execution: task.executionArn, state: task.state, since: task.since }} />}
      <p className="soft">The task succeeds, and the execution goes on. {asForm ? "Your answers are its output." : "Without an output it gets who approved it, and why."}</p>
      {task.input === undefined ? null : (
        <details>
          <summary className="small soft">What was sent</summary>
          <JsonView text={pretty(task.input)} label={"What was sent to " + task.state} tools={false} />
        </details>
      )}
      {asForm ? <AnswerFields answers={answers} /> : <JsonField words="Output, as JSON, if it has one" value={output} set={setOutput} problem={problem} rows={4} />}
      <PersonFields person={person} />
    </Dialog>
  );
}

function Reject({ task, did, close, turn }: AnswerProps) {
  const person = usePerson();
  const { waits, answering } = useTaskWaits(task, turn);
  const [error, setError] = useState("");

  async function run() {
    await post("/tasks/" + task.task + "/reject", { who: person.who.trim(), why: person.why.trim(), ...(error.trim() === "" ? {} : { error: error.trim() }) });
    person.remember();
    did();
    return "Rejected.";
  }

  return (
    <Dialog title={"Reject " + task.state} does="Reject" danger disabled={!waits || !person.said} run={answering(run)} close={close}>
      {waits ? null : <Meanwhile about={{ execution: task.executionArn, state: task.state, since: task.since }} />}
      <p className="soft">The task fails. What catches that error takes it up; otherwise the execution fails.</p>
      <label className="field">
        <span>Error: Rejected unless another is given</span>
        <input className="input" name="error" maxLength={256} autoComplete="off" value={error} placeholder="Rejected" onChange={(event) => setError(event.target.value)} />
      </label>
      <PersonFields person={person} />
    </Dialog>
  );
}
