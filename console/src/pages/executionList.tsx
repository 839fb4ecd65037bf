import { useEffect, useMemo, useRef, useState } from "react";
import { get } from "../api/client";
import {
  RUN_CLASSES,
  SAGA_STATUSES,
  STATUSES,
  type ExecutionItem,
  type ExecutionPage,
  type MachinePage,
  type OpenState,
} from "../api/types";
import { setParameters, to, usePlace } from "../router";
import { RunClassBadge, SagaBadge, StatusBadge, runClassWords, sagaWords, statusWords } from "../ui/badges";
import { Card, Live, PageHead } from "../ui/head";
import { Link } from "../ui/link";
import { useChanges } from "../ui/live";
import { useResource } from "../ui/resource";
import { Empty, Failure, Loading } from "../ui/states";
import { Table, type Column } from "../ui/table";
import { Bulk } from "./bulk";
import { Lasted, When } from "../ui/time";
import { machineName } from "./names";

const PAGE = 100;
const TYPING_MILLIS = 350;

/** What can be asked for, by its name in the address, which is its name in the API. */
const FILTERS = ["machine", "status", "class", "sagaStatus", "name", "error", "input", "from", "until"] as const;
type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

const COLUMNS: Column<ExecutionItem>[] = [
  {
    name: "Name",
    width: "minmax(150px, 2fr)",
    cell: (row) => (
      <Link to={to.execution(row.executionArn)} title={row.name}>
        {row.name}
      </Link>
    ),
  },
  {
    name: "Status",
    width: "minmax(290px, 2fr)",
    cell: (row) => (
      <span className="row" style={{ flexWrap: "nowrap" }}>
        <StatusBadge status={row.status} />
        <SagaBadge status={row.sagaStatus} />
        {row.status === "RUNNING" ? null : row.runClass === "Success" ? null : <RunClassBadge runClass={row.runClass} />}
      </span>
    ),
  },
  { name: "Machine", width: "minmax(120px, 1.2fr)", cell: (row) => machineName(row.stateMachineArn) },
  { name: "Where", width: "minmax(110px, 1fr)", cell: (row) => <Where states={row.openStates ?? []} sleeping={row.sleeping} /> },
  { name: "Started", width: "110px", cell: (row) => <When at={row.startedAt} /> },
  { name: "Took", width: "100px", end: true, cell: (row) => <Lasted from={row.startedAt} until={row.stoppedAt} /> },
];


function Where({ states, sleeping }: { states: OpenState[]; sleeping: boolean }) {
  const first = states[0];
  if (!first) return <span className="soft">{sleeping ? "asleep" : "–"}</span>;
  return (
    <span className="soft" title={states.map((state) => state.name + ": " + state.waitingFor).join("\n")}>
      {first.name}
      {states.length > 1 ? " +" + (states.length - 1) : ""}
    </span>
  );
}

function read(query: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = query.get(name);
    if (value) filters[name] = value;
  }
  return filters;
}

export default function ExecutionList() {
  const { query } = usePlace();
  const filters = read(query);
  const key = JSON.stringify(filters);
  const first = useResource<ExecutionPage>("executions" + key, (signal) => get<ExecutionPage>("/executions", { ...filters, limit: PAGE }, signal));
  const [older, setOlder] = useState<{ key: string; rows: ExecutionItem[]; before?: string | undefined }>({ key, rows: [] });
  const liveness = useChanges(first.reload);
  const rows = useMemo(
    () => merged(first.data?.executions ?? [], older.key === key ? older.rows : []),
    [first.data, older, key],
  );
  const before = older.key === key && older.rows.length > 0 ? older.before : first.data?.before;

  async function more() {
    const page = await get<ExecutionPage>("/executions", { ...filters, limit: PAGE, before });
    setOlder({ key, rows: [...(older.key === key ? older.rows : []), ...page.executions], before: page.before });
  }

  return (
    <>
      <PageHead title="Executions" actions={<><Bulk rows={rows} done={first.reload} /><Live liveness={liveness} /></>} />
      <div className="column">
        <FilterBar filters={filters} />
        <Card padded={false}>
          {first.error !== undefined && rows.length === 0 ? (
            <Failure error={first.error} again={first.reload} />
          ) : first.data === undefined ? (
            <Loading lines={8} />
          ) : rows.length === 0 ? (
            <Nothing filtered={Object.keys(filters).length > 0} more={before !== undefined} />
          ) : (
            <Table
              label="Executions"
              columns={COLUMNS}
              rows={rows}
              rowKey={(row) => row.executionArn}
              address={(row) => to.execution(row.executionArn)}
              maxHeight="max(320px, calc(100vh - 250px))"
              minWidth={980}
              keepsPlace
            />
          )}
        </Card>
        {before === undefined ? null : <More more={more} />}
      </div>
    </>
  );
}

/** Rows of both pages once, the newer reading's first. */
function merged(newer: ExecutionItem[], older: ExecutionItem[]): ExecutionItem[] {
  const known = new Set(newer.map((row) => row.executionArn));
  return [...newer, ...older.filter((row) => !known.has(row.executionArn))];
}

function More({ more }: { more: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  return (
    <div>
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={() => {
          setBusy(true);
          void more().finally(() => setBusy(false));
        }}
      >
        {busy ? "Reading…" : "Show older"}
      </button>
    </div>
  );
}

function Nothing({ filtered, more }: { filtered: boolean; more: boolean }) {
  if (!filtered) return <Empty title="No executions yet">They appear here as they start.</Empty>;
  return (
    <Empty
      title={more ? "Nothing found yet" : "Nothing matches"}
      action={
        <button type="button" className="button" onClick={() => setParameters(Object.fromEntries(FILTERS.map((name) => [name, ""])))}>
          Clear the filters
        </button>
      }
    />
  );
}

const SINCE: [string, string, number][] = [
  ["1h", "last hour", 3_600_000],
  ["24h", "last day", 86_400_000],
  ["7d", "last week", 604_800_000],
];

function FilterBar({ filters }: { filters: Filters }) {
  const machines = useResource("machineNames", (signal) => get<MachinePage>("/machines", { limit: 1000 }, signal));
  const names = machines.data?.machines.map((machine) => machine.name) ?? [];
  return (
    <div className="row" role="search" aria-label="Filter executions">
      <Words label="Name" name="name" value={filters.name} first />
      <Choice label="Machine" name="machine" value={filters.machine} options={names.map((name) => [name, name])} />
      <Choice label="Status" name="status" value={filters.status} options={STATUSES.map((status) => [status, statusWords(status)])} />
      <Choice label="Class" name="class" value={filters.class} options={RUN_CLASSES.map((runClass) => [runClass, runClassWords(runClass)])} />
      <Choice label="Saga" name="sagaStatus" value={filters.sagaStatus} options={SAGA_STATUSES.map((status) => [status, sagaWords(status)])} />
      <Since value={filters.from} />
      <Words label="Error" name="error" value={filters.error} />
      <Words label="Text in input" name="input" value={filters.input} />
    </div>
  );
}

/** A start of the time looked at; in the address it is an instant, so that a link shows the same later. */
function Since({ value }: { value: string | undefined }) {
  return (
    <select
      className="input"
      style={{ width: "auto", flex: "0 1 170px" }}
      aria-label="Started"
      value={value === undefined ? "" : "set"}
      onChange={(event) => {
        const chosen = SINCE.find(([id]) => id === event.target.value);
        setParameters({ from: chosen ? new Date(Date.now() - chosen[2]).toISOString().slice(0, 19) + "Z" : "" });
      }}
    >
      <option value="">Started: any time</option>
      {value === undefined ? null : <option value="set">since {value.slice(0, 16).replace("T", " ")} UTC</option>}
      {SINCE.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** Words to look for, asked for when nothing has been typed for a while. */
function Words({ label, name, value, first }: { label: string; name: string; value: string | undefined; first?: boolean }) {
  const [typed, setTyped] = useState(value ?? "");
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => setTyped(value ?? ""), [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  function change(text: string) {
    setTyped(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setParameters({ [name]: text.trim() }), TYPING_MILLIS);
  }
  return (
    <input
      className="input"
      style={{ width: "auto", flex: "0 1 170px" }}
      type="search"
      data-search={first ? "" : undefined}
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={(event) => change(event.target.value)}
    />
  );
}

function Choice({ label, name, value, options }: { label: string; name: string; value: string | undefined; options: [string, string][] }) {
  const known = value === undefined || options.some(([option]) => option === value);
  return (
    <select
      className="input"
      style={{ width: "auto", flex: "0 1 170px" }}
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => setParameters({ [name]: event.target.value })}
    >
      <option value="">{label}: any</option>
      {known ? null : <option value={value}>{value}</option>}
      {options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      ))}
    </select>
  );
}
