// What the server says of the text while it is written: whether it is right, and how it is drawn. Asked when the typing pauses; what was asked before is
// given up.
import { useEffect, useRef, useState } from "react";
import { ApiError, onUnlocked, post, postExact } from "../../api/client";
import type { Definition } from "../../api/insight";
import type { GraphData } from "../../graph/graph";
import { parseJson } from "../../ui/jsonvalue";
import type { Problem } from "./editor";

const ASK_AFTER_MILLIS = 350;

/** A server that did not answer is asked again after so long. */
const ASK_AGAIN_AFTER_MILLIS = 3_000;

export interface Validation {
  /** The text that it is about. */
  text: string;
  valid: boolean;
  problems: { severity: "ERROR" | "WARNING"; code: string; location?: string; message: string }[];
  lint: { code: string; state?: string; location: string; reason: string }[];
  /** With numbers as exact as they are written. */
  tree?: Definition;
}

export interface Drawn {
  graph: GraphData | undefined;
  /** Whether the text can be read no more, so that the graph is that of an earlier one. */
  stale: boolean;
}

/**
 * Counts up when what could not be had is to be asked for again: there is another secret, or a while has passed since the server did not answer. What it
 * refuses otherwise it would refuse again.
 */
function useAgain(error: unknown): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => onUnlocked(() => setTurn((before) => before + 1)), []);
  useEffect(() => {
    if (!(error instanceof ApiError) || (error.status > 0 && error.status < 500)) return undefined;
    const timer = window.setTimeout(() => setTurn((before) => before + 1), ASK_AGAIN_AFTER_MILLIS);
    return () => window.clearTimeout(timer);
  }, [error]);
  return turn;
}

export function useValidation(text: string, type: string): [Validation | undefined, unknown] {
  const [state, setState] = useState<{ validation?: Validation; error?: unknown }>({});
  const first = useRef(true);
  const turn = useAgain(state.error);
  useEffect(() => {
    const abort = new AbortController();
    const ask = () => {
      if (text.trim() === "") return setState({});
      return void postExact("/validate", { definition: text, type }, abort.signal).then(
        (answer) => {
          if (!abort.signal.aborted) setState({ validation: { ...(parseJson(answer) as unknown as Validation), text } });
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setState((before) => ({ ...before, error }));
        },
      );
    };
    const timer = window.setTimeout(ask, first.current ? 0 : ASK_AFTER_MILLIS);
    first.current = false;
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [text, type, turn]);
  return [state.validation, state.error];
}

/**
 * The graph of the text, right or wrong, as long as it can be read: that of the first text is asked for at once, others when the validation has read
 * them. One that did not change stays the same object, and is not drawn anew.
 */
export function useGraph(text: string, validation: Validation | undefined): Drawn {
  const [first] = useState(text);
  const [drawn, setDrawn] = useState<{ graph?: GraphData; answer: string }>({ answer: "" });
  const [error, setError] = useState<unknown>(undefined);
  const turn = useAgain(error);
  const read = validation?.tree === undefined ? undefined : validation.text;
  const wanted = read ?? (validation === undefined ? first : undefined);
  useEffect(() => {
    if (wanted === undefined || wanted.trim() === "") return undefined;
    const abort = new AbortController();
    post<GraphData>("/graph", { definition: wanted }, abort.signal).then(
      (graph) => {
        const answer = JSON.stringify(graph);
        if (!abort.signal.aborted) setDrawn((before) => (before.answer === answer ? before : { graph, answer }));
      },
      // What the server says of the text, and whether it answers, is told by the validation.
      (failure: unknown) => {
        if (!abort.signal.aborted) setError(failure);
      },
    );
    return () => abort.abort();
  }, [wanted, turn]);
  return { graph: drawn.graph, stale: validation !== undefined && validation.tree === undefined };
}

export function problemsOf(validation: Validation | undefined): Problem[] {
  if (!validation) return [];
  return [
    ...validation.problems.map((problem): Problem => ({
      severity: problem.severity === "ERROR" ? "error" : "warning",
      code: problem.code,
      location: placeOf(problem),
      message: problem.message,
    })),
    ...validation.lint.map((finding): Problem => ({ severity: "info", code: finding.code, location: finding.location, message: finding.reason })),
  ];
}

/** Of text that is no JSON or YAML the place is told as a line: the last one that is named is where reading stopped. */
function placeOf(problem: { location?: string; message: string }) {
  if (problem.location?.startsWith("/")) return problem.location;
  const points = [...((problem.location ?? "") + " " + problem.message).matchAll(/line:? (\d+),? column:? (\d+)/g)];
  const last = points[points.length - 1];
  return last ? "@" + last[1] + ":" + last[2] : "/";
}
