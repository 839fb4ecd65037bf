// What the desk reads, and what of it the page of an execution shows. The whole is in /api/v1/openapi.json.
import type { Json } from "../ui/jsonvalue";
import type { Status } from "./types";

export interface WaitingTask {
  task: string;
  executionArn: string;
  stateMachineArn: string;
  name: string;
  state: string;
  since: string;
  timeoutAt?: string;
  heartbeatSeconds?: number;
  input?: Json;
  inputBeginning?: string;
}

export interface Park {
  park: number;
  kind: "FAILURE" | "COMPENSATION" | "STEP";
  /** None when it is the execution's own failure. */
  state?: string;
  step?: number;
  since: string;
  error?: string;
  cause?: string;
  input?: Json;
  inputLeftOut?: boolean;
}

export interface ParkedExecution {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: Status;
  pastPivot: boolean;
  parked: number;
  parks: Park[];
}

export interface DeadLetter {
  number: number;
  eventId: string;
  detailType: string;
  source: string;
  targetArn: string;
  attempts: number;
  error: string;
  since: string;
  event?: Json;
  eventBeginning?: string;
}

export const DECISION_KINDS = {
  RETRY: "Tried again",
  RETRY_CHANGED: "Changed and tried again",
  SKIP: "Skipped",
  DONE: "Done by hand",
  HAPPENED: "It happened",
  COMPENSATE: "To be undone",
  ABANDON: "Given up",
  APPROVE: "Approved",
  REJECT: "Rejected",
  REPLAY: "Sent again",
  REPLAY_CHANGED: "Changed and sent again",
  DROP: "Dropped",
} as const;

export interface Decision {
  number: number;
  kind: keyof typeof DECISION_KINDS;
  who: string;
  why: string;
  at: string;
  /** Of an execution that is kept. */
  executionArn?: string;
  name?: string;
  state?: string;
  /** The event that keeps it. */
  event?: number;
  deadLetter?: number;
  targetArn?: string;
}
