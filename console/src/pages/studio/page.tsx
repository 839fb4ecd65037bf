// Edits a definition: with completion, what is wrong at the right line, its graph, a try of one state or of all, export, and saving with a diff.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { get } from "../../api/client";
import type { Example } from "../../api/insight";
import { askToLeave, to, useParameter } from "../../router";
import { Badge } from "../../ui/badges";
import { Card, PageHead } from "../../ui/head";
import { Link } from "../../ui/link";
import { useResource } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";
import { useKeys } from "../../ui/keys";
import { shownTab, Tabs, type Tab } from "../../ui/tabs";
import { copy } from "../../ui/toast";
import { Graph, type Mark } from "../../graph/graph";
import { useKnown } from "../start";
import type { Editor, Problem } from "./editor";
import { Export } from "./export";
import { NO_SCRIPT, Rehearse } from "./rehearse";
import { Save } from "./save";
import { NO_TRIAL, TryState } from "./tryState";
import { readWritten, type Written } from "./written";
import { problemsOf, useGraph, useValidation, type Drawn, type Validation } from "./validation";
import "./studio.css";
import "../../style/insight.css";

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

export interface StateName {
  name: string;
  type: string;
  /** Where in the definition it is. */
  location: string;
}

export default function Studio() {
  const [machine] = useParameter("machine");
  const loaded = useResource("studio" + machine, (signal) =>
    machine === "" ? Promise.resolve(undefined) : readWritten(machine, signal),
  );
  // What is being written stays, whatever becomes of a later reading.
  if (loaded.error !== undefined && loaded.data === undefined) return <Failure error={loaded.error} again={loaded.reload} />;
  if (machine !== "" && loaded.data === undefined) return <Loading lines={12} />;
  return <Edited key={machine} opened={loaded.data} />;
}

/** What is read again later does not count: what is written here was begun with what was opened, or saved since. */
function Edited({ opened: first }: { opened: Written | undefined }) {
  const [machine, setMachine] = useState(first);
  const original = machine?.definition ?? "";
  const [text, setText] = useState(machine?.definition ?? NEW);
  const [type, setType] = useState<"STANDARD" | "EXPRESS">(machine?.type ?? "STANDARD");
  const [saving, setSaving] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [script, setScript] = useState(NO_SCRIPT);
  const [trial, setTrial] = useState(NO_TRIAL);
  const [show, setTab] = useParameter("show", "graph");
  const [validation, error] = useValidation(text, type);
  const drawn = useGraph(text, validation);
  const problems = useMemo(() => problemsOf(validation), [validation]);
  const tabs: Tab[] = [
    { id: "graph", label: "Graph" },
    { id: "problems", label: "Problems" + (problems.length === 0 ? "" : " (" + problems.length + ")") },
    { id: "try", label: "Try a state" },
    { id: "run", label: "Run" },
  ];
  const tab = shownTab(tabs, show);
  const states = useMemo(() => statesOf(validation?.tree), [validation]);
  const editor = useRef<Editor | undefined>(undefined);
  const [begun] = useState(text);
  const [opened, setOpened] = useState(false);
  const save = useCallback(() => setSaving(true), []);
  const changed = text !== original;
  const known = useKnown(machine?.stateMachineArn);
  const valid = validation?.valid ? validation.tree : undefined;
  const unsaved = changed && text !== NEW;
  useWarning(unsaved);
  useKeys([{ keys: "/", does: "Find in the definition", run: () => editor.current?.find() }]);
  useAim(states, opened ? editor.current : undefined);
  // What was said of an earlier text is marked no more: its places are elsewhere by now.
  const said = validation?.text === text ? problems : undefined;
  useEffect(() => {
    if (said) editor.current?.mark(said);
  }, [said, opened]);

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
        {unsaved ? <Badge tone="run">Not saved</Badge> : null}
        {machine === undefined ? (
          <select className="input" style={{ width: "auto" }} aria-label="Type of the machine" value={type} onChange={(event) => setType(event.target.value === "EXPRESS" ? "EXPRESS" : "STANDARD")}>
            <option value="STANDARD">Standard</option>
            <option value="EXPRESS">Express</option>
          </select>
        ) : null}
      </PageHead>
      <div className="studio">
        <Card padded={false}>
          <Source first={begun} editor={editor} opened={setOpened} changed={setText} save={save} />
          <div className="row small soft editor-foot">
            <span>
              <kbd>Ctrl</kbd> <kbd>Space</kbd> proposes, <kbd>F12</kbd> goes to a state, <kbd>F2</kbd> renames it, <kbd>Esc</kbd> <kbd>Tab</kbd> leaves.
            </span>
            <span className="gap" />
            <button type="button" className="button quiet small" disabled={!isJsonText(text)} title="Lay out JSON; YAML stays as it is written" onClick={() => editor.current?.format()}>
              Format
            </button>
          </div>
        </Card>
        <div className="column" style={{ gap: 16 }}>
          <Card padded={false}>
            <Tabs label="Beside the definition" tabs={tabs} chosen={tab} choose={setTab} />
            {tab === "graph" ? <Live drawn={drawn} states={states} show={(location) => editor.current?.show(location)} /> : null}
            {tab === "problems" ? <Problems problems={problems} editor={editor.current} fresh={said !== undefined} /> : null}
            {tab === "try" ? <TryState states={states} tree={valid} trial={trial} change={(part) => setTrial((before) => ({ ...before, ...part }))} /> : null}
            {tab === "run" ? <Rehearse definition={text} type={type} tree={valid} machine={machine?.name ?? "machine"} known={known} script={script} change={setScript} /> : null}
          </Card>
        </div>
      </div>
      {exporting ? <Export definition={text} name={machine?.name ?? "machine"} close={() => setExporting(false)} /> : null}
      {saving ? <Save machine={machine} text={text} type={type} original={original} saved={setMachine} close={() => setSaving(false)} /> : null}
    </>
  );
}

/** Goes to the state that the address names, once. */
function useAim(states: StateName[], editor: Editor | undefined) {
  const [wanted] = useParameter("state");
  const reached = useRef("");
  useEffect(() => {
    const location = states.find((state) => state.name === wanted)?.location;
    if (location === undefined || !editor || reached.current === wanted) return;
    reached.current = wanted;
    editor.show(location);
  }, [states, editor, wanted]);
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

function isJsonText(text: string) {
  return text.trimStart().startsWith("{");
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
  /** Is told whether the editor is there. */
  opened: (is: boolean) => void;
  changed: (text: string) => void;
  save: () => void;
}

/** The editor is loaded beside the page: what is around it does not wait for it. */
function Source({ first, editor, opened, changed, save }: SourceProps) {
  const host = useRef<HTMLDivElement>(null);
  const given = useRef({ changed, save });
  given.current = { changed, save };
  const [failure, setFailure] = useState<unknown>(undefined);
  useEffect(() => {
    let over = false;
    import("./editor").then(({ openEditor }) => {
      if (over || !host.current) return;
      editor.current = openEditor(host.current, {
        text: first,
        changed: (text) => given.current.changed(text),
        save: () => given.current.save(),
      });
      opened(true);
    }, setFailure);
    return () => {
      over = true;
      editor.current?.close();
      editor.current = undefined;
      opened(false);
    };
  }, [first, editor, opened]);
  if (failure !== undefined) return <Failure error={failure} />;
  return (
    // The class tells the keys of the page that somebody types here.
    <div ref={host} className="editor cm-editor" style={{ height: "68vh" }}>
      {/* Until the editor is there; its shadow root hides it. */}
      <pre className="editor-first" aria-hidden="true">
        {first.slice(0, SHOWN_FIRST)}
      </pre>
    </div>
  );
}

/** So many characters are shown before the editor is there. */
const SHOWN_FIRST = 6000;

const NO_MARKS: ReadonlyMap<string, Mark> = new Map();

/** The graph of the text as it was when it could be read last. */
function Live({ drawn, states, show }: { drawn: Drawn; states: StateName[]; show: (location: string) => void }) {
  const [selected, select] = useState<string | undefined>(undefined);
  if (drawn.graph === undefined) return drawn.stale ? <p className="soft" style={{ padding: "14px 16px" }}>The graph is drawn when the text can be read.</p> : <Loading />;
  return (
    <>
      {drawn.stale ? (
        <p role="status" className="soft small" style={{ padding: "6px 16px" }}>
          The text cannot be read at the moment: this is how it was.
        </p>
      ) : null}
      <Graph
        graph={drawn.graph}
        label="Graph"
        marks={NO_MARKS}
        steady
        selected={selected}
        select={select}
        open={(name) => show(states.find((state) => state.name === name)?.location ?? "/")}
      />
    </>
  );
}

const SHOWN_MAX = 200;
const TONES = { error: "bad", warning: "wait", info: "wait" } as const;

function Problems({ problems, editor, fresh }: { problems: Problem[]; editor: Editor | undefined; fresh: boolean }) {
  if (problems.length === 0) return <p className="soft" style={{ padding: "14px 16px" }}>Nothing is wrong, and the lint has nothing to say.</p>;
  return (
    <ul className="problems">
      {problems.slice(0, SHOWN_MAX).map((problem, index) => (
        <li key={index}>
          <button type="button" onClick={() => editor?.show(problem.location)}>
            <Badge tone={TONES[problem.severity]}>{problem.location.replace(/^@(\d+):\d+$/, "line $1")}</Badge>
            <div>{problem.message}</div>
          </button>
          {fresh && editor ? (
            <div className="row fixes">
              {editor.fixes(problem).map((fix) => (
                <button key={fix.name} type="button" className="button small fix" onClick={() => editor.fix(fix)}>
                  {fix.name}
                </button>
              ))}
            </div>
          ) : null}
        </li>
      ))}
      {problems.length > SHOWN_MAX ? <li className="soft small">and {problems.length - SHOWN_MAX} more</li> : null}
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
