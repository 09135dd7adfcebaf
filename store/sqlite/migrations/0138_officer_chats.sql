-- +goose Up
-- Chats of officers, linked by a code that works once.
CREATE TABLE officer_chats (
    login   TEXT    NOT NULL PRIMARY KEY REFERENCES officers (login),
    contact INTEGER NOT NULL UNIQUE REFERENCES contacts (id) ON DELETE CASCADE,
    since   INTEGER NOT NULL
) STRICT;

CREATE TABLE officer_codes (
    login  TEXT    NOT NULL PRIMARY KEY REFERENCES officers (login),
    finger BLOB    NOT NULL, -- of the code
    until  INTEGER NOT NULL
) STRICT;

-- Codes that a contact got wrong. Kept a day, to limit guessing.
CREATE TABLE officer_code_tries (
    contact INTEGER NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

CREATE INDEX officer_code_tries_contact ON officer_code_tries (contact, at);

-- +goose Down
DROP TABLE officer_code_tries;
DROP TABLE officer_codes;
DROP TABLE officer_chats;
