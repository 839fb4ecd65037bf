import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from "react";
import { words } from "./states";
import { said } from "./toast";

interface Props {
  title: string;
  children: ReactNode;
  /** The words on the button that does it. */
  does: string;
  danger?: boolean;
  disabled?: boolean;
  /** Has room for two columns. */
  wide?: boolean;
  /** Does it. The dialog closes when that succeeds, and shows why when it does not. Answers what to say afterwards. */
  run: () => Promise<string | void>;
  close: () => void;
  /** Ends what `run` does before it is through. */
  halt?: () => void;
}

/** Asks before something is done. Escape and the backdrop do nothing but close it; while it works it stays, and what comes of it is told also to who has gone elsewhere. */
export function Dialog({ title, children, does, danger, disabled, wide, run, close, halt }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [doing, setDoing] = useState(false);
  const [failure, setFailure] = useState<unknown>(undefined);
  const id = useId();
  // Who selects text and lets go over the backdrop has clicked, for the browser, on what holds both: that closes nothing.
  const pressedBeside = useRef(false);
  const here = useRef(false);
  const halted = useRef(halt);
  halted.current = halt;

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    here.current = true;
    return () => {
      here.current = false;
      halted.current?.();
      element?.close();
    };
  }, []);

  async function submitted(event: FormEvent) {
    event.preventDefault();
    setDoing(true);
    setFailure(undefined);
    try {
      const told = await run();
      if (told) said(told);
      close();
    } catch (refused) {
      if (!here.current) return said(title + ": " + words(refused), "bad");
      setFailure(refused);
      setDoing(false);
    }
  }

  /** A second Escape closes it whatever is said to the first. */
  function closed() {
    const element = dialog.current;
    if (!element || element.open) return;
    if (doing) element.showModal();
    else close();
  }

  return (
    <dialog
      ref={dialog}
      className={wide ? "wide" : ""}
      aria-labelledby={id}
      onCancel={(event) => {
        if (!doing) return close();
        event.preventDefault();
        return halt?.();
      }}
      onClose={closed}
      onPointerDown={(event) => {
        pressedBeside.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        if (event.target === dialog.current && pressedBeside.current && !doing) close();
      }}
    >
      <form onSubmit={(event) => void submitted(event)}>
        <header>
          <h2 id={id}>{title}</h2>
        </header>
        <div className="content">
          {children}
          {failure === undefined ? null : (
            <p role="alert" className="tone-bad card body" style={{ padding: "8px 12px" }}>
              {words(failure)}
            </p>
          )}
        </div>
        <footer>
          <button type="button" className="button" onClick={doing && halt ? halt : close} disabled={doing && !halt}>
            {doing && halt ? "Stop here" : "Cancel"}
          </button>
          <button type="submit" className={"button " + (danger ? "danger" : "primary")} disabled={doing || disabled}>
            {doing ? "Working…" : does}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
