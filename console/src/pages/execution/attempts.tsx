// The attempts of a visit: what was called, what came of it, and when it is tried again.
import { useParameter } from "../../router";
import { Badge, type Tone } from "../../ui/badges";
import { FailedWhole } from "../../ui/cause";
import { JsonView } from "../../ui/json";
import { useResource } from "../../ui/resource";
import { clockTime, duration, When } from "../../ui/time";
import { eventAt, payloadOf } from "./payload";
import { Shown } from "./shown";
import type { Attempt, Effect, Outcome, Visit } from "./visit";

/** The latest of a task that is tried again and again. */
const ATTEMPTS_SHOWN = 100;

export const OUTCOME_TONES: Record<Outcome, Tone> = { running: "run", succeeded: "ok", failed: "bad", "timed out": "bad", aborted: "off" };

const EFFECTS: Record<Effect, string | undefined> = {
  NONE: "surely without effect",
  UNCERTAIN: "may have taken effect",
  // The participant said itself that it failed.
  REPORTED: undefined,
};

export function Attempts({ arn, visit }: { arn: string; visit: Visit }) {
  if (visit.attempts.length === 0)
    return (
      <p className="soft" style={{ padding: 16 }}>
        It calls nothing.
      </p>
    );
  const first = Math.max(0, visit.attempts.length - ATTEMPTS_SHOWN);
  return (
    <ol className="attempts" aria-label={"Attempts of " + visit.state}>
      {first === 0 ? null : <li className="soft">{first.toLocaleString("en")} earlier ones stand among the events.</li>}
      {visit.attempts.slice(first).map((attempt, index) => (
        <One key={attempt.scheduled} arn={arn} visit={visit} attempt={attempt} number={first + index + 1} />
      ))}
      {visit.status === "retrying" && visit.dueAt !== undefined ? (
        <li className="soft">
          Attempt {visit.attempts.length + 1} at {clockTime(visit.dueAt)}, <When at={visit.dueAt} />
        </li>
      ) : null}
    </ol>
  );
}

function One({ arn, visit, attempt, number }: { arn: string; visit: Visit; attempt: Attempt; number: number }) {
  const before = visit.attempts[number - 2];
  const effect = attempt.effect === undefined ? undefined : EFFECTS[attempt.effect];
  return (
    <li>
      <div className="row">
        <strong>Attempt {number}</strong>
        <Badge tone={OUTCOME_TONES[attempt.outcome]}>{attempt.outcome}</Badge>
        {effect === undefined ? null : (
          <Badge tone={attempt.effect === "UNCERTAIN" ? "wait" : "off"} plain>
            {effect}
          </Badge>
        )}
        <span className="soft small">
          {clockTime(attempt.from)}
          {attempt.until === undefined ? "" : " · took " + duration(attempt.until - attempt.from)}
          {before?.until === undefined ? "" : " · " + duration(attempt.from - before.until) + " after the one before"}
        </span>
      </div>
      <Calls attempt={attempt} />
      {attempt.error === undefined && attempt.cause === undefined ? null : <FailedWhole error={attempt.error} cause={attempt.cause} />}
      {visit.type === "Task" ? <Parts arn={arn} scheduled={attempt.scheduled} ended={attempt.ended} /> : null}
    </li>
  );
}

function Calls({ attempt }: { attempt: Attempt }) {
  const words: string[] = [];
  if (attempt.resource !== undefined) words.push(attempt.resource);
  if (attempt.worker !== undefined) words.push("taken by " + attempt.worker);
  if (attempt.timeoutSeconds !== undefined) words.push("may take " + duration(attempt.timeoutSeconds * 1000));
  if (attempt.heartbeatSeconds !== undefined) words.push("a sign of life every " + duration(attempt.heartbeatSeconds * 1000));
  if (words.length === 0 && attempt.heartbeatAt === undefined && attempt.answered === undefined) return null;
  return (
    <div className="soft small break">
      <bdi>{words.join(" · ")}</bdi>
      {attempt.heartbeatAt === undefined ? null : (
        <>
          {" "}
          · the last <When at={attempt.heartbeatAt} />
        </>
      )}
      {attempt.answered === undefined ? null : (
        <div>
          answered by <bdi>{attempt.answered.who}</bdi>: <bdi>{attempt.answered.why}</bdi>
        </div>
      )}
    </div>
  );
}

/** What the task was given and what it answered, once asked for. */
function Parts({ arn, scheduled, ended }: { arn: string; scheduled: number; ended: number | undefined }) {
  const [open, setOpen] = useParameter("attempt");
  const shown = open === String(scheduled);
  return (
    <>
      <button type="button" className="button quiet small" style={{ marginTop: 4 }} aria-expanded={shown} onClick={() => setOpen(shown ? "" : String(scheduled))}>
        {shown ? "Hide what it was given and answered" : "What it was given and answered"}
      </button>
      {shown ? (
        <div className="column" style={{ marginTop: 6 }}>
          <Part arn={arn} sequence={scheduled} name="Given" />
          {ended === undefined ? null : <Part arn={arn} sequence={ended} name="Answered" />}
        </div>
      ) : null}
    </>
  );
}

function Part({ arn, sequence, name }: { arn: string; sequence: number; name: string }) {
  const event = useResource("event " + sequence, (signal) => eventAt(arn, sequence, signal));
  const text = payloadOf(event.data);
  return (
    <div>
      <h3>{name}</h3>
      <Shown resource={event} missing="Nothing.">
        {text === undefined ? undefined : <JsonView text={text} label={name} tools={false} />}
      </Shown>
    </div>
  );
}
