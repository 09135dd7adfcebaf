-- +goose Up
ALTER TABLE complaints ADD COLUMN officer TEXT NOT NULL DEFAULT ''; -- login of who took it
ALTER TABLE complaints ADD COLUMN lapor TEXT NOT NULL DEFAULT '';   -- its number at SP4N-LAPOR!

CREATE TABLE complaint_events (
    complaint INTEGER NOT NULL REFERENCES complaints (id),
    place     INTEGER NOT NULL,
    key       TEXT UNIQUE,
    kind      TEXT    NOT NULL, -- see store.ComplaintKind
    at        INTEGER NOT NULL,
    by        TEXT    NOT NULL,
    sealed    BLOB,             -- its words
    PRIMARY KEY (complaint, place)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE complaint_events;
ALTER TABLE complaints DROP COLUMN lapor;
ALTER TABLE complaints DROP COLUMN officer;
