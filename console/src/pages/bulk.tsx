// Stops or redrives all executions that the filters find. How many these are is counted first; how each came out is said afterwards.
import { useEffect, useRef, useState } from "react";
import { aws, get, post, type Parameters } from "../api/client";
import type { ExecutionItem, ExecutionPage } from "../api/types";
import { segment } from "../router";
import { Dialog } from "../ui/dialog";
import { Failure, words } from "../ui/states";

/** So many are asked for side by side. */
const SIDE_BY_SIDE = 6;

/** Refusals told one by one. */
const TOLD_MAX = 5;

/** More than these are left for the next time. */
const COUNTED_MAX = 10_000;

const PAGE = 200;
const NAMES_SHOWN = 100;

type What = "stop" | "redrive";

const DOES: Record<What, string> = { stop: "Stop", redrive: "Redrive" };

/** The statuses that can be stopped or redriven. */
const STATUSES: Record<What, string[]> = { stop: ["RUNNING"], redrive: ["FAILED", "TIMED_OUT", "ABORTED"] };

/** Those of them that the filters may find. */
function statuses(what: What, filters: Parameters): string[] {
  return STATUSES[what].filter((status) => filters["status"] === undefined || filters["status"] === status);
}

/** @param more whether the filters find more than the rows that are listed */
export function Bulk({ rows, more, filters, done }: { rows: ExecutionItem[]; more: boolean; filters: Parameters; done: () => void }) {
  const [asked, setAsked] = useState<What | undefined>(undefined);
  // What is further down than what is listed is counted when it is asked for.
  const offer = (what: What) => {
    const possible = statuses(what, filters);
    const listed = rows.filter((row) => possible.includes(row.status)).length;
    if (possible.length === 0 || (listed === 0 && !more)) return null;
    return (
      <button type="button" className={"button" + (what === "stop" ? " danger" : "")} onClick={() => setAsked(what)}>
        {DOES[what] + (listed === 0 ? "" : " " + listed.toLocaleString("en") + (more ? "+" : ""))}…
      </button>
    );
  };
  return (
    <>
      {offer("stop")}
      {offer("redrive")}
      {asked === undefined ? null : (
        <Ask
          what={asked}
          filters={filters}
          close={() => {
            setAsked(undefined);
            done();
          }}
        />
      )}
    </>
  );
}

interface Count {
  rows: ExecutionItem[];
  whole: boolean;
  error?: unknown;
}

/** Reads through all that the filters find. */
function useCount(what: What, filters: Parameters): Count {
  const [count, setCount] = useState<Count>({ rows: [], whole: false });
  useEffect(() => {
    const abort = new AbortController();
    void (async () => {
      let rows: ExecutionItem[] = [];
      try {
        for (const status of statuses(what, filters)) {
          let before: string | undefined;
          do {
            const page: ExecutionPage = await get("/executions", { ...filters, status, limit: PAGE, before }, abort.signal);
            rows = [...rows, ...page.executions].slice(0, COUNTED_MAX);
            before = page.before;
            setCount({ rows, whole: false });
          } while (before !== undefined && rows.length < COUNTED_MAX);
          if (rows.length === COUNTED_MAX) break;
        }
        setCount({ rows, whole: true });
      } catch (error) {
        if (!abort.signal.aborted) setCount({ rows, whole: false, error });
      }
    })();
    return () => abort.abort();
  }, [what, filters]);
  return count;
}

function Ask({ what, filters, close }: { what: What; filters: Parameters; close: () => void }) {
  // What is listed may change while this is asked; what is asked about does not.
  const asked = useRef(filters);
  const count = useCount(what, asked.current);
  const [why, setWhy] = useState("");
  const [done, setDone] = useState<number | undefined>(undefined);
  const halted = useRef(false);
  const { rows, whole } = count;
  const number = rows.length.toLocaleString("en");
  const them = rows.length === 1 ? "one execution" : number + " executions";
  const sagas = rows.filter((row) => row.sagaStatus !== "NONE").length;
  const does = DOES[what];

  async function run() {
    setDone(0);
    halted.current = false;
    const { refused, tried } = await each(rows, (row) => act(what, row, why), halted, setDone);
    if (refused.length > 0) throw new Error(told(tried, refused));
    return (what === "stop" ? "Stopped " : "Redriven: ") + (tried === rows.length ? them : tried.toLocaleString("en") + " of " + number);
  }

  return (
    <Dialog
      title={whole ? does + " " + them : "Counting… " + number}
      does={does + (rows.length === 1 ? " it" : " them")}
      danger={what === "stop"}
      disabled={!whole || rows.length === 0}
      close={close}
      run={run}
      halt={() => {
        halted.current = true;
      }}
    >
      <p>
        {what === "stop"
          ? "These are all that run of those that the filters find."
          : "These are all that the filters find and that did not succeed. Each goes on at the states that failed."}
        {rows.length === COUNTED_MAX ? " There may be more: these come first." : ""}
      </p>
      {what === "stop" && sagas > 0 ? (
        <p>
          {sagas.toLocaleString("en")} {sagas === 1 ? "is a saga" : "are sagas"}: what {sagas === 1 ? "it" : "they"} did is undone, unless the definition says otherwise.
        </p>
      ) : null}
      {count.error === undefined ? null : <Failure error={count.error} />}
      <ul style={{ margin: 0, paddingLeft: 18, maxHeight: 180, overflow: "auto" }} tabIndex={0} aria-label="Executions">
        {rows.slice(0, NAMES_SHOWN).map((row) => (
          <li key={row.executionArn} className="break">
            {row.name}
          </li>
        ))}
        {rows.length > NAMES_SHOWN ? <li className="soft">and {(rows.length - NAMES_SHOWN).toLocaleString("en")} more</li> : null}
      </ul>
      {what === "stop" ? (
        <label className="field">
          <span>Why (optional, kept in the history)</span>
          <input className="input" maxLength={2000} value={why} onChange={(event) => setWhy(event.target.value)} />
        </label>
      ) : null}
      {done === undefined ? null : (
        <p role="status">
          {done.toLocaleString("en")} of {number} done
          <progress style={{ display: "block", width: "100%" }} max={rows.length} value={done} aria-label="Done" />
        </p>
      )}
    </Dialog>
  );
}

async function act(what: What, row: ExecutionItem, why: string) {
  if (what === "stop") await aws("StopExecution", { executionArn: row.executionArn, ...(why === "" ? {} : { cause: why }) });
  else await post("/executions/" + segment(row.executionArn) + "/redrive", {});
}

/** Does it for each row, until halted; answers what was refused, and how many were tried. */
async function each(rows: ExecutionItem[], run: (row: ExecutionItem) => Promise<void>, halted: { current: boolean }, progress: (done: number) => void) {
  const refused: string[] = [];
  let next = 0;
  let done = 0;
  const worker = async () => {
    for (let row = rows[next++]; row && !halted.current; row = rows[next++]) {
      try {
        await run(row);
      } catch (failure) {
        refused.push(row.name + ": " + words(failure));
      }
      progress(++done);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return { refused, tried: done };
}

function told(count: number, refused: string[]) {
  const more = refused.length > TOLD_MAX ? " and " + (refused.length - TOLD_MAX) + " more" : "";
  return count - refused.length + " of " + count + " done. Refused: " + refused.slice(0, TOLD_MAX).join("; ") + more;
}
