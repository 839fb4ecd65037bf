// The one vocabulary of colours: every status looks the same on every page.
import type { RunClass, SagaStatus, Status } from "../api/types";

export type Tone = "ok" | "bad" | "run" | "wait" | "undo" | "off";

const STATUS: Record<Status, [Tone, string]> = {
  RUNNING: ["run", "Running"],
  SUCCEEDED: ["ok", "Succeeded"],
  FAILED: ["bad", "Failed"],
  TIMED_OUT: ["bad", "Timed out"],
  ABORTED: ["off", "Aborted"],
};

const SAGA: Record<SagaStatus, [Tone, string]> = {
  NONE: ["off", "No saga"],
  ACTIVE: ["run", "Saga under way"],
  COMPENSATING: ["undo", "Compensating"],
  COMPENSATED: ["undo", "Compensated"],
  PARKED: ["wait", "Parked"],
  COMPENSATION_FAILED: ["bad", "Not all undone"],
  COMMITTED: ["ok", "Committed"],
  ABANDONED: ["bad", "Abandoned"],
};

const RUN_CLASS: Record<RunClass, [Tone, string]> = {
  Success: ["ok", "Success"],
  KnownFailure: ["wait", "Known failure"],
  UnknownFailure: ["bad", "Unknown failure"],
};

export function statusWords(status: Status) {
  return STATUS[status]?.[1] ?? status;
}
export function sagaWords(status: SagaStatus) {
  return SAGA[status]?.[1] ?? status;
}
export function runClassWords(runClass: RunClass) {
  return RUN_CLASS[runClass]?.[1] ?? runClass;
}
function statusTone(status: Status): Tone {
  return STATUS[status]?.[0] ?? "off";
}

/** A status, which is shown with a capital; a plain one is shown as it is. */
export function Badge({ tone, children, plain }: { tone: Tone; children: string; plain?: boolean }) {
  return (
    <span className={"badge tone-" + tone + (plain ? " plain" : "")}>
      <span>{children}</span>
    </span>
  );
}

export function StatusBadge({ status }: { status: Status }) {
  return <Badge tone={statusTone(status)}>{statusWords(status)}</Badge>;
}

/** Says nothing of an execution without a saga. */
export function SagaBadge({ status }: { status: SagaStatus }) {
  if (status === "NONE") return null;
  return <Badge tone={SAGA[status]?.[0] ?? "off"}>{sagaWords(status)}</Badge>;
}

export function RunClassBadge({ runClass }: { runClass: RunClass | undefined }) {
  if (!runClass) return null;
  return (
    <Badge tone={RUN_CLASS[runClass]?.[0] ?? "off"} plain>
      {runClassWords(runClass)}
    </Badge>
  );
}
