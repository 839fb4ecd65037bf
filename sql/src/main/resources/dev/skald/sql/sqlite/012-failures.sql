-- Where and with what executions failed, as long as they are kept and not redriven. machine: a term.
CREATE TABLE failure (
    execution_id INTEGER PRIMARY KEY,
    machine INTEGER NOT NULL,
    state TEXT NOT NULL,
    error TEXT NOT NULL,
    run_class INTEGER NOT NULL,
    stopped_at INTEGER NOT NULL
);

-- Of those that failed before, nobody noted where.
INSERT INTO failure (execution_id, machine, state, error, run_class, stopped_at)
SELECT id, machine, '', '', run_class, stopped_at FROM execution WHERE status > 1;

CREATE INDEX failure_class ON failure (run_class, execution_id);
CREATE INDEX failure_machine ON failure (machine, execution_id);

-- Groups of failures that a person knows of. machine: a term.
CREATE TABLE acknowledgement (
    machine INTEGER NOT NULL,
    state TEXT NOT NULL,
    error TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    acknowledged_at INTEGER NOT NULL,
    PRIMARY KEY (machine, state, error)
) WITHOUT ROWID;

CREATE INDEX acknowledgement_age ON acknowledgement (acknowledged_at);
