// A table that draws only the rows that are looked at. Arrows move, Enter opens; rows have one height.
import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { navigate } from "../router";

export interface Column<T> {
  name: string;
  /** A width in the words of CSS grids, such as "120px" or "minmax(160px, 2fr)". */
  width: string;
  end?: boolean;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** The address that a row leads to. */
  address?: (row: T) => string | undefined;
  /** What happens instead when a row is chosen. */
  onChoose?: (row: T) => void;
  selected?: string | undefined;
  rowHeight?: number;
  /** How high the table grows before it scrolls. */
  maxHeight?: number | string;
  minWidth?: number;
  /** Rows added above those in sight leave these where they are, unless the first row is in sight. */
  keepsPlace?: boolean;
  /** Called when the last rows come in sight. */
  onEnd?: (() => void) | undefined;
}

/** Rows drawn above and below those in sight. */
const BEYOND = 8;

export function Table<T>(props: Props<T>) {
  const { columns, rows, rowKey, rowHeight = 44, maxHeight = 640 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [active, setActive] = useState<string | undefined>(undefined);
  const seen = useRef<string[]>([]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(() => setHeight(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  // Before it is painted: a row that somebody is about to choose must not move away.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && props.keepsPlace && element.scrollTop > 0) {
      // The first of those in sight that is still there: it, or some above it, may be gone.
      const places = new Map(rows.map((row, index) => [rowKey(row), index]));
      const kept = seen.current.findIndex((key) => places.has(key));
      const at = places.get(seen.current[kept] ?? "");
      if (at !== undefined) element.scrollTop = Math.max(0, at - kept) * rowHeight + (element.scrollTop % rowHeight);
    }
    remember();
  }, [rows]);

  function remember() {
    const element = scroller.current;
    if (!element || !props.keepsPlace) return;
    const first = Math.floor(element.scrollTop / rowHeight);
    seen.current = rows.slice(first, first + Math.ceil(element.clientHeight / rowHeight)).map(rowKey);
  }

  function scrolled() {
    const element = scroller.current;
    if (!element) return;
    setTop(element.scrollTop);
    remember();
    if (element.scrollTop + 2 * element.clientHeight > element.scrollHeight) props.onEnd?.();
  }

  function choose(row: T, inNewTab = false) {
    setActive(rowKey(row));
    if (props.onChoose) props.onChoose(row);
    const address = props.address?.(row);
    if (address === undefined) return;
    if (inNewTab) window.open(address, "_blank");
    else navigate(address);
  }

  function pressed(event: KeyboardEvent<HTMLDivElement>) {
    if (event.target !== event.currentTarget) return;
    const at = rows.findIndex((row) => rowKey(row) === (active ?? props.selected));
    const page = Math.max(1, Math.floor(height / rowHeight) - 2);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 };
    const row = rows[at];
    if (event.key === "Enter" && row !== undefined) return choose(row, event.ctrlKey || event.metaKey);
    const step = steps[event.key];
    if (step === undefined || rows.length === 0) return undefined;
    event.preventDefault();
    return move(Math.min(rows.length - 1, Math.max(0, step)));
  }

  function move(index: number) {
    const row = rows[index];
    const element = scroller.current;
    if (row === undefined || !element) return;
    setActive(rowKey(row));
    if (props.onChoose && !props.address) props.onChoose(row);
    const head = 34;
    const from = index * rowHeight;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + rowHeight + head > element.scrollTop + element.clientHeight) element.scrollTop = from + rowHeight + head - element.clientHeight;
  }

  const begin = Math.max(0, Math.floor(top / rowHeight) - BEYOND);
  const end = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + BEYOND);
  const chosen = active ?? props.selected;
  const style = {
    "--columns": columns.map((column) => column.width).join(" "),
    "--table-min": (props.minWidth ?? 0) + "px",
  } as CSSProperties;
  return (
    <div className="table" style={style}>
      <div
        className="scroll"
        ref={scroller}
        onScroll={scrolled}
        onKeyDown={pressed}
        tabIndex={0}
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={chosen === undefined ? undefined : rowId(props.label, chosen)}
        style={{ maxHeight }}
      >
        <div className="head" role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <span key={column.name} role="columnheader" className={column.end ? "end" : undefined}>
              {column.name}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height: rows.length * rowHeight, position: "relative", minWidth: props.minWidth ?? 0 }}>
          {rows.slice(begin, end).map((row, index) => (
            <Line
              key={rowKey(row)}
              id={rowId(props.label, rowKey(row))}
              row={row}
              columns={columns}
              index={begin + index}
              height={rowHeight}
              chosen={rowKey(row) === chosen}
              opens={props.onChoose !== undefined || props.address !== undefined}
              choose={choose}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function rowId(label: string, key: string) {
  return (label + "-" + key).replace(/[^A-Za-z0-9_-]/g, "_");
}

interface LineProps<T> {
  id: string;
  row: T;
  columns: Column<T>[];
  index: number;
  height: number;
  chosen: boolean;
  opens: boolean;
  choose: (row: T, inNewTab?: boolean) => void;
}

function Line<T>({ id, row, columns, index, height, chosen, opens, choose }: LineProps<T>) {
  return (
    <div
      id={id}
      className="line"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-opens={opens ? "" : undefined}
      style={{ top: index * height, height }}
      onClick={(event) => {
        if ((event.target as HTMLElement).closest("a, button, input")) return;
        if (opens) choose(row, event.ctrlKey || event.metaKey);
      }}
    >
      {columns.map((column) => (
        <span key={column.name} role="gridcell" className={column.end ? "end" : undefined}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}
