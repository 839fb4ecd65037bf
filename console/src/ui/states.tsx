// What is shown in place of what is not there: yet, at all, or because something failed.
import type { ReactNode } from "react";
import { ApiError } from "../api/client";

export function Loading({ lines = 5, what = "Loading" }: { lines?: number; what?: string }) {
  return (
    <div className="skeleton" role="status" aria-label={what}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} style={{ width: 92 - ((line * 17) % 45) + "%" }} />
      ))}
    </div>
  );
}

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="notice">
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  );
}

export function words(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

export function Failure({ error, again }: { error: unknown; again?: () => void }) {
  return (
    <div className="notice failure" role="alert">
      <h2>{error instanceof ApiError && error.status === 404 ? "Not there" : "That did not work"}</h2>
      <p>{words(error)}</p>
      {error instanceof ApiError && error.code !== "Unreachable" ? <code className="small">{error.code}</code> : null}
      {again ? (
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      ) : null}
    </div>
  );
}
