// Two definitions as one text, with what was taken out and put in.
import { useEffect, useRef } from "react";
import { openDifference } from "./editor";

export default function Changes({ before, after, height = 260 }: { before: string; after: string; height?: number | string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? openDifference(host.current, before, after) : undefined), [before, after]);
  return <div ref={host} className="card" style={{ height, overflow: "hidden" }} />;
}
