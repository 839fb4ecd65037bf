-- The outermost execution that waits for one, by way of others or itself: it may have to undo it.
ALTER TABLE execution ADD COLUMN root INTEGER;

-- Those that are being undone after they have ended.
CREATE INDEX execution_reversing ON execution (id) WHERE status > 0 AND saga_status IN (2, 4);
