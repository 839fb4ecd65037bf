// What is written, as others take it: in JSON or YAML, or as plain ASL with the saga compiled away.
import { useState } from "react";
import { post } from "../../api/client";
import { Badge } from "../../ui/badges";
import { Dialog } from "../../ui/dialog";
import { later } from "../../ui/guard";
import { useResource } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";
import { Tabs } from "../../ui/tabs";
import { copy } from "../../ui/toast";

const Source = later(() => import("../../editor/source"), 4);

interface Exported {
  definition?: string;
  warnings?: { code: string; state?: string; reason: string }[];
  problems?: { message: string }[];
}

const KINDS = [
  { id: "ASL", label: "For AWS" },
  { id: "JSON", label: "JSON" },
  { id: "YAML", label: "YAML" },
];

function read(definition: string, kind: string, signal: AbortSignal): Promise<Exported> {
  return kind === "ASL" ? post<Exported>("/export", { definition }, signal) : post<Exported>("/convert", { definition, format: kind }, signal);
}

export function Export({ definition, name, close }: { definition: string; name: string; close: () => void }) {
  const [kind, setKind] = useState("ASL");
  const exported = useResource(kind + definition, (signal) => read(definition, kind, signal));
  const text = exported.data?.definition;

  async function run() {
    if (text === undefined) return undefined;
    const file = name + (kind === "ASL" ? ".asl.json" : kind === "JSON" ? ".json" : ".yaml");
    download(text, file);
    return "Saved as " + file + ".";
  }

  return (
    <Dialog title={"Export " + name} does="Download" disabled={text === undefined} run={run} close={close}>
      <Tabs label="Format" tabs={KINDS} chosen={kind} choose={setKind} />
      {kind === "ASL" ? <p className="soft">What AWS Step Functions takes. A saga becomes states, variables and catchers that undo what was done.</p> : null}
      {exported.error !== undefined ? <Failure error={exported.error} /> : exported.data === undefined ? <Loading lines={4} /> : null}
      {(exported.data?.problems ?? []).map((problem) => (
        <p key={problem.message} role="alert" className="break" style={{ color: "var(--bad)" }}>
          {problem.message}
        </p>
      ))}
      {(exported.data?.warnings ?? []).length === 0 ? null : (
        <ul className="warnings" tabIndex={0} aria-label="What it does otherwise">
          {exported.data?.warnings?.map((warning, index) => (
            <li key={index}>
              <Badge tone="wait" plain>
                {warning.code + (warning.state === undefined ? "" : " at " + warning.state)}
              </Badge>{" "}
              <span className="small">{warning.reason}</span>
            </li>
          ))}
        </ul>
      )}
      {text === undefined ? null : (
        <div className="card">
          <div className="row" style={{ padding: "6px 12px", justifyContent: "flex-end" }}>
            <button type="button" className="button quiet small" onClick={() => void copy(text, "Definition copied")}>
              Copy
            </button>
          </div>
          <Source text={text} label="Exported definition" height="300px" />
        </div>
      )}
    </Dialog>
  );
}

function download(text: string, file: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = file;
  link.click();
  URL.revokeObjectURL(address);
}
