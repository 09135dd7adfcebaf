-- +goose Up
-- Codes that messages bear, by which people ask whether a message is ours. They outlive the letters.
CREATE TABLE letter_codes (
    letter      TEXT    NOT NULL PRIMARY KEY, -- ID of the letter
    code        TEXT    NOT NULL,
    contact     INTEGER NOT NULL,             -- to whom it was written
    at          INTEGER NOT NULL,
    case_number TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX letter_codes_code ON letter_codes (code);

-- Codes that a contact asked about in vain. Kept a day, to limit guessing.
CREATE TABLE code_misses (
    key     TEXT    NOT NULL PRIMARY KEY, -- of the request, so that a repeat counts once
    contact INTEGER NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX code_misses_contact ON code_misses (contact, at);

-- +goose Down
DROP TABLE code_misses;
DROP TABLE letter_codes;
