// A server that has nothing yet: what can be tried with one click.
import { useState } from "react";
import { get, post } from "../api/client";
import type { Example } from "../api/insight";
import { navigate, to } from "../router";
import { Card } from "../ui/head";
import { Link } from "../ui/link";
import { useResource } from "../ui/resource";
import { Failure, Loading, words } from "../ui/states";
import { said } from "../ui/toast";

interface Started {
  executionArn: string;
}

export function Welcome({ done }: { done: () => void }) {
  return (
    <div className="welcome">
      <h1>This server has no machines yet</h1>
      <p className="lead">
        A machine is a definition in the Amazon States Language: each of its executions is written down step by step, survives whatever happens to the server, and can undo what it did. Try one of
        these, or write your own in the <Link to={to.studio}>studio</Link>.
      </p>
      <Examples done={done} />
      <p className="soft">
        From a terminal: <code>skald deploy</code> for a project, or any client of AWS Step Functions with the endpoint <code>{location.origin}</code>.
      </p>
    </div>
  );
}

function Examples({ done }: { done: () => void }) {
  const examples = useResource("examples", (signal) => get<{ examples: Example[] }>("/examples", {}, signal));
  const [busy, setBusy] = useState("");

  async function start(example: string, run: string) {
    setBusy(example + run);
    try {
      const started = await post<Started>("/examples/" + example, { run });
      done();
      navigate(to.execution(started.executionArn));
    } catch (refused) {
      said(words(refused), "bad");
      setBusy("");
    }
  }

  if (examples.error !== undefined) return <Failure error={examples.error} again={examples.reload} />;
  if (examples.data === undefined) return <Loading />;
  return (
    <div className="examples">
      {examples.data.examples.map((example) => (
        <Card key={example.name} title={example.title}>
          <div className="column">
            <p className="soft">{example.text}</p>
            {example.runs.map((run, index) => (
              <button
                key={run.run}
                type="button"
                className={"button" + (index === 0 ? " primary" : "")}
                style={{ whiteSpace: "normal", textAlign: "left", justifyContent: "flex-start" }}
                disabled={busy !== ""}
                onClick={() => void start(example.name, run.run)}
              >
                {busy === example.name + run.run ? "Starting…" : run.text}
              </button>
            ))}
          </div>
        </Card>
      ))}
    </div>
  );
}
