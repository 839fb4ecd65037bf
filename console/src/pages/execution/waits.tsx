// What of this execution waits for a person: to be done here as well as at the desk.
import { getExact } from "../../api/client";
import type { Park, ParkedExecution, WaitingTask } from "../../api/desk";
import type { Execution } from "../../api/types";
import { segment } from "../../router";
import { Card } from "../../ui/head";
import { Items } from "../../ui/items";
import { useResource, useTurns } from "../../ui/resource";
import { Failure } from "../../ui/states";
import { useAsking } from "../desk/asking";
import { ParksOf } from "../desk/parks";
import { TaskItem } from "../desk/tasks";
import "../../style/insight.css";

const SHOWN_MAX = 20;

interface Waits {
  parked: ParkedExecution | undefined;
  tasks: WaitingTask[];
}

async function read(execution: Execution, signal: AbortSignal): Promise<Waits> {
  const path = "/executions/" + segment(execution.executionArn);
  const parked = execution.sagaStatus === "PARKED" ? await getExact<{ pastPivot: boolean; parks: Park[] }>(path + "/saga", {}, signal) : undefined;
  const tasks = await getExact<{ tasks: WaitingTask[] }>("/tasks", { execution: execution.executionArn, limit: SHOWN_MAX }, signal);
  return {
    parked: parked === undefined ? undefined : { ...execution, pastPivot: parked.pastPivot, parked: parked.parks.length, parks: parked.parks.slice(0, SHOWN_MAX) },
    tasks: tasks.tasks,
  };
}

const NOTHING: Waits = { parked: undefined, tasks: [] };

/** @param turn changes when something has happened */
export function WaitsForPerson({ execution, turn }: { execution: Execution; turn: number }) {
  const may = mayWait(execution);
  const waits = useResource("waits " + execution.executionArn + may, (signal) => (may ? read(execution, signal) : Promise.resolve(NOTHING)));
  // The stream tells of an event before it tells how the execution is since.
  useTurns(turn + " " + execution.sagaStatus, waits.reload);
  const [asking, ask] = useAsking(turn);
  const { parked, tasks } = waits.data ?? NOTHING;
  const none = (parked?.parks.length ?? 0) === 0 && tasks.length === 0;
  return (
    <>
      {waits.error === undefined ? null : <Failure error={waits.error} again={waits.reload} />}
      {none ? null : (
        <div style={{ marginBottom: 16 }}>
          <Card title="Waits for a person" padded={false}>
            <Items label="What waits for a person">
              {parked === undefined ? null : <ParksOf execution={parked} did={waits.reload} ask={ask} alone />}
              {tasks.map((task) => (
                <TaskItem key={task.task} task={task} did={waits.reload} ask={ask} alone />
              ))}
            </Items>
          </Card>
        </div>
      )}
      {asking}
    </>
  );
}

/** Whether there may be something that waits for a person. */
function mayWait(execution: Execution) {
  return execution.sagaStatus === "PARKED" || execution.openStates.some((state) => state.waitingFor === "CALLBACK");
}
