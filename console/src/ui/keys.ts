// Keys for the whole page. A page says which it knows; those it names later win. None is heard while somebody types.
import { useEffect, useRef } from "react";

export interface Key {
  /** One key as "?", or two as "g e". */
  keys: string;
  does: string;
  run: () => void;
}

const layers: Key[][] = [];
let first = "";
let firstAt = 0;

/** The second key has to follow the first within so many milliseconds. */
const CHORD_MILLIS = 1200;

/** Also within a shadow root, as editors and what finds in them are. */
function isTyping(event: Event) {
  const [target] = event.composedPath();
  const typed = target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
  return typed || (event.target instanceof HTMLElement && event.target.closest(".cm-editor") !== null);
}

function find(keys: string): Key | undefined {
  for (const layer of [...layers].reverse()) {
    const key = layer.find((candidate) => candidate.keys === keys);
    if (key) return key;
  }
  return undefined;
}

function starts(key: string) {
  return layers.some((layer) => layer.some((candidate) => candidate.keys.startsWith(key + " ")));
}

window.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
  if (document.querySelector("dialog[open]")) return;
  const chord = first !== "" && event.timeStamp - firstAt < CHORD_MILLIS ? find(first + " " + event.key) : undefined;
  const key = chord ?? find(event.key);
  first = !key && starts(event.key) ? event.key : "";
  firstAt = event.timeStamp;
  if (!key) return;
  event.preventDefault();
  key.run();
});

/** Hears keys for as long as the component is shown. */
export function useKeys(keys: Key[]) {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const layer = keys.map((key, index) => ({ ...key, run: () => current.current[index]?.run() }));
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
    };
    // What a key does may change at each drawing; which there are does not.
  }, [keys.map((key) => key.keys).join("|")]);
}

export function knownKeys(): Key[] {
  const byKeys = new Map<string, Key>();
  for (const layer of layers) for (const key of layer) byKeys.set(key.keys, key);
  return [...byKeys.values()];
}
