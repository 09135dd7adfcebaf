-- +goose Up
-- What somebody was last told unasked, to understand their answer to it.
CREATE INDEX outbox_news ON outbox (contact, seq) WHERE priority > 0;

-- +goose Down
DROP INDEX outbox_news;
