-- +goose Up
-- A key by person scatters what many people say over as many pages, each of which is written anew with every commit. So
-- inbox and outbox have keys in the order of time only, and whose lines lie where is noted later, many at once. So are messages
-- that still wait by then: hardly any do, so that what waits needs no index of its own before.
CREATE TABLE talk_rows (
    contact INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    ours    INTEGER NOT NULL,                     -- 0 a row of the inbox, 1 of the outbox
    seq     INTEGER NOT NULL,
    PRIMARY KEY (contact, ours, seq)
) STRICT, WITHOUT ROWID;

-- Up to which row that is done. Beyond it, all rows have to be looked at.
CREATE TABLE talk_noted (
    ours INTEGER PRIMARY KEY,
    seq  INTEGER NOT NULL
) STRICT;

INSERT INTO talk_rows SELECT contact, 0, seq FROM inbox UNION ALL SELECT contact, 1, seq FROM outbox;
INSERT INTO talk_noted VALUES (0, COALESCE((SELECT MAX(seq) FROM inbox), 0)), (1, COALESCE((SELECT MAX(seq) FROM outbox), 0));

-- Contacts and addresses are never deleted, so these two tables do without foreign keys, which would be looked up with every message.
CREATE TABLE inbox_by_time (
    seq       INTEGER PRIMARY KEY,
    contact   INTEGER NOT NULL,
    finger    BLOB    NOT NULL UNIQUE,            -- of channel and message ID, after the platform's order where it gives one
    state     INTEGER NOT NULL,                   -- 0 waits, 1 answered, 2 set aside, 3 waits and is noted
    at        INTEGER NOT NULL,                   -- when it was accepted
    sealed    BLOB,                               -- the message; NULL once purged
    problem   TEXT                                -- why it was set aside
) STRICT;
INSERT OR IGNORE INTO inbox_by_time SELECT seq, contact, finger, CASE state WHEN 0 THEN 3 ELSE state END, at, sealed, problem
    FROM inbox ORDER BY seq;
DROP TABLE inbox;
ALTER TABLE inbox_by_time RENAME TO inbox;
CREATE INDEX inbox_left ON inbox (seq) WHERE state = 3;

CREATE TABLE outbox_by_time (
    seq          INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL,                -- the effect's ID
    contact      INTEGER NOT NULL,
    address      INTEGER NOT NULL,
    state        INTEGER NOT NULL,                -- 0 waits, 1 sent, 2 gone, 3 refused
    priority     INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    at           INTEGER NOT NULL,                -- when it was written
    due_at       INTEGER NOT NULL,
    settled_at   INTEGER,
    delivered_at INTEGER,
    read_at      INTEGER,
    finger       BLOB,                            -- of channel and the platform's message ID
    case_number  TEXT,
    reason       TEXT,                            -- of the last failure
    sealed       BLOB,                            -- the reply; NULL once purged
    delivery     INTEGER,                         -- of a broadcast that this letter carries
    said         INTEGER NOT NULL DEFAULT 0       -- 1: in a turn, which is committed once, so that its letters are written once
) STRICT;
INSERT INTO outbox_by_time SELECT seq, id, contact, address, state, priority, attempts, at, due_at, settled_at, delivered_at, read_at,
    finger, case_number, reason, sealed, delivery, 0 FROM outbox ORDER BY seq;
DROP TABLE outbox;
ALTER TABLE outbox_by_time RENAME TO outbox;
CREATE UNIQUE INDEX outbox_waiting ON outbox (id) WHERE state = 0;
CREATE UNIQUE INDEX outbox_posted ON outbox (contact, id) WHERE said = 0;
CREATE INDEX outbox_finger ON outbox (finger) WHERE finger IS NOT NULL;
CREATE INDEX outbox_case ON outbox (case_number) WHERE case_number IS NOT NULL;
CREATE INDEX outbox_news ON outbox (contact, seq) WHERE priority > 0;

-- What becomes of a letter becomes of its delivery, in the same transaction.
-- +goose StatementBegin
CREATE TRIGGER broadcast_settled AFTER UPDATE OF state ON outbox WHEN new.delivery IS NOT NULL AND new.state <> old.state BEGIN
    UPDATE broadcast_deliveries SET at = new.settled_at, reason = CASE new.state WHEN 1 THEN NULL ELSE new.reason END,
        state = CASE WHEN new.state = 1 AND new.read_at IS NOT NULL THEN 4 WHEN new.state = 1 AND new.delivered_at IS NOT NULL THEN 3
            WHEN new.state = 1 THEN 2 WHEN new.state = 2 THEN 6 WHEN new.reason = 'batal' THEN 7 ELSE 5 END
        WHERE id = new.delivery AND state = 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER broadcast_received AFTER UPDATE OF delivered_at, read_at ON outbox WHEN new.delivery IS NOT NULL BEGIN
    UPDATE broadcast_deliveries SET at = COALESCE(new.read_at, new.delivered_at), state = CASE WHEN new.read_at IS NULL THEN 3 ELSE 4 END
        WHERE id = new.delivery AND state IN (2, 3) AND new.delivered_at IS NOT NULL;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER inbox_row_gone AFTER DELETE ON inbox BEGIN
    DELETE FROM talk_rows WHERE contact = old.contact AND ours = 0 AND seq = old.seq;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER outbox_row_gone AFTER DELETE ON outbox BEGIN
    DELETE FROM talk_rows WHERE contact = old.contact AND ours = 1 AND seq = old.seq;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER outbox_row_gone;
DROP TRIGGER inbox_row_gone;
DROP TABLE talk_noted;
DROP TABLE talk_rows;
DROP INDEX outbox_posted;
UPDATE inbox SET state = 0 WHERE state = 3;
DROP INDEX inbox_left;
CREATE INDEX inbox_waiting ON inbox (seq) WHERE state = 0;
CREATE UNIQUE INDEX inbox_contact ON inbox (contact, finger);
CREATE UNIQUE INDEX outbox_contact ON outbox (contact, id);
ALTER TABLE outbox DROP COLUMN said;
