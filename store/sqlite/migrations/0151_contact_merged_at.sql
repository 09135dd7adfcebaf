-- +goose Up
-- When two contacts became one: for a while something may still be written for the one that is no more.
ALTER TABLE contacts ADD COLUMN merged_at INTEGER;
UPDATE contacts SET merged_at = created_at WHERE merged_into IS NOT NULL;
CREATE INDEX contacts_merged_at ON contacts (merged_at) WHERE merged_at IS NOT NULL;

-- +goose Down
DROP INDEX contacts_merged_at;
ALTER TABLE contacts DROP COLUMN merged_at;
