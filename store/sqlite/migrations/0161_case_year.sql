-- +goose Up
-- A list of an earlier year must not walk through all cases that came since.
CREATE INDEX cases_of_year ON cases (year);

-- +goose Down
DROP INDEX cases_of_year;
