import { get } from "../../api/client";
import { segment } from "../../router";
import { Badge, type Tone } from "../../ui/badges";
import { useResource, useTurns } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";

export interface UndoEntry {
  step: number;
  state: string;
  compensation: string;
  within: string[];
  outcome: string;
  progress: string;
  error?: string;
  cause?: string;
}

export interface Saga {
  sagaStatus: string;
  pastPivot: boolean;
  steps: number;
  parked: number;
  log: UndoEntry[];
}

export function readSaga(arn: string, signal?: AbortSignal) {
  return get<Saga>("/executions/" + segment(arn) + "/saga", {}, signal);
}

/** What has been done, and what of it is undone, the last first. */
export function SagaLog({ arn, turn }: { arn: string; turn: number }) {
  const saga = useResource("saga " + arn, (signal) => readSaga(arn, signal));
  useTurns(turn, saga.reload);
  if (saga.error !== undefined) return <Failure error={saga.error} again={saga.reload} />;
  if (saga.data === undefined) return <Loading />;
  if (saga.data.log.length === 0) return <Empty title="Nothing is left to undo">Steps stand here from when they are taken until they are undone or committed.</Empty>;
  return (
    <div style={{ padding: "12px 16px" }} className="column">
      {saga.data.pastPivot ? <p className="soft">It is past its pivot: it goes forward, and nothing is undone.</p> : null}
      <UndoList log={saga.data.log} />
    </div>
  );
}

export function UndoList({ log }: { log: UndoEntry[] }) {
  return (
    <ol className="attempts" style={{ padding: 0 }} aria-label="Steps and what undoes them">
      {log.map((entry) => (
        <li key={entry.step}>
          <div className="row">
            <strong className="break">{entry.state}</strong>
            <span className="soft break">undone by {entry.compensation}</span>
            <span className="gap" />
            <Badge tone="off" plain>
              {words(entry.outcome)}
            </Badge>
            <Badge tone={toneOf(entry)}>{words(entry.progress)}</Badge>
          </div>
          {entry.error === undefined ? null : (
            <p className="small break">
              {entry.error} {entry.cause}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function toneOf(entry: UndoEntry): Tone {
  if (entry.progress === "PARKED") return "wait";
  if (entry.progress === "COMPENSATING") return "undo";
  return entry.error === undefined ? "run" : "bad";
}

function words(constant: string) {
  return constant.toLowerCase().replaceAll("_", " ");
}
