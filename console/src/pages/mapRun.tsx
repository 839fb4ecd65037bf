// A Map Run: how far it is, its items by status, and where they fail.
import { useState } from "react";
import { aws, get } from "../api/client";
import type { MapRun, MapRunCounts, MapRunItem } from "../api/insight";
import { nameOf } from "../api/insight";
import { STATUSES } from "../api/types";
import { to, useParameter } from "../router";
import { RunClassBadge, StatusBadge, statusWords } from "../ui/badges";
import { Parts, number } from "../ui/charts";
import { Dialog } from "../ui/dialog";
import { Card, Live, PageHead } from "../ui/head";
import { Link } from "../ui/link";
import { useChanges } from "../ui/live";
import { usePaged } from "../ui/paged";
import { useResource, useTurns } from "../ui/resource";
import { Empty, Failure, Loading } from "../ui/states";
import { Table, type Column } from "../ui/table";
import { Lasted, When } from "../ui/time";
import { Redrive } from "./execution/actions";
import { FailureList } from "./failures";
import type { PageProps } from "./pages";
import "../style/insight.css";

const PAGE = 200;
const READ_AGAIN_MILLIS = 1000;

export default function MapRunPage({ rest }: PageProps) {
  const arn = rest[0];
  if (arn === undefined) return <Empty title="Which Map Run?">They are shown with the execution that they belong to.</Empty>;
  return <Shown key={arn} arn={arn} />;
}

function Shown({ arn }: { arn: string }) {
  const run = useResource("mapRun" + arn, (signal) => get<MapRun>("/map-runs/" + encodeURIComponent(arn), {}, signal));
  const [changing, setChanging] = useState(false);
  const [redriving, setRedriving] = useState(false);
  // One that has ended is looked at too: it may be redriven.
  const liveness = useChanges(run.reload, READ_AGAIN_MILLIS);
  const data = run.data;
  if (data === undefined) return run.error === undefined ? <Loading lines={8} /> : <Failure error={run.error} again={run.reload} />;
  return (
    <>
      <PageHead
        title={"Map Run of " + titleOf(data)}
        above={<Link to={to.execution(data.executionArn)}>{nameOf(data.executionArn)}</Link>}
        actions={
          data.status === "RUNNING" ? (
            <button type="button" className="button" onClick={() => setChanging(true)}>
              Change limits
            </button>
          ) : data.status === "SUCCEEDED" ? null : (
            <button type="button" className="button primary" onClick={() => setRedriving(true)}>
              Redrive…
            </button>
          )
        }
      >
        <StatusBadge status={data.status} />
        <span className="soft">
          began <When at={data.startedAt} />, {data.stoppedAt === undefined ? "runs for " : "took "}
          <Lasted from={data.startedAt} until={data.stoppedAt} />
          {data.redriveCount > 0 ? ", redriven " + (data.redriveCount === 1 ? "once" : data.redriveCount + " times") : ""}
        </span>
        <Live liveness={liveness} />
      </PageHead>
      <div className="column" style={{ gap: 16 }}>
        <Progress run={data} />
        <Card title="Failures">
          <FailureList groups={data.failures} leftOut={data.failuresLeftOut} />
        </Card>
        <Items run={data} />
      </div>
      {redriving ? <Redrive executionArn={data.executionArn} name={nameOf(data.executionArn)} close={() => setRedriving(false)} /> : null}
      {changing ? <Limits run={data} changed={run.reload} close={() => setChanging(false)} /> : null}
    </>
  );
}

/** The machine, and the label of its Map where somebody has given it one. */
function titleOf(run: MapRun) {
  const [machine = "", label = ""] = nameOf(run.stateMachineArn).split("/");
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(label) || label === "" ? machine : machine + ", " + label;
}

function parts(counts: MapRunCounts) {
  return [
    { tone: "ok", count: counts.succeeded, name: "succeeded" },
    { tone: "bad", count: counts.failed, name: "failed" },
    { tone: "wait", count: counts.timedOut, name: "timed out" },
    { tone: "off", count: counts.aborted, name: "aborted" },
    { tone: "run", count: counts.running, name: "running" },
    { tone: "none", count: counts.pending, name: "pending" },
  ];
}

function Progress({ run }: { run: MapRun }) {
  const done = run.items.total - run.items.pending - run.items.running;
  const share = run.items.total === 0 ? 0 : Math.floor((100 * done) / run.items.total);
  return (
    <Card>
      <div className="column">
        <div className="row" style={{ alignItems: "baseline" }}>
          <b style={{ fontSize: "1.55rem", fontWeight: 620 }}>{share} %</b>
          <span className="soft">
            {number(done)} of {number(run.items.total)} items{run.executions.total === run.items.total ? "" : " in " + number(run.executions.total) + " executions"}
          </span>
          <span className="gap" />
          <span className="soft small">{limits(run)}</span>
        </div>
        <Parts parts={parts(run.items)} label="Items" height={12} />
        <div className="row" style={{ gap: 18 }}>
          {parts(run.items).map((part) => (
            <span key={part.name} className="row" style={{ gap: 6 }}>
              <i className={"swatch part-" + part.tone} />
              <b>{number(part.count)}</b> <span className="soft">{part.name}</span>
            </span>
          ))}
        </div>
      </div>
    </Card>
  );
}

function limits(run: MapRun) {
  const words = [run.maxConcurrency === 0 ? "no limit side by side" : "at most " + number(run.maxConcurrency) + " side by side"];
  if (run.toleratedFailureCount > 0) words.push("tolerates " + number(run.toleratedFailureCount) + " failures");
  if (run.toleratedFailurePercentage > 0) words.push("tolerates " + run.toleratedFailurePercentage + " % failures");
  if (words.length === 1) words.push("tolerates no failure");
  return words.join(", ");
}

const COLUMNS: Column<MapRunItem>[] = [
  { name: "Item", area: "item", width: "64px", end: true, cell: (item) => number(item.index) + (item.itemCount > 1 ? " +" + (item.itemCount - 1) : "") },
  {
    name: "Status",
    area: "status",
    width: "minmax(206px, 1.4fr)",
    cell: (item) => (
      <span className="row" style={{ flexWrap: "nowrap" }}>
        <StatusBadge status={item.status} />
        {item.runClass === "Success" ? null : <RunClassBadge runClass={item.runClass} />}
      </span>
    ),
  },
  {
    name: "Execution",
    area: "execution",
    width: "minmax(170px, 2fr)",
    cell: (item) => (
      <Link to={to.execution(item.executionArn)} title={item.name}>
        {item.name}
      </Link>
    ),
  },
  { name: "Began", area: "began", width: "110px", cell: (item) => <When at={item.startedAt} /> },
  { name: "Took", area: "took", width: "100px", end: true, cell: (item) => <Lasted from={item.startedAt} until={item.stoppedAt} /> },
];

/** No Map has so many items that their numbers have more digits. */
const INDEX_DIGITS_MAX = 15;

function nothing(status: string, index: string) {
  if (index !== "") return "Item " + index + (status === "" ? " has not begun, or there is none." : " has another status, has not begun, or there is none.");
  return status === "" ? "None has begun yet." : "None has this status.";
}

interface ItemPage {
  items: MapRunItem[];
  before?: string;
}

function Items({ run }: { run: MapRun }) {
  const [status, setStatus] = useParameter("status");
  const [index, setIndex] = useParameter("item");
  const path = "/map-runs/" + encodeURIComponent(run.mapRunArn) + "/items";
  const list = usePaged<MapRunItem>(
    "items" + path + status + "#" + index,
    async (before, signal) => {
      const page = await get<ItemPage>(path, { status, index, limit: PAGE, before }, signal);
      return { rows: page.items, next: page.before };
    },
    (item) => item.executionArn,
  );
  useTurns(JSON.stringify([run.status, run.redriveCount, run.items]), list.reload);
  const rows = list.rows ?? [];

  return (
    <Card
      title="Items"
      padded={false}
      tools={
        <>
          <input
            className="input"
            style={{ width: 120 }}
            type="search"
            inputMode="numeric"
            data-search
            placeholder="Find an item"
            aria-label="Find an item by its number"
            value={index}
            onChange={(event) => setIndex(event.target.value.replace(/\D/g, "").slice(0, INDEX_DIGITS_MAX))}
          />
          <select className="input" style={{ width: "auto" }} aria-label="Status of items" value={status} onChange={(event) => setStatus(event.target.value)}>
            <option value="">Any status</option>
            {STATUSES.map((each) => (
              <option key={each} value={each}>
                {statusWords(each)}
              </option>
            ))}
          </select>
        </>
      }
    >
      {list.error === undefined ? null : <Failure error={list.error} again={list.reload} />}
      {rows.length === 0 ? (
        list.error !== undefined ? null : list.rows === undefined ? (
          <Loading />
        ) : (
          <Empty title="No items">{nothing(status, index)}</Empty>
        )
      ) : (
        <Table label="Items" columns={COLUMNS} rows={rows} rowKey={(item) => item.executionArn} address={(item) => to.execution(item.executionArn)} maxHeight={560} minWidth={660} narrow={{ layout: "cards-items", height: 62 }} />
      )}
      {list.hasMore ? (
        <div style={{ padding: "10px 16px" }}>
          <button type="button" className="button" disabled={list.reading} onClick={list.more}>
            Show more
          </button>
        </div>
      ) : null}
    </Card>
  );
}

function Limits({ run, changed, close }: { run: MapRun; changed: () => void; close: () => void }) {
  const [concurrency, setConcurrency] = useState(String(run.maxConcurrency));
  const [count, setCount] = useState(String(run.toleratedFailureCount));
  const [percentage, setPercentage] = useState(String(run.toleratedFailurePercentage));
  async function save() {
    await aws("UpdateMapRun", {
      mapRunArn: run.mapRunArn,
      maxConcurrency: Number(concurrency),
      toleratedFailureCount: Number(count),
      toleratedFailurePercentage: Number(percentage),
    });
    changed();
    return "Changed.";
  }
  const fields: { words: string; value: string; set: (value: string) => void; step: number | "any"; max?: number }[] = [
    { words: "Executions side by side, 0 for no limit", value: concurrency, set: setConcurrency, step: 1 },
    { words: "Failures that are tolerated", value: count, set: setCount, step: 1 },
    { words: "Failures that are tolerated, in percent", value: percentage, set: setPercentage, step: "any", max: 100 },
  ];
  return (
    <Dialog title="Change the limits of this run" does="Change" run={save} close={close}>
      {fields.map(({ words, value, set, ...limits }) => (
        <label key={words} className="field">
          <span>{words}</span>
          <input className="input" type="number" required min={0} {...limits} value={value} onChange={(event) => set(event.target.value)} />
        </label>
      ))}
    </Dialog>
  );
}
