-- Tasks that wait for their tokens, written with the events that begin and end the waiting. sequence: the event that scheduled
-- the task. machine: a term, that of the execution.
CREATE TABLE waiting_task (
    execution_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    machine INTEGER NOT NULL,
    state TEXT NOT NULL,
    timeout_at INTEGER,
    PRIMARY KEY (execution_id, sequence)
) WITHOUT ROWID;

CREATE INDEX waiting_task_machine ON waiting_task (machine, execution_id, sequence);
