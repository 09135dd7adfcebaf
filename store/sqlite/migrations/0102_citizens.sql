-- +goose Up
CREATE TABLE consents (
    key       TEXT    NOT NULL PRIMARY KEY,
    contact   TEXT    NOT NULL,
    channel   TEXT    NOT NULL,
    flow      TEXT    NOT NULL,
    revision  INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    withdrawn INTEGER,
    sealed    BLOB    NOT NULL -- the text as shown and the answer as given
) STRICT;

CREATE INDEX consents_contact ON consents (contact, at);

CREATE TABLE complaints (
    id      INTEGER PRIMARY KEY,
    number  TEXT    NOT NULL UNIQUE,
    key     TEXT    NOT NULL UNIQUE,
    contact TEXT    NOT NULL,
    region  TEXT    NOT NULL,
    status  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    sealed  BLOB    NOT NULL
) STRICT;

CREATE INDEX complaints_contact ON complaints (contact);
CREATE INDEX complaints_status ON complaints (status);

CREATE TABLE tickets (
    number  TEXT    NOT NULL PRIMARY KEY,
    key     TEXT    NOT NULL UNIQUE,
    contact TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    closed  INTEGER,
    by      TEXT    NOT NULL DEFAULT '',
    sealed  BLOB    NOT NULL -- the reason
) STRICT;

CREATE UNIQUE INDEX tickets_open ON tickets (contact) WHERE closed IS NULL;
CREATE INDEX tickets_contact ON tickets (contact);

-- Requests of persons about their own data. Due three days after they came in.
CREATE TABLE data_requests (
    number  TEXT    NOT NULL PRIMARY KEY,
    contact TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    closed  INTEGER,
    by      TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX data_requests_open ON data_requests (contact, kind) WHERE closed IS NULL;

-- +goose Down
DROP TABLE data_requests;
DROP TABLE tickets;
DROP TABLE complaints;
DROP TABLE consents;
