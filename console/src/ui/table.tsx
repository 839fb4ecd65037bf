// A table that draws only the rows that are looked at. Arrows move, Enter opens; rows have one height.
import { useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from "react";
import { navigate } from "../router";
import "../style/tables.css";

export interface Column<T> {
  name: string;
  /** A width in the words of CSS grids, such as "120px" or "minmax(160px, 2fr)". */
  width: string;
  end?: boolean;
  /** What its cells are called in the narrow layout of the table; a layout that places them otherwise needs none. */
  area?: string;
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
  /** How rows stand where there is no room for columns: the class of a layout in tables.css, which places the areas of the columns, and a row's height. */
  narrow?: { layout: string; height: number };
  /** Rows added above those in sight leave these where they are, unless the first row is in sight. */
  keepsPlace?: boolean;
  /** Called when the last rows come in sight. */
  onEnd?: (() => void) | undefined;
}

/** Rows drawn above and below those in sight. */
const BEYOND = 8;

/** Columns beside each other need so many pixels, unless a table has no other layout. */
const COLUMNS_FROM = 640;
const HEAD_HEIGHT = 34;

export function Table<T>(props: Props<T>) {
  const { columns, rows, rowKey, maxHeight = 640 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [{ width, height }, setSize] = useState({ width: COLUMNS_FROM, height: 600 });
  const narrow = width < COLUMNS_FROM ? props.narrow : undefined;
  const rowHeight = narrow?.height ?? props.rowHeight ?? 44;
  const minWidth = narrow ? 0 : (props.minWidth ?? 0);
  const [active, setActive] = useState<string | undefined>(undefined);
  const seen = useRef<string[]>([]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const watch = new ResizeObserver(measure);
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
    const from = index * rowHeight;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + rowHeight + HEAD_HEIGHT > element.scrollTop + element.clientHeight) element.scrollTop = from + rowHeight + HEAD_HEIGHT - element.clientHeight;
  }

  const begin = Math.max(0, Math.floor(top / rowHeight) - BEYOND);
  const end = Math.min(rows.length, Math.ceil((top + height) / rowHeight) + BEYOND);
  const drawn = rows.slice(begin, end);
  const chosen = active ?? props.selected;
  const style = {
    "--columns": columns.map((column) => column.width).join(" "),
    "--table-min": minWidth + "px",
  } as CSSProperties;
  return (
    <div className={"table" + (narrow ? " narrow " + narrow.layout : "")} style={style}>
      <div
        className="scroll"
        ref={scroller}
        onScroll={scrolled}
        onKeyDown={pressed}
        tabIndex={0}
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={chosen !== undefined && drawn.some((row) => rowKey(row) === chosen) ? rowId(props.label, chosen) : undefined}
        style={{ maxHeight }}
      >
        <div className="head" role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <span key={column.area ?? column.name} role="columnheader" className={column.end ? "end" : undefined}>
              {column.name}
            </span>
          ))}
        </div>
        <div role="rowgroup" style={{ height: rows.length * rowHeight, position: "relative", minWidth }}>
          {drawn.map((row, index) => (
            <Line
              key={rowKey(row)}
              id={rowId(props.label, rowKey(row))}
              row={row}
              columns={columns}
              narrow={narrow !== undefined}
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
  narrow: boolean;
  index: number;
  height: number;
  chosen: boolean;
  opens: boolean;
  choose: (row: T, inNewTab?: boolean) => void;
}

function Line<T>({ id, row, columns, narrow, index, height, chosen, opens, choose }: LineProps<T>) {
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
        <span key={column.area ?? column.name} role="gridcell" className={column.end ? "end" : undefined} data-name={column.name} style={narrow ? { gridArea: column.area } : undefined}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}
