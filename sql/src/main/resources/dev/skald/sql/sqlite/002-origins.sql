-- Through what an execution was started: the terms of a version's, an alias's and a Map Run's ARN, and its place in the run.
ALTER TABLE execution ADD COLUMN version INTEGER;
ALTER TABLE execution ADD COLUMN alias INTEGER;
ALTER TABLE execution ADD COLUMN map_run INTEGER;
ALTER TABLE execution ADD COLUMN item_index INTEGER;
ALTER TABLE execution ADD COLUMN item_count INTEGER;

ALTER TABLE execution ADD COLUMN redrive_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE execution ADD COLUMN redriven_at INTEGER;
