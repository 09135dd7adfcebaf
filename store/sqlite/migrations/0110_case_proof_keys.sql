-- +goose Up
-- The request that brought a proof, so that it counts once when a crash has it repeated. Older ones have none.
ALTER TABLE case_proofs ADD COLUMN key TEXT;
CREATE UNIQUE INDEX case_proofs_key ON case_proofs (key) WHERE key IS NOT NULL;

-- +goose Down
DROP INDEX case_proofs_key;
ALTER TABLE case_proofs DROP COLUMN key;
