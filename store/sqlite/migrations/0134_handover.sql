-- +goose Up
-- Talks that somebody of the office leads: the bot keeps what it hears and says nothing.
CREATE TABLE contact_holds (
    contact INTEGER NOT NULL PRIMARY KEY REFERENCES contacts (id) ON DELETE CASCADE,
    by      TEXT    NOT NULL, -- login, or how else the talk is led: 'whatsapp' for the office's own phone
    since   INTEGER NOT NULL,
    until   INTEGER NOT NULL  -- it lapses when nobody has spoken by then
) STRICT;

CREATE INDEX contact_holds_until ON contact_holds (until);

ALTER TABLE tickets ADD COLUMN region TEXT NOT NULL DEFAULT '';  -- of the contact's newest case; '': not known
ALTER TABLE tickets ADD COLUMN officer TEXT NOT NULL DEFAULT ''; -- login of who took it
ALTER TABLE tickets ADD COLUMN taken INTEGER;

-- +goose Down
ALTER TABLE tickets DROP COLUMN taken;
ALTER TABLE tickets DROP COLUMN officer;
ALTER TABLE tickets DROP COLUMN region;
DROP TABLE contact_holds;
