-- The trace that whoever started an execution named.
ALTER TABLE execution ADD COLUMN trace_header TEXT;
