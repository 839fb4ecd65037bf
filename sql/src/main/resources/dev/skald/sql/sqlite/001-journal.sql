-- Texts that many rows repeat: ARNs of machines and roles, hashes of definitions, the beginnings of execution ARNs.
CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

-- Numbers of the store's own.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
);

INSERT INTO meta (name, value) VALUES ('next_execution_id', 1);

-- One row per execution, written at its start, rest, wake and end, never merely because events were appended.
-- arn: the term of its ARN, '*' for the name. status: 0 RUNNING, 1 SUCCEEDED, 2 FAILED, 3 TIMED_OUT, 4 ABORTED.
CREATE TABLE execution (
    id INTEGER PRIMARY KEY,
    machine INTEGER NOT NULL,
    name TEXT NOT NULL,
    arn INTEGER NOT NULL,
    type INTEGER NOT NULL,
    definition INTEGER NOT NULL,
    role INTEGER NOT NULL,
    input_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    stopped_at INTEGER,
    at_rest INTEGER NOT NULL,
    wake_at INTEGER,
    attributes INTEGER NOT NULL
);

CREATE UNIQUE INDEX execution_name ON execution (machine, name);
CREATE INDEX execution_machine ON execution (machine, id);
CREATE INDEX execution_definition ON execution (definition);
CREATE INDEX execution_awake ON execution (at_rest, id) WHERE status = 0 AND at_rest = 0;
CREATE INDEX execution_open ON execution (id) WHERE status = 0;
CREATE INDEX execution_open_of_machine ON execution (machine, id) WHERE status = 0;
CREATE INDEX execution_unsuccessful ON execution (status, id) WHERE status > 1;
CREATE INDEX execution_unsuccessful_of_machine ON execution (machine, status, id) WHERE status > 1;
CREATE INDEX execution_wake ON execution (wake_at, id) WHERE wake_at IS NOT NULL;
CREATE INDEX execution_stopped ON execution (stopped_at) WHERE stopped_at IS NOT NULL;

-- One row per append. The unique key is the fence: nobody can write the same place in a journal twice.
CREATE TABLE chunk (
    seq INTEGER PRIMARY KEY,
    execution_id INTEGER NOT NULL,
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    append_id INTEGER NOT NULL,
    events BLOB NOT NULL,
    UNIQUE (execution_id, first_sequence)
);

-- A cache: what cannot be read is folded from the events.
CREATE TABLE snapshot (
    execution_id INTEGER PRIMARY KEY,
    last_sequence INTEGER NOT NULL,
    state BLOB NOT NULL
);

CREATE TABLE search_attribute (
    execution_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (execution_id, name)
) WITHOUT ROWID;

CREATE INDEX search_attribute_value ON search_attribute (name, value, execution_id);

-- Executions out of sight whose chunks are yet to be deleted, a few at a time.
CREATE TABLE purged (
    execution_id INTEGER PRIMARY KEY
);

-- hash: a term.
CREATE TABLE definition (
    hash INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TABLE machine (
    arn TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    type INTEGER NOT NULL,
    definition INTEGER NOT NULL,
    role_arn TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision_id TEXT,
    settings TEXT NOT NULL,
    deleting INTEGER NOT NULL
);

CREATE INDEX machine_name ON machine (name);
CREATE INDEX machine_definition ON machine (definition);

CREATE TABLE activity (
    arn TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    settings TEXT NOT NULL
);

CREATE INDEX activity_name ON activity (name);
