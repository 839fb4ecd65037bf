-- How executions ended in the eyes of the business: 0 success, 1 known failure, 2 unknown failure; nothing while they run.
ALTER TABLE execution ADD COLUMN run_class INTEGER;
UPDATE execution SET run_class = CASE WHEN status = 1 THEN 0 ELSE 2 END WHERE status > 0;
CREATE INDEX execution_run_class ON execution (run_class, id) WHERE run_class > 0;
CREATE INDEX execution_run_class_of_machine ON execution (machine, run_class, id) WHERE run_class > 0;
