// Two definitions as one text, with what was taken out and put in.
import { useEffect, useRef, type CSSProperties } from "react";
import { openDifference } from "./difference";

export default function Changes({ before, after, height = "260px" }: { before: string; after: string; height?: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? openDifference(host.current, before, after) : undefined), [before, after]);
  return <div ref={host} className="card" style={{ "--height-max": height, overflow: "hidden" } as CSSProperties} />;
}
