// What functions have written while a state was at work: kept by the server for a while.
import { useEffect } from "react";
import { get } from "../../api/client";
import { segment } from "../../router";
import { useResource } from "../../ui/resource";
import { Empty, Failure, Loading } from "../../ui/states";
import { clockTime } from "../../ui/time";
import { copy } from "../../ui/toast";
import type { Visit } from "./visit";

const LINES_MAX = 5000;
const READ_AGAIN_MILLIS = 2000;

/** Clocks of a function and of the engine read a little apart; a process ends its last line after its answer. */
const AROUND_MILLIS = 250;

interface Line {
  time: string;
  function: string;
  stream: string;
  requestId?: string;
  state?: string;
  text: string;
}

export function FunctionLog({ arn, visit }: { arn: string; visit: Visit }) {
  const log = useResource("log " + arn, (signal) => get<{ lines: Line[] }>("/executions/" + segment(arn) + "/function-log", { limit: LINES_MAX }, signal));
  const open = visit.until === undefined;
  const { reload } = log;
  useEffect(() => {
    if (!open) return undefined;
    // In a time that passes even where the server's stands still; for as long as somebody looks.
    const timer = window.setInterval(() => document.hidden || reload(), READ_AGAIN_MILLIS);
    return () => window.clearInterval(timer);
  }, [open, reload]);
  useEffect(() => void reload(), [visit.until, reload]);
  if (log.data === undefined) return log.error === undefined ? <Loading lines={4} /> : <Failure error={log.error} again={log.reload} />;
  const lines = log.data.lines.filter((line) => isOf(line, visit));
  if (lines.length === 0) return <Empty title="Nothing was written">What functions write while they work stands here for a while; a server that was started anew begins with nothing.</Empty>;
  return (
    <div>
      <div className="row" style={{ padding: "8px 12px 0" }}>
        <span className="soft small">
          {lines.length === 1 ? "1 line" : lines.length.toLocaleString("en") + " lines"} of {[...new Set(lines.map((line) => line.function))].join(", ")}
        </span>
        <span className="gap" />
        <button type="button" className="button quiet small" onClick={() => void copy(lines.map((line) => line.time + " " + line.text).join("\n"))}>
          Copy
        </button>
      </div>
      <pre className="json log" tabIndex={0} role="region" aria-label={"What functions wrote in " + visit.state}>
        {lines.map((line, index) => (
          <span key={index} title={line.function + " in " + line.stream + (line.requestId === undefined ? "" : ", request " + line.requestId)}>
            <time className="mark">{clockTime(Date.parse(line.time))}</time> <bdi>{line.text}</bdi>
            {"\n"}
          </span>
        ))}
      </pre>
    </div>
  );
}

function isOf(line: Line, visit: Visit) {
  if (line.state !== undefined && line.state !== visit.state) return false;
  const at = Date.parse(line.time);
  return at >= visit.from - AROUND_MILLIS && (visit.until === undefined || at <= visit.until + AROUND_MILLIS);
}
