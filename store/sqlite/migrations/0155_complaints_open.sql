-- +goose Up
-- Complaints that wait for the office, of which there are few among all that ever were.
CREATE INDEX complaints_open ON complaints (region, status) WHERE status <> 'selesai';

-- +goose Down
DROP INDEX complaints_open;
