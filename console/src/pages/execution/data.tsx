import { aws } from "../../api/client";
import type { Execution } from "../../api/types";
import { JsonView } from "../../ui/json";
import { EXECUTION_INPUT } from "../../ui/jsonvalue";
import { useResource } from "../../ui/resource";
import { Failure, Loading } from "../../ui/states";

export interface Described {
  input: string;
  output?: string;
}

/** The definition that an execution runs, as it was written. */
export async function definitionOf(execution: Execution, signal: AbortSignal): Promise<string> {
  if (execution.type === "EXPRESS") return (await aws<{ definition: string }>("DescribeStateMachine", { stateMachineArn: execution.stateMachineArn }, signal)).definition;
  return (await aws<{ definition: string }>("DescribeStateMachineForExecution", { executionArn: execution.executionArn }, signal)).definition;
}

/** What the execution got and gave, as it is. */
export function Data({ arn, ended }: { arn: string; ended: string | undefined }) {
  const described = useResource("data " + arn + (ended ?? ""), (signal) => aws<Described>("DescribeExecution", { executionArn: arn }, signal));
  if (described.error !== undefined) return <Failure error={described.error} again={described.reload} />;
  if (described.data === undefined) return <Loading lines={6} />;
  const { input, output } = described.data;
  return (
    <div className="column" style={{ padding: "12px 4px" }}>
      <div>
        <h3 style={{ padding: "0 12px" }}>Input</h3>
        <JsonView text={input} label="Input" root={EXECUTION_INPUT} />
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
