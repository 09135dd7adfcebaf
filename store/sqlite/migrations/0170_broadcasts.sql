-- +goose Up
CREATE TABLE broadcasts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: letter IDs begin with it
    code      TEXT    NOT NULL UNIQUE,
    version   INTEGER NOT NULL,
    state     TEXT    NOT NULL,
    author    TEXT    NOT NULL,
    created   INTEGER NOT NULL,
    changed   INTEGER NOT NULL,
    approver  TEXT    NOT NULL DEFAULT '',
    approved  INTEGER,
    approval  TEXT    NOT NULL DEFAULT '', -- the hash that was approved
    started   INTEGER,
    frozen    INTEGER,                     -- all its deliveries are written
    ended     INTEGER,
    by        TEXT    NOT NULL DEFAULT '',
    reason    TEXT    NOT NULL DEFAULT '', -- why it paused itself
    sealed    BLOB    NOT NULL,            -- text, attachment, choices, audience, time
    note      BLOB                         -- sealed: why it was sent back
) STRICT;
CREATE INDEX broadcasts_state ON broadcasts (state);

-- Whom an imported list was found to mean.
CREATE TABLE broadcast_listed (
    broadcast INTEGER NOT NULL REFERENCES broadcasts (id),
    contact   INTEGER NOT NULL,
    case_id   INTEGER NOT NULL, -- 0: none
    PRIMARY KEY (broadcast, contact)
) STRICT, WITHOUT ROWID;

-- One row for each person, written before anything is sent. The states are those of store.DeliveryStates, from 0.
CREATE TABLE broadcast_deliveries (
    id        INTEGER PRIMARY KEY,
    broadcast INTEGER NOT NULL REFERENCES broadcasts (id),
    contact   INTEGER NOT NULL,
    address   INTEGER NOT NULL,
    channel   TEXT    NOT NULL,
    case_id   INTEGER NOT NULL, -- whose places are filled in; 0: none
    state     INTEGER NOT NULL,
    try       INTEGER NOT NULL,
    at        INTEGER,
    reason    TEXT
) STRICT;
CREATE UNIQUE INDEX broadcast_deliveries_contact ON broadcast_deliveries (broadcast, contact);
CREATE INDEX broadcast_deliveries_place ON broadcast_deliveries (broadcast); -- in the order of freezing
CREATE INDEX broadcast_deliveries_state ON broadcast_deliveries (broadcast, channel, state);

-- How many deliveries are in which state, kept by the triggers below: nobody counts 200,000 rows to show a page.
CREATE TABLE broadcast_totals (
    broadcast INTEGER NOT NULL REFERENCES broadcasts (id),
    channel   TEXT    NOT NULL,
    state     INTEGER NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (broadcast, channel, state)
) STRICT, WITHOUT ROWID;

-- How many deliveries went to the outbox on a day of the office's clock, for a channel's daily budget.
CREATE TABLE broadcast_days (
    day     TEXT    NOT NULL,
    channel TEXT    NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (day, channel)
) STRICT, WITHOUT ROWID;

ALTER TABLE outbox ADD COLUMN delivery INTEGER; -- of a broadcast that this letter carries

-- +goose StatementBegin
CREATE TRIGGER broadcast_counted AFTER UPDATE OF state ON broadcast_deliveries WHEN new.state <> old.state BEGIN
    UPDATE broadcast_totals SET n = n - 1 WHERE broadcast = old.broadcast AND channel = old.channel AND state = old.state;
    INSERT INTO broadcast_totals (broadcast, channel, state, n) VALUES (new.broadcast, new.channel, new.state, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd

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

-- +goose Down
DROP TRIGGER broadcast_received;
DROP TRIGGER broadcast_settled;
DROP TRIGGER broadcast_counted;
ALTER TABLE outbox DROP COLUMN delivery;
DROP TABLE broadcast_days;
DROP TABLE broadcast_totals;
DROP TABLE broadcast_deliveries;
DROP TABLE broadcast_listed;
DROP TABLE broadcasts;
