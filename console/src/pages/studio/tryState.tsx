// One state alone: what it does with an input, really performed or with the answer of its task made up, and what its data looked like on the way.
import { useMemo, useState } from "react";
import { aws } from "../../api/client";
import type { Definition } from "../../api/insight";
import { JsonField } from "../../editor/jsonField";
import { StatusBadge, Badge } from "../../ui/badges";
import { JsonView } from "../../ui/json";
import { jsonProblem } from "../../ui/jsonproblem";
import { pretty, type Json } from "../../ui/jsonvalue";
import { words } from "../../ui/states";
import type { StateName } from "./page";

interface Inspection {
  variables?: string;
  errorDetails?: { catchIndex?: number; retryIndex?: number; retryBackoffIntervalSeconds?: number };
  [stage: string]: unknown;
}

interface Outcome {
  status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  output?: string;
  error?: string;
  cause?: string;
  nextState?: string;
  inspectionData?: Inspection;
}

/** As TestState calls what it looked at, in the order of the data's way. */
const STAGES: [string, string][] = [
  ["afterInputPath", "After InputPath"],
  ["afterItemsPath", "After ItemsPath"],
  ["afterItemSelector", "After ItemSelector"],
  ["afterItemBatcher", "After ItemBatcher"],
  ["afterParameters", "After Parameters"],
  ["afterArguments", "Arguments"],
  ["result", "Result"],
  ["afterResultSelector", "After ResultSelector"],
  ["afterResultPath", "After ResultPath"],
  ["variables", "Variables"],
];

/** Performing a Task wants a role; Skald knows no roles. */
const ROLE = "arn:aws:iam::000000000000:role/skald";

type How = "performed" | "answers" | "fails";

const WITH_ANSWER = new Set(["Task", "Map", "Parallel"]);

/** What is said of a try; kept while another tab is looked at. */
export interface Trial {
  state: string;
  input: string;
  variables: string;
  how: How;
  answer: string;
  error: string;
  cause: string;
  retries: number;
}

export const NO_TRIAL: Trial = { state: "", input: "{}", variables: "{}", how: "answers", answer: "{}", error: "Broken", cause: "", retries: 0 };

const RETRIES_MAX = 99;

interface Props {
  states: StateName[];
  tree: Definition | undefined;
  trial: Trial;
  change: (part: Partial<Trial>) => void;
}

export function TryState({ states, tree, trial, change }: Props) {
  const [outcome, setOutcome] = useState<(Outcome & { state: string; retries: number }) | undefined>(undefined);
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const state = states.find((each) => each.name === trial.state) ?? states[0];
  const mocked = state !== undefined && WITH_ANSWER.has(state.type);
  const how: How = !mocked ? "performed" : state.type !== "Task" && trial.how === "performed" ? "answers" : trial.how;
  const inputProblem = useMemo(() => jsonProblem(trial.input), [trial.input]);
  const answerProblem = useMemo(() => (how === "answers" ? jsonProblem(trial.answer) : undefined), [how, trial.answer]);
  const variablesProblem = useMemo(() => jsonProblem(trial.variables), [trial.variables]);
  const unready = inputProblem ?? answerProblem ?? variablesProblem ?? (how === "fails" && trial.error.trim() === "" ? "An error needs a name" : undefined);

  async function run(retries: number) {
    if (!state || !tree) return;
    change({ retries });
    setBusy(true);
    setRefusal("");
    setOutcome(undefined);
    try {
      const answer = await aws<Outcome>("TestState", {
        definition: pretty(tree as Json),
        stateName: state.name,
        roleArn: ROLE,
        input: trial.input,
        inspectionLevel: "DEBUG",
        ...(trial.variables.trim() === "{}" ? {} : { variables: trial.variables }),
        ...(how === "answers" ? { mock: { result: trial.answer } } : {}),
        ...(how === "fails" ? { mock: { errorOutput: { error: trial.error, cause: trial.cause } }, stateConfiguration: { retrierRetryCount: retries } } : {}),
      });
      setOutcome({ ...answer, state: state.name, retries });
    } catch (refused) {
      setRefusal(words(refused));
    } finally {
      setBusy(false);
    }
  }

  if (!tree || !state) return <p className="soft" style={{ padding: "14px 16px" }}>A state can be tried when the definition is valid.</p>;
  return (
    <div className="column" style={{ padding: "14px 16px" }}>
      <label className="field">
        <span>State</span>
        <select className="input" value={state.name} onChange={(event) => change({ state: event.target.value, retries: 0 })}>
          {states.map((each) => (
            <option key={each.location} value={each.name}>
              {each.name + " (" + each.type + ")"}
            </option>
          ))}
        </select>
      </label>
      <JsonField words="Input, as JSON" value={trial.input} set={(input) => change({ input })} problem={inputProblem} rows={5} />
      {mocked ? (
        <label className="field">
          <span>What it gets done</span>
          <select className="input" value={how} onChange={(event) => change({ how: event.target.value as How, retries: 0 })}>
            <option value="answers">It answers</option>
            <option value="fails">It fails</option>
            {state.type === "Task" ? <option value="performed">It is really performed</option> : null}
          </select>
        </label>
      ) : null}
      {how === "answers" ? <JsonField words={"Its answer, as JSON"} value={trial.answer} set={(answer) => change({ answer })} problem={answerProblem} rows={4} /> : null}
      {how === "fails" ? <ErrorFields trial={trial} change={change} /> : null}
      <details>
        <summary className="soft small">Variables</summary>
        <JsonField words="Variables, as a JSON object" value={trial.variables} set={(variables) => change({ variables })} problem={variablesProblem} rows={3} />
      </details>
      <div>
        <button type="button" className="button primary" disabled={busy || unready !== undefined} onClick={() => void run(trial.retries)}>
          {busy ? "Trying…" : "Try it"}
        </button>
      </div>
      {refusal === "" ? null : (
        <p role="alert" style={{ color: "var(--bad)" }} className="break">
          {refusal}
        </p>
      )}
      {outcome?.state === state.name ? <Shown outcome={outcome} again={() => void run(outcome.retries + 1)} /> : null}
    </div>
  );
}

function ErrorFields({ trial, change }: { trial: Trial; change: Props["change"] }) {
  return (
    <>
      <label className="field">
        <span>Its error</span>
        <input className="input" maxLength={256} spellCheck={false} value={trial.error} onChange={(event) => change({ error: event.target.value })} />
      </label>
      <label className="field">
        <span>Its cause</span>
        <input className="input" maxLength={2000} value={trial.cause} onChange={(event) => change({ cause: event.target.value })} />
      </label>
      <label className="field">
        <span>How often its retrier has tried again before</span>
        <input
          className="input"
          type="number"
          min={0}
          max={RETRIES_MAX}
          value={trial.retries}
          onChange={(event) => change({ retries: Math.min(RETRIES_MAX, Math.max(0, Math.trunc(Number(event.target.value)) || 0)) })}
        />
      </label>
    </>
  );
}

function Shown({ outcome, again }: { outcome: Outcome & { state: string; retries: number }; again: () => void }) {
  const looked = outcome.inspectionData ?? {};
  return (
    <div className="column" role="region" aria-label="What came of it">
      <div className="row" role="status">
        <Ending outcome={outcome} />
      </div>
      {outcome.status === "RETRIABLE" && outcome.retries < RETRIES_MAX ? (
        <div>
          <button type="button" className="button small" onClick={again}>
            And if that attempt fails too
          </button>
        </div>
      ) : null}
      {outcome.error === undefined ? null : (
        <p className="break">
          <b>{outcome.error}</b> <span className="soft">{outcome.cause}</span>
        </p>
      )}
      {outcome.output === undefined ? null : (
        <>
          <h3>Output</h3>
          <JsonView text={outcome.output} label="Output" />
        </>
      )}
      {STAGES.map(([stage, title]) => {
        const text = looked[stage];
        return typeof text === "string" ? (
          <details key={stage}>
            <summary>{title}</summary>
            <JsonView text={text} label={title} tools={false} />
          </details>
        ) : null;
      })}
    </div>
  );
}

/** Retriers and catchers are counted from 1, as people do. */
function Ending({ outcome }: { outcome: Outcome & { retries: number } }) {
  const details = outcome.inspectionData?.errorDetails;
  const then = outcome.nextState ? <span className="soft">then {outcome.nextState}</span> : null;
  switch (outcome.status) {
    case "SUCCEEDED":
    case "FAILED":
      return (
        <>
          <StatusBadge status={outcome.status} />
          {then}
        </>
      );
    case "RETRIABLE":
      return (
        <>
          <Badge tone="wait">Would be tried again</Badge>
          <span className="soft">
            retry {outcome.retries + 1}
            {details?.retryBackoffIntervalSeconds === undefined ? "" : " after " + details.retryBackoffIntervalSeconds + " s"}
            {details?.retryIndex === undefined ? "" : ", by retrier " + (details.retryIndex + 1)}
          </span>
        </>
      );
    case "CAUGHT_ERROR":
      return (
        <>
          <Badge tone="wait">Its error is caught</Badge>
          {details?.catchIndex === undefined ? null : <span className="soft">by catcher {details.catchIndex + 1}</span>}
          {then}
        </>
      );
  }
}
