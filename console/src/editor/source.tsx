// The text of a definition, to be read.
import { useEffect, useRef, type CSSProperties } from "react";
import { useKeys } from "../ui/keys";
import { openReadOnly, type ReadOnly } from "./readOnly";

export default function Source({ text, label, height }: { text: string; label: string; height: string }) {
  const host = useRef<HTMLDivElement>(null);
  const shown = useRef<ReadOnly | undefined>(undefined);
  useEffect(() => {
    if (!host.current) return undefined;
    shown.current = openReadOnly(host.current, text, label);
    return shown.current.close;
  }, [text, label]);
  useKeys([{ keys: "/", does: "Find in the definition", run: () => shown.current?.find() }]);
  return <div ref={host} style={{ "--height-max": height } as CSSProperties} />;
}
