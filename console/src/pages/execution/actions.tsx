// What can be done about an execution. Each asks first, and says what it will do.
import { useState } from "react";
import { aws, post } from "../../api/client";
import type { Execution } from "../../api/types";
import { JsonField } from "../../editor/jsonField";
import { segment } from "../../router";
import { Dialog } from "../../ui/dialog";
import { jsonProblem } from "../../ui/jsonproblem";
import { PersonFields, usePerson } from "../../ui/person";
import { useResource, useTurns } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";
import { inputOf, Start } from "../start";
import { definitionOf } from "./data";
import { readSaga, UndoList } from "./saga";

type Asked = "stop" | "redrive" | "undo" | "again";

/** @param turn changes when something has happened */
export function Actions({ execution, turn }: { execution: Execution; turn: number }) {
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const close = () => setAsked(undefined);
  const running = execution.status === "RUNNING";
  return (
    <>
      {running ? (
        <button type="button" className="button danger" onClick={() => setAsked("stop")}>
          Stop…
        </button>
      ) : null}
      {mayRedrive(execution) ? (
        <button type="button" className="button primary" onClick={() => setAsked("redrive")}>
          Redrive…
        </button>
      ) : null}
      {!running && mayUndo(execution) ? (
        <button type="button" className="button danger" onClick={() => setAsked("undo")}>
          Undo…
        </button>
      ) : null}
      {execution.mapRunArn === undefined ? (
        <button type="button" className="button" onClick={() => setAsked("again")}>
          Start again…
        </button>
      ) : null}
      {asked === "stop" ? <Stop execution={execution} turn={turn} close={close} /> : null}
      {asked === "redrive" ? <Redrive executionArn={execution.executionArn} name={execution.name} close={close} /> : null}
      {asked === "undo" ? <Undo execution={execution} close={close} /> : null}
      {asked === "again" ? <Again execution={execution} close={close} /> : null}
    </>
  );
}

/** What is undone cannot go on. */
function mayRedrive(execution: Execution) {
  return execution.status !== "RUNNING" && execution.status !== "SUCCEEDED" && execution.sagaStatus !== "COMPENSATED";
}

/** Whether there may be something left of a saga that has ended. */
function mayUndo(execution: Execution) {
  return ["COMMITTED", "COMPENSATION_FAILED", "ABANDONED"].includes(execution.sagaStatus);
}

function Stop({ execution, turn, close }: { execution: Execution; turn: number; close: () => void }) {
  const [error, setError] = useState("");
  const [cause, setCause] = useState("");
  const saga = useResource("preview", (signal) => (execution.sagaStatus === "NONE" ? Promise.resolve(undefined) : readSaga(execution.executionArn, signal)));
  // Steps are taken while the dialog is open: what is listed is what will be undone.
  useTurns(turn + " " + execution.sagaStatus, saga.reload);
  const keeps = useResource("onStop", (signal) => keepsOnStop(execution, signal));
  const left = saga.data?.log.filter((entry) => entry.progress !== "UNDONE") ?? [];
  const [sent, setSent] = useState(false);
  const ended = !sent && execution.status !== "RUNNING";
  const known = execution.sagaStatus === "NONE" || saga.data !== undefined || saga.error !== undefined;
  return (
    <Dialog
      title={"Stop " + execution.name}
      does="Stop"
      danger
      disabled={ended || !known || keeps.loading || saga.data?.pastPivot === true}
      close={close}
      run={async () => {
        setSent(true);
        try {
          await aws("StopExecution", { executionArn: execution.executionArn, ...(error === "" ? {} : { error }), ...(cause === "" ? {} : { cause }) });
          return "Stopped";
        } catch (refused) {
          setSent(false);
          throw refused;
        }
      }}
    >
      {ended ? (
        <p role="alert">It has ended meanwhile: there is nothing to stop.</p>
      ) : execution.sagaStatus === "NONE" ? (
        <p>It ends as aborted. What it has done stays done.</p>
      ) : saga.error !== undefined ? (
        <Failure error={saga.error} again={saga.reload} />
      ) : saga.data === undefined ? (
        <Loading lines={3} />
      ) : saga.data.pastPivot ? (
        <p>It is past its pivot: it goes on forward, and cannot be stopped. What is parked can be given up.</p>
      ) : keeps.data === true ? (
        <p>Its definition says OnStop: Abort. It ends at once, and what it has done stays done.</p>
      ) : left.length === 0 ? (
        <p>No step has been taken that would be undone.</p>
      ) : (
        <>
          <p>{left.length === 1 ? "One step is" : left.length + " steps are"} to be undone, the last first{keeps.error === undefined ? "" : ", unless the definition says otherwise (OnStop)"}:</p>
          <UndoList log={left} />
        </>
      )}
      <label className="field">
        <span>Error (optional)</span>
        <input className="input" maxLength={256} value={error} onChange={(event) => setError(event.target.value)} />
      </label>
      <label className="field">
        <span>Why (optional, kept in the history)</span>
        <input className="input" maxLength={2000} value={cause} onChange={(event) => setCause(event.target.value)} />
      </label>
    </Dialog>
  );
}

/** Whether what was done stays when the execution is stopped. */
async function keepsOnStop(execution: Execution, signal: AbortSignal): Promise<boolean> {
  if (execution.sagaStatus === "NONE") return false;
  const definition = await definitionOf(execution, signal);
  // As JSON or YAML: the server reads both.
  const { tree } = await post<{ tree?: { Saga?: { OnStop?: string } } }>("/validate", { definition, type: execution.type }, signal);
  if (tree === undefined) throw new Error("The server could not read the definition");
  return tree.Saga?.OnStop === "Abort";
}

export function Redrive({ executionArn, name, close }: { executionArn: string; name: string; close: () => void }) {
  const path = "/executions/" + segment(executionArn) + "/redrive";
  const check = useResource("check", (signal) => post<{ outcome: string }>(path, { dryRun: true }, signal));
  const [current, setCurrent] = useState(false);
  const [input, setInput] = useState("");
  const problem = input.trim() === "" ? undefined : jsonProblem(input);
  return (
    <Dialog
      title={"Redrive " + name}
      does="Redrive"
      disabled={check.error !== undefined || check.loading || problem !== undefined}
      close={close}
      run={async () => {
        await post(path, { ...(current ? { onto: "current" } : {}), ...(input.trim() === "" ? {} : { input }) });
        return "Redriven";
      }}
    >
      {check.error !== undefined ? <Failure error={check.error} /> : <p>It goes on at the states that failed; what succeeded is not done again.</p>}
      <label className="row">
        <input type="checkbox" checked={current} onChange={(event) => setCurrent(event.target.checked)} />
        Onto the machine’s definition as it is now
      </label>
      <details>
        <summary className="small soft">With another input</summary>
        <p className="soft small">Where one state alone goes on, it may be given another input, as JSON. Left empty, it stays as it was.</p>
        <JsonField words="Input of that state" value={input} set={setInput} problem={problem} rows={6} />
      </details>
    </Dialog>
  );
}

/** Undoes what an execution did that has ended: its status stays. */
function Undo({ execution, close }: { execution: Execution; close: () => void }) {
  const person = usePerson();
  const saga = useResource("undo", (signal) => readSaga(execution.executionArn, signal));
  const left = saga.data?.log.filter((entry) => entry.progress !== "UNDONE") ?? [];
  return (
    <Dialog
      title={"Undo " + execution.name}
      does="Undo it"
      danger
      disabled={!person.said || saga.data === undefined || saga.data.pastPivot || left.length === 0}
      close={close}
      run={async () => {
        await post("/executions/" + segment(execution.executionArn) + "/saga/compensate", { who: person.who.trim(), why: person.why.trim() });
        person.remember();
        return "It is being undone.";
      }}
    >
      {saga.error !== undefined ? (
        <Failure error={saga.error} again={saga.reload} />
      ) : saga.data === undefined ? (
        <Loading lines={3} />
      ) : saga.data.pastPivot ? (
        <p>It is past its pivot: nothing of it can be undone.</p>
      ) : left.length === 0 ? (
        <p>Nothing is left to undo.</p>
      ) : (
        <>
          <p>It has ended, and its status stays as it is. {left.length === 1 ? "One step is" : left.length + " steps are"} undone, the last first:</p>
          <UndoList log={left} />
        </>
      )}
      <PersonFields person={person} />
    </Dialog>
  );
}

function Again({ execution, close }: { execution: Execution; close: () => void }) {
  const input = useResource("input", (signal) => inputOf(execution.executionArn, signal));
  if (input.data !== undefined) return <Start title="Start again" stateMachineArn={execution.stateMachineArn} input={input.data} close={close} />;
  return (
    <Dialog title="Start again" does="Start" wide disabled run={() => Promise.resolve()} close={close}>
      {input.error !== undefined ? <Failure error={input.error} again={input.reload} /> : <Loading lines={8} />}
    </Dialog>
  );
}
