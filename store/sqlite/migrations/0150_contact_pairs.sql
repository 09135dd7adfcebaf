-- +goose Up
-- Two contacts that turned out to be one person on one platform, known by a phone number and by a hidden ID. The row stays for
-- whoever still holds the old ID.
ALTER TABLE contacts ADD COLUMN merged_into INTEGER REFERENCES contacts (id);
CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL;

-- +goose Down
DROP INDEX contacts_merged;
ALTER TABLE contacts DROP COLUMN merged_into;
