-- +goose Up
-- Cases and what belongs to them. Columns named "sealed" hold JSON sealed by the vault, bound to table and key; those
-- named "..._index" are its blind indexes. Times are milliseconds since 1970, UTC; NULL is none.

CREATE TABLE numbers (
    prefix TEXT    NOT NULL,
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL, -- the newest number given out
    PRIMARY KEY (prefix, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE persons (
    id        INTEGER PRIMARY KEY,
    nik_index BLOB    NOT NULL UNIQUE,
    since     INTEGER NOT NULL
) STRICT;

CREATE TABLE cases (
    id          INTEGER PRIMARY KEY,
    number      TEXT    NOT NULL UNIQUE,
    key         TEXT    NOT NULL UNIQUE, -- effect that opened it
    programme   TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    region      TEXT    NOT NULL,
    district    TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    takes_place INTEGER NOT NULL, -- 1: counts against the quota
    contact     TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    person      INTEGER REFERENCES persons (id), -- none when the NIK was not told
    phone_index BLOB,
    opened      INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    who_sealed  BLOB    NOT NULL, -- the person as told, here and now
    sealed      BLOB    NOT NULL  -- answers, assessment, village, applicant, group, warnings
) STRICT;

CREATE INDEX cases_places ON cases (programme, year, region) WHERE takes_place = 1;
CREATE INDEX cases_waiting ON cases (programme, year, region, opened) WHERE status = 'daftar_tunggu';
CREATE INDEX cases_contact ON cases (contact);
CREATE INDEX cases_person ON cases (person);
CREATE INDEX cases_phone ON cases (phone_index) WHERE phone_index IS NOT NULL;

-- For lists in the order of arrival: every index ends with the id by itself, so a page needs no sorting.
CREATE INDEX cases_status ON cases (status);
CREATE INDEX cases_region ON cases (region);
CREATE INDEX cases_region_status ON cases (region, status);
CREATE INDEX cases_programme ON cases (programme);
CREATE INDEX cases_programme_region ON cases (programme, region);
CREATE INDEX cases_opened ON cases (opened);

-- What stands in the way of a second case: a person's NIK, or the name of a group, per programme and year.
CREATE TABLE case_claims (
    programme   TEXT    NOT NULL,
    year        INTEGER NOT NULL,
    claim_index BLOB    NOT NULL,
    case_id     INTEGER NOT NULL REFERENCES cases (id),
    holds       INTEGER NOT NULL, -- 0 once the case was refused or cancelled
    PRIMARY KEY (case_id, claim_index)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX case_claims_held ON case_claims (programme, year, claim_index) WHERE holds = 1;

CREATE TABLE case_files (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    place   INTEGER NOT NULL,
    file    TEXT    NOT NULL,
    PRIMARY KEY (case_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_files_file ON case_files (file);

CREATE TABLE case_events (
    case_id     INTEGER NOT NULL REFERENCES cases (id),
    place       INTEGER NOT NULL,
    key         TEXT UNIQUE, -- of the decision, when it had one
    at          INTEGER NOT NULL,
    from_status TEXT    NOT NULL,
    to_status   TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    sealed      BLOB, -- the note; none: no note
    PRIMARY KEY (case_id, place)
) STRICT;

-- Tries to see a case from another contact. Kept a day, to limit guessing. What was typed as a number may be anything,
-- a NIK too, and is kept as a blind index.
CREATE TABLE case_proofs (
    id           INTEGER PRIMARY KEY,
    contact      TEXT    NOT NULL,
    number_index BLOB    NOT NULL,
    at           INTEGER NOT NULL,
    ok           INTEGER NOT NULL -- 1: the proof was right
) STRICT;

CREATE INDEX case_proofs_contact ON case_proofs (contact, at);
CREATE INDEX case_proofs_number ON case_proofs (number_index, at);

-- +goose Down
DROP TABLE case_proofs;
DROP TABLE case_events;
DROP TABLE case_files;
DROP TABLE case_claims;
DROP TABLE cases;
DROP TABLE persons;
DROP TABLE numbers;
