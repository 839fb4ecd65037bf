// A list of things with buttons. Arrows move between the things, tab between what each has.
import type { KeyboardEvent, ReactNode } from "react";

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(count - 1, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function Items({ label, children }: { label: string; children: ReactNode }) {
  function pressed(event: KeyboardEvent<HTMLDivElement>) {
    const step = STEPS[event.key];
    if (!step || (event.target as HTMLElement).closest("input, textarea, select, dialog, .json")) return;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-item]")];
    const at = items.findIndex((item) => item.contains(document.activeElement));
    const next = items[step(at, items.length)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
  return (
    <div role="group" aria-label={label} onKeyDown={pressed}>
      {children}
    </div>
  );
}

/** One of them: what it is, and what can be done. */
export function Item({ label, tools, children }: { label: string; tools?: ReactNode; children: ReactNode }) {
  return (
    <div className="group" role="group" aria-label={label} tabIndex={0} data-item="">
      <div className="what">{children}</div>
      {tools ? <div className="tools">{tools}</div> : null}
    </div>
  );
}

/** At the end of a list that goes on. */
export function More({ what = "Show more", reading, more }: { what?: string; reading: boolean; more: () => void }) {
  return (
    <div style={{ padding: "10px 16px" }}>
      <button type="button" className="button" disabled={reading} onClick={more}>
        {reading ? "Reading…" : what}
      </button>
    </div>
  );
}
