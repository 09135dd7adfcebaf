-- +goose Up
-- Posters with QR codes that open a talk.
CREATE TABLE posters (
    tag    TEXT    NOT NULL PRIMARY KEY, -- stands in the links
    opens  TEXT    NOT NULL,             -- call of a flow, or 'pengumuman:' and the code of an announcement
    region TEXT    NOT NULL,             -- kab/kota code; '': everywhere
    place  TEXT    NOT NULL,             -- where it hangs, in words
    by     TEXT    NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many came through a poster. Nobody can tell who.
CREATE TABLE poster_arrivals (
    tag     TEXT    NOT NULL REFERENCES posters (tag),
    day     TEXT    NOT NULL, -- ISO date, at the office
    channel TEXT    NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (tag, day, channel)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE poster_arrivals;
DROP TABLE posters;
