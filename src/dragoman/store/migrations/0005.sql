-- Schema 5. Copies as they were found, so that a new text is compared only with those that share wording with it. All of
-- it is derived, like what else is linked: dragoman.link.copies tells what the columns mean.

CREATE TABLE link_bodies (                 -- texts, without white space, case and punctuation
    body    INTEGER PRIMARY KEY,           -- digest
    size    INTEGER NOT NULL,              -- shingles
    least   INTEGER NOT NULL,
    keys    BLOB NOT NULL,                 -- sampled hashes, little-endian, 8 bytes each
    "group" INTEGER NOT NULL               -- of copies: the least body in it
);
CREATE INDEX link_bodies_group ON link_bodies ("group");

CREATE TABLE link_body_documents (
    document  INTEGER PRIMARY KEY REFERENCES documents (document),
    body      INTEGER NOT NULL
);
CREATE INDEX link_body_documents_body ON link_body_documents (body);

CREATE TABLE link_body_keys (              -- by what a body is found
    key    INTEGER NOT NULL,
    least  INTEGER NOT NULL,
    body   INTEGER NOT NULL,
    PRIMARY KEY (key, least, body)
) WITHOUT ROWID;

CREATE TABLE link_body_pairs (             -- bodies that are alike; a is less than b
    a      INTEGER NOT NULL,
    b      INTEGER NOT NULL,
    short  REAL NOT NULL,                  -- share of the shorter that is in both
    long   REAL NOT NULL,                  -- share of the longer
    PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX link_body_pairs_b ON link_body_pairs (b);
