-- Schema 8. Parts of a story that are read with it but never searched for are one compressed value a story, so that a
-- claim needs five rows, not sixteen (dragoman.store.packed fills it from the tables that are dropped here).

CREATE TABLE packed (
    document  INTEGER PRIMARY KEY REFERENCES documents (document),
    parts     BLOB NOT NULL                 -- zlib: JSON of {table: rows without the document's number}
);

-- The full-text index is written by the program, many stories at a time: inside a trigger FTS5 empties its buffers after
-- every story, which takes three times as long.
DROP TRIGGER documents_indexed;

-- Nothing is looked up by it.
DROP INDEX documents_text_hash;

-- Room in memory for the words of a whole transaction of an import: they go into one segment, not into one a megabyte.
INSERT INTO document_search (document_search, rank) VALUES ('hashsize', 33554432);

-- Room for what is merged later, so that the words of an import are not merged again and again.
INSERT INTO document_search (document_search, rank) VALUES ('automerge', 8);

CREATE TABLE put_off (                      -- indices that wait for the end of an import (dragoman.store.putoff)
    name  TEXT PRIMARY KEY,
    sql   TEXT NOT NULL
) WITHOUT ROWID;
