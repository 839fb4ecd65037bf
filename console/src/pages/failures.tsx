// Failures by machine, state and error, and what a person says to them.
import { useState, type ReactNode } from "react";
import { post } from "../api/client";
import type { FailureGroup, KnownChange } from "../api/insight";
import { nameOf } from "../api/insight";
import { to } from "../router";
import { Badge, RunClassBadge } from "../ui/badges";
import { causeWords } from "../ui/cause";
import { number } from "../ui/charts";
import { Difference } from "../ui/difference";
import { Dialog } from "../ui/dialog";
import { Card } from "../ui/head";
import { Link } from "../ui/link";
import { PersonFields, usePerson } from "../ui/person";
import { useResource } from "../ui/resource";
import { Failure, Loading } from "../ui/states";
import { When } from "../ui/time";

/** The group that a person looks at, by what names it. */
function key(group: FailureGroup) {
  return JSON.stringify([group.stateMachineArn, group.state, group.error]);
}

type Asked = { what: "acknowledge" | "known"; group: FailureGroup } | undefined;

/** Unknown failures: those with news, and, when asked for, those that somebody knows of already. */
export function FailureGroups({ groups, leftOut, changed }: { groups: FailureGroup[]; leftOut: number | undefined; changed: () => void }) {
  const [all, setAll] = useState(false);
  const [asked, setAsked] = useState<Asked>(undefined);
  const news = groups.filter((group) => group.news > 0 && !group.knownNow);
  const old = groups.length - news.length;
  const shown = all ? groups : news;
  return (
    <Card
      title="Unknown failures"
      padded={false}
      tools={
        old === 0 ? null : (
          <button type="button" className="button quiet small" aria-pressed={all} onClick={() => setAll(!all)}>
            {all ? "Only what is new" : number(old) + " acknowledged or known since"}
          </button>
        )
      }
    >
      {shown.length === 0 ? (
        <p className="soft" style={{ padding: "14px 16px" }}>
          {groups.length === 0 ? "Nothing has failed that was not expected." : "Nothing new: somebody knows of all of them."}
        </p>
      ) : (
        shown.map((group) => (
          <Group key={key(group)} group={group} withMachine>
            {group.knownNow || group.error === "" ? null : (
              <button type="button" className="button small" onClick={() => setAsked({ what: "known", group })}>
                Declare as known
              </button>
            )}
            {group.news === 0 ? null : (
              <button type="button" className="button small" onClick={() => setAsked({ what: "acknowledge", group })}>
                Acknowledge
              </button>
            )}
          </Group>
        ))
      )}
      <LeftOut count={leftOut} />
      {asked?.what === "acknowledge" ? <Acknowledge group={asked.group} changed={changed} close={() => setAsked(undefined)} /> : null}
      {asked?.what === "known" ? <DeclareKnown group={asked.group} changed={changed} close={() => setAsked(undefined)} /> : null}
    </Card>
  );
}

/** Groups with news come first: what is left out is the oldest. */
function LeftOut({ count }: { count: number | undefined }) {
  if (count === undefined) return null;
  return <p className="soft small" style={{ padding: "8px 16px" }}>{number(count) + (count === 1 ? " more group is" : " more groups are")} not shown: those here have news, or failed later.</p>;
}

/** One group in words: where, with what, how often, since when. */
export function Group({ group, withMachine, children }: { group: FailureGroup; withMachine?: boolean; children?: ReactNode }) {
  return (
    <div className="group" role="group" aria-label={(group.error || "no error name") + " at " + (group.state || "the start")}>
      <div className="what">
        <div className="row">
          <span className="name">{group.error || "Stopped, without an error's name"}</span>
          {group.newSinceUpdate ? <Badge tone="bad">New since the last version</Badge> : null}
          {withMachine ? null : <RunClassBadge runClass={group.runClass} />}
          {group.knownNow && group.runClass === "UnknownFailure" ? (
            <Badge tone="off" plain>
              Known by now
            </Badge>
          ) : null}
        </div>
        <div className="soft">
          {group.state === "" ? "before any state" : <>at {group.state}</>}
          {withMachine ? (
            <>
              {" "}
              in <Link to={to.machine(group.stateMachineArn.split("/")[0] ?? "")}>{nameOf(group.stateMachineArn)}</Link>
            </>
          ) : null}
          {" · "}
          {group.count === 1 ? "once, " : number(group.count) + " times, last "}
          <When at={group.lastAt} />
          {group.count === 1 ? null : (
            <>
              , first <When at={group.firstAt} />
            </>
          )}
        </div>
        {group.cause ? <div className="said soft small" title={group.cause}>{causeWords(group.cause)}</div> : null}
        {group.acknowledged ? (
          <div className="small">
            Acknowledged by {group.acknowledged.who} <When at={group.acknowledged.at} />: {group.acknowledged.why}
            {group.news > 0 ? <b> · {number(group.news)} since</b> : null}
          </div>
        ) : null}
      </div>
      <div className="tools">
        {group.example ? (
          <Link className="button small" to={to.execution(group.example)}>
            Latest
          </Link>
        ) : null}
        {children}
      </div>
    </div>
  );
}

interface Asking {
  group: FailureGroup;
  changed: () => void;
  close: () => void;
}

function Acknowledge({ group, changed, close }: Asking) {
  const person = usePerson();
  async function run() {
    await post("/failures/acknowledge", { machine: group.stateMachineArn, state: group.state, error: group.error, who: person.who, why: person.why });
    person.remember();
    changed();
    return "Acknowledged. What fails from now on is news again.";
  }
  return (
    <Dialog title={"Acknowledge " + (group.error || "these failures")} does="Acknowledge" disabled={!person.said} run={run} close={close}>
      <p className="soft">
        {group.count === 1 ? "One execution" : number(group.count) + " executions"} of {nameOf(group.stateMachineArn)} failed at {group.state || "the start"}. They leave this list until
        it happens again.
      </p>
      <PersonFields person={person} why="What is done about it" />
    </Dialog>
  );
}

function DeclareKnown({ group, changed, close }: Asking) {
  const person = usePerson();
  const asked = { machine: group.stateMachineArn, error: group.error };
  const change = useResource("known" + key(group), (signal) => post<KnownChange>("/failures/known", asked, signal));
  async function run() {
    const done = await post<KnownChange>("/failures/known", {
      ...asked,
      who: person.who,
      why: person.why,
      apply: true,
      ...(change.data?.revisionId === undefined ? {} : { revisionId: change.data.revisionId }),
    });
    person.remember();
    changed();
    return "Changed and published as version " + nameOf(done.stateMachineVersionArn ?? "") + ".";
  }
  return (
    <Dialog title={"Declare " + group.error + " as known"} does="Change the machine" disabled={!person.said || change.data === undefined} run={run} close={close}>
      <p className="soft">
        From the next start on, an execution of {nameOf(group.stateMachineArn.split("/")[0] ?? "")} that ends with {group.error} is a known failure. The definition changes in this place, and a
        version is published. Aliases stay where they are.
      </p>
      {change.error !== undefined ? <Failure error={change.error} /> : change.data === undefined ? <Loading lines={4} /> : <Difference diff={change.data.diff} label="What changes in the definition" />}
      <PersonFields person={person} />
    </Dialog>
  );
}

/** Failures of one machine or Map Run, as they are read with it. */
export function FailureList({ groups, leftOut }: { groups: FailureGroup[]; leftOut?: number | undefined }) {
  if (groups.length === 0) return <p className="soft">Nothing has failed.</p>;
  return (
    <div style={{ margin: "-14px -16px" }}>
      {groups.map((group) => (
        <Group key={key(group)} group={group} />
      ))}
      <LeftOut count={leftOut} />
    </div>
  );
}
