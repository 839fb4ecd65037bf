// Events that a target did not get, and that were given up.
import { useState, type ReactNode } from "react";
import { get, getExact, post } from "../../api/client";
import type { DeadLetter } from "../../api/desk";
import { nameOf } from "../../api/insight";
import { JsonField } from "../../editor/jsonField";
import { Badge } from "../../ui/badges";
import { Dialog } from "../../ui/dialog";
import { Item, Items, More } from "../../ui/items";
import { JsonView } from "../../ui/json";
import { jsonProblem } from "../../ui/jsonproblem";
import { pretty } from "../../ui/jsonvalue";
import { oneLine } from "../../ui/oneline";
import type { Paged } from "../../ui/paged";
import { PersonFields, usePerson } from "../../ui/person";
import { useResource } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";
import { When } from "../../ui/time";
import { Meanwhile, useStillWaits, type Ask } from "./asking";

type What = "replay" | "drop";

const WHAT: Record<What, { does: string; words: string; told: string }> = {
  replay: { does: "Send it again", words: "The event goes to its target once more, as often as the target says. Change it, if that is what was wrong: this target alone gets it so.", told: "It is on its way." },
  drop: { does: "Drop it", words: "The event is forgotten: its target never gets it.", told: "It is dropped." },
};

export function DeadLetters({ rows, list, did, ask }: { rows: DeadLetter[]; list: Paged<DeadLetter>; did: () => void; ask: Ask }) {
  if (rows.length === 0) return <Empty title="Every event has arrived">An event that its target did not take, however often it was tried, waits here for 14 days.</Empty>;
  return (
    <>
      <Items label="Dead letters">
        {rows.map((letter) => (
          <One
            key={letter.number}
            letter={letter}
            ask={(what) => ask((close, turn) => (what === "replay" ? <Replay letter={letter} did={did} close={close} turn={turn} /> : <Act letter={letter} what="drop" did={did} close={close} turn={turn} />))}
          />
        ))}
      </Items>
      {list.hasMore ? <More reading={list.reading} more={list.more} /> : null}
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

/** With the whole event: lists have the beginnings of long ones. */
function useWhole(letter: DeadLetter) {
  return useResource("letter " + letter.number, (signal) =>
    letter.eventBeginning === undefined ? Promise.resolve(letter) : getExact<DeadLetter>("/dead-letters/" + letter.number, {}, signal),
  );
}

function Event({ letter }: { letter: DeadLetter }) {
  const whole = useWhole(letter);
  if (whole.error !== undefined) return <Failure error={whole.error} again={whole.reload} />;
  if (whole.data === undefined) return <Loading lines={3} />;
  return <JsonView text={pretty(whole.data.event ?? null)} label={"Event of dead letter " + letter.number} />;
}

async function isGivenUp(letter: DeadLetter, signal: AbortSignal): Promise<boolean> {
  const { deadLetters } = await get<{ deadLetters: { number: number }[] }>("/dead-letters", { after: letter.number - 1, limit: 1 }, signal);
  return deadLetters.some((each) => each.number === letter.number);
}

interface ActProps {
  letter: DeadLetter;
  did: () => void;
  close: () => void;
  turn: number;
}

function Replay(props: ActProps) {
  const whole = useWhole(props.letter);
  const first = whole.data === undefined ? undefined : pretty(whole.data.event ?? null);
  const [edited, setEdited] = useState<string | undefined>(undefined);
  const event = edited ?? first;
  const problem = event === undefined ? undefined : jsonProblem(event);
  return (
    <Act {...props} what="replay" more={event === first ? {} : { event }} ready={event !== undefined && problem === undefined}>
      {whole.error !== undefined ? (
        <Failure error={whole.error} again={whole.reload} />
      ) : event === undefined ? (
        <Loading lines={6} />
      ) : (
        <JsonField words="Event, as JSON" value={event} set={setEdited} problem={problem} rows={13} />
      )}
    </Act>
  );
}

interface AskProps extends ActProps {
  what: What;
  /** What is sent along. */
  more?: { event?: string | undefined };
  ready?: boolean;
  children?: ReactNode;
}

function Act({ letter, what, more = {}, ready = true, children, did, close, turn }: AskProps) {
  const person = usePerson();
  const { waits, answering } = useStillWaits("letter " + letter.number, (signal) => isGivenUp(letter, signal), turn);
  const { does, words, told } = WHAT[what];
  async function run() {
    await post("/dead-letters/" + letter.number + "/" + what, { ...more, who: person.who.trim(), why: person.why.trim() });
    person.remember();
    did();
    return told;
  }
  return (
    <Dialog title={does + ": " + titleOf(letter)} does={does} danger={what === "drop"} disabled={!waits || !ready || !person.said} run={answering(run)} close={close}>
      {waits ? null : <Meanwhile about={{ deadLetter: letter.number, since: letter.since }} />}
      <p className="soft">{words}</p>
      <p className="small break">
        <b>{letter.error}</b>
      </p>
      {children}
      <PersonFields person={person} />
    </Dialog>
  );
}
