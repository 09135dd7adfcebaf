-- +goose Up
-- What reports count. A case's first decision stays, also when it is decided again after an objection.
ALTER TABLE cases ADD COLUMN decided INTEGER;                     -- when it was first approved or refused; none: not yet
ALTER TABLE cases ADD COLUMN decided_as TEXT NOT NULL DEFAULT ''; -- that status

UPDATE cases SET
    decided = (SELECT e.at FROM case_events e WHERE e.case_id = cases.id AND e.kind = ''
        AND e.to_status IN ('disetujui', 'tidak_disetujui') ORDER BY e.place LIMIT 1),
    decided_as = COALESCE((SELECT e.to_status FROM case_events e WHERE e.case_id = cases.id AND e.kind = ''
        AND e.to_status IN ('disetujui', 'tidak_disetujui') ORDER BY e.place LIMIT 1), '');

-- Each holds all that its counts need, in the order they are grouped in: nothing is sorted, and no case is looked at.
CREATE INDEX cases_decided ON cases (programme, region, (decided - opened) / 86400000, decided) WHERE decided IS NOT NULL;
CREATE INDEX cases_year ON cases (year, programme, region, status);
CREATE INDEX cases_due_region ON cases (region, due) WHERE due IS NOT NULL;

-- Counts by day. Days are those of Kalimantan Timur, eight hours ahead, numbered from 1970. Triggers keep them, so that no
-- statement can forget to.
CREATE TABLE case_days (
    day       INTEGER NOT NULL,
    programme TEXT    NOT NULL,
    region    TEXT    NOT NULL,
    opened    INTEGER NOT NULL DEFAULT 0,
    approved  INTEGER NOT NULL DEFAULT 0, -- as the first decision
    refused   INTEGER NOT NULL DEFAULT 0, -- likewise
    PRIMARY KEY (day, programme, region)
) STRICT, WITHOUT ROWID;

INSERT INTO case_days (day, programme, region, opened)
    SELECT (opened + 28800000) / 86400000, programme, region, count(*) FROM cases GROUP BY 1, 2, 3;

INSERT INTO case_days (day, programme, region, approved, refused)
    SELECT (decided + 28800000) / 86400000, programme, region, sum(decided_as = 'disetujui'), sum(decided_as <> 'disetujui')
    FROM cases WHERE decided IS NOT NULL GROUP BY 1, 2, 3
    ON CONFLICT DO UPDATE SET approved = excluded.approved, refused = excluded.refused;

-- +goose StatementBegin
CREATE TRIGGER case_days_opened AFTER INSERT ON cases BEGIN
    INSERT INTO case_days (day, programme, region, opened) VALUES ((new.opened + 28800000) / 86400000, new.programme, new.region, 1)
        ON CONFLICT DO UPDATE SET opened = opened + 1;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER case_days_decided AFTER UPDATE OF decided ON cases WHEN old.decided IS NULL AND new.decided IS NOT NULL BEGIN
    INSERT INTO case_days (day, programme, region, approved, refused)
        VALUES ((new.decided + 28800000) / 86400000, new.programme, new.region, new.decided_as = 'disetujui', new.decided_as <> 'disetujui')
        ON CONFLICT DO UPDATE SET approved = approved + excluded.approved, refused = refused + excluded.refused;
END;
-- +goose StatementEnd

CREATE TABLE promise_days (
    day    INTEGER NOT NULL,
    region TEXT    NOT NULL,
    due    INTEGER NOT NULL,
    kept   INTEGER NOT NULL,
    PRIMARY KEY (day, region)
) STRICT, WITHOUT ROWID;

INSERT INTO promise_days (day, region, due, kept)
    SELECT (p.due + 28800000) / 86400000, c.region, count(*), count(*) FILTER (WHERE p.kept <= p.due)
    FROM case_promises p JOIN cases c ON c.id = p.case_id GROUP BY 1, 2;

-- +goose StatementBegin
CREATE TRIGGER promise_days_made AFTER INSERT ON case_promises BEGIN
    INSERT INTO promise_days (day, region, due, kept)
        VALUES ((new.due + 28800000) / 86400000, (SELECT region FROM cases WHERE id = new.case_id), 1, COALESCE(new.kept <= new.due, 0))
        ON CONFLICT DO UPDATE SET due = due + 1, kept = kept + excluded.kept;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER promise_days_kept AFTER UPDATE OF kept ON case_promises BEGIN
    UPDATE promise_days SET kept = kept + COALESCE(new.kept <= new.due, 0) - COALESCE(old.kept <= old.due, 0)
        WHERE day = (new.due + 28800000) / 86400000 AND region = (SELECT region FROM cases WHERE id = new.case_id);
END;
-- +goose StatementEnd

-- When the whole audit log was last walked through.
CREATE INDEX audit_verified ON audit (seq) WHERE action = 'audit.verify';

-- +goose Down
DROP INDEX audit_verified;
DROP TRIGGER promise_days_kept;
DROP TRIGGER promise_days_made;
DROP TABLE promise_days;
DROP TRIGGER case_days_decided;
DROP TRIGGER case_days_opened;
DROP TABLE case_days;
DROP INDEX cases_due_region;
DROP INDEX cases_year;
DROP INDEX cases_decided;
ALTER TABLE cases DROP COLUMN decided_as;
ALTER TABLE cases DROP COLUMN decided;
