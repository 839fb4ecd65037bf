import { aws } from "../../api/client";
import type { Execution } from "../../api/types";
import { to } from "../../router";
import { JsonView } from "../../ui/json";
import { Link } from "../../ui/link";
import { useResource } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";

export interface Described {
  input: string;
  output?: string;
  mapRunArn?: string;
}

/** The definition that an execution runs, as it was written. */
export async function definitionOf(execution: Execution, signal: AbortSignal): Promise<string> {
  if (execution.type === "EXPRESS") return (await aws<{ definition: string }>("DescribeStateMachine", { stateMachineArn: execution.stateMachineArn }, signal)).definition;
  return (await aws<{ definition: string }>("DescribeStateMachineForExecution", { executionArn: execution.executionArn }, signal)).definition;
}

const PARENT = /"AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID"\s*:\s*"(arn:[^"\\]*)"/;

/** What the execution got and gave, as it is. */
export function Data({ arn, ended }: { arn: string; ended: string | undefined }) {
  const described = useResource("data " + arn + (ended ?? ""), (signal) => aws<Described>("DescribeExecution", { executionArn: arn }, signal));
  if (described.error !== undefined) return <Failure error={described.error} again={described.reload} />;
  if (described.data === undefined) return <Loading lines={6} />;
  const { input, output, mapRunArn } = described.data;
  const parent = PARENT.exec(input.slice(0, 100_000))?.[1];
  return (
    <div className="column" style={{ padding: "12px 4px" }}>
      {parent === undefined && mapRunArn === undefined ? null : (
        <p style={{ padding: "0 12px" }}>
          {parent === undefined ? null : <Link to={to.execution(parent)}>Open the execution that started it</Link>}
          {mapRunArn === undefined ? null : <Link to={to.mapRun(mapRunArn)}>Open the Map Run that it belongs to</Link>}
        </p>
      )}
      <div>
        <h3 style={{ padding: "0 12px" }}>Input</h3>
        <JsonView text={input} label="Input" />
      </div>
      {output === undefined ? null : (
        <div>
          <h3 style={{ padding: "0 12px" }}>Output</h3>
          <JsonView text={output} label="Output" />
        </div>
      )}
    </div>
  );
}
