-- +goose Up
-- What an application lacked, and what came. All items of one asking bear the place of its event; where the case was
-- before, and goes back to, stands in that event.
CREATE TABLE case_missing (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    event   INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    item    TEXT    NOT NULL,
    kind    TEXT    NOT NULL, -- see store.MissingKind
    sealed  BLOB    NOT NULL, -- its name and question, as they were asked
    key     TEXT UNIQUE,      -- effect that brought it
    got     INTEGER,          -- when; none: it still lacks
    answer  BLOB,             -- sealed: text, file, or that it was brought on paper
    PRIMARY KEY (case_id, event, place)
) STRICT, WITHOUT ROWID;

ALTER TABLE case_files ADD COLUMN item TEXT NOT NULL DEFAULT '';    -- what it was sent for; '': with the application
ALTER TABLE case_files ADD COLUMN event INTEGER NOT NULL DEFAULT 1; -- place of the event it came with

-- +goose Down
ALTER TABLE case_files DROP COLUMN event;
ALTER TABLE case_files DROP COLUMN item;
DROP TABLE case_missing;
