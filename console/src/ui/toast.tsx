// Short words about what was done, or failed, which go away by themselves.
import { useSyncExternalStore } from "react";

interface Toast {
  id: number;
  text: string;
  kind: "ok" | "bad";
}

const SHOWN_MILLIS = 6000;
const SHOWN_MAX = 4;

let toasts: Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(value: Toast[]) {
  toasts = value;
  for (const listener of listeners) listener();
}

/** Says something to whoever looks, and to who has it read. */
export function said(text: string, kind: "ok" | "bad" = "ok") {
  const toast = { id: next++, text, kind };
  set([...toasts, toast].slice(-SHOWN_MAX));
  window.setTimeout(() => set(toasts.filter((shown) => shown.id !== toast.id)), SHOWN_MILLIS);
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={"toast " + toast.kind}>
          {toast.text}
        </div>
      ))}
    </div>
  );
}

export async function copy(text: string, what = "Copied") {
  try {
    await navigator.clipboard.writeText(text);
    said(what);
  } catch {
    said("The browser does not let this page copy", "bad");
  }
}
