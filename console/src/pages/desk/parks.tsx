// What is parked: compensations that failed for good, steps of which nobody knows whether they happened, failures that are not undone yet.
import { useState } from "react";
import { get, post } from "../../api/client";
import type { Park, ParkedExecution } from "../../api/desk";
import { nameOf } from "../../api/insight";
import { JsonField } from "../../editor/jsonField";
import { segment, to } from "../../router";
import { Badge } from "../../ui/badges";
import { Failed } from "../../ui/cause";
import { Dialog } from "../../ui/dialog";
import { Item, Items, More } from "../../ui/items";
import { jsonProblem } from "../../ui/jsonproblem";
import { pretty } from "../../ui/jsonvalue";
import { Link } from "../../ui/link";
import type { Paged } from "../../ui/paged";
import { PersonFields, usePerson } from "../../ui/person";
import { Empty } from "../../ui/states";
import { When } from "../../ui/time";
import { Meanwhile, useStillWaits, type Ask } from "./asking";

const KIND: Record<Park["kind"], string> = {
  COMPENSATION: "An undo failed",
  STEP: "A step waits for word",
  FAILURE: "Failed, nothing undone yet",
};

interface Action {
  name: string;
  does: string;
  words: string;
  danger?: boolean;
  /** What a person may give along, and what it is called in the API. */
  payload?: { member: "input" | "result"; words: string };
}

const RETRY: Action = {
  name: "retry",
  does: "Try again",
  words: "It is performed again, with this input. Change it, if that is what was wrong.",
  payload: { member: "input", words: "Input" },
};

const ACTIONS: Record<Park["kind"], Action[]> = {
  COMPENSATION: [
    RETRY,
    {
      name: "done",
      does: "It is done",
      words: "You have undone it by other means, or it was undone already. The saga counts it as compensated.",
      payload: { member: "result", words: "Result" },
    },
    { name: "skip", does: "Skip it", words: "It stays as it is. The saga goes on, and ends as not wholly compensated.", danger: true },
  ],
  STEP: [
    RETRY,
    {
      name: "happened",
      does: "It happened",
      words: "You know that it took effect. The execution goes on with this result.",
      payload: { member: "result", words: "Result" },
    },
    { name: "compensate", does: "It did not happen", words: "You know that it had no effect. It fails, and what was done before is undone.", danger: true },
  ],
  FAILURE: [{ name: "compensate", does: "Undo it", words: "What was done is undone, the last first." }],
};

const ABANDON: Action = {
  name: "abandon",
  does: "Give up",
  words: "The execution ends here. Nothing more is undone, whatever was done stays.",
  danger: true,
};

export function Parks({ rows, list, did, ask }: { rows: ParkedExecution[]; list: Paged<ParkedExecution>; did: () => void; ask: Ask }) {
  if (rows.length === 0)
    return <Empty title="Nothing is parked">A compensation that fails for good, or a step of which nobody knows whether it happened, waits here for your word.</Empty>;
  return (
    <>
      <Items label="What is parked">
        {rows.map((execution) => (
          <ParksOf key={execution.executionArn} execution={execution} did={did} ask={ask} />
        ))}
      </Items>
      {list.hasMore ? <More reading={list.reading} more={list.more} /> : null}
    </>
  );
}

/** The parks of one execution, on a page of many or on its own. */
export function ParksOf({ execution, did, ask, alone }: { execution: ParkedExecution; did: () => void; ask: Ask; alone?: boolean }) {
  const left = execution.parked - execution.parks.length;
  return (
    <>
      {execution.parks.map((park) => (
        <ParkItem
          key={park.park}
          execution={execution}
          park={park}
          alone={alone ?? false}
          ask={(action) => ask((close, turn) => <Act execution={execution} park={park} action={action} did={did} close={close} turn={turn} />)}
        />
      ))}
      {left > 0 ? (
        <p className="soft small" style={{ padding: "8px 16px" }}>
          {left.toLocaleString("en")} more of <Link to={to.execution(execution.executionArn)}>{execution.name}</Link>
        </p>
      ) : null}
    </>
  );
}

function ParkItem({ execution, park, alone, ask }: { execution: ParkedExecution; park: Park; alone: boolean; ask: (action: Action) => void }) {
  const actions = ACTIONS[park.kind].filter((action) => action.name !== "compensate" || !execution.pastPivot);
  const tools = (
    <>
      {actions.map((action, index) => (
        <button key={action.name} type="button" className={"button small" + (index === 0 ? " primary" : action.danger ? " danger" : "")} onClick={() => ask(action)}>
          {action.does}
        </button>
      ))}
      <button type="button" className="button small danger" onClick={() => ask(ABANDON)}>
        {ABANDON.does}
      </button>
    </>
  );
  return (
    <Item label={(park.state ?? "The failure") + " of " + execution.name} tools={tools}>
      <div className="row">
        <span className="name">{park.state ?? execution.name}</span>
        <Badge tone="wait">{KIND[park.kind]}</Badge>
      </div>
      <div className="soft">
        {alone ? (
          "Since "
        ) : (
          <>
            <Link to={to.execution(execution.executionArn)}>{execution.name}</Link> of {nameOf(execution.stateMachineArn)}, since{" "}
          </>
        )}
        <When at={park.since} />
      </div>
      <div className="said small">
        <Failed error={park.error} cause={park.cause} />
      </div>
    </Item>
  );
}

interface ActProps {
  execution: ParkedExecution;
  park: Park;
  action: Action;
  did: () => void;
  close: () => void;
  turn: number;
}

async function isParked(execution: ParkedExecution, park: Park, signal: AbortSignal): Promise<boolean> {
  const { parks } = await get<{ parks: { park: number }[] }>("/executions/" + segment(execution.executionArn) + "/saga", {}, signal);
  return parks.some((each) => each.park === park.park);
}

function Act({ execution, park, action, did, close, turn }: ActProps) {
  const person = usePerson();
  const { waits, answering } = useStillWaits(execution.executionArn + " " + park.park, (signal) => isParked(execution, park, signal), turn);
  const first = action.payload?.member === "input" && park.input !== undefined ? pretty(park.input) : "";
  const [payload, setPayload] = useState(first);
  const problem = payload.trim() === "" ? undefined : jsonProblem(payload);

  async function run() {
    const changed = payload.trim() !== "" && payload !== first;
    await post("/executions/" + segment(execution.executionArn) + "/saga/" + action.name, {
      park: park.park,
      who: person.who.trim(),
      why: person.why.trim(),
      ...(action.payload && changed ? { [action.payload.member]: payload } : {}),
    });
    person.remember();
    did();
    return "It is in the history, with your name and reason.";
  }

  const title = action.does + ": " + (park.state ?? execution.name);
  return (
    <Dialog title={title} does={action.does} danger={action.danger ?? false} disabled={!waits || !person.said || problem !== undefined} run={answering(run)} close={close}>
      {waits ? null : <Meanwhile about={{ execution: execution.executionArn, state: park.state, since: park.since }} />}
      <p className="soft">{action.words}</p>
      <p className="small">
        <Failed error={park.error} cause={park.cause} />
      </p>
      {park.inputLeftOut && action.payload?.member === "input" ? <p className="soft small">Its input is too long to be shown with the others. Left empty, it stays as it is.</p> : null}
      {action.payload ? <JsonField words={action.payload.words + ", as JSON"} value={payload} set={setPayload} problem={problem} /> : null}
      <PersonFields person={person} />
    </Dialog>
  );
}
