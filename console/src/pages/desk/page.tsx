// What waits for a person: what sagas could not do by themselves, tasks whose answer is a person's, events that nobody got. And what was decided.
import { useState, type ReactNode } from "react";
import { getExact } from "../../api/client";
import type { DeadLetter, ParkedExecution, WaitingTask } from "../../api/desk";
import { nameOf } from "../../api/insight";
import { setParameters, useParameter } from "../../router";
import { Card, Live, PageHead } from "../../ui/head";
import { useChanges } from "../../ui/live";
import { usePaged, type Paged } from "../../ui/paged";
import { More } from "../../ui/items";
import { Empty, Failure, Loading } from "../../ui/states";
import { shownTab, Tabs, type Tab } from "../../ui/tabs";
import { useAsking } from "./asking";
import { DeadLetters } from "./deadLetters";
import { Decisions } from "./decisions";
import { Parks } from "./parks";
import { Tasks } from "./tasks";
import "../../style/insight.css";

const READ_AGAIN_MILLIS = 1500;
const PAGE = 50;

function useParks(machine: string) {
  return usePaged<ParkedExecution>(
    "parks " + machine,
    async (after, signal) => {
      const page = await getExact<{ executions: ParkedExecution[]; after?: string }>("/parks", { machine, limit: PAGE, after }, signal);
      return { rows: page.executions, next: page.after };
    },
    (row) => row.executionArn,
  );
}

function useTasks(machine: string) {
  return usePaged<WaitingTask>(
    "tasks " + machine,
    async (after, signal) => {
      const page = await getExact<{ tasks: WaitingTask[]; after?: string }>("/tasks", { machine, limit: PAGE, after }, signal);
      return { rows: page.tasks, next: page.after };
    },
    (row) => row.task,
  );
}

function useDeadLetters() {
  return usePaged<DeadLetter>(
    "dead letters",
    async (after, signal) => {
      const page = await getExact<{ deadLetters: DeadLetter[]; after?: number }>("/dead-letters", { limit: PAGE, after }, signal);
      return { rows: page.deadLetters, next: page.after === undefined ? undefined : String(page.after) };
    },
    (row) => String(row.number),
  );
}

export default function Desk() {
  const [asked, setShow] = useParameter("show");
  const [machine] = useParameter("machine");
  const [find, setFind] = useParameter("find");
  const parks = useParks(machine);
  const tasks = useTasks(machine);
  const letters = useDeadLetters();
  const [turn, setTurn] = useState(0);
  const [asking, ask] = useAsking(turn);
  const reload = () => {
    [parks, tasks, letters].forEach((list) => list.reload());
    setTurn((before) => before + 1);
  };
  const liveness = useChanges(reload, READ_AGAIN_MILLIS);
  const tabs: Tab[] = [
    { id: "parked", label: "Parked" + count(parks) },
    { id: "tasks", label: "Tasks" + count(tasks) },
    { id: "letters", label: "Dead letters" + count(letters) },
  ];
  const opens = useFirst({ parked: parks, tasks, letters });
  const show = shownTab(tabs, asked === "" ? opens : asked);
  return (
    <>
      <PageHead title="Desk" actions={<Live liveness={liveness} />}>
        <span className="soft">What cannot go on without a person</span>
        {machine === "" ? null : (
          <button type="button" className="button small" aria-label={"Only of " + nameOf(machine) + ": show all"} onClick={() => setParameters({ machine: "" })}>
            Only of {nameOf(machine)} ×
          </button>
        )}
      </PageHead>
      <div className="column" style={{ gap: 16 }}>
        <Card padded={false}>
          <Tabs label="What waits" tabs={tabs} chosen={show} choose={setShow} />
          <Find find={find} set={setFind} />
          {show === "tasks" ? (
            <Shown list={tasks} find={find}>{(rows) => <Tasks rows={rows} list={tasks} did={reload} ask={ask} />}</Shown>
          ) : show === "letters" ? (
            <Shown list={letters} find={find}>{(rows) => <DeadLetters rows={rows} list={letters} did={reload} ask={ask} />}</Shown>
          ) : (
            <Shown list={parks} find={find}>{(rows) => <Parks rows={rows} list={parks} did={reload} ask={ask} />}</Shown>
          )}
        </Card>
        <Decisions machine={machine} turn={turn} />
      </div>
      {asking}
    </>
  );
}

/** The first list that something waits in, once that is known; it stays that one when they change. */
function useFirst(lists: Record<string, Paged<unknown>>): string {
  const [first, setFirst] = useState<string | undefined>(undefined);
  if (first !== undefined) return first;
  const all = Object.entries(lists);
  const reading = all.findIndex(([, list]) => list.rows === undefined && list.error === undefined);
  const waiting = all.findIndex(([, list]) => list.rows !== undefined && list.rows.length > 0);
  const known = reading < 0 || (waiting >= 0 && waiting < reading);
  const name = all[Math.max(0, waiting)]?.[0] ?? "";
  if (known) setFirst(name);
  return known ? name : "";
}

function count(list: Paged<unknown>) {
  return list.rows === undefined ? "" : " (" + list.rows.length + (list.hasMore ? "+" : "") + ")";
}

function Find({ find, set }: { find: string; set: (text: string) => void }) {
  return (
    <div className="row" style={{ padding: "10px 16px", borderBottom: "1px solid var(--line)" }}>
      <input
        className="input"
        style={{ maxWidth: 340 }}
        type="search"
        data-search=""
        placeholder="Find: name, state, error, what was sent"
        aria-label="Find among what waits"
        value={find}
        onChange={(event) => set(event.target.value)}
      />
    </div>
  );
}

/** Of the rows that are here, those that have the text in anything that is known of them. */
function matching<T>(rows: T[], find: string): T[] {
  const text = find.trim().toLowerCase();
  return text === "" ? rows : rows.filter((row) => JSON.stringify(row).toLowerCase().includes(text));
}

function Shown<T>({ list, find, children }: { list: Paged<T>; find: string; children: (rows: T[]) => ReactNode }) {
  if (list.rows === undefined) return list.error === undefined ? <Loading /> : <Failure error={list.error} again={list.reload} />;
  const rows = matching(list.rows, find);
  if (rows.length === 0 && list.rows.length > 0) return <Empty title="None of these has that in it" action={list.hasMore ? <More reading={list.reading} more={list.more} /> : null} />;
  return <>{children(rows)}</>;
}
