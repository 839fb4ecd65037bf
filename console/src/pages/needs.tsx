// What waits for a person, the longest first: a few of it, the rest is at the desk.
import { get } from "../api/client";
import type { ParkedExecution, WaitingTask } from "../api/desk";
import { nameOf } from "../api/insight";
import { to } from "../router";
import { Badge, type Tone } from "../ui/badges";
import { number } from "../ui/charts";
import { Card } from "../ui/head";
import { Link } from "../ui/link";
import { useResource, type Resource } from "../ui/resource";
import { Failure } from "../ui/states";
import { When } from "../ui/time";

/** How many of each kind are looked at. */
const LOOKED_AT = 50;
const SHOWN = 5;

interface Need {
  key: string;
  tone: Tone;
  what: string;
  executionArn: string;
  stateMachineArn: string;
  name: string;
  state: string;
  since: string;
  desk: string;
}

function ofTask(task: WaitingTask): Need {
  return { ...task, key: task.task, tone: "run", what: "Waits for an answer", desk: to.desk + "?show=tasks" };
}

function ofParked(execution: ParkedExecution): Need[] {
  return execution.parks.map((park) => ({
    key: execution.executionArn + park.park,
    tone: "wait",
    what: park.kind === "COMPENSATION" ? "Could not be undone" : "Parked",
    executionArn: execution.executionArn,
    stateMachineArn: execution.stateMachineArn,
    name: execution.name,
    state: park.state ?? "",
    since: park.since,
    desk: to.desk + "?show=parked",
  }));
}

interface TaskPage {
  tasks: WaitingTask[];
  after?: string;
}

interface ParkedPage {
  executions: ParkedExecution[];
  after?: string;
}

export interface NeedsRead {
  tasks: Resource<TaskPage>;
  parked: Resource<ParkedPage>;
}

export function useNeeds(): NeedsRead {
  return {
    tasks: useResource("needs tasks", (signal) => get<TaskPage>("/tasks", { limit: LOOKED_AT }, signal)),
    parked: useResource("needs parked", (signal) => get<ParkedPage>("/parks", { limit: LOOKED_AT }, signal)),
  };
}

export function Needs({ read: { tasks, parked } }: { read: NeedsRead }) {
  const failed = [tasks, parked].find((list) => list.error !== undefined);
  if (failed !== undefined)
    return (
      <Card title="Needs a person now">
        <Failure error={failed.error} again={failed.reload} />
      </Card>
    );
  if (tasks.data === undefined || parked.data === undefined) return null;
  const all = [...tasks.data.tasks.map(ofTask), ...parked.data.executions.flatMap(ofParked)].sort((one, other) => Date.parse(one.since) - Date.parse(other.since));
  if (all.length === 0) return null;
  const further = tasks.data.after !== undefined || parked.data.after !== undefined;
  return (
    <Card
      title="Needs a person now"
      padded={false}
      tools={
        <Link className="button small" to={all[0]?.desk ?? to.desk}>
          To the desk
        </Link>
      }
    >
      <ul className="need-list" aria-label="Needs a person now">
        {all.slice(0, SHOWN).map((need) => (
          <li key={need.key}>
            <Badge tone={need.tone}>{need.what}</Badge>
            <span className="break">
              <Link to={to.execution(need.executionArn)}>{need.name}</Link> {need.state === "" ? null : <span className="soft">at {need.state}</span>}
            </span>
            <span className="soft break">{nameOf(need.stateMachineArn)}</span>
            <span className="soft">
              <When at={need.since} />
            </span>
          </li>
        ))}
      </ul>
      {all.length <= SHOWN && !further ? null : (
        <p className="soft small" style={{ padding: "8px 16px" }}>
          {number(all.length - Math.min(SHOWN, all.length)) + (further ? "+" : "")} more at the desk.
        </p>
      )}
    </Card>
  );
}
