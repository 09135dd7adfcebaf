-- +goose Up
CREATE TABLE windows (
    programme TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    region    TEXT    NOT NULL,
    open      INTEGER NOT NULL DEFAULT 0,
    opened    INTEGER,
    closed    INTEGER,
    quota     INTEGER NOT NULL DEFAULT -1, -- -1: not known
    example   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (programme, year, region)
) STRICT, WITHOUT ROWID;

CREATE TABLE stages (
    programme TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    region    TEXT    NOT NULL,
    stage     INTEGER NOT NULL,
    planned   INTEGER NOT NULL,
    realised  INTEGER NOT NULL,
    target    INTEGER, -- none: not known
    note      TEXT    NOT NULL, -- written by the office for everyone to read
    changed   INTEGER NOT NULL,
    PRIMARY KEY (programme, year, region, stage)
) STRICT, WITHOUT ROWID;

CREATE TABLE interests (
    contact   TEXT    NOT NULL,
    programme TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    region    TEXT    NOT NULL, -- '': any
    at        INTEGER NOT NULL,
    PRIMARY KEY (programme, year, region, contact)
) STRICT, WITHOUT ROWID;

CREATE INDEX interests_contact ON interests (contact);

CREATE TABLE villages (
    code     TEXT NOT NULL PRIMARY KEY,
    district TEXT NOT NULL,
    name     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX villages_district ON villages (district, name);

-- +goose Down
DROP TABLE villages;
DROP TABLE interests;
DROP TABLE stages;
DROP TABLE windows;
