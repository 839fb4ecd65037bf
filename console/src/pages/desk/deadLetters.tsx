// Events that a target did not get, and that were given up.
import { useState } from "react";
import { getExact, post } from "../../api/client";
import type { DeadLetter } from "../../api/desk";
import { nameOf } from "../../api/insight";
import { Badge } from "../../ui/badges";
import { Dialog } from "../../ui/dialog";
import { Item, Items, More } from "../../ui/items";
import { JsonView } from "../../ui/json";
import { pretty } from "../../ui/jsonvalue";
import { oneLine } from "../../ui/oneline";
import type { Paged } from "../../ui/paged";
import { PersonFields, usePerson } from "../../ui/person";
import { useResource } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";
import { When } from "../../ui/time";

type What = "replay" | "drop";

const WHAT: Record<What, { does: string; words: string; told: string }> = {
  replay: { does: "Send it again", words: "The event goes to its target once more, as often as the target says.", told: "It is on its way." },
  drop: { does: "Drop it", words: "The event is forgotten: its target never gets it.", told: "It is dropped." },
};

export function DeadLetters({ rows, list, did }: { rows: DeadLetter[]; list: Paged<DeadLetter>; did: () => void }) {
  const [asked, setAsked] = useState<{ letter: DeadLetter; what: What } | undefined>(undefined);
  if (rows.length === 0) return <Empty title="Every event has arrived">An event that its target did not take, however often it was tried, waits here for 14 days.</Empty>;
  return (
    <>
      <Items label="Dead letters">
        {rows.map((letter) => (
          <One key={letter.number} letter={letter} ask={(what) => setAsked({ letter, what })} />
        ))}
      </Items>
      {list.hasMore ? <More reading={list.reading} more={list.more} /> : null}
      {asked === undefined ? null : <Ask {...asked} did={did} close={() => setAsked(undefined)} />}
    </>
  );
}

function titleOf(letter: DeadLetter) {
  return (letter.detailType === "" ? "Event" : letter.detailType) + " for " + nameOf(letter.targetArn);
}

function One({ letter, ask }: { letter: DeadLetter; ask: (what: What) => void }) {
  const [open, setOpen] = useState(false);
  const tools = (
    <>
      <button type="button" className="button small primary" onClick={() => ask("replay")}>
        {WHAT.replay.does}
      </button>
      <button type="button" className="button small danger" onClick={() => ask("drop")}>
        {WHAT.drop.does}
      </button>
    </>
  );
  return (
    <Item label={titleOf(letter)} tools={tools}>
      <div className="row">
        <span className="name">{titleOf(letter)}</span>
        <Badge tone="bad" plain>
          {letter.attempts === 1 ? "1 attempt" : letter.attempts + " attempts"}
        </Badge>
      </div>
      <div className="soft break">
        From {nameOf(letter.source)}, given up <When at={letter.since} />
      </div>
      <div className="said small">
        <b>{letter.error}</b>
      </div>
      {open ? <Event letter={letter} /> : <code className="small soft clip">{letter.eventBeginning ?? oneLine(letter.event ?? null)}</code>}
      <div>
        <button type="button" className="button quiet small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide the event" : "Show the event"}
        </button>
      </div>
    </Item>
  );
}

function Event({ letter }: { letter: DeadLetter }) {
  const whole = useResource("letter " + letter.number, (signal) =>
    letter.eventBeginning === undefined ? Promise.resolve(letter) : getExact<DeadLetter>("/dead-letters/" + letter.number, {}, signal),
  );
  if (whole.error !== undefined) return <Failure error={whole.error} again={whole.reload} />;
  if (whole.data === undefined) return <Loading lines={3} />;
  return <JsonView text={pretty(whole.data.event ?? null)} label={"Event of dead letter " + letter.number} />;
}

function Ask({ letter, what, did, close }: { letter: DeadLetter; what: What; did: () => void; close: () => void }) {
  const person = usePerson();
  const { does, words, told } = WHAT[what];
  async function run() {
    await post("/dead-letters/" + letter.number + "/" + what, { who: person.who.trim(), why: person.why.trim() });
    person.remember();
    did();
    return told;
  }
  return (
    <Dialog title={does + ": " + titleOf(letter)} does={does} danger={what === "drop"} disabled={!person.said} run={run} close={close}>
      <p className="soft">{words}</p>
      <p className="small break">
        <b>{letter.error}</b>
      </p>
      <PersonFields person={person} />
    </Dialog>
  );
}
