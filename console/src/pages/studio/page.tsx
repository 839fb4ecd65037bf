// Edits a definition: with completion, what is wrong at the right line, its graph, a try of one state or of all, export, and saving with a diff.
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { get, post } from "../../api/client";
import type { Definition, Example, MachineDetail } from "../../api/insight";
import { askToLeave, to, useParameter } from "../../router";
import { Badge } from "../../ui/badges";
import { Card, PageHead } from "../../ui/head";
import { Link } from "../../ui/link";
import { useResource } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";
import { useKeys } from "../../ui/keys";
import { Tabs } from "../../ui/tabs";
import { copy } from "../../ui/toast";
import { openEditor, type Editor, type Problem } from "./editor";
import { Export } from "./export";
import { NO_SCRIPT, Rehearse } from "./rehearse";
import { Save } from "./save";
import { TryState } from "./tryState";
import "../../style/insight.css";

const DefinitionGraph = lazy(() => import("../definitionGraph"));

const VALIDATE_AFTER_MILLIS = 350;

const NEW = `Comment: What it is for
QueryLanguage: JSONata
StartAt: First

States:
  First:
    Type: Wait
    Seconds: 1
    Next: Done

  Done:
    Type: Succeed
`;

interface Validation {
  valid: boolean;
  problems: { severity: "ERROR" | "WARNING"; code: string; location?: string; message: string }[];
  lint: { code: string; state?: string; location: string; reason: string }[];
  tree?: Definition;
}

export interface StateName {
  name: string;
  type: string;
  /** Where in the definition it is. */
  location: string;
}

export default function Studio() {
  const [machine] = useParameter("machine");
  const loaded = useResource("studio" + machine, (signal) =>
    machine === "" ? Promise.resolve(undefined) : get<MachineDetail>("/machines/" + encodeURIComponent(machine), {}, signal),
  );
  if (loaded.error !== undefined) return <Failure error={loaded.error} again={loaded.reload} />;
  if (loaded.loading && loaded.data === undefined) return <Loading lines={12} />;
  return <Edited key={machine} machine={loaded.data} reload={loaded.reload} />;
}

function Edited({ machine, reload }: { machine: MachineDetail | undefined; reload: () => void }) {
  const original = machine?.definition ?? "";
  const [text, setText] = useState(machine?.definition ?? NEW);
  const [type, setType] = useState<"STANDARD" | "EXPRESS">(machine?.type ?? "STANDARD");
  const [saving, setSaving] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [script, setScript] = useState(NO_SCRIPT);
  const [tab, setTab] = useParameter("show", "graph");
  const [validation, error] = useValidation(text, type);
  const problems = useMemo(() => all(validation), [validation]);
  const states = useMemo(() => statesOf(validation?.tree), [validation]);
  const editor = useRef<Editor | undefined>(undefined);
  const known = useRef(states);
  known.current = states.length > 0 ? states : known.current;
  const [first] = useState(text);
  const save = useCallback(() => setSaving(true), []);
  const changed = text !== original;
  const valid = validation?.valid ? validation.tree : undefined;
  useWarning(changed && text !== NEW);
  useKeys([{ keys: "/", does: "Find in the definition", run: () => editor.current?.find() }]);
  useEffect(() => void editor.current?.mark(problems), [problems]);

  return (
    <>
      <PageHead
        title={machine === undefined ? "New machine" : machine.name}
        above={machine === undefined ? "Studio" : <Link to={to.machine(machine.stateMachineArn)}>Machine</Link>}
        actions={
          <>
            {machine === undefined ? <OpenExample open={(example) => editor.current?.set(example)} /> : null}
            <button type="button" className="button" onClick={() => void copy(text, "Definition copied")}>
              Copy
            </button>
            <button type="button" className="button" disabled={validation?.valid !== true} onClick={() => setExporting(true)}>
              Export
            </button>
            <button type="button" className="button primary" disabled={validation?.valid !== true || !changed} onClick={save}>
              Save
            </button>
          </>
        }
      >
        <Verdict validation={validation} error={error} />
        {machine === undefined ? (
          <select className="input" style={{ width: "auto" }} aria-label="Type of the machine" value={type} onChange={(event) => setType(event.target.value === "EXPRESS" ? "EXPRESS" : "STANDARD")}>
            <option value="STANDARD">Standard</option>
            <option value="EXPRESS">Express</option>
          </select>
        ) : null}
      </PageHead>
      <div className="studio">
        <Card padded={false}>
          <Source first={first} editor={editor} changed={setText} save={save} states={() => known.current} />
          <p className="soft small" style={{ padding: "6px 16px" }}>
            <kbd>Tab</kbd> indents; <kbd>Esc</kbd>, then <kbd>Tab</kbd> leaves the text. <kbd>Ctrl</kbd> <kbd>F</kbd> finds in it.
          </p>
        </Card>
        <div className="column" style={{ gap: 16 }}>
          <Card padded={false}>
            <Tabs
              label="Beside the definition"
              tabs={[
                { id: "graph", label: "Graph" },
                { id: "problems", label: "Problems" + (problems.length === 0 ? "" : " (" + problems.length + ")") },
                { id: "try", label: "Try a state" },
                { id: "run", label: "Run" },
              ]}
              chosen={tab}
              choose={setTab}
            />
            {tab === "graph" ? <Live validation={validation} states={states} show={(location) => editor.current?.show(location)} /> : null}
            {tab === "problems" ? <Problems problems={problems} show={(location) => editor.current?.show(location)} /> : null}
            {tab === "try" ? <TryState states={states} tree={valid} /> : null}
            {tab === "run" ? <Rehearse definition={text} type={type} tree={valid} machine={machine?.name ?? "machine"} script={script} change={setScript} /> : null}
          </Card>
        </div>
      </div>
      {exporting ? <Export definition={text} name={machine?.name ?? "machine"} close={() => setExporting(false)} /> : null}
      {saving ? <Save machine={machine} text={text} type={type} original={original} reload={reload} close={() => setSaving(false)} /> : null}
    </>
  );
}

/** Leaving the page asks first, within the console and out of it. */
function useWarning(unsaved: boolean) {
  const [machine] = useParameter("machine");
  useEffect(() => {
    if (!unsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const forget = askToLeave((address) => editsStill(address, machine) || window.confirm("Leave without saving? What you wrote here is lost."));
    window.addEventListener("beforeunload", ask);
    return () => {
      forget();
      window.removeEventListener("beforeunload", ask);
    };
  }, [unsaved, machine]);
}

/** Whether the same text is edited at an address: another tab of the studio is. */
function editsStill(address: string, machine: string) {
  const there = new URL(address, location.origin);
  return there.pathname === to.studio && (there.searchParams.get("machine") ?? "") === machine;
}

function useValidation(text: string, type: string): [Validation | undefined, unknown] {
  const [state, setState] = useState<{ validation?: Validation; error?: unknown }>({});
  useEffect(() => {
    let over = false;
    const timer = window.setTimeout(() => {
      if (text.trim() === "") return setState({});
      return void post<Validation>("/validate", { definition: text, type }).then(
        (validation) => {
          if (!over) setState({ validation });
        },
        (error: unknown) => {
          if (!over) setState((before) => ({ ...before, error }));
        },
      );
    }, VALIDATE_AFTER_MILLIS);
    return () => {
      over = true;
      window.clearTimeout(timer);
    };
  }, [text, type]);
  return [state.validation, state.error];
}

function all(validation: Validation | undefined): Problem[] {
  if (!validation) return [];
  return [
    ...validation.problems.map((problem): Problem => ({
      severity: problem.severity === "ERROR" ? "error" : "warning",
      location: placeOf(problem),
      message: problem.message,
    })),
    ...validation.lint.map((finding): Problem => ({ severity: "info", location: finding.location, message: finding.reason })),
  ];
}

/** Of text that is no JSON or YAML the place is told as a line: the last one that is named is where reading stopped. */
function placeOf(problem: { location?: string; message: string }) {
  if (problem.location?.startsWith("/")) return problem.location;
  const points = [...((problem.location ?? "") + " " + problem.message).matchAll(/line:? (\d+),? column:? (\d+)/g)];
  const last = points[points.length - 1];
  return last ? "@" + last[1] + ":" + last[2] : "/";
}

function statesOf(tree: unknown): StateName[] {
  const found: StateName[] = [];
  const walk = (value: unknown, location: string) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      const there = Array.isArray(value) ? location + "[" + name + "]" : location + "/" + name;
      if (name === "States" && typeof member === "object" && member !== null && !Array.isArray(member))
        for (const [state, body] of Object.entries(member as Record<string, unknown>))
          found.push({ name: state, type: String((body as { Type?: unknown } | null)?.Type ?? ""), location: there + "/" + state });
      walk(member, there);
    }
  };
  walk(tree, "");
  return found;
}

function Verdict({ validation, error }: { validation: Validation | undefined; error: unknown }) {
  if (error !== undefined) return <Badge tone="off">Not validated: the server does not answer</Badge>;
  if (!validation) return <Badge tone="off">Not validated yet</Badge>;
  const errors = validation.problems.filter((problem) => problem.severity === "ERROR").length;
  const hints = validation.lint.length + validation.problems.length - errors;
  if (!validation.valid) return <Badge tone="bad">{errors === 1 ? "One problem" : errors + " problems"}</Badge>;
  if (hints > 0) return <Badge tone="wait">{"Valid, " + hints + (hints === 1 ? " hint" : " hints")}</Badge>;
  return <Badge tone="ok">Valid</Badge>;
}

interface SourceProps {
  first: string;
  editor: { current: Editor | undefined };
  changed: (text: string) => void;
  save: () => void;
  states: () => StateName[];
}

function Source({ first, editor, changed, save, states }: SourceProps) {
  const host = useRef<HTMLDivElement>(null);
  const given = useRef({ changed, save, states });
  given.current = { changed, save, states };
  useEffect(() => {
    if (!host.current) return undefined;
    const opened = openEditor(host.current, {
      text: first,
      changed: (text) => given.current.changed(text),
      save: () => given.current.save(),
      states: () => given.current.states(),
    });
    editor.current = opened;
    return () => {
      editor.current = undefined;
      opened.close();
    };
  }, [first, editor]);
  // The class tells the keys of the page that somebody types here.
  return <div ref={host} className="editor cm-editor" style={{ height: "68vh" }} />;
}

/** The graph of the text as it was when it was a definition last. */
function Live({ validation, states, show }: { validation: Validation | undefined; states: StateName[]; show: (location: string) => void }) {
  const drawn = useRef<string | undefined>(undefined);
  const [selected, select] = useState<string | undefined>(undefined);
  if (validation?.valid && validation.tree) drawn.current = JSON.stringify(validation.tree);
  if (drawn.current === undefined) return <p className="soft" style={{ padding: "14px 16px" }}>The graph is drawn when the definition is valid.</p>;
  return (
    <Suspense fallback={<Loading />}>
      <DefinitionGraph
        definition={drawn.current}
        label="Graph"
        selected={selected}
        choose={select}
        open={(name) => show(states.find((state) => state.name === name)?.location ?? "/")}
      />
    </Suspense>
  );
}

const SHOWN_MAX = 200;
const TONES = { error: "bad", warning: "wait", info: "wait" } as const;

function Problems({ problems, show }: { problems: Problem[]; show: (location: string) => void }) {
  if (problems.length === 0) return <p className="soft" style={{ padding: "14px 16px" }}>Nothing is wrong, and the lint has nothing to say.</p>;
  return (
    <ul className="problems">
      {problems.slice(0, SHOWN_MAX).map((problem, index) => (
        <li key={index}>
          <button type="button" onClick={() => show(problem.location)}>
            <Badge tone={TONES[problem.severity]}>{problem.location.replace(/^@(\d+):\d+$/, "line $1")}</Badge>
            <div>{problem.message}</div>
          </button>
        </li>
      ))}
    </ul>
  );
}

function OpenExample({ open }: { open: (text: string) => void }) {
  const examples = useResource("examples", (signal) => get<{ examples: Example[] }>("/examples", {}, signal));
  return (
    <select
      className="input"
      style={{ width: "auto" }}
      aria-label="Begin with an example"
      value=""
      onChange={(event) => {
        const example = examples.data?.examples.find((each) => each.name === event.target.value);
        if (example) open(example.definition);
      }}
    >
      <option value="">Begin with…</option>
      {(examples.data?.examples ?? []).map((example) => (
        <option key={example.name} value={example.name}>
          {example.title}
        </option>
      ))}
    </select>
  );
}
