-- +goose Up
-- Blind indexes of the words in the names of a case: of the person, of who applied, of the group.
CREATE TABLE case_words (
    word    BLOB    NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    PRIMARY KEY (word, case_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE cases ADD COLUMN named INTEGER NOT NULL DEFAULT 0; -- 1: its words are in case_words
CREATE INDEX cases_unnamed ON cases (id) WHERE named = 0;

-- +goose Down
DROP INDEX cases_unnamed;
ALTER TABLE cases DROP COLUMN named;
DROP TABLE case_words;
