-- What persons decided, written with the events that keep it. execution_id: 0 when it was about a dead letter. sequence: that of
-- the event; the number of the dead letter. machine: a term, that of the execution.
CREATE TABLE decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    execution_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    machine INTEGER,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    decided_at INTEGER NOT NULL
);

CREATE INDEX decision_execution ON decision (execution_id, number);
CREATE INDEX decision_machine ON decision (machine, number) WHERE machine IS NOT NULL;
