// What persons decided, and why. The server keeps it with the events of the execution.
import { get } from "../../api/client";
import { DECISION_KINDS, type Decision } from "../../api/desk";
import { nameOf } from "../../api/insight";
import { to } from "../../router";
import { Badge, type Tone } from "../../ui/badges";
import { Card } from "../../ui/head";
import { Item, Items, More } from "../../ui/items";
import { Link } from "../../ui/link";
import { usePaged, type Paged } from "../../ui/paged";
import { useTurns } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";
import { When } from "../../ui/time";

const PAGE = 10;

const TONES: Record<Decision["kind"], Tone> = {
  RETRY: "run",
  RETRY_CHANGED: "run",
  SKIP: "bad",
  DONE: "ok",
  HAPPENED: "ok",
  COMPENSATE: "undo",
  ABANDON: "bad",
  APPROVE: "ok",
  REJECT: "bad",
  REPLAY: "run",
  REPLAY_CHANGED: "run",
  DROP: "off",
};

function useDecisions(parameters: { machine?: string; execution?: string }): Paged<Decision> {
  return usePaged<Decision>(
    "decisions " + JSON.stringify(parameters),
    async (before, signal) => {
      const page = await get<{ decisions: Decision[]; before?: string }>("/decisions", { ...parameters, limit: PAGE, before }, signal);
      return { rows: page.decisions, next: page.before };
    },
    (row) => String(row.number),
  );
}

/** The latest of all, or of one machine; nothing where nobody has decided anything yet. Read again when `turn` changes. */
export function Decisions({ machine, turn }: { machine: string; turn: number }) {
  const list = useDecisions({ machine });
  useTurns(turn, list.reload);
  if (list.error !== undefined && list.rows === undefined) return <Failure error={list.error} again={list.reload} />;
  if (list.rows === undefined || list.rows.length === 0) return null;
  return (
    <Card title="Decided lately" padded={false}>
      <Listed list={list} rows={list.rows} />
    </Card>
  );
}

/** Those of one execution. */
export function DecisionsOf({ execution, turn }: { execution: string; turn: number }) {
  const list = useDecisions({ execution });
  useTurns(turn, list.reload);
  if (list.rows === undefined) return list.error === undefined ? <Loading lines={3} /> : <Failure error={list.error} again={list.reload} />;
  if (list.rows.length === 0) return <Empty title="Nobody has decided anything">What persons say at the desk stands here, with who and why.</Empty>;
  return <Listed list={list} rows={list.rows} alone />;
}

function Listed({ list, rows, alone }: { list: Paged<Decision>; rows: Decision[]; alone?: boolean }) {
  return (
    <>
      <Items label="Decisions">
        {rows.map((decision) => (
          <One key={decision.number} decision={decision} alone={alone ?? false} />
        ))}
      </Items>
      {list.hasMore ? <More what="Show older" reading={list.reading} more={list.more} /> : null}
    </>
  );
}

function One({ decision, alone }: { decision: Decision; alone: boolean }) {
  const about = decision.state ?? (decision.targetArn === undefined ? (decision.name ?? "") : nameOf(decision.targetArn));
  const words = DECISION_KINDS[decision.kind];
  return (
    <Item label={words + ": " + about} tools={<Place decision={decision} alone={alone} />}>
      <div className="row">
        <Badge tone={TONES[decision.kind]}>{words}</Badge>
        <span className="name">{about}</span>
        {decision.deadLetter === undefined ? null : <span className="soft">dead letter {decision.deadLetter}</span>}
      </div>
      <span className="break">
        <bdi>{decision.who}</bdi>: <bdi>{decision.why}</bdi> <span className="soft">· <When at={decision.at} /></span>
      </span>
    </Item>
  );
}

function Place({ decision, alone }: { decision: Decision; alone: boolean }) {
  if (decision.executionArn === undefined) return null;
  const event = to.execution(decision.executionArn) + "?tab=events&event=" + (decision.event ?? "");
  return (
    <>
      {alone ? null : (
        <Link className="button small" to={to.execution(decision.executionArn)}>
          {decision.name ?? nameOf(decision.executionArn)}
        </Link>
      )}
      <Link className="button quiet small" to={event}>
        Event {decision.event}
      </Link>
    </>
  );
}
