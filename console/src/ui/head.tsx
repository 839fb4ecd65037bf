import type { ReactNode } from "react";

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
      {actions ? <div className="row">{actions}</div> : null}
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

/** Whether what is shown follows the server. */
export function Live({ liveness }: { liveness: "live" | "connecting" | "paused" }) {
  const tone = liveness === "live" ? "ok" : "off";
  const text = liveness === "live" ? "Live" : liveness === "paused" ? "Paused" : "Connecting";
  return (
    <span className={"badge tone-" + tone} role="status" title={liveness === "live" ? "Changes are shown as they happen" : "Changes are not shown at the moment"}>
      {text}
    </span>
  );
}
