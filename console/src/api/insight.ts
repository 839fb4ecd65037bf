// What the overview, the machine and the Map Run page read. The whole is in /api/v1/openapi.json.
import type { Json } from "../ui/jsonvalue";
import type { RunClass, SagaStatus, Status } from "./types";

export interface Interval {
  starts: number;
  success: number;
  knownFailure: number;
  unknownFailure: number;
}

export interface Rates {
  intervals: Interval[];
  total: Interval;
  medianMillis?: number;
  p99Millis?: number;
}

export interface Counts {
  running: number;
  sleeping: number;
  waitingForPerson: number;
  parked: number;
  waitingTasks: number;
  knownFailures: number;
  unknownFailures: number;
}

export interface Span {
  from: string;
  now: string;
  intervalMillis: number;
  /** False when more began than are looked at: then `from` is later than asked for. */
  whole: boolean;
}

export interface MachineRates extends Rates, Counts {
  stateMachineArn: string;
  name: string;
  type: "STANDARD" | "EXPRESS";
}

export interface Overview extends Span {
  healthy: boolean;
  machines: MachineRates[];
  machinesLeftOut: boolean;
}

export interface SlowRun {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  sagaStatus: SagaStatus;
  startedAt: string;
  sleeping: boolean;
  usualMillis?: number;
  dueAt?: string;
}

export interface Slow {
  now: string;
  slow: SlowRun[];
  overdue: SlowRun[];
}

export interface FailureGroup {
  stateMachineArn: string;
  name: string;
  state: string;
  error: string;
  runClass: RunClass;
  count: number;
  news: number;
  firstAt: string;
  lastAt: string;
  newSinceUpdate: boolean;
  knownNow: boolean;
  acknowledged?: { who: string; why: string; at: string };
  example?: string;
  cause?: string;
}

export interface Failures {
  /** Those with news first. */
  failures: FailureGroup[];
  /** How many more groups there are. */
  failuresLeftOut?: number;
}

export interface KnownChange {
  stateMachineArn: string;
  error: string;
  diff: string;
  revisionId?: string;
  stateMachineVersionArn?: string;
  applied: boolean;
}

export interface Definition {
  [field: string]: unknown;
}

export interface Version {
  version: number;
  stateMachineVersionArn: string;
  description?: string;
  revisionId?: string;
  createdAt: string;
}

export interface MachineDetail extends Counts, Failures {
  stateMachineArn: string;
  name: string;
  type: "STANDARD" | "EXPRESS";
  status: string;
  revisionId?: string;
  createdAt: string;
  updatedAt: string;
  roleArn: string;
  definition: string;
  tree?: Definition;
  /** The newest; `versionsBefore` tells where the others begin, if there are more. */
  versions: Version[];
  versionsBefore?: number;
  aliases: { name: string; stateMachineAliasArn: string; description?: string; updatedAt: string; routes: { version: number; weight: number }[] }[];
  rates: Rates & Span;
}

export interface RecentInputs {
  inputs: { executionArn: string; name: string; status: Status; startedAt: string; input?: Json; inputLeftOut?: boolean }[];
  schema: Json;
}

export interface MapRunCounts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  total: number;
}

export interface MapRun extends Failures {
  mapRunArn: string;
  executionArn: string;
  stateMachineArn: string;
  status: Status;
  startedAt: string;
  stoppedAt?: string;
  maxConcurrency: number;
  toleratedFailureCount: number;
  toleratedFailurePercentage: number;
  redriveCount: number;
  items: MapRunCounts;
  executions: MapRunCounts;
}

export interface MapRunItem {
  executionArn: string;
  name: string;
  status: Status;
  runClass?: RunClass;
  startedAt: string;
  stoppedAt?: string;
  index: number;
  itemCount: number;
}

export interface Example {
  name: string;
  title: string;
  text: string;
  definition: string;
  runs: { run: string; text: string; input: Json }[];
}

/** The last part of an ARN. */
export function nameOf(arn: string) {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
