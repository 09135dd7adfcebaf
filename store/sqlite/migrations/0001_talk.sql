-- +goose Up
-- Times are unix milliseconds. "sealed" columns hold values sealed by the vault; "finger" columns are blind indexes.

CREATE TABLE contacts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: effect IDs begin with it
    created_at INTEGER NOT NULL,
    stopped_at INTEGER                            -- the person asked for silence
) STRICT;

CREATE TABLE addresses (
    id         INTEGER PRIMARY KEY,
    contact    INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    channel    TEXT    NOT NULL,
    finger     BLOB    NOT NULL UNIQUE,           -- of channel and address
    sealed     BLOB    NOT NULL,                  -- the address
    created_at INTEGER NOT NULL,
    heard_at   INTEGER,                           -- within a minute
    gone_at    INTEGER                            -- blocked us, or no longer exists
) STRICT;
CREATE INDEX addresses_contact ON addresses (contact);

CREATE TABLE inbox (
    seq       INTEGER PRIMARY KEY,
    contact   INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    finger    BLOB    NOT NULL,                   -- of channel and message ID
    state     INTEGER NOT NULL,                   -- 0 waits, 1 answered, 2 set aside
    at        INTEGER NOT NULL,                   -- when it was accepted
    sealed    BLOB,                               -- the message; NULL once purged
    problem   TEXT,                               -- why it was set aside
    UNIQUE (contact, finger)                      -- in this order it also finds a contact's talk
) STRICT;
CREATE INDEX inbox_waiting ON inbox (seq) WHERE state = 0;

CREATE TABLE sessions (
    contact    INTEGER PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    turn       INTEGER NOT NULL,                  -- stays when the session goes, or effect IDs would repeat
    flow       TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    touched_at INTEGER NOT NULL,                  -- when the person was last heard
    sealed     BLOB                               -- NULL once dropped or purged
) STRICT;

CREATE TABLE outbox (
    seq          INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL,                -- the effect's ID
    contact      INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    address      INTEGER NOT NULL REFERENCES addresses (id) ON DELETE CASCADE,
    state        INTEGER NOT NULL,                -- 0 waits, 1 sent, 2 gone, 3 refused
    priority     INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    at           INTEGER NOT NULL,                -- when it was written
    due_at       INTEGER NOT NULL,
    settled_at   INTEGER,
    delivered_at INTEGER,
    read_at      INTEGER,
    finger       BLOB,                            -- of channel and the platform's message ID
    case_number  TEXT,
    reason       TEXT,                            -- of the last failure
    sealed       BLOB,                            -- the reply; NULL once purged
    UNIQUE (contact, id)                          -- in this order it also finds a contact's talk
) STRICT;
CREATE UNIQUE INDEX outbox_waiting ON outbox (id) WHERE state = 0;
CREATE INDEX outbox_finger ON outbox (finger) WHERE finger IS NOT NULL;

CREATE TABLE alarms (
    contact INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    name    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (contact, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX alarms_at ON alarms (at);

CREATE TABLE talk_ends (
    id       TEXT    PRIMARY KEY,                 -- the effect's ID
    flow     TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    next     TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

CREATE TABLE faults (
    id     TEXT    PRIMARY KEY,                   -- the effect's ID
    flow   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    sealed BLOB    NOT NULL                       -- the problem
) STRICT;
CREATE INDEX faults_at ON faults (at);

CREATE TABLE flow_revisions (
    flow     TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    source   BLOB    NOT NULL,                    -- YAML as it was given
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (flow, revision)
) STRICT;

CREATE TABLE flows (
    flow     TEXT    PRIMARY KEY,
    revision INTEGER NOT NULL,                    -- the published one
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    FOREIGN KEY (flow, revision) REFERENCES flow_revisions (flow, revision)
) STRICT;

-- +goose Down
DROP TABLE flows;
DROP TABLE flow_revisions;
DROP TABLE faults;
DROP TABLE talk_ends;
DROP TABLE alarms;
DROP TABLE outbox;
DROP TABLE sessions;
DROP TABLE inbox;
DROP TABLE addresses;
DROP TABLE contacts;
