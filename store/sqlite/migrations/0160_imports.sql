-- +goose Up
-- Tables that are taken in: checked, then confirmed, then saved row by row up to a position.
CREATE TABLE imports (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT    NOT NULL, -- see store.ImportKind
    state     TEXT    NOT NULL, -- see store.ImportState
    by        TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    region    TEXT    NOT NULL, -- kab/kota whose rows it may have; '': all
    as_of     TEXT    NOT NULL, -- of a DTSEN extract: ISO date; else ''
    file      TEXT    NOT NULL, -- in the vault; '' once it is deleted
    finger    BLOB    NOT NULL, -- blind index of what is in the file
    rows      INTEGER NOT NULL,
    bad       INTEGER NOT NULL,
    last      INTEGER NOT NULL, -- number of the last row
    position  INTEGER NOT NULL DEFAULT 0, -- number of the last row that is saved
    added     INTEGER NOT NULL DEFAULT 0,
    confirmed INTEGER,
    ended     INTEGER,
    sealed    BLOB    NOT NULL  -- name of the file, a few rows
) STRICT;

CREATE UNIQUE INDEX imports_open ON imports (kind, finger, region, as_of) WHERE state IN ('diperiksa', 'disimpan');

CREATE TABLE import_issues (
    import INTEGER NOT NULL REFERENCES imports (id),
    place  INTEGER NOT NULL,
    row    INTEGER NOT NULL,
    col    INTEGER NOT NULL,
    name   TEXT    NOT NULL,
    reason TEXT    NOT NULL,
    arg    TEXT    NOT NULL,
    PRIMARY KEY (import, place)
) STRICT, WITHOUT ROWID;

-- Who received aid, also before there was Sapa.
CREATE TABLE recipients (
    who       BLOB    NOT NULL, -- blind index of the NIK; of an institution, of its name and kab/kota
    programme TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    region    TEXT    NOT NULL,
    import    INTEGER NOT NULL REFERENCES imports (id),
    sealed    BLOB    NOT NULL,
    PRIMARY KEY (who, programme, year)
) STRICT, WITHOUT ROWID;

-- Extracts of DTSEN: which kab/kota each covers, and who is in it.
CREATE TABLE dtsen_covers (
    region TEXT    NOT NULL,
    import INTEGER NOT NULL REFERENCES imports (id),
    PRIMARY KEY (region, import)
) STRICT, WITHOUT ROWID;

CREATE TABLE dtsen (
    who    BLOB    NOT NULL, -- blind index of the NIK
    import INTEGER NOT NULL REFERENCES imports (id),
    region TEXT    NOT NULL,
    sealed BLOB    NOT NULL, -- the decile
    PRIMARY KEY (who, import)
) STRICT, WITHOUT ROWID;

CREATE INDEX dtsen_import ON dtsen (import); -- an extract that a newer one replaced is taken away

-- +goose Down
DROP TABLE dtsen;
DROP TABLE dtsen_covers;
DROP TABLE recipients;
DROP TABLE import_issues;
DROP TABLE imports;
