// What the server answers, as far as the pages read it. The whole is in /api/v1/openapi.json.

export const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;
export type Status = (typeof STATUSES)[number];

export const RUN_CLASSES = ["Success", "KnownFailure", "UnknownFailure"] as const;
export type RunClass = (typeof RUN_CLASSES)[number];

export const SAGA_STATUSES = [
  "ACTIVE",
  "COMPENSATING",
  "COMPENSATED",
  "PARKED",
  "COMPENSATION_FAILED",
  "COMMITTED",
  "ABANDONED",
] as const;
export type SagaStatus = "NONE" | (typeof SAGA_STATUSES)[number];

export interface OpenState {
  name: string;
  type: string;
  since: string;
  waitingFor: string;
  retryCount: number;
  dueAt?: string;
}

export interface ExecutionItem {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  type: "STANDARD" | "EXPRESS";
  status: Status;
  sagaStatus: SagaStatus;
  runClass?: RunClass;
  startedAt: string;
  stoppedAt?: string;
  redriveCount: number;
  redrivenAt?: string;
  sleeping: boolean;
  searchAttributes: Record<string, string>;
  openStates?: OpenState[];
  error?: string;
}

export interface ExecutionPage {
  executions: ExecutionItem[];
  before?: string;
}

export interface Execution extends ExecutionItem {
  events: number;
  cause?: string;
  openStates: OpenState[];
  /** The execution that started it. */
  startedBy?: string;
  /** The Map Run whose child it is. */
  mapRunArn?: string;
}

export interface Machine {
  stateMachineArn: string;
  name: string;
  type: "STANDARD" | "EXPRESS";
  status: string;
  revisionId: string;
  createdAt: string;
  updatedAt: string;
}

export interface MachinePage {
  machines: Machine[];
  after?: string;
}
