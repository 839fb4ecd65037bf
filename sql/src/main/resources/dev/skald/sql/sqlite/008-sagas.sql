-- What has become of the saga of an execution: 0 no saga, 1 active, 2 compensating, 3 compensated, 4 parked,
-- 5 compensation failed, 6 committed, 7 abandoned.
ALTER TABLE execution ADD COLUMN saga_status INTEGER NOT NULL DEFAULT 0;
CREATE INDEX execution_saga ON execution (saga_status, id) WHERE saga_status > 0;
CREATE INDEX execution_saga_of_machine ON execution (machine, saga_status, id) WHERE saga_status > 0;
