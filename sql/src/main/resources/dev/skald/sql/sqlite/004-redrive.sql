-- Few executions are redriven: to list them costs what they are, not what the others are.
CREATE INDEX execution_redriven ON execution (id) WHERE redrive_count > 0;
CREATE INDEX execution_redriven_of_machine ON execution (machine, id) WHERE redrive_count > 0;
