// What can be done about an execution. Each asks first, and says what it will do.
import { useState } from "react";
import { aws, post } from "../../api/client";
import type { Execution } from "../../api/types";
import { navigate, segment, to } from "../../router";
import { Dialog } from "../../ui/dialog";
import { prettyText } from "../../ui/jsonvalue";
import { useResource } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";
import { definitionOf, type Described } from "./data";
import { readSaga, UndoList } from "./saga";

type Asked = "stop" | "redrive" | "again";

export function Actions({ execution }: { execution: Execution }) {
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
      {running || execution.status === "SUCCEEDED" ? null : (
        <button type="button" className="button primary" onClick={() => setAsked("redrive")}>
          Redrive…
        </button>
      )}
      <button type="button" className="button" onClick={() => setAsked("again")}>
        Start again…
      </button>
      {asked === "stop" ? <Stop execution={execution} close={close} /> : null}
      {asked === "redrive" ? <Redrive execution={execution} close={close} /> : null}
      {asked === "again" ? <Again execution={execution} close={close} /> : null}
    </>
  );
}

function Stop({ execution, close }: { execution: Execution; close: () => void }) {
  const [error, setError] = useState("");
  const [cause, setCause] = useState("");
  const saga = useResource("preview", (signal) => (execution.sagaStatus === "NONE" ? Promise.resolve(undefined) : readSaga(execution.executionArn, signal)));
  const keeps = useResource("onStop", (signal) => keepsOnStop(execution, signal));
  const left = saga.data?.log.filter((entry) => entry.progress !== "UNDONE") ?? [];
  return (
    <Dialog
      title={"Stop " + execution.name}
      does="Stop"
      danger
      disabled={saga.loading || keeps.loading || saga.data?.pastPivot === true}
      close={close}
      run={async () => {
        await aws("StopExecution", { executionArn: execution.executionArn, ...(error === "" ? {} : { error }), ...(cause === "" ? {} : { cause }) });
        return "Stopped";
      }}
    >
      {execution.sagaStatus === "NONE" ? (
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
  const { tree } = await post<{ tree?: { Saga?: { OnStop?: string } } }>("/validate", { definition, type: execution.type });
  if (tree === undefined) throw new Error("The server could not read the definition");
  return tree.Saga?.OnStop === "Abort";
}

function Redrive({ execution, close }: { execution: Execution; close: () => void }) {
  const path = "/executions/" + segment(execution.executionArn) + "/redrive";
  const check = useResource("check", () => post<{ outcome: string }>(path, { dryRun: true }));
  const [current, setCurrent] = useState(false);
  return (
    <Dialog
      title={"Redrive " + execution.name}
      does="Redrive"
      disabled={check.error !== undefined || check.loading}
      close={close}
      run={async () => {
        await post(path, current ? { onto: "current" } : {});
        return "Redriven";
      }}
    >
      {check.error !== undefined ? <Failure error={check.error} /> : <p>It goes on at the states that failed; what succeeded is not done again.</p>}
      <label className="row">
        <input type="checkbox" checked={current} onChange={(event) => setCurrent(event.target.checked)} />
        Onto the machine’s definition as it is now
      </label>
    </Dialog>
  );
}

function Again({ execution, close }: { execution: Execution; close: () => void }) {
  const input = useResource("input", (signal) => aws<Described>("DescribeExecution", { executionArn: execution.executionArn }, signal));
  const [edited, setEdited] = useState<string | undefined>(undefined);
  const [name, setName] = useState("");
  const text = edited ?? (input.data ? prettyText(input.data.input) : "");
  return (
    <Dialog
      title="Start again"
      does="Start"
      disabled={input.data === undefined}
      close={close}
      run={async () => {
        const started = await aws<{ executionArn: string }>("StartExecution", {
          stateMachineArn: execution.stateMachineArn,
          input: text,
          ...(name === "" ? {} : { name }),
        });
        close();
        navigate(to.execution(started.executionArn));
        return "Started";
      }}
    >
      {input.error !== undefined ? <Failure error={input.error} again={input.reload} /> : null}
      <label className="field">
        <span>Input</span>
        <textarea className="input" rows={12} spellCheck={false} value={text} onChange={(event) => setEdited(event.target.value)} />
      </label>
      <label className="field">
        <span>Name (optional)</span>
        <input className="input" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
    </Dialog>
  );
}
