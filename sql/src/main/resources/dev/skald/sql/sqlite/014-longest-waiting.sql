-- What waits for a person, by how long it does. since: when the task was handed over; parked_since: the oldest of what is parked in the
-- saga of an execution, of those that are. Of what waited before, nobody noted it: it is taken to wait since its execution began or ended.
ALTER TABLE waiting_task ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
UPDATE waiting_task SET since = coalesce((SELECT started_at FROM execution WHERE id = execution_id), 0);

DROP INDEX waiting_task_machine;
CREATE INDEX waiting_task_since ON waiting_task (since, execution_id, sequence);
CREATE INDEX waiting_task_machine ON waiting_task (machine, since, execution_id, sequence);

ALTER TABLE execution ADD COLUMN parked_since INTEGER;
UPDATE execution SET parked_since = coalesce(stopped_at, started_at) WHERE saga_status = 4 AND saga_status > 0;

CREATE INDEX execution_parked ON execution (parked_since, id) WHERE parked_since IS NOT NULL;
CREATE INDEX execution_parked_of_machine ON execution (machine, parked_since, id) WHERE parked_since IS NOT NULL;
