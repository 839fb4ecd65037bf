// One state alone: what it does with an input, really performed or with the answer of its task made up.
import { useState } from "react";
import { aws } from "../../api/client";
import type { Definition } from "../../api/insight";
import { StatusBadge } from "../../ui/badges";
import { JsonView } from "../../ui/json";
import { words } from "../../ui/states";
import { jsonProblem } from "../../ui/jsonproblem";
import type { StateName } from "./page";

interface Outcome {
  status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  output?: string;
  error?: string;
  cause?: string;
  nextState?: string;
}

const ENDINGS: Record<Outcome["status"], string> = {
  SUCCEEDED: "Succeeded",
  FAILED: "Failed",
  RETRIABLE: "Would be tried again",
  CAUGHT_ERROR: "Its error is caught",
};

/** Performing a Task wants a role; Skald knows no roles. */
const ROLE = "arn:aws:iam::000000000000:role/skald";

const WITH_ANSWER = new Set(["Task", "Map", "Parallel"]);

export function TryState({ states, tree }: { states: StateName[]; tree: Definition | undefined }) {
  const [chosen, setChosen] = useState("");
  const [input, setInput] = useState("{}");
  const [mock, setMock] = useState("");
  const [outcome, setOutcome] = useState<Outcome | undefined>(undefined);
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const state = states.find((each) => each.name === chosen) ?? states[0];
  const problem = jsonProblem(input) ?? (mock.trim() === "" ? undefined : jsonProblem(mock));

  async function run() {
    if (!state || !tree) return;
    setBusy(true);
    setRefusal("");
    setOutcome(undefined);
    try {
      setOutcome(
        await aws<Outcome>("TestState", {
          definition: JSON.stringify(tree),
          stateName: state.name,
          roleArn: ROLE,
          input,
          ...(mock.trim() === "" || !WITH_ANSWER.has(state.type) ? {} : { mock: { result: mock } }),
        }),
      );
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
        <select className="input" value={state.name} onChange={(event) => setChosen(event.target.value)}>
          {states.map((each) => (
            <option key={each.name} value={each.name}>
              {each.name + " (" + each.type + ")"}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Input, as JSON</span>
        <textarea className="input" rows={5} spellCheck={false} value={input} onChange={(event) => setInput(event.target.value)} />
      </label>
      {WITH_ANSWER.has(state.type) ? (
        <label className="field">
          <span>Its answer, as JSON. Empty really performs it</span>
          <textarea className="input" rows={3} spellCheck={false} value={mock} onChange={(event) => setMock(event.target.value)} />
        </label>
      ) : null}
      {problem === undefined ? null : (
        <span role="status" className="small" style={{ color: "var(--bad)" }}>
          {problem}
        </span>
      )}
      <div>
        <button type="button" className="button primary" disabled={busy || problem !== undefined} onClick={() => void run()}>
          {busy ? "Trying…" : "Try it"}
        </button>
      </div>
      {refusal === "" ? null : (
        <p role="alert" style={{ color: "var(--bad)" }} className="break">
          {refusal}
        </p>
      )}
      {outcome ? <Shown outcome={outcome} /> : null}
    </div>
  );
}

function Shown({ outcome }: { outcome: Outcome }) {
  return (
    <div className="column" role="status">
      <div className="row">
        {outcome.status === "SUCCEEDED" || outcome.status === "FAILED" ? <StatusBadge status={outcome.status} /> : <b>{ENDINGS[outcome.status]}</b>}
        {outcome.nextState ? <span className="soft">then {outcome.nextState}</span> : null}
      </div>
      {outcome.error === undefined ? null : (
        <p className="break">
          <b>{outcome.error}</b> <span className="soft">{outcome.cause}</span>
        </p>
      )}
      {outcome.output === undefined ? null : <JsonView text={outcome.output} label="Output" />}
    </div>
  );
}
