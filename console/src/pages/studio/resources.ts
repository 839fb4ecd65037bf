// What tasks of this server can have their work done by. Asked for when it is first wanted, and again after a while.
import { aws, get, getPlain } from "../../api/client";
import type { MachinePage } from "../../api/types";

export interface Resources {
  /** What a Resource can name as it is: functions and activities. */
  tasks: { arn: string; words: string }[];
  machines: string[];
  functions: string[];
}

const KEPT_MILLIS = 30_000;
const MACHINES_MAX = 1000;

interface Functions {
  Functions?: { FunctionName: string; FunctionArn: string; Runtime?: string }[];
}

interface Activities {
  activities?: { activityArn: string; name: string }[];
}

let known: Promise<Resources> | undefined;
let knownAt = 0;

export function resources(): Promise<Resources> {
  if (known && Date.now() - knownAt < KEPT_MILLIS) return known;
  knownAt = Date.now();
  known = read();
  return known;
}

/** What cannot be read is not proposed; nothing else depends on it. */
async function read(): Promise<Resources> {
  const [machines, functions, activities] = await Promise.all([
    get<MachinePage>("/machines", { limit: MACHINES_MAX }).catch(() => undefined),
    getPlain<Functions>("/2015-03-31/functions").catch(() => undefined),
    aws<Activities>("ListActivities", {}).catch(() => undefined),
  ]);
  return {
    tasks: [
      ...(functions?.Functions ?? []).map((each) => ({ arn: each.FunctionArn, words: "function" + (each.Runtime ? ", " + each.Runtime : "") })),
      ...(activities?.activities ?? []).map((each) => ({ arn: each.activityArn, words: "activity" })),
    ],
    machines: (machines?.machines ?? []).map((each) => each.stateMachineArn),
    functions: (functions?.Functions ?? []).map((each) => each.FunctionName),
  };
}
