import type { ReactNode } from "react";
import type { Liveness } from "./live";

/** The top of a page: what it is about, more words, and what can be done. */
export function PageHead({ title, above, children, actions }: { title: ReactNode; above?: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="page-head">
      <div>
        {above ? <div className="small soft row">{above}</div> : null}
        <h1>{title}</h1>
        {children ? (
          <div className="row" style={{ marginTop: 6 }}>
            {children}
          </div>
        ) : null}
      </div>
      {actions ? <div className="row actions">{actions}</div> : null}
    </div>
  );
}

/** Something with a border, and words above it. */
export function Card({ title, tools, children, padded = true }: { title?: ReactNode; tools?: ReactNode; children: ReactNode; padded?: boolean }) {
  return (
    <section className="card">
      {title === undefined && !tools ? null : (
        <header>
          {title === undefined ? null : <h2>{title}</h2>}
          <span className="gap" />
          {tools}
        </header>
      )}
      {padded ? <div className="body">{children}</div> : children}
    </section>
  );
}

const LIVENESS: Record<Liveness, { tone: string; text: string; title: string }> = {
  live: { tone: "ok", text: "Live", title: "Changes are shown as they happen" },
  connecting: { tone: "off", text: "Connecting", title: "Changes are not shown yet" },
  cut: { tone: "bad", text: "Cut off", title: "The server does not answer: what is shown may be old. It is asked again every few seconds." },
  gone: { tone: "off", text: "Gone", title: "The server has it no more: it was deleted or is kept no longer. What is shown stays as it was." },
  paused: { tone: "off", text: "Paused", title: "Changes are not shown while nobody looks" },
};

/** Whether what is shown follows the server. */
export function Live({ liveness }: { liveness: Liveness }) {
  const { tone, text, title } = LIVENESS[liveness];
  return (
    <span className={"badge tone-" + tone} role="status" title={title}>
      {text}
    </span>
  );
}
