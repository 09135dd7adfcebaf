-- +goose Up
-- Who works on a case, and what happened to it beside its steps.
ALTER TABLE cases ADD COLUMN officer TEXT NOT NULL DEFAULT ''; -- login; '': nobody took it yet
ALTER TABLE cases ADD COLUMN taken INTEGER;                    -- since when

-- '': a step of the case's way; 'catatan', 'tugas' ...: see store.EventKind
ALTER TABLE case_events ADD COLUMN kind TEXT NOT NULL DEFAULT '';

CREATE INDEX cases_officer ON cases (officer, status) WHERE officer <> '';

-- +goose Down
DROP INDEX cases_officer;
ALTER TABLE case_events DROP COLUMN kind;
ALTER TABLE cases DROP COLUMN taken;
ALTER TABLE cases DROP COLUMN officer;
