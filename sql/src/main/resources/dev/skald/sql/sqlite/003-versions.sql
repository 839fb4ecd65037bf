-- Published versions of machines. definition: the term of its hash. The last number ever given is kept: none is given again.
CREATE TABLE machine_version (
    machine TEXT NOT NULL,
    number INTEGER NOT NULL,
    definition INTEGER NOT NULL,
    role_arn TEXT NOT NULL,
    settings TEXT NOT NULL,
    revision_id TEXT,
    description TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (machine, number)
);

CREATE INDEX machine_version_definition ON machine_version (definition);

CREATE TABLE last_version (
    machine TEXT PRIMARY KEY,
    number INTEGER NOT NULL
);

-- routes: VERSION=WEIGHT, one or two, with a comma between.
CREATE TABLE machine_alias (
    machine TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    routes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (machine, name)
);

-- Lists of what was started through a version or an alias.
CREATE INDEX execution_version ON execution (version, id) WHERE version IS NOT NULL;
CREATE INDEX execution_alias ON execution (alias, id) WHERE alias IS NOT NULL;
