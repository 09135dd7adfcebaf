-- +goose Up
CREATE TABLE officers (
    login    TEXT    NOT NULL PRIMARY KEY,
    role     TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    added    INTEGER NOT NULL,
    disabled INTEGER,
    sealed   BLOB    NOT NULL, -- the name
    password BLOB              -- sealed hash; none: cannot sign in
) STRICT;

CREATE TABLE announcements (
    code    TEXT    NOT NULL PRIMARY KEY,
    region  TEXT    NOT NULL, -- '': everywhere
    starts  INTEGER NOT NULL,
    ends    INTEGER, -- none: until taken down
    by      TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    title   TEXT    NOT NULL, -- public words
    body    TEXT    NOT NULL
) STRICT;

-- What people of the office did. Every row carries a keyed hash over itself and the row before.
CREATE TABLE audit (
    seq    INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    by     TEXT    NOT NULL,
    action TEXT    NOT NULL,
    object TEXT    NOT NULL,
    detail TEXT    NOT NULL,
    hash   BLOB    NOT NULL
) STRICT;

CREATE INDEX audit_object ON audit (object);

-- The newest row of the chain, so that rows missing at the end are noticed.
CREATE TABLE audit_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  INTEGER NOT NULL,
    hash BLOB    NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'audit rows are never deleted');
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE audit_head;
DROP TABLE audit;
DROP TABLE announcements;
DROP TABLE officers;
