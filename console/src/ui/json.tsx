// A tree of JSON that draws what was opened: two megabytes cost no more than what of them is looked at.
import { useEffect, useId, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { differences, entries, isContainer, jsonataPath, jsonPath, parseJson, pathKey, pretty, scalarText, search, valueAt, WHOLE, type Json, type Path, type Root } from "./jsonvalue";
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

function Scalar({ value }: { value: Json }) {
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

interface LineProps {
  id: string;
  line: Line;
  open: boolean;
  found: boolean;
  toggle: () => void;
  more: () => void;
  /** Chooses what stands in the line. */
  choose: () => void;
}

function LineOf({ id, line, open, found, toggle, more, choose }: LineProps) {
  const style = { "--depth": line.depth } as CSSProperties;
  const item = { id, style, role: "treeitem", "aria-level": line.depth + 1 };
  // Text that is being selected, and what has an action of its own, chooses nothing.
  const chosen = (event: { target: EventTarget }) => {
    if (!(event.target as Element).closest("button") && document.getSelection()?.isCollapsed !== false) choose();
  };
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
      <div className="json-line" style={style} role="none" aria-hidden="true">
        <span className="mark">{end}</span>
      </div>
    );
  if (line.kind === "before" || line.kind === "more")
    return (
      <div className="json-line" {...item}>
        <button type="button" className="more" onClick={more}>
          … {line.hidden.toLocaleString("en")} {line.kind === "before" ? "before these" : "more"}
        </button>
      </div>
    );
  if (line.kind === "scalar")
    return (
      <div className={"json-line" + (found ? " found" : "")} {...item} aria-selected={found} data-chosen={found ? "" : undefined} onClick={chosen}>
        {name}
        <Scalar value={line.value} />
      </div>
    );
  const count = isContainer(line.value) ? entries(line.value).length : 0;
  return (
    <div className={"json-line" + (found ? " found" : "")} {...item} aria-selected={found} aria-expanded={open} data-chosen={found ? "" : undefined} onClick={chosen}>
      <button type="button" className="twist" tabIndex={-1} aria-expanded={open} aria-label={(line.name ?? "value") + ", " + count + (count === 1 ? " member" : " members")} onClick={toggle}>
        {open ? "▾" : "▸"}
      </button>
      {name}
      <span className="mark">{begin}</span>
      {open ? null : (
        <>
          <button type="button" className="more" tabIndex={-1} onClick={toggle}>
            {" "}
            {count.toLocaleString("en")} {Array.isArray(line.value) ? (count === 1 ? "item" : "items") : count === 1 ? "member" : "members"}{" "}
          </button>
          <span className="mark">{end}</span>
        </>
      )}
    </div>
  );
}

/** Shows a JSON text as a tree, with search and copy; a text that is no JSON as it is. */
export function JsonView({ text, label, tools = true, root = WHOLE }: { text: string; label: string; tools?: boolean; root?: Root }) {
  const parsed = useMemo(() => {
    try {
      return { value: parseJson(text) };
    } catch {
      return undefined;
    }
  }, [text]);
  if (!parsed) return <PlainText text={text} label={label} />;
  return <JsonTree key={text} value={parsed.value} text={text} label={label} tools={tools} root={root} />;
}

function PlainText({ text, label }: { text: string; label: string }) {
  return (
    <pre className="json" tabIndex={0} role="region" aria-label={label} style={{ margin: 0, whiteSpace: "pre-wrap" }}>
      {text}
    </pre>
  );
}

function JsonTree({ value, text, label, tools, root }: { value: Json; text: string; label: string; tools: boolean; root: Root }) {
  const [view, setView] = useState<View>(() => ({ open: openAtFirst(value), shown: new Map() }));
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => search(value, wanted, FOUND_MAX), [value, wanted]);
  const [chosen, setChosen] = useState<Path | undefined>(undefined);
  const focus = found[at % Math.max(1, found.length)] ?? chosen;
  const tree = useRef<HTMLDivElement>(null);
  const open = useMemo(() => withAncestors(view.open, focus), [view.open, focus]);
  const shown = useMemo(() => (focus ? withRoom(value, view.shown, focus) : view.shown), [value, view.shown, focus]);
  const drawn = useMemo(() => lines(value, { open, shown }), [value, open, shown]);
  const id = useId();
  const active = drawn.findIndex(isChosen);

  useEffect(() => {
    const line = tree.current?.querySelector("[data-chosen]");
    if (line && tree.current) reveal(tree.current, line as HTMLElement);
  }, [focus]);

  function isChosen({ kind, path }: Line) {
    return focus !== undefined && (kind === "open" || kind === "scalar") && pathKey(path) === pathKey(focus);
  }

  function choose(path: Path | undefined) {
    setWanted("");
    setChosen(path);
  }

  function pressed(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = doneBy(event.key);
    if (!does) return;
    event.preventDefault();
    does();
  }

  /** What a key does, as in trees elsewhere: arrows move from line to line, open and close. */
  function doneBy(key: string): (() => void) | undefined {
    const stops = drawn.filter((line) => line.kind === "open" || line.kind === "scalar");
    const place = stops.findIndex(isChosen);
    const line = stops[place];
    const isOpen = line?.kind === "open" && open.has(pathKey(line.path));
    const to = (index: number) => () => choose(stops[Math.min(stops.length - 1, Math.max(0, index))]?.path);
    switch (key) {
      case "ArrowDown":
        return to(place + 1);
      case "ArrowUp":
        return to(place - 1);
      case "Home":
        return to(0);
      case "End":
        return to(stops.length - 1);
      case "Enter":
        return line?.kind === "open" ? () => toggle(line.path) : undefined;
      case "ArrowRight":
        if (line?.kind !== "open") return undefined;
        return isOpen ? to(place + 1) : () => toggle(line.path);
      case "ArrowLeft":
        if (line === undefined) return undefined;
        if (isOpen) return () => toggle(line.path);
        return line.path.length === 0 ? undefined : () => choose(line.path.slice(0, -1));
      case "Escape":
        return focus === undefined ? undefined : () => choose(undefined);
      default:
        return undefined;
    }
  }

  function toggle(path: Path) {
    const key = pathKey(path);
    const next = new Set(open);
    const closes = next.delete(key);
    if (!closes) next.add(key);
    setView({ open: next, shown });
    // What is chosen is in sight: what it is in can only be closed if it is chosen instead.
    if (closes && focus !== undefined && isWithin(focus, path)) choose(path);
    tree.current?.focus({ preventScroll: true });
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
          <button type="button" className="button quiet small" onClick={() => void copy(text.length < 200_000 ? pretty(value) : text)}>
            Copy
          </button>
        </div>
      ) : null}
      {tools && focus !== undefined ? <Copying path={focus} value={value} root={root} /> : null}
      <div ref={tree} className="json" tabIndex={0} role="tree" aria-label={label} aria-activedescendant={active < 0 ? undefined : id + active} onKeyDown={pressed}>
        {drawn.map((line, index) => (
          <LineOf
            key={line.kind + pathKey(line.path)}
            id={id + index}
            line={line}
            open={open.has(pathKey(line.path))}
            found={index === active}
            toggle={() => toggle(line.path)}
            more={() => more(line)}
            choose={() => choose(line.path)}
          />
        ))}
      </div>
    </div>
  );
}

/** What can be taken of the line that is chosen. */
function Copying({ path, value, root }: { path: Path; value: Json; root: Root }) {
  const here = valueAt(path, value);
  const text = here === undefined ? "" : typeof here === "string" ? here : pretty(here);
  const [asPath, asJsonata] = [jsonPath(path, value, root), jsonataPath(path, value, root)];
  return (
    <div className="row" style={{ padding: "6px 12px 0" }}>
      <code className="small break" style={{ flex: "1 1 100%" }} data-path="">
        {asPath}
      </code>
      <button type="button" className="button quiet small" onClick={() => void copy(text, "Value copied")}>
        Copy value
      </button>
      <button type="button" className="button quiet small" title={asPath} onClick={() => void copy(asPath, "Path copied")}>
        Copy JSONPath
      </button>
      <button type="button" className="button quiet small" title={asJsonata} onClick={() => void copy(asJsonata, "Expression copied")}>
        Copy JSONata
      </button>
    </div>
  );
}

/** Scrolls within the tree alone: the page stays where it is. */
function reveal(tree: HTMLElement, line: HTMLElement) {
  const [frame, box] = [tree.getBoundingClientRect(), line.getBoundingClientRect()];
  if (box.top < frame.top) tree.scrollTop -= frame.top - box.top;
  else if (box.bottom > frame.bottom) tree.scrollTop += Math.min(box.bottom - frame.bottom, box.top - frame.top);
}

/** Whether a path leads into what another one leads to. */
function isWithin(path: Path, ancestor: Path) {
  return path.length > ancestor.length && pathKey(path.slice(0, ancestor.length)) === pathKey(ancestor);
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
