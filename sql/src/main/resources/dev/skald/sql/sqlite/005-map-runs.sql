-- Map Runs; their children are executions. sequence: the event that started the run, in the journal of its execution.
CREATE TABLE map_run (
    arn TEXT PRIMARY KEY,
    execution_id INTEGER NOT NULL,
    execution_arn TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    machine TEXT NOT NULL,
    status INTEGER NOT NULL,
    max_concurrency INTEGER NOT NULL,
    tolerated_count INTEGER NOT NULL,
    tolerated_percentage REAL NOT NULL,
    items INTEGER NOT NULL,
    executions INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    stopped_at INTEGER,
    redrive_count INTEGER NOT NULL,
    redriven_at INTEGER
) WITHOUT ROWID;

CREATE UNIQUE INDEX map_run_execution ON map_run (execution_id, sequence);
CREATE INDEX map_run_running ON map_run (arn) WHERE status = 0;

CREATE INDEX execution_map_run ON execution (map_run, id) WHERE map_run IS NOT NULL;
CREATE INDEX execution_map_item ON execution (map_run, item_index) WHERE map_run IS NOT NULL;
