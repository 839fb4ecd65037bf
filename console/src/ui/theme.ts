// Light or dark: as the system has it, unless the switch says otherwise.
import { useSyncExternalStore } from "react";
import { ofBrowser } from "./kept";

export type Theme = "system" | "light" | "dark";

const KEY = "skald.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function chosenTheme(): Theme {
  const kept = ofBrowser.get(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** Puts the theme on the page; the styles do the rest. */
export function applyTheme() {
  const chosen = chosenTheme();
  const dark = chosen === "dark" || (chosen === "system" && system.matches);
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  for (const listener of listeners) listener();
}

system.addEventListener("change", applyTheme);

export function chooseTheme(theme: Theme) {
  if (theme === "system") ofBrowser.remove(KEY);
  else ofBrowser.set(KEY, theme);
  applyTheme();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, chosenTheme);
}
