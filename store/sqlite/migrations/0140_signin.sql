-- +goose Up
ALTER TABLE officers ADD COLUMN factor BLOB; -- sealed: secret of the second factor and its recovery codes; none: not set up
ALTER TABLE officers ADD COLUMN factor_step INTEGER NOT NULL DEFAULT 0; -- the newest code that was used, so that each works once
ALTER TABLE officers ADD COLUMN example INTEGER NOT NULL DEFAULT 0; -- made by --demo, with a password that everybody can read

-- Links that set a password, once. An empty login is for the first admin of an office that has nobody yet.
CREATE TABLE officer_links (
    finger BLOB    NOT NULL PRIMARY KEY, -- of the link's secret
    login  TEXT    NOT NULL,
    until  INTEGER NOT NULL
) STRICT;

CREATE TABLE officer_sessions (
    finger     BLOB    NOT NULL PRIMARY KEY, -- of the cookie
    login      TEXT    NOT NULL REFERENCES officers (login),
    began      INTEGER NOT NULL,
    seen       INTEGER NOT NULL, -- within a minute
    whole      INTEGER NOT NULL, -- 0: the second factor is still to come
    open_case  TEXT    NOT NULL, -- number of the case whose personal data is shown; '': none
    open_until INTEGER,
    sealed     BLOB    NOT NULL -- network address and browser
) STRICT;

CREATE INDEX officer_sessions_login ON officer_sessions (login);

-- Sign-ins that failed, by login and by network address; neither can be read here.
CREATE TABLE signin_failures (
    finger BLOB    NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

CREATE INDEX signin_failures_finger ON signin_failures (finger, at);
CREATE INDEX signin_failures_at ON signin_failures (at);

-- +goose Down
DROP TABLE signin_failures;
DROP TABLE officer_sessions;
DROP TABLE officer_links;
ALTER TABLE officers DROP COLUMN example;
ALTER TABLE officers DROP COLUMN factor_step;
ALTER TABLE officers DROP COLUMN factor;
