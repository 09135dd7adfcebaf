-- +goose Up
-- A list of an earlier year must not walk through all cases that came since, and the most urgent of a programme or of an
-- officer must not be sorted out of all of theirs.
CREATE INDEX cases_of_year ON cases (year);
CREATE INDEX cases_due_programme ON cases (programme, due) WHERE due IS NOT NULL;
CREATE INDEX cases_due_officer ON cases (officer, due) WHERE due IS NOT NULL AND officer <> '';

-- +goose Down
DROP INDEX cases_due_officer;
DROP INDEX cases_due_programme;
DROP INDEX cases_of_year;
