-- +goose Up
-- Objections (sanggah) to a refusal: one for each time a case was refused.
CREATE TABLE objections (
    id       INTEGER PRIMARY KEY,
    case_id  INTEGER NOT NULL REFERENCES cases (id),
    refusal  INTEGER NOT NULL, -- place of the event that refused
    key      TEXT    NOT NULL UNIQUE,
    at       INTEGER NOT NULL,
    due      INTEGER,          -- when the office wants to have answered; none: it set no time
    answered INTEGER,
    accepted INTEGER NOT NULL DEFAULT 0,
    by       TEXT    NOT NULL DEFAULT '',
    sealed   BLOB    NOT NULL, -- the reason
    answer   BLOB,             -- sealed
    UNIQUE (case_id, refusal)
) STRICT;

CREATE INDEX objections_open ON objections (at) WHERE answered IS NULL;

-- +goose Down
DROP TABLE objections;
