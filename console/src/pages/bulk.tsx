// Stops or redrives all executions that are listed. How many these are is said first; how each came out, afterwards.
import { useState } from "react";
import { aws, post } from "../api/client";
import type { ExecutionItem } from "../api/types";
import { segment } from "../router";
import { Dialog } from "../ui/dialog";
import { words } from "../ui/states";

/** So many are asked for side by side. */
const SIDE_BY_SIDE = 6;

/** Refusals told one by one. */
const TOLD_MAX = 5;

type What = "stop" | "redrive";

export function Bulk({ rows, done }: { rows: ExecutionItem[]; done: () => void }) {
  const [asked, setAsked] = useState<{ what: What; rows: ExecutionItem[] } | undefined>(undefined);
  const running = rows.filter((row) => row.status === "RUNNING");
  const failed = rows.filter((row) => ["FAILED", "TIMED_OUT", "ABORTED"].includes(row.status));
  return (
    <>
      {running.length === 0 ? null : (
        <button type="button" className="button danger" onClick={() => setAsked({ what: "stop", rows: running })}>
          Stop {running.length}…
        </button>
      )}
      {failed.length === 0 ? null : (
        <button type="button" className="button" onClick={() => setAsked({ what: "redrive", rows: failed })}>
          Redrive {failed.length}…
        </button>
      )}
      {asked === undefined ? null : (
        <Ask
          what={asked.what}
          rows={asked.rows}
          close={() => {
            setAsked(undefined);
            done();
          }}
        />
      )}
    </>
  );
}

function Ask({ what, rows, close }: { what: What; rows: ExecutionItem[]; close: () => void }) {
  const [why, setWhy] = useState("");
  const count = rows.length === 1 ? "one execution" : rows.length.toLocaleString("en") + " executions";
  return (
    <Dialog
      title={(what === "stop" ? "Stop " : "Redrive ") + count}
      does={what === "stop" ? "Stop them" : "Redrive them"}
      danger={what === "stop"}
      close={close}
      run={async () => {
        const refused = await each(rows, (row) => act(what, row, why));
        if (refused.length > 0) throw new Error(told(rows.length, refused));
        return (what === "stop" ? "Stopped " : "Redriven: ") + count;
      }}
    >
      <p>
        These are the listed ones that {what === "stop" ? "run. Sagas among them are undone, unless their definition says otherwise." : "did not succeed. Each goes on at the states that failed."}
      </p>
      <ul style={{ margin: 0, paddingLeft: 18, maxHeight: 180, overflow: "auto" }} tabIndex={0} aria-label="Executions">
        {rows.map((row) => (
          <li key={row.executionArn} className="break">
            {row.name}
          </li>
        ))}
      </ul>
      {what === "stop" ? (
        <label className="field">
          <span>Why (optional, kept in the history)</span>
          <input className="input" maxLength={2000} value={why} onChange={(event) => setWhy(event.target.value)} />
        </label>
      ) : null}
    </Dialog>
  );
}

async function act(what: What, row: ExecutionItem, why: string) {
  if (what === "stop") await aws("StopExecution", { executionArn: row.executionArn, ...(why === "" ? {} : { cause: why }) });
  else await post("/executions/" + segment(row.executionArn) + "/redrive", {});
}

/** Does it for each row; answers what was refused. */
async function each(rows: ExecutionItem[], run: (row: ExecutionItem) => Promise<void>): Promise<string[]> {
  const refused: string[] = [];
  const left = [...rows];
  const worker = async () => {
    for (let row = left.shift(); row; row = left.shift()) {
      try {
        await run(row);
      } catch (failure) {
        refused.push(row.name + ": " + words(failure));
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  return refused;
}

function told(count: number, refused: string[]) {
  const more = refused.length > TOLD_MAX ? " and " + (refused.length - TOLD_MAX) + " more" : "";
  return count - refused.length + " of " + count + " done. Refused: " + refused.slice(0, TOLD_MAX).join("; ") + more;
}
