// The picture of a definition. The server lays it out; here it is drawn, moved, and coloured by what happened.
import { memo, useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type PointerEvent } from "react";
import type { Tone } from "../ui/badges";
import { COUNT, cut, MORE, NAME, textWidth } from "./letters";
import "./graph.css";

export interface GraphNode {
  name: string;
  kind: "STATE" | "CONTAINER" | "COMPENSATION" | "START" | "END";
  type: string;
  detail: string;
  parent?: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface GraphEdge {
  from: string;
  to: string;
  way: "NEXT" | "CHOICE" | "CATCH" | "UNDO";
  label: string;
  points: { x: number; y: number }[];
}

export interface GraphData {
  width: number;
  height: number;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** What is to be seen of a state beside its name. */
export interface Mark {
  tone: Tone;
  /** Read aloud. */
  words: string;
  /** Such as how often it was entered. */
  count?: string;
  running?: boolean;
}

interface Props {
  graph: GraphData;
  label: string;
  marks: ReadonlyMap<string, Mark>;
  /** Edges that were taken, as "from>to"; "from!>to" where a catcher led. */
  taken?: ReadonlySet<string>;
  selected: string | undefined;
  select: (state: string) => void;
  /** What a click does beside selecting, and Enter on what is selected. */
  open?: (state: string) => void;
  height?: string;
  /** Keeps the place and the scale when the graph changes: somebody is writing it. */
  steady?: boolean;
}

const SCALE_MIN = 0.1;
const SCALE_MAX = 2;

/** A whole graph is shown by itself from this scale on: below it nobody reads the names. */
const WHOLE = 0.62;

/** A frame this narrow shows so little of a graph at a time that the whole is worth smaller letters. */
const NARROW = 480;
const WHOLE_NARROW = 0.48;

function wholeFrom(width: number) {
  return width < NARROW ? WHOLE_NARROW : WHOLE;
}

/** What is too large for that is shown from its beginning, or where something is selected. */
const READABLE = 0.8;

/** Around a graph that is shown as large as it is. */
const ROOM = 90;
const MARGIN = 24;

/** The scale at which a frame's width shows a graph, if its height does not limit that. */
function scaleAcross(graph: GraphData, width: number) {
  const across = (width - MARGIN) / Math.max(1, graph.width);
  return across >= 1 ? 1 : across >= wholeFrom(width) ? across : READABLE;
}

export function Graph({ graph, label, marks, taken, selected, select, open, height, steady = false }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ x: 0, y: 0, scale: 1 });
  const [width, setWidth] = useState(0);
  const ids = useId();
  const places = useMemo(() => new Map(graph.nodes.map((node, index) => [node, index])), [graph]);
  const drag = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined);
  const shown = graph.nodes.filter((node) => node.kind !== "START" && node.kind !== "END");

  /** Shows all of it, however small, or what can be read. */
  function fit(whole: boolean) {
    const box = frame.current;
    if (!box || graph.width === 0) return;
    const scale = Math.min(1, Math.max(SCALE_MIN, Math.min((box.clientWidth - MARGIN) / graph.width, (box.clientHeight - MARGIN) / graph.height)));
    if (whole || scale >= wholeFrom(box.clientWidth)) return setView({ x: (box.clientWidth - graph.width * scale) / 2, y: (box.clientHeight - graph.height * scale) / 2, scale });
    // A graph too large to be read as a whole is shown from where it begins.
    const start = graph.nodes.find((node) => node.kind === "START") ?? graph.nodes[0];
    const middle = start ? start.x + start.width / 2 : graph.width / 2;
    const large = Math.min(READABLE, scaleAcross(graph, box.clientWidth));
    const x = graph.width * large < box.clientWidth ? (box.clientWidth - graph.width * large) / 2 : box.clientWidth / 2 - middle * large;
    return setView({ x, y: 12, scale: large });
  }
  useLayoutEffect(() => {
    const box = frame.current;
    if (!box) return undefined;
    setWidth(box.clientWidth);
    const watch = new ResizeObserver(() => setWidth(box.clientWidth));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  const fitted = useRef(0);
  // Before it is painted: a graph that moved afterwards would move away from the pointer.
  useLayoutEffect(() => {
    if (steady && fitted.current === width) return;
    fitted.current = width;
    fit(false);
  }, [graph, width]);
  useLayoutEffect(() => {
    const node = shown.find((each) => each.name === selected);
    if (node) reveal(node);
  }, [graph, width, selected]);

  function zoom(factor: number, at?: { x: number; y: number }) {
    const box = frame.current;
    if (!box) return;
    const center = at ?? { x: box.clientWidth / 2, y: box.clientHeight / 2 };
    setView((before) => {
      const scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, before.scale * factor));
      const by = scale / before.scale;
      return { scale, x: center.x - (center.x - before.x) * by, y: center.y - (center.y - before.y) * by };
    });
  }

  useEffect(() => {
    const box = frame.current;
    if (!box) return undefined;
    // Scrolling the page over a graph must scroll the page: only with a modifier, or pinched, it zooms.
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const bounds = box.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - bounds.left, y: event.clientY - bounds.top });
    };
    box.addEventListener("wheel", wheel, { passive: false });
    return () => box.removeEventListener("wheel", wheel);
  }, []);

  function down(event: PointerEvent) {
    if (event.button !== 0 || (event.target as Element).closest("button")) return;
    drag.current = { x: event.clientX - view.x, y: event.clientY - view.y, moved: false };
  }
  function move(event: PointerEvent) {
    const from = drag.current;
    if (!from || event.buttons === 0) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(x - view.x, y - view.y) < 4) return;
    from.moved = true;
    setView((before) => ({ ...before, x, y }));
  }

  function pressed(event: KeyboardEvent) {
    const at = shown.find((node) => node.name === selected) ?? shown[0];
    if (!at) return;
    const next = event.key.startsWith("Arrow") ? nearest(shown, at, event.key, selected === undefined) : undefined;
    if (event.key === "+") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit(true);
    else if (event.key === "Enter" && open && selected !== undefined) open(selected);
    else if (next) select(next.name);
    else return;
    event.preventDefault();
  }

  function reveal(node: GraphNode) {
    const box = frame.current;
    if (!box) return;
    setView((before) => {
      const [left, top] = [before.x + node.x * before.scale, before.y + node.y * before.scale];
      const [right, bottom] = [left + node.width * before.scale, top + node.height * before.scale];
      const dx = left < 20 ? 20 - left : right > box.clientWidth - 20 ? box.clientWidth - 20 - right : 0;
      const dy = top < 20 ? 20 - top : bottom > box.clientHeight - 20 ? box.clientHeight - 20 - bottom : 0;
      return { ...before, x: before.x + dx, y: before.y + dy };
    });
  }

  const act = useRef({ select, open });
  act.current = { select, open };
  // The same for all drawings, so that only nodes that changed are drawn again.
  const choose = useCallback((name: string) => {
    if (drag.current?.moved) return;
    act.current.select(name);
    act.current.open?.(name);
  }, []);
  const containers = graph.nodes.filter((node) => node.kind === "CONTAINER");
  const others = graph.nodes.filter((node) => node.kind !== "CONTAINER");
  const draw = (node: GraphNode) => (
    <Node
      key={node.kind + node.name}
      id={ids + places.get(node)}
      node={node}
      mark={marks.get(node.name)}
      selected={node.name === selected}
      choose={choose}
    />
  );
  const active = shown.find((node) => node.name === selected);
  return (
    <div className="graph" style={{ height: height ?? `min(68vh, 720px, ${Math.round(graph.height * scaleAcross(graph, width)) + ROOM}px)` }}>
      <div
        ref={frame}
        className="graph-frame"
        tabIndex={0}
        role="application"
        aria-label={label + ". Arrows move between states." + (open ? " Enter opens." : "")}
        aria-activedescendant={active && ids + places.get(active)}
        onKeyDown={pressed}
        onPointerDown={down}
        onPointerMove={move}
      >
        <svg width="100%" height="100%" role="group" aria-label={label}>
          <defs>
            <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
              <path d="M0 0L8 4L0 8z" className="graph-head" />
            </marker>
          </defs>
          <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
            {containers.map(draw)}
            <Edges edges={graph.edges} taken={taken} />
            {others.map(draw)}
          </g>
        </svg>
      </div>
      <div className="graph-tools">
        <button type="button" className="button small" aria-label="Larger" onClick={() => zoom(1.25)}>
          +
        </button>
        <button type="button" className="button small" aria-label="Smaller" onClick={() => zoom(0.8)}>
          −
        </button>
        <button type="button" className="button small" onClick={() => fit(true)}>
          Fit
        </button>
      </div>
    </div>
  );
}

/** Drawn again only when the graph, or the way taken, has changed: not for each step of a drag. */
const Edges = memo(function Edges({ edges, taken }: { edges: GraphEdge[]; taken: ReadonlySet<string> | undefined }) {
  return (
    <>
      {edges.map((edge, index) => (
        <path
          key={index}
          d={path(edge.points)}
          className={"graph-edge way-" + edge.way.toLowerCase() + (taken?.has(edge.from + (edge.way === "CATCH" ? "!>" : ">") + edge.to) ? " taken" : "")}
          markerEnd="url(#head)"
        >
          <title>{edge.from + " → " + edge.to + (edge.label === "" ? "" : ": " + edge.label)}</title>
        </path>
      ))}
    </>
  );
});

const TEXT_LEFT = 26;
const TEXT_RIGHT = 10;

interface NodeProps {
  id: string;
  node: GraphNode;
  mark: Mark | undefined;
  selected: boolean;
  choose: (name: string) => void;
}

const Node = memo(function Node({ id, node, mark, selected, choose }: NodeProps) {
  if (node.kind === "START" || node.kind === "END")
    return <circle className="graph-dot" cx={node.x + node.width / 2} cy={node.y + node.height / 2} r={node.width / 2} />;
  const more = node.detail === "" ? node.type : node.type + " · " + node.detail;
  const room = node.width - TEXT_LEFT - TEXT_RIGHT;
  const counted = mark?.count ? textWidth(mark.count, COUNT) + 6 : 0;
  // A name is not cut for a count: that stands below, where there is less to lose.
  const below = textWidth(node.name, NAME) > room - counted;
  const style = { "--tone": mark ? `var(--${mark.tone})` : "var(--line-strong)", "--tone-soft": mark ? `var(--${mark.tone}-soft)` : "var(--raised)" } as CSSProperties;
  return (
    <g
      id={id}
      className={"graph-node kind-" + node.kind.toLowerCase() + (mark ? " marked" : "") + (selected ? " selected" : "")}
      style={style}
      role="button"
      aria-pressed={selected}
      aria-description={mark?.words}
      data-mark={mark?.words ?? ""}
      data-state={node.name}
      onClick={() => choose(node.name)}
    >
      <rect x={node.x} y={node.y} width={node.width} height={node.height} rx={9} />
      <g transform={`translate(${node.x} ${node.y})`}>
        <circle className={"graph-light" + (mark?.running ? " pulse" : "")} cx={14} cy={17} r={4} />
        <text x={TEXT_LEFT} y={21} className="graph-name">
          {cut(node.name, NAME, room - (below ? 0 : counted))}
        </text>
        <text x={TEXT_LEFT} y={38} className="graph-more">
          {cut(more, MORE, room - (below ? counted : 0))}
        </text>
        {mark?.count ? (
          <text x={node.width - TEXT_RIGHT} y={below ? 38 : 21} className="graph-count" textAnchor="end">
            {mark.count}
          </text>
        ) : null}
      </g>
      <title>{node.name + ", " + more}</title>
    </g>
  );
});

function path(points: { x: number; y: number }[]) {
  const [first, ...rest] = points;
  if (!first) return "";
  let text = `M${first.x} ${first.y}`;
  let from = first;
  for (const point of rest) {
    const middle = (from.y + point.y) / 2;
    text += from.x === point.x || from.y === point.y ? `L${point.x} ${point.y}` : `C${from.x} ${middle} ${point.x} ${middle} ${point.x} ${point.y}`;
    from = point;
  }
  return text;
}

/** The nearest node in the direction of an arrow. */
function nearest(nodes: GraphNode[], at: GraphNode, key: string, first: boolean): GraphNode | undefined {
  if (first) return at;
  const center = (node: GraphNode) => ({ x: node.x + node.width / 2, y: node.kind === "CONTAINER" ? node.y + 20 : node.y + node.height / 2 });
  const from = center(at);
  const along = key === "ArrowDown" || key === "ArrowUp" ? "y" : "x";
  const across = along === "y" ? "x" : "y";
  const sign = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
  let best: GraphNode | undefined;
  let least = Infinity;
  for (const node of nodes) {
    const to = center(node);
    const ahead = (to[along] - from[along]) * sign;
    if (node === at || ahead < 4) continue;
    const cost = ahead + 2 * Math.abs(to[across] - from[across]);
    if (cost < least) [best, least] = [node, cost];
  }
  return best;
}
