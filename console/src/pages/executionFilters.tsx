// The filters of the list of executions. They stand in the address, under the names that the API has for them.
import { useEffect, useRef, useState, type FormEvent } from "react";
import { get, type Parameters } from "../api/client";
import { serverNow } from "../api/serverTime";
import { RUN_CLASSES, SAGA_STATUSES, STATUSES, type MachinePage } from "../api/types";
import { setParameters } from "../router";
import { runClassWords, sagaWords, statusWords } from "../ui/badges";
import { useResource } from "../ui/resource";

const TYPING_MILLIS = 350;
const ATTRIBUTE = "attribute.";
const NAMES = ["machine", "status", "class", "sagaStatus", "state", "name", "error", "cause", "input", "from", "until"];

export function filtersIn(query: URLSearchParams): Parameters {
  const filters: Parameters = {};
  for (const [name, value] of query) if (value !== "" && (NAMES.includes(name) || name.startsWith(ATTRIBUTE))) filters[name] = value;
  return filters;
}

/** Clears those that are set, and those that were typed just now. */
export function clearFilters(filters: Parameters) {
  setParameters(Object.fromEntries([...NAMES, ...Object.keys(filters)].map((name) => [name, ""])));
}

/** @param states those that the listed executions are in, to choose from; likewise errors */
export function FilterBar({ filters, states, errors }: { filters: Parameters; states: string[]; errors: string[] }) {
  const machines = useResource("machineNames", (signal) => get<MachinePage>("/machines", { limit: 1000 }, signal));
  const names = machines.data?.machines.map((machine) => machine.name) ?? [];
  const value = (name: string) => (filters[name] === undefined ? undefined : String(filters[name]));
  const attributes = Object.entries(filters).filter(([name]) => name.startsWith(ATTRIBUTE));
  const count = Object.keys(filters).length;
  const [all, setAll] = useState(false);
  return (
    <div className={"filters" + (all ? " all" : "")} role="search" aria-label="Filter executions">
      <Words label="Name" name="name" value={value("name")} first />
      <Choice label="Machine" name="machine" value={value("machine")} options={names.map((name) => [name, name])} />
      <Choice label="Status" name="status" value={value("status")} options={STATUSES.map((status) => [status, statusWords(status)])} />
      <button type="button" className="button small narrow-only" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? "Fewer filters" : "More filters"}
      </button>
      <Choice label="Class" name="class" value={value("class")} options={RUN_CLASSES.map((runClass) => [runClass, runClassWords(runClass)])} />
      <Choice label="Saga" name="sagaStatus" value={value("sagaStatus")} options={SAGA_STATUSES.map((status) => [status, sagaWords(status)])} />
      <Started from={value("from")} until={value("until")} />
      <Words label="In state" name="state" value={value("state")} options={states} />
      <Words label="Error" name="error" value={value("error")} options={errors} />
      <Words label="Text in cause" name="cause" value={value("cause")} />
      <Words label="Text in input" name="input" value={value("input")} />
      <Attribute />
      {attributes.map(([name, wanted]) => (
        <button key={name} type="button" className="button small chip" onClick={() => setParameters({ [name]: "" })}>
          <span className="unseen">Without </span>
          {name.slice(ATTRIBUTE.length)}: {wanted} <span aria-hidden="true">×</span>
        </button>
      ))}
      {count === 0 ? null : (
        <button type="button" className="button quiet small" onClick={() => clearFilters(filters)}>
          Clear
        </button>
      )}
    </div>
  );
}

/** A search attribute, as name=value; each one that is asked for stands beside it. */
function Attribute() {
  const [typed, setTyped] = useState("");
  const at = typed.indexOf("=");
  const whole = at > 0 && typed.slice(at + 1).trim() !== "";
  function add(event: FormEvent) {
    event.preventDefault();
    if (!whole) return;
    setParameters({ [ATTRIBUTE + typed.slice(0, at).trim()]: typed.slice(at + 1).trim() });
    setTyped("");
  }
  return (
    <form onSubmit={add}>
      <input
        className="input"
        type="search"
        placeholder="Attribute=value"
        aria-label="Search attribute, as name=value; Enter adds it"
        aria-invalid={typed !== "" && !whole}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}

const SINCE: [string, string, number][] = [
  ["1h", "last hour", 3_600_000],
  ["24h", "last day", 86_400_000],
  ["7d", "last week", 604_800_000],
];

/** When it was started; in the address these are instants, so that a link shows the same later. */
function Started({ from, until }: { from: string | undefined; until: string | undefined }) {
  const [between, setBetween] = useState(until !== undefined);
  const set = from !== undefined || until !== undefined;
  function choose(id: string) {
    const chosen = SINCE.find(([known]) => known === id);
    setBetween(id === "between");
    if (id !== "between" && id !== "set") setParameters({ from: chosen ? instant(new Date(serverNow() - chosen[2])) : "", until: "" });
  }
  return (
    <>
      <select className="input" aria-label="Started" value={between ? "between" : set ? "set" : ""} onChange={(event) => choose(event.target.value)}>
        <option value="">Started: any time</option>
        {set && !between ? <option value="set">since {shown(from)}</option> : null}
        {SINCE.map(([id, text]) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
        <option value="between">between…</option>
      </select>
      {between ? (
        <>
          <Instant label="Started at or after" name="from" value={from} />
          <Instant label="Started before" name="until" value={until} />
        </>
      ) : null}
    </>
  );
}

function instant(date: Date) {
  return date.toISOString().slice(0, 19) + "Z";
}

const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

function shown(at: string | undefined) {
  const millis = at === undefined ? NaN : Date.parse(at);
  return Number.isNaN(millis) ? "?" : SHORT.format(millis);
}

/** As fields for dates and times want it: the time of the place, without it being said. */
function local(date: Date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Instant({ label, name, value }: { label: string; name: string; value: string | undefined }) {
  const millis = value === undefined ? NaN : Date.parse(value);
  function change(typed: string) {
    const at = Date.parse(typed);
    setParameters({ [name]: Number.isNaN(at) ? "" : instant(new Date(at)) });
  }
  return (
    <input
      className="input"
      type="datetime-local"
      aria-label={label}
      title={label}
      value={Number.isNaN(millis) ? "" : local(new Date(millis))}
      // A year has four digits.
      max="9999-12-31T23:59"
      onChange={(event) => change(event.target.value)}
    />
  );
}

interface WordsProps {
  label: string;
  name: string;
  value: string | undefined;
  first?: boolean;
  options?: string[];
}

/** Words to look for, asked for when nothing has been typed for a while, or when the field is left. */
function Words({ label, name, value = "", first, options }: WordsProps) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<number | undefined>(undefined);
  /** What was put into the address from here: it comes back later, when more may have been typed, and is no news. */
  const put = useRef(value);
  useEffect(() => {
    const now = new URLSearchParams(location.search).get(name) ?? "";
    if (value === put.current || value !== now) return;
    window.clearTimeout(timer.current);
    timer.current = undefined;
    put.current = value;
    setTyped(value);
  }, [name, value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  function ask(text: string) {
    window.clearTimeout(timer.current);
    timer.current = undefined;
    // What stands in the address has no spaces around it; what is being typed keeps them.
    put.current = text.trim();
    setParameters({ [name]: put.current });
  }
  function change(text: string) {
    setTyped(text);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => ask(text), TYPING_MILLIS);
  }
  const leave = () => (timer.current === undefined ? undefined : ask(typed));
  const list = options === undefined ? undefined : "options-" + name;
  return (
    <>
      <input
        className="input"
        type="search"
        data-search={first ? "" : undefined}
        placeholder={label}
        aria-label={label}
        list={list}
        value={typed}
        onChange={(event) => change(event.target.value)}
        onBlur={leave}
      />
      {options === undefined ? null : (
        <datalist id={list}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </>
  );
}

function Choice({ label, name, value, options }: { label: string; name: string; value: string | undefined; options: [string, string][] }) {
  const known = value === undefined || options.some(([option]) => option === value);
  return (
    <select className="input" aria-label={label} value={value ?? ""} onChange={(event) => setParameters({ [name]: event.target.value })}>
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
