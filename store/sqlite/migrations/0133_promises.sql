-- +goose Up
-- In how many office days the next word on a case comes, as the office set it.
CREATE TABLE promises (
    status  TEXT    NOT NULL PRIMARY KEY, -- of a case; 'sanggah': the answer to an objection
    days    INTEGER NOT NULL,             -- 0: nothing is promised
    by      TEXT    NOT NULL,
    changed INTEGER NOT NULL
) STRICT;

CREATE TABLE holidays (
    day  TEXT NOT NULL PRIMARY KEY, -- ISO date
    name TEXT NOT NULL
) STRICT;

ALTER TABLE cases ADD COLUMN due INTEGER;  -- when the office wants to have moved the case on; none: no time is set
ALTER TABLE cases ADD COLUMN word INTEGER; -- until when the person was told to expect a word; none: told nothing

ALTER TABLE cases ADD COLUMN applied INTEGER NOT NULL DEFAULT 1; -- 1: somebody applied for the person, or it is not known

CREATE INDEX cases_due ON cases (due) WHERE due IS NOT NULL;
CREATE INDEX cases_word ON cases (word) WHERE word IS NOT NULL;

-- Every promise, and what became of it.
CREATE TABLE case_promises (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    event   INTEGER NOT NULL, -- place of the event that began it
    status  TEXT    NOT NULL,
    made    INTEGER NOT NULL,
    due     INTEGER NOT NULL,
    told    INTEGER NOT NULL, -- 1: the person was told
    held    INTEGER,          -- when a holding message went out instead of news
    kept    INTEGER,          -- when the case moved on
    PRIMARY KEY (case_id, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_case ON outbox (case_number) WHERE case_number IS NOT NULL;

-- +goose Down
DROP INDEX outbox_case;
DROP TABLE case_promises;
DROP INDEX cases_word;
DROP INDEX cases_due;
ALTER TABLE cases DROP COLUMN applied;
ALTER TABLE cases DROP COLUMN word;
ALTER TABLE cases DROP COLUMN due;
DROP TABLE holidays;
DROP TABLE promises;
