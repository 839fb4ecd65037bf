// What of this execution waits for a person: to be done here as well as at the desk.
import { getExact } from "../../api/client";
import type { Park, ParkedExecution, WaitingTask } from "../../api/desk";
import type { Execution } from "../../api/types";
import { segment } from "../../router";
import { Card } from "../../ui/head";
import { Items } from "../../ui/items";
import { useResource, useTurns, type Resource } from "../../ui/resource";
import { Failure } from "../../ui/states";
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

/** Asks again when `turn` has changed, which tells that something has happened. */
function useWaits(execution: Execution, turn: number): Resource<Waits> {
  const waits = useResource("waits " + execution.executionArn, (signal) => read(execution, signal));
  useTurns(turn, waits.reload);
  return waits;
}

export function WaitsForPerson({ execution, turn }: { execution: Execution; turn: number }) {
  const waits = useWaits(execution, turn);
  if (waits.error !== undefined) return <Failure error={waits.error} again={waits.reload} />;
  const { parked, tasks } = waits.data ?? { parked: undefined, tasks: [] };
  if ((parked?.parks.length ?? 0) === 0 && tasks.length === 0) return null;
  return (
    <div style={{ marginBottom: 16 }}>
      <Card title="Waits for a person" padded={false}>
        <Items label="What waits for a person">
          {parked === undefined ? null : <ParksOf execution={parked} did={waits.reload} alone />}
          {tasks.map((task) => (
            <TaskItem key={task.task} task={task} did={waits.reload} alone />
          ))}
        </Items>
      </Card>
    </div>
  );
}
