-- What event buses are told to do. kind: 0 a bus, 1 a rule, 2 a schedule. bus: of a rule, else empty. text: JSON.
CREATE TABLE event_definition (
    kind INTEGER NOT NULL,
    bus TEXT NOT NULL,
    name TEXT NOT NULL,
    application TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (kind, bus, name)
) WITHOUT ROWID;

-- Accepted events. bus: empty for those of schedules. text: the whole event, JSON.
CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    bus TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    text TEXT NOT NULL
);

CREATE INDEX event_of_bus ON event (bus, number);
CREATE INDEX event_accepted ON event (accepted_at);

-- Events on their way to one target each, and dead letters, which have a dead_at. target: JSON.
CREATE TABLE event_delivery (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    source TEXT NOT NULL,
    target_arn TEXT NOT NULL,
    target TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    error TEXT,
    dead_at INTEGER
);

CREATE INDEX event_delivery_event ON event_delivery (event);
CREATE INDEX event_delivery_due ON event_delivery (due_at, number, target_arn) WHERE dead_at IS NULL;
CREATE INDEX event_delivery_dead ON event_delivery (number) WHERE dead_at IS NOT NULL;
CREATE INDEX event_delivery_dead_at ON event_delivery (dead_at) WHERE dead_at IS NOT NULL;

-- Tasks that wait for an event. sequence: the event of the execution that scheduled the task.
CREATE TABLE event_await (
    execution_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    execution_arn TEXT NOT NULL,
    state TEXT NOT NULL,
    bus TEXT NOT NULL,
    pattern TEXT NOT NULL,
    token TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (execution_id, sequence)
) WITHOUT ROWID;

-- Which states have got which events.
CREATE TABLE event_taken (
    event INTEGER NOT NULL,
    execution_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (event, execution_id, state)
) WITHOUT ROWID;

-- How far schedules have come.
CREATE TABLE event_schedule (
    name TEXT PRIMARY KEY,
    expression TEXT NOT NULL,
    fired_until INTEGER NOT NULL
) WITHOUT ROWID;

-- Beginnings and ends of STANDARD executions that are yet to become events. status: as in execution.
CREATE TABLE status_change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    execution_id INTEGER NOT NULL,
    status INTEGER NOT NULL,
    sequence INTEGER NOT NULL
);

-- The last number of an event or a delivery; whether changes of status are written down.
INSERT INTO meta (name, value) VALUES ('event_number', 0);
INSERT INTO meta (name, value) VALUES ('status_changes', 0);
