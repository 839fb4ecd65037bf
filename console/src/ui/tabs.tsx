import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";

export interface Tab {
  id: string;
  label: ReactNode;
}

/** The tab that is shown where one is asked for: that one, and the first where it is none of them, as in an address from elsewhere. */
export function shownTab(tabs: Tab[], asked: string): string {
  return (tabs.find((tab) => tab.id === asked) ?? tabs[0])?.id ?? asked;
}

/** A row of tabs; arrows move between them. */
export function Tabs({ label, tabs, chosen, choose }: { label: string; tabs: Tab[]; chosen: string; choose: (id: string) => void }) {
  const row = useRef<HTMLDivElement>(null);
  // On a narrow screen the row scrolls: what is chosen must not be out of sight. Only the row moves, not the page.
  useEffect(() => {
    const element = row.current;
    const tab = element?.querySelector<HTMLElement>("[aria-selected=true]");
    if (element && tab) element.scrollLeft = tab.offsetLeft - element.offsetLeft - (element.clientWidth - tab.clientWidth) / 2;
  }, [chosen]);
  function pressed(event: KeyboardEvent<HTMLDivElement>) {
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    choose(next.id);
    event.currentTarget.querySelectorAll<HTMLButtonElement>("button")[tabs.indexOf(next)]?.focus();
  }
  return (
    <div ref={row} className="tabs" role="tablist" aria-label={label} onKeyDown={pressed}>
      {tabs.map((tab) => (
        <button key={tab.id} type="button" role="tab" aria-selected={tab.id === chosen} tabIndex={tab.id === chosen ? 0 : -1} onClick={() => choose(tab.id)}>
          {tab.label}
        </button>
      ))}
    </div>
  );
}
