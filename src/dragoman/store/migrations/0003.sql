-- Schema 3. A person's word on claims, which is never changed nor deleted; where the coder's claims come from; versions
-- that a publisher counts; files that a watched folder gave. Views are built over current_documents alone, so that a
-- ledger opened as of a date need shadow only that one.

ALTER TABLE runs ADD COLUMN code TEXT;              -- digest of the coder's program text
ALTER TABLE runs ADD COLUMN lexicons TEXT;          -- digest of every vocabulary that ships, and the user's own actors
ALTER TABLE runs ADD COLUMN gazetteer TEXT;         -- digest of the place data, and the user's own places
ALTER TABLE runs ADD COLUMN model_version TEXT;     -- of the spaCy pipeline

ALTER TABLE documents ADD COLUMN publisher_version INTEGER; -- the publisher's count of versions; null: it gives none
ALTER TABLE documents ADD COLUMN coded INTEGER REFERENCES documents (document);
                                                    -- reviewed rows: the row that holds what the coder said
CREATE INDEX documents_coded ON documents (coded) WHERE coded IS NOT NULL;
CREATE INDEX documents_recorded ON documents (recorded);

CREATE TABLE reviews (
    review       INTEGER PRIMARY KEY,
    made         TEXT NOT NULL,             -- UTC, ISO 8601
    by           TEXT NOT NULL,             -- who
    verdict      TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'edit', 'undo')),
    why          TEXT NOT NULL DEFAULT '',
    undoes       INTEGER REFERENCES reviews (review),
    document_id  TEXT NOT NULL,             -- the claim, so that it is found again when the story is coded anew:
    claim_id     TEXT NOT NULL,             -- its id and event then,
    event        TEXT,
    begin        INTEGER NOT NULL,          -- the place and words of its trigger,
    stop         INTEGER NOT NULL,
    words        TEXT NOT NULL,
    sentence     TEXT NOT NULL,             -- and its sentence
    CHECK ((verdict = 'undo') = (undoes IS NOT NULL))
);
CREATE INDEX reviews_document ON reviews (document_id);
CREATE UNIQUE INDEX reviews_undone ON reviews (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE corrections (                  -- the fields that an edit changes
    review    INTEGER NOT NULL REFERENCES reviews (review),
    field     TEXT NOT NULL,                -- of the claim, as docs/record.md names it
    old       TEXT NOT NULL,                -- JSON, as the record has it
    new       TEXT NOT NULL,
    PRIMARY KEY (review, field)
) WITHOUT ROWID;

CREATE TABLE watched_files (                -- files of a watched folder that are done with
    hash      TEXT PRIMARY KEY,             -- of the content: a file that is moved or copied is not read again
    name      TEXT NOT NULL,
    seen      TEXT NOT NULL,                -- UTC, ISO 8601
    stories   INTEGER NOT NULL,
    failures  INTEGER NOT NULL
) WITHOUT ROWID;

DROP VIEW current_claims;
CREATE VIEW current_claims AS
    SELECT claims.*, d.id AS document_id, d.published, d.outlet, d.agency
    FROM claims JOIN current_documents d USING (document);
