// Two definitions as one text, with what was taken out and put in.
import { unifiedMergeView } from "@codemirror/merge";
import { useEffect, useRef, type CSSProperties } from "react";
import { openReadOnly } from "./readOnly";

export default function Changes({ before, after, height = "260px" }: { before: string; after: string; height?: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const changes = unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } });
    return openReadOnly(host.current, after, "What changes", changes).close;
  }, [before, after]);
  return <div ref={host} className="card" style={{ "--height-max": height, overflow: "hidden" } as CSSProperties} />;
}
