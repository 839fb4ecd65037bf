// A tree of JSON that draws what was opened: two megabytes cost no more than what of them is looked at.
import { useMemo, useState, type CSSProperties, type ReactNode } from "react";
import { differences, entries, isContainer, jsonPath, parseJson, pathKey, pretty, scalarText, search, type Json, type Path } from "./jsonvalue";
import { copy } from "./toast";

/** Members of one container drawn at first, and more each time they are asked for. */
const MEMBERS_SHOWN = 200;

/** Lines that are open at first. */
const LINES_OPEN = 120;

const STRING_SHOWN = 2_000;
const FOUND_MAX = 1_000;
const DIFFERENCES_MAX = 500;

interface Line {
  path: Path;
  depth: number;
  kind: "open" | "close" | "scalar" | "before" | "more";
  name: string | undefined;
  value: Json;
  hidden: number;
}

/** Which members of a container are drawn: those from one position until another, which is not. */
interface Span {
  from: number;
  until: number;
}

const SPAN_AT_FIRST: Span = { from: 0, until: MEMBERS_SHOWN };

interface View {
  open: ReadonlySet<string>;
  shown: ReadonlyMap<string, Span>;
}

function lines(root: Json, view: View): Line[] {
  const out: Line[] = [];
  const walk = (value: Json, path: Path, name: string | undefined, depth: number) => {
    if (!isContainer(value) || entries(value).length === 0) {
      out.push({ path, depth, kind: "scalar", name, value, hidden: 0 });
      return;
    }
    const key = pathKey(path);
    out.push({ path, depth, kind: "open", name, value, hidden: 0 });
    if (!view.open.has(key)) return;
    const members = entries(value);
    const { from, until } = view.shown.get(key) ?? SPAN_AT_FIRST;
    if (from > 0) out.push({ path, depth: depth + 1, kind: "before", name: undefined, value, hidden: from });
    for (const [member, item] of members.slice(from, until)) walk(item, [...path, member], Array.isArray(value) ? undefined : member, depth + 1);
    if (members.length > until) out.push({ path, depth: depth + 1, kind: "more", name: undefined, value, hidden: members.length - until });
    out.push({ path, depth, kind: "close", name: undefined, value, hidden: 0 });
  };
  walk(root, [], undefined, 0);
  return out;
}

/** Opens level by level, until enough lines are seen. */
function openAtFirst(root: Json): Set<string> {
  const open = new Set<string>();
  let level: [Path, Json][] = [[[], root]];
  let count = 0;
  while (level.length > 0) {
    const containers = level.filter((entry): entry is [Path, Json[] | { [key: string]: Json }] => isContainer(entry[1]));
    count += containers.reduce((sum, [, value]) => sum + Math.min(MEMBERS_SHOWN, entries(value).length), 0);
    if (open.size > 0 && count > LINES_OPEN) break;
    for (const [path] of containers) open.add(pathKey(path));
    level = containers.flatMap(([path, value]) => entries(value).slice(0, MEMBERS_SHOWN).map(([key, item]): [Path, Json] => [[...path, key], item]));
  }
  return open;
}

function kindOf(value: Json): string {
  if (typeof value === "string") return "string";
  return value === null || typeof value === "boolean" ? "word" : "number";
}

export function Scalar({ value }: { value: Json }) {
  const [whole, setWhole] = useState(false);
  if (isContainer(value)) return <span className="mark">{Array.isArray(value) ? "[]" : "{}"}</span>;
  const text = scalarText(value);
  if (text.length <= STRING_SHOWN || whole) return <span className={kindOf(value)}>{text}</span>;
  return (
    <>
      <span className={kindOf(value)}>{text.slice(0, STRING_SHOWN)}</span>
      <button type="button" className="more" onClick={() => setWhole(true)}>
        … {(text.length - STRING_SHOWN).toLocaleString("en")} more characters
      </button>
    </>
  );
}

function LineOf({ line, open, found, toggle, more }: { line: Line; open: boolean; found: boolean; toggle: () => void; more: () => void }) {
  const style = { "--depth": line.depth } as CSSProperties;
  const name: ReactNode =
    line.name === undefined ? null : (
      <>
        <span className="key">{JSON.stringify(line.name)}</span>
        <span className="mark">: </span>
      </>
    );
  const [begin, end] = Array.isArray(line.value) ? ["[", "]"] : ["{", "}"];
  if (line.kind === "close")
    return (
      <div className="json-line" style={style}>
        <span className="mark">{end}</span>
      </div>
    );
  if (line.kind === "before" || line.kind === "more")
    return (
      <div className="json-line" style={style}>
        <button type="button" className="more" onClick={more}>
          … {line.hidden.toLocaleString("en")} {line.kind === "before" ? "before these" : "more"}
        </button>
      </div>
    );
  if (line.kind === "scalar")
    return (
      <div className={"json-line" + (found ? " found" : "")} style={style}>
        {name}
        <Scalar value={line.value} />
      </div>
    );
  const count = isContainer(line.value) ? entries(line.value).length : 0;
  return (
    <div className={"json-line" + (found ? " found" : "")} style={style}>
      <button type="button" className="twist" aria-expanded={open} aria-label={(line.name ?? "value") + ", " + count + (count === 1 ? " member" : " members")} onClick={toggle}>
        {open ? "▾" : "▸"}
      </button>
      {name}
      <span className="mark">{begin}</span>
      {open ? null : (
        <>
          <button type="button" className="more" tabIndex={-1} onClick={toggle}>
            {" "}
            {count} {Array.isArray(line.value) ? (count === 1 ? "item" : "items") : count === 1 ? "member" : "members"}{" "}
          </button>
          <span className="mark">{end}</span>
        </>
      )}
    </div>
  );
}

/** Shows a JSON text as a tree, with search and copy; a text that is no JSON as it is. */
export function JsonView({ text, label, tools = true }: { text: string; label: string; tools?: boolean }) {
  const parsed = useMemo(() => {
    try {
      return { value: parseJson(text) };
    } catch {
      return undefined;
    }
  }, [text]);
  if (!parsed) return <PlainText text={text} label={label} />;
  return <JsonTree key={text} value={parsed.value} text={text} label={label} tools={tools} />;
}

function PlainText({ text, label }: { text: string; label: string }) {
  return (
    <pre className="json" tabIndex={0} role="region" aria-label={label} style={{ margin: 0, whiteSpace: "pre-wrap" }}>
      {text}
    </pre>
  );
}

function JsonTree({ value, text, label, tools }: { value: Json; text: string; label: string; tools: boolean }) {
  const [view, setView] = useState<View>(() => ({ open: openAtFirst(value), shown: new Map() }));
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => search(value, wanted, FOUND_MAX), [value, wanted]);
  const focus = found[at % Math.max(1, found.length)];
  const open = useMemo(() => withAncestors(view.open, focus), [view.open, focus]);
  const shown = useMemo(() => (focus ? withRoom(value, view.shown, focus) : view.shown), [value, view.shown, focus]);
  const drawn = useMemo(() => lines(value, { open, shown }), [value, open, shown]);

  function toggle(path: Path) {
    const key = pathKey(path);
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setView({ open: next, shown });
  }

  function more({ path, kind }: Line) {
    const key = pathKey(path);
    const { from, until } = shown.get(key) ?? SPAN_AT_FIRST;
    const wider = kind === "before" ? { from: Math.max(0, from - MEMBERS_SHOWN), until } : { from, until: until + MEMBERS_SHOWN };
    setView({ open, shown: new Map(shown).set(key, wider) });
  }

  return (
    <div>
      {tools ? (
        <div className="row" style={{ padding: "8px 12px 0" }}>
          <input
            className="input"
            style={{ flex: "1 1 120px", width: "auto" }}
            type="search"
            placeholder="Find in this value"
            aria-label={"Find in " + label}
            value={wanted}
            onChange={(event) => {
              setWanted(event.target.value);
              setAt(0);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && found.length > 0) setAt((at + (event.shiftKey ? found.length - 1 : 1)) % found.length);
            }}
          />
          {wanted === "" ? null : (
            <span className="soft small" role="status">
              {found.length === 0 ? "nothing" : (at % found.length) + 1 + " of " + (found.length === FOUND_MAX ? FOUND_MAX + "+" : found.length)}
            </span>
          )}
          {focus ? (
            <button type="button" className="button quiet small" onClick={() => void copy(jsonPath(focus, value), "Path copied")}>
              Copy path
            </button>
          ) : null}
          <button type="button" className="button quiet small" onClick={() => void copy(text.length < 200_000 ? pretty(value) : text)}>
            Copy
          </button>
        </div>
      ) : null}
      <div className="json" tabIndex={0} role="region" aria-label={label}>
        {drawn.map((line) => (
          <LineOf
            key={line.kind + pathKey(line.path)}
            line={line}
            open={open.has(pathKey(line.path))}
            found={focus !== undefined && (line.kind === "open" || line.kind === "scalar") && pathKey(line.path) === pathKey(focus)}
            toggle={() => toggle(line.path)}
            more={() => more(line)}
          />
        ))}
      </div>
    </div>
  );
}

function withAncestors(open: ReadonlySet<string>, path: Path | undefined): ReadonlySet<string> {
  if (!path) return open;
  const next = new Set(open);
  for (let length = 0; length < path.length; length++) next.add(pathKey(path.slice(0, length)));
  return next;
}

/** Draws, of each container on the way, members among which the path is; those around it, where it is far from the others. */
function withRoom(root: Json, shown: ReadonlyMap<string, Span>, path: Path): ReadonlyMap<string, Span> {
  const next = new Map(shown);
  let value: Json | undefined = root;
  for (let depth = 0; depth < path.length && value !== undefined && isContainer(value); depth++) {
    const key = pathKey(path.slice(0, depth));
    const position = entries(value).findIndex(([name]) => name === path[depth]);
    const { from, until } = next.get(key) ?? SPAN_AT_FIRST;
    const begin = Math.max(0, position - MEMBERS_SHOWN / 2);
    if (position < from || position >= until) next.set(key, { from: begin, until: begin + MEMBERS_SHOWN });
    value = (value as Record<string, Json>)[path[depth] ?? ""];
  }
  return next;
}

/** What differs between two JSON texts. */
export function JsonDiff({ before, after, label }: { before: string; after: string; label: string }) {
  const result = useMemo(() => {
    try {
      const [left, right] = [parseJson(before), parseJson(after)];
      return { left, right, found: differences(left, right, DIFFERENCES_MAX) };
    } catch {
      return undefined;
    }
  }, [before, after]);
  if (!result) return <p className="soft" style={{ padding: 16 }}>One of them is no JSON.</p>;
  if (result.found.length === 0) return <p className="soft" style={{ padding: 16 }}>They are the same.</p>;
  return (
    <div className="json" tabIndex={0} role="region" aria-label={label}>
      {result.found.map((difference) => (
        <div key={pathKey(difference.path)} style={{ marginBottom: 8 }}>
          <div className="soft">{jsonPath(difference.path, difference.kind === "added" ? result.right : result.left)}</div>
          {difference.before === undefined ? null : <Side sign="−" className="removed" value={difference.before} />}
          {difference.after === undefined ? null : <Side sign="+" className="added" value={difference.after} />}
        </div>
      ))}
      {result.found.length === DIFFERENCES_MAX ? <p className="soft">… and more.</p> : null}
    </div>
  );
}

function Side({ sign, className, value }: { sign: string; className: string; value: Json }) {
  const text = pretty(value);
  return (
    <div className={className} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", paddingLeft: 8 }}>
      {sign} {text.length > STRING_SHOWN ? text.slice(0, STRING_SHOWN) + "…" : text}
    </div>
  );
}
