-- Schema 9. Toll series that people marked, with a note. Rows are never changed: to take a mark off is another row.

CREATE TABLE marks (
    mark    INTEGER PRIMARY KEY,
    made    TEXT NOT NULL,
    by      TEXT NOT NULL,
    series  TEXT NOT NULL,                  -- id of the series: of its source, kind, population and start
    marked  INTEGER NOT NULL CHECK (marked IN (0, 1)),
    note    TEXT NOT NULL
);
