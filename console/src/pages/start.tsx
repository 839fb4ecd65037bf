// Starts a machine: with an input of one's own, which begins with a recent one, and what recent inputs had in common at hand.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { aws, getExact } from "../api/client";
import type { RecentInputs } from "../api/insight";
import { JsonField } from "../editor/jsonField";
import type { Known } from "../editor/json";
import { typesOf, type Shape } from "../editor/shapes";
import { navigate, to } from "../router";
import { Badge, StatusBadge } from "../ui/badges";
import { Dialog } from "../ui/dialog";
import { jsonProblem } from "../ui/jsonproblem";
import { pretty, prettyText } from "../ui/jsonvalue";
import { oneLine } from "../ui/oneline";
import { useResource } from "../ui/resource";
import { Failure, Loading } from "../ui/states";
import { When } from "../ui/time";
import { NameField } from "./nameField";
import { nameProblem } from "./names";
import "./start.css";

/** So many recent starts are looked at. */
const RECENT_MAX = 20;

/** How much of an input a list shows, in characters. */
const INPUT_SHOWN = 120;

const PAYLOAD_BYTES_USUAL = 262_144;

export function useInputs(stateMachineArn: string) {
  return useResource("inputs" + stateMachineArn, (signal) => readInputs(stateMachineArn, signal));
}

function readInputs(stateMachineArn: string, signal: AbortSignal) {
  return getExact<RecentInputs>("/machines/" + encodeURIComponent(stateMachineArn) + "/inputs", { limit: RECENT_MAX }, signal);
}

/** What starts of a machine looked like so far; nothing of a machine that is not there yet. */
export function useKnown(stateMachineArn: string | undefined): Known {
  const inputs = useResource("known" + (stateMachineArn ?? ""), (signal) => (stateMachineArn === undefined ? Promise.resolve(undefined) : readInputs(stateMachineArn, signal)));
  return useMemo(() => knownOf(inputs.data), [inputs.data]);
}

type RecentInput = RecentInputs["inputs"][number];

/** The input of an execution, however long it is. */
export async function inputOf(executionArn: string, signal?: AbortSignal): Promise<string> {
  const described = await aws<{ input?: string }>("DescribeExecution", { executionArn }, signal);
  return prettyText(described.input ?? "{}");
}

interface ChosenInput {
  read: (executionArn: string) => void;
  /** Something else is wanted by now. */
  forget: () => void;
  failure: unknown;
}

/** Reads the input that somebody has chosen. Who chooses another, or goes, is not given it any more. */
export function useChosenInput(take: (input: string) => void): ChosenInput {
  const [failure, setFailure] = useState<unknown>(undefined);
  const wanted = useRef(new AbortController());
  const forget = useCallback(() => wanted.current.abort(), []);
  useEffect(() => forget, [forget]);
  function read(executionArn: string) {
    forget();
    const { signal } = (wanted.current = new AbortController());
    setFailure(undefined);
    inputOf(executionArn, signal).then(
      (input) => {
        if (!signal.aborted) take(input);
      },
      (refused: unknown) => {
        if (!signal.aborted) setFailure(refused);
      },
    );
  }
  return { read, forget, failure };
}

interface StartProps {
  title: string;
  stateMachineArn: string;
  /** Versions and aliases of it. */
  targets?: { arn: string; words: string }[];
  /** The input to begin with; that of the latest start when there is none. */
  input?: string | undefined;
  close: () => void;
}

export function Start({ title, stateMachineArn, targets = [], input, close }: StartProps) {
  const inputs = useInputs(stateMachineArn);
  const latest = inputs.data?.inputs.find((each) => !each.inputLeftOut);
  const [name, setName] = useState("");
  const [target, setTarget] = useState(stateMachineArn);
  const [typed, setTyped] = useState(input);
  const text = typed ?? (latest ? pretty(latest.input ?? null) : "{}");
  const problem = useMemo(() => jsonProblem(text), [text]);
  const known = useMemo(() => knownOf(inputs.data), [inputs.data]);
  const waits = typed === undefined && inputs.loading;

  async function run() {
    const started = await aws<{ executionArn: string }>("StartExecution", { stateMachineArn: target, input: text, ...(name === "" ? {} : { name }) });
    navigate(to.execution(started.executionArn));
  }

  return (
    <Dialog title={title} does="Start" wide disabled={waits || problem !== undefined || nameProblem(name) !== undefined} run={run} close={close}>
      <div className="start">
        <div className="column">
          <JsonField
            words="Input, as JSON"
            hint={typed === undefined && latest ? "as " + latest.name + " had it" : undefined}
            value={text}
            set={setTyped}
            problem={problem}
            rows={14}
            known={known}
          />
          <Size text={text} />
          <NameField words="Name (optional): the same name and input is the same execution" value={name} set={setName} />
          {targets.length === 0 ? null : (
            <label className="field">
              <span>What runs</span>
              <select className="input" value={target} onChange={(event) => setTarget(event.target.value)}>
                <option value={stateMachineArn}>The machine as it is now</option>
                {targets.map((each) => (
                  <option key={each.arn} value={each.arn}>
                    {each.words}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        <div className="column start-known">
          {inputs.error !== undefined ? <Failure error={inputs.error} again={inputs.reload} /> : inputs.data === undefined ? <Loading lines={4} /> : <Recent inputs={inputs.data.inputs} text={text} choose={setTyped} />}
          {latest === undefined ? null : (
            <>
              <h3>What the latest inputs have in common</h3>
              <ShapeList shape={(inputs.data?.schema ?? {}) as Shape} />
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function knownOf(inputs: RecentInputs | undefined): Known {
  const examples = (inputs?.inputs ?? []).flatMap((each) => (each.input === undefined ? [] : [each.input]));
  return examples.length === 0 ? {} : { shape: inputs?.schema as Shape, examples };
}

function Size({ text }: { text: string }) {
  if (text.length * 3 < PAYLOAD_BYTES_USUAL / 2) return null;
  const bytes = new Blob([text]).size;
  return (
    <span className="small" role="status" style={{ color: bytes > PAYLOAD_BYTES_USUAL ? "var(--wait)" : "var(--soft)" }}>
      {Math.ceil(bytes / 1024).toLocaleString("en")} KiB{bytes > PAYLOAD_BYTES_USUAL ? ": AWS takes 256 KiB, and so does a server whose limit was not changed" : ""}
    </span>
  );
}

/** Equal inputs are listed once. */
function Recent({ inputs, text, choose }: { inputs: RecentInput[]; text: string; choose: (input: string) => void }) {
  const { read, forget, failure } = useChosenInput(choose);
  const distinct = useMemo(() => grouped(inputs), [inputs]);
  // What was typed or chosen meanwhile stays.
  useEffect(forget, [text, forget]);
  if (inputs.length === 0) return <p className="soft small">It was never started. Inputs of starts will be here to pick.</p>;

  function pick(each: Distinct) {
    if (each.text === undefined) return read(each.latest.executionArn);
    forget();
    return choose(each.text);
  }

  return (
    <>
      <h3>Recent inputs</h3>
      <ul className="recent" aria-label="Recent inputs">
        {distinct.map((each) => (
          <li key={each.latest.executionArn}>
            <button type="button" aria-pressed={each.text !== undefined && each.text === text} onClick={() => pick(each)}>
              <span className="row">
                <span className="clip">{each.latest.name}</span>
                <StatusBadge status={each.latest.status} />
                {each.count > 1 ? <Badge tone="off">{each.count + " starts"}</Badge> : null}
                <span className="gap" />
                <span className="soft small">
                  <When at={each.latest.startedAt} />
                </span>
              </span>
              <code className="small soft clip">{each.text === undefined ? "a long input" : oneLine(each.latest.input ?? null).slice(0, INPUT_SHOWN)}</code>
            </button>
          </li>
        ))}
      </ul>
      {failure === undefined ? null : <Failure error={failure} />}
    </>
  );
}

interface Distinct {
  latest: RecentInput;
  count: number;
  /** Undefined when it is too long for lists. */
  text: string | undefined;
}

function grouped(inputs: RecentInput[]): Distinct[] {
  const found = new Map<string, Distinct>();
  for (const input of inputs) {
    const text = input.inputLeftOut ? undefined : pretty(input.input ?? null);
    const key = text ?? "of " + input.executionArn;
    const before = found.get(key);
    if (before) before.count++;
    else found.set(key, { latest: input, count: 1, text });
  }
  return [...found.values()];
}

const DEPTH_MAX = 4;
const MEMBERS_MAX = 60;

/** A shape as people read it: names, types, and what is not always there. */
export function ShapeList({ shape, depth = 0 }: { shape: Shape; depth?: number }) {
  const members = Object.entries(shape.properties ?? {});
  if (members.length === 0) return depth === 0 ? <p className="soft small">{typesOf(shape).join(" or ") || "Anything"}</p> : null;
  return (
    <ul className="shape">
      {members.slice(0, MEMBERS_MAX).map(([name, member]) => (
        <li key={name}>
          <code className="break">{name}</code>{" "}
          <span className="soft small">
            {typeWords(member)}
            {shape.required?.includes(name) ? "" : ", not always"}
          </span>
          {depth < DEPTH_MAX ? <ShapeList shape={member.items ?? member} depth={depth + 1} /> : null}
        </li>
      ))}
      {members.length > MEMBERS_MAX ? <li className="soft small">and {members.length - MEMBERS_MAX} more</li> : null}
    </ul>
  );
}

function typeWords(shape: Shape): string {
  const words = typesOf(shape).join(" or ");
  const of = shape.items ? typesOf(shape.items).join(" or ") : "";
  return words === "array" && of !== "" ? "array of " + of : words;
}
