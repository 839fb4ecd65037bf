import { useEffect, useMemo, useRef, useState, type RefObject } from "react";
import { get } from "../api/client";
import { nameOf } from "../api/insight";
import type { ExecutionItem, ExecutionPage, OpenState } from "../api/types";
import { to, usePlace } from "../router";
import { Card, Live, PageHead } from "../ui/head";
import { useChanges } from "../ui/live";
import { usePaged, type Paged } from "../ui/paged";
import { Empty, Failure, Loading } from "../ui/states";
import { Table, type Column } from "../ui/table";
import { Bulk } from "./bulk";
import { NAME, STARTED, STATUS, TOOK } from "./executionColumns";
import { clearFilters, FilterBar, filtersIn } from "./executionFilters";
import "../style/insight.css";

const PAGE = 100;

/** An answer may be empty although there is more to look at; so many in a row are read by themselves. */
const EMPTY_PAGES_MAX = 50;

/** What has no index is looked for again less often: every execution that may fit is read. */
const COSTLY_MILLIS = 5000;

const COLUMNS: Column<ExecutionItem>[] = [
  NAME,
  STATUS,
  { name: "Machine", area: "machine", width: "minmax(110px, 1.1fr)", cell: (row) => nameOf(row.stateMachineArn) },
  { name: "State or error", area: "where", width: "minmax(110px, 1.4fr)", cell: (row) => <Where states={row.openStates ?? []} sleeping={row.sleeping} error={row.error} /> },
  STARTED,
  TOOK,
];

/** What it is in, or what it ended with. */
function Where({ states, sleeping, error }: { states: OpenState[]; sleeping: boolean; error: string | undefined }) {
  if (error !== undefined) return <bdi title={error}>{error}</bdi>;
  const first = states[0];
  if (!first) return sleeping ? <span className="soft">asleep</span> : null;
  return (
    <span className="soft" title={states.map((state) => state.name + ": " + state.waitingFor).join("\n")}>
      <bdi>{first.name}</bdi>
      {states.length > 1 ? " +" + (states.length - 1) : ""}
    </span>
  );
}

export default function ExecutionList() {
  const { query } = usePlace();
  const key = query.toString();
  const filters = useMemo(() => filtersIn(new URLSearchParams(key)), [key]);
  const list = usePaged<ExecutionItem>(
    "executions " + JSON.stringify(filters),
    async (before, signal) => {
      const page = await get<ExecutionPage>("/executions", { ...filters, limit: PAGE, before }, signal);
      return { rows: page.executions, next: page.before };
    },
    (row) => row.executionArn,
  );
  const costly = ["state", "error", "cause", "input"].some((name) => filters[name] !== undefined);
  const liveness = useChanges(list.reload, costly ? COSTLY_MILLIS : undefined);
  const area = useRef<HTMLDivElement>(null);
  const { rows, held, show } = useSteady(list.rows ?? [], area);
  const states = useMemo(() => [...new Set(rows.flatMap((row) => (row.openStates ?? []).map((state) => state.name)))].sort(), [rows]);
  const errors = useMemo(() => [...new Set(rows.flatMap((row) => row.error ?? []))].sort(), [rows]);
  const searching = useLookingFurther(list);
  return (
    <>
      <PageHead
        title="Executions"
        actions={
          <>
            <Bulk rows={rows} more={list.hasMore} filters={filters} done={list.reload} />
            <Live liveness={liveness} />
          </>
        }
      />
      <div className="column">
        <FilterBar filters={filters} states={states} errors={errors} />
        <div ref={area} className="steady">
          {held === 0 ? null : (
            <button type="button" className="button small primary" onClick={show} aria-live="polite">
              {held === 1 ? "1 new" : held.toLocaleString("en") + " new"}
            </button>
          )}
          <Card padded={false}>
            {list.error !== undefined && rows.length === 0 ? (
              <Failure error={list.error} again={list.reload} />
            ) : list.rows === undefined || searching ? (
              <Loading lines={8} what={searching ? "Looking through older executions" : "Loading"} />
            ) : rows.length === 0 ? (
              <Nothing filtered={Object.keys(filters).length > 0} more={list.hasMore} clear={() => clearFilters(filters)} />
            ) : (
              <Table
                label="Executions"
                columns={COLUMNS}
                rows={rows}
                rowKey={(row) => row.executionArn}
                address={(row) => to.execution(row.executionArn)}
                maxHeight="max(320px, calc(100vh - 250px))"
                minWidth={980}
                narrow={{ layout: "cards-executions", height: 88 }}
                keepsPlace
                onEnd={list.hasMore ? list.more : undefined}
              />
            )}
          </Card>
        </div>
        {list.hasMore && !searching ? (
          <div className="row">
            <button type="button" className="button" disabled={list.reading} onClick={list.more}>
              {list.reading ? "Reading…" : "Show older"}
            </button>
            <span className="soft small">{rows.length.toLocaleString("en")} are listed</span>
          </div>
        ) : null}
      </div>
    </>
  );
}

/** Reads on by itself while nothing is found and there is more to look at. */
function useLookingFurther(list: Paged<ExecutionItem>): boolean {
  const tried = useRef(0);
  const nothing = list.rows !== undefined && list.rows.length === 0 && list.hasMore;
  if (!nothing) tried.current = 0;
  const goesOn = nothing && tried.current < EMPTY_PAGES_MAX && list.error === undefined;
  useEffect(() => {
    if (!goesOn || list.reading) return;
    tried.current++;
    list.more();
  });
  return goesOn;
}

/** While somebody points at the rows, new ones do not push them away: they are counted, and shown when wanted. */
function useSteady(rows: ExecutionItem[], area: RefObject<HTMLDivElement | null>) {
  const [known, setKnown] = useState<ReadonlySet<string> | undefined>(undefined);
  const latest = useRef(rows);
  latest.current = rows;
  const hold = () => setKnown(new Set(latest.current.map((row) => row.executionArn)));
  useEffect(() => {
    const element = area.current;
    if (!element) return undefined;
    const release = () => setKnown(undefined);
    element.addEventListener("pointerenter", hold);
    element.addEventListener("pointerleave", release);
    return () => {
      element.removeEventListener("pointerenter", hold);
      element.removeEventListener("pointerleave", release);
    };
  }, [area]);
  const first = known === undefined || known.size === 0 ? 0 : rows.findIndex((row) => known.has(row.executionArn));
  const held = Math.max(0, first);
  return { rows: held === 0 ? rows : rows.slice(held), held, show: hold };
}

function Nothing({ filtered, more, clear }: { filtered: boolean; more: boolean; clear: () => void }) {
  if (!filtered) return <Empty title="No executions yet">They appear here as they start.</Empty>;
  return (
    <Empty
      title={more ? "Nothing found yet" : "Nothing matches"}
      action={
        <button type="button" className="button" onClick={clear}>
          Clear the filters
        </button>
      }
    />
  );
}
