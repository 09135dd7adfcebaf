-- +goose Up
CREATE TABLE disbursements (
    case_id INTEGER NOT NULL PRIMARY KEY REFERENCES cases (id),
    day     TEXT    NOT NULL, -- ISO date
    form    TEXT    NOT NULL, -- see store.DisbursementForm
    amount  INTEGER NOT NULL, -- rupiah; of goods their worth, 0 when not known
    stage   INTEGER NOT NULL, -- of the programme's; 0: none
    sealed  BLOB    NOT NULL  -- what was given
) STRICT;

-- What goes before the time of filing on a waiting list; set by hand, with a reason that stands in the case's events.
ALTER TABLE cases ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;

DROP INDEX cases_waiting;
CREATE INDEX cases_waiting ON cases (programme, year, region, priority DESC, opened) WHERE status = 'daftar_tunggu';

-- +goose Down
DROP INDEX cases_waiting;
CREATE INDEX cases_waiting ON cases (programme, year, region, opened) WHERE status = 'daftar_tunggu';
ALTER TABLE cases DROP COLUMN priority;
DROP TABLE disbursements;
