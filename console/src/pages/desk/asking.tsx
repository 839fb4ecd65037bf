// Dialogs of the desk outlive what they are about: somebody else may decide it meanwhile, and who was typing is told.
import { useCallback, useState, type ReactNode } from "react";
import { get } from "../../api/client";
import { DECISION_KINDS, type Decision } from "../../api/desk";
import { useResource, useTurns } from "../../ui/resource";
import { When } from "../../ui/time";

/** Decisions among which the one is looked for. */
const DECISIONS_READ = 20;

/** A dialog; `turn` changes as things happen on the server. */
type Dialog = (close: () => void, turn: number) => ReactNode;

export type Ask = (dialog: Dialog) => void;

/** What is asked, to be drawn beside the list, and how to ask. */
export function useAsking(turn: number): [ReactNode, Ask] {
  const [asked, setAsked] = useState<{ dialog: Dialog } | undefined>(undefined);
  const close = useCallback(() => setAsked(undefined), []);
  const ask = useCallback<Ask>((dialog) => setAsked({ dialog }), []);
  return [asked?.dialog(close, turn), ask];
}

interface Still {
  waits: boolean;
  /** What it is answered with: from then on nobody else can have decided. */
  answering: <T>(run: () => Promise<T>) => () => Promise<T>;
}

/** Whether something still waits for its answer, asked again at each turn. What cannot be read is taken to wait: the answer will tell. */
export function useStillWaits(key: string, waits: (signal: AbortSignal) => Promise<boolean>, turn: number): Still {
  const [answered, setAnswered] = useState(false);
  const still = useResource("still " + key, waits);
  useTurns(turn, still.reload);
  return {
    waits: answered || still.data !== false,
    answering: (run) => async () => {
      setAnswered(true);
      try {
        return await run();
      } catch (refused) {
        setAnswered(false);
        still.reload();
        throw refused;
      }
    },
  };
}

/** Whose decision it was: that of an execution, or about a dead letter, after an instant. */
export interface About {
  execution?: string;
  state?: string | undefined;
  deadLetter?: number;
  since: string;
}

/** In place of what can be answered no more: who has decided it, if somebody has. */
export function Meanwhile({ about }: { about: About }) {
  const parameters = about.execution === undefined ? {} : { execution: about.execution };
  const found = useResource("meanwhile " + JSON.stringify(about), async (signal) => {
    const { decisions } = await get<{ decisions: Decision[] }>("/decisions", { ...parameters, limit: DECISIONS_READ }, signal);
    return decisions.find((each) => each.deadLetter === about.deadLetter && (about.state === undefined || each.state === about.state) && Date.parse(each.at) >= Date.parse(about.since));
  });
  const decision = found.data;
  return (
    <div role="alert" className="card body tone-wait" style={{ padding: "8px 12px" }}>
      <b>It does not wait any more.</b>{" "}
      {decision === undefined ? (
        "It may have timed out, or its execution may have been stopped."
      ) : (
        <>
          {DECISION_KINDS[decision.kind]} by <bdi>{decision.who}</bdi>, <When at={decision.at} />: <bdi>{decision.why}</bdi>
        </>
      )}
    </div>
  );
}
