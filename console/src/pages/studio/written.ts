// A machine as it is written: what the studio needs of it, and none of the figures that take longer to count.
import { aws } from "../../api/client";

export interface Written {
  stateMachineArn: string;
  name: string;
  type: "STANDARD" | "EXPRESS";
  definition: string;
  /** None before the first change. */
  revisionId?: string;
}

export function readWritten(stateMachineArn: string, signal?: AbortSignal): Promise<Written> {
  return aws<Written>("DescribeStateMachine", { stateMachineArn }, signal);
}
