-- Schema 1. Every part of a record in a table of its own; a record can be rebuilt from them exactly.
-- Offsets (begin, stop) count Unicode code points into documents.text; stop is exclusive.
-- A document is one version of one story: rows are never changed but for `superseded`, and never deleted.
-- A claim is (document, claim), claim counting from 0 in text order; its public id is claims.id.
-- Columns that hold integers or fractions as the text had them (value, min, max) have no type on purpose: SQLite then
-- keeps 65 and 65.0 apart.

CREATE TABLE runs (
    run         INTEGER PRIMARY KEY,
    started     TEXT NOT NULL,              -- UTC, ISO 8601
    finished    TEXT,                       -- null: still running, or killed
    version     TEXT NOT NULL,              -- of dragoman
    model       TEXT NOT NULL,              -- the spaCy pipeline
    settings    TEXT NOT NULL DEFAULT '{}', -- JSON: hashes of lexicons and gazetteer, options
    coded       INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE documents (
    document        INTEGER PRIMARY KEY,
    id              TEXT NOT NULL,
    revision        INTEGER NOT NULL,       -- 1, 2, ... of the same id
    hash            TEXT NOT NULL,          -- of the whole record: the same story coded alike adds nothing
    text_hash       TEXT NOT NULL,
    supersedes      INTEGER REFERENCES documents (document),
    superseded      TEXT,                   -- when a later revision took its place; null: current
    run             INTEGER REFERENCES runs (run),
    recorded        TEXT NOT NULL,          -- UTC, ISO 8601
    version         INTEGER NOT NULL,       -- of the record format
    text            TEXT NOT NULL,
    headline        TEXT,
    headline_begin  INTEGER,
    headline_stop   INTEGER,
    headline_words  TEXT,
    outlet          TEXT,
    agency          TEXT,
    url             TEXT,
    language        TEXT,
    dateline        TEXT,
    published       TEXT,
    published_from  TEXT,
    UNIQUE (id, revision)
);
CREATE UNIQUE INDEX documents_current ON documents (id) WHERE superseded IS NULL;
CREATE INDEX documents_text_hash ON documents (text_hash);
CREATE INDEX documents_published ON documents (published);

CREATE TABLE claims (
    document        INTEGER NOT NULL REFERENCES documents (document),
    claim           INTEGER NOT NULL,
    id              TEXT NOT NULL,
    kind            TEXT NOT NULL,
    sentence        TEXT NOT NULL,
    sentence_begin  INTEGER NOT NULL,
    sentence_stop   INTEGER NOT NULL,
    trigger         TEXT NOT NULL,
    trigger_begin   INTEGER NOT NULL,
    trigger_stop    INTEGER NOT NULL,
    event           TEXT,
    cameo           TEXT,
    quad_code       INTEGER,
    event_scale,
    date            TEXT,
    enddate         TEXT,
    date_precision  TEXT NOT NULL,
    date_basis      TEXT NOT NULL,
    time            TEXT,
    factuality      TEXT NOT NULL,
    count           INTEGER,
    confidence,
    PRIMARY KEY (document, claim)
) WITHOUT ROWID;
CREATE INDEX claims_id ON claims (id);
CREATE INDEX claims_event_date ON claims (event, date);
CREATE INDEX claims_date ON claims (date);

CREATE TABLE event_locations (
    document        INTEGER NOT NULL,
    claim           INTEGER NOT NULL,
    words           TEXT,
    begin           INTEGER,
    stop            INTEGER,
    resolved_place  TEXT,
    geonameid       INTEGER,
    lat,
    lon,
    province        TEXT,
    country_code    TEXT,
    feature_code    TEXT,
    resolution      INTEGER,
    PRIMARY KEY (document, claim),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim)
) WITHOUT ROWID;
CREATE INDEX event_locations_country ON event_locations (country_code);

CREATE TABLE claim_modes (
    document  INTEGER NOT NULL,
    claim     INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    mode      TEXT NOT NULL,
    PRIMARY KEY (document, claim, position),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim)
) WITHOUT ROWID;

CREATE TABLE claim_contexts (
    document  INTEGER NOT NULL,
    claim     INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    context   TEXT NOT NULL,
    PRIMARY KEY (document, claim, position),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim)
) WITHOUT ROWID;

CREATE TABLE parties (
    document  INTEGER NOT NULL,
    claim     INTEGER NOT NULL,
    role      TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'mediator')),
    position  INTEGER NOT NULL,
    words     TEXT,
    begin     INTEGER,
    stop      INTEGER,
    name      TEXT,
    code      TEXT,
    sector    TEXT NOT NULL,                -- codes with a space between, the primary one first
    office    TEXT,
    kind      TEXT NOT NULL,
    PRIMARY KEY (document, claim, role, position),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim)
) WITHOUT ROWID;
CREATE INDEX parties_code ON parties (role, code);

CREATE TABLE claim_words (                  -- instruments, and words that take a side
    document  INTEGER NOT NULL,
    claim     INTEGER NOT NULL,
    role      TEXT NOT NULL CHECK (role IN ('instrument', 'loaded')),
    position  INTEGER NOT NULL,
    words     TEXT NOT NULL,
    begin     INTEGER NOT NULL,
    stop      INTEGER NOT NULL,
    PRIMARY KEY (document, claim, role, position),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim)
) WITHOUT ROWID;

CREATE TABLE quantities (
    document            INTEGER NOT NULL,
    claim               INTEGER NOT NULL,
    position            INTEGER NOT NULL,
    words               TEXT NOT NULL,
    begin               INTEGER NOT NULL,
    stop                INTEGER NOT NULL,
    kind                TEXT NOT NULL,
    value,
    min,
    max,
    approximate         INTEGER NOT NULL,
    unit                TEXT,
    what                TEXT,
    affiliation_code    TEXT,
    affiliation_sector  TEXT,               -- null: no affiliation told
    scope               TEXT NOT NULL,
    since               TEXT,
    until               TEXT,
    part_of             INTEGER,
    PRIMARY KEY (document, claim, position),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim)
) WITHOUT ROWID;
CREATE INDEX quantities_kind ON quantities (kind);

CREATE TABLE attributions (
    document     INTEGER NOT NULL REFERENCES documents (document),
    attribution  INTEGER NOT NULL,
    listed       INTEGER,                   -- place in the document's own list; null: only a claim has it
    id           TEXT NOT NULL,
    parent       TEXT,
    kind         TEXT NOT NULL,
    rule         TEXT NOT NULL,
    quoted       TEXT NOT NULL,
    stance       TEXT NOT NULL,
    date         TEXT,
    cue          TEXT,
    cue_begin    INTEGER,
    cue_stop     INTEGER,
    words        TEXT,                      -- of the source
    begin        INTEGER,
    stop         INTEGER,
    name         TEXT,
    code         TEXT,
    sector       TEXT NOT NULL,
    office       TEXT,
    entity_kind  TEXT NOT NULL,
    source_type  TEXT NOT NULL,
    PRIMARY KEY (document, attribution)
) WITHOUT ROWID;
CREATE INDEX attributions_source ON attributions (code, source_type);

CREATE TABLE attribution_content (
    document     INTEGER NOT NULL,
    attribution  INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    words        TEXT NOT NULL,
    begin        INTEGER NOT NULL,
    stop         INTEGER NOT NULL,
    PRIMARY KEY (document, attribution, position),
    FOREIGN KEY (document, attribution) REFERENCES attributions (document, attribution)
) WITHOUT ROWID;

CREATE TABLE claim_attribution (            -- according to whom, innermost source first
    document     INTEGER NOT NULL,
    claim        INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    attribution  INTEGER NOT NULL,
    PRIMARY KEY (document, claim, position),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim),
    FOREIGN KEY (document, attribution) REFERENCES attributions (document, attribution)
) WITHOUT ROWID;

CREATE TABLE links (
    document  INTEGER NOT NULL,
    claim     INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    type      TEXT NOT NULL,
    target    TEXT NOT NULL,                -- id of the other claim
    PRIMARY KEY (document, claim, position),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim)
) WITHOUT ROWID;

CREATE TABLE why (
    document  INTEGER NOT NULL,
    claim     INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    reason    TEXT NOT NULL,
    PRIMARY KEY (document, claim, position),
    FOREIGN KEY (document, claim) REFERENCES claims (document, claim)
) WITHOUT ROWID;

CREATE TABLE times (
    document   INTEGER NOT NULL REFERENCES documents (document),
    position   INTEGER NOT NULL,
    words      TEXT NOT NULL,
    begin      INTEGER NOT NULL,
    stop       INTEGER NOT NULL,
    type       TEXT NOT NULL,
    value      TEXT NOT NULL,
    "from"     TEXT,
    "to"       TEXT,
    precision  TEXT NOT NULL,
    rule       TEXT NOT NULL,
    anchor     TEXT,
    modifier   TEXT,
    flags      TEXT NOT NULL DEFAULT '[]',  -- JSON
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE places (
    document        INTEGER NOT NULL REFERENCES documents (document),
    position        INTEGER NOT NULL,
    words           TEXT NOT NULL,
    begin           INTEGER NOT NULL,
    stop            INTEGER NOT NULL,
    role            TEXT NOT NULL,
    resolved_place  TEXT,
    geonameid       INTEGER,
    lat,
    lon,
    province        TEXT,
    country_code    TEXT,
    feature_code    TEXT,
    resolution      INTEGER,
    rule            TEXT NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE INDEX places_geonameid ON places (geonameid);

CREATE TABLE warnings (
    document  INTEGER NOT NULL REFERENCES documents (document),
    position  INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    message   TEXT NOT NULL,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE warning_words (
    document  INTEGER NOT NULL,
    warning   INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    words     TEXT NOT NULL,
    begin     INTEGER NOT NULL,
    stop      INTEGER NOT NULL,
    PRIMARY KEY (document, warning, position),
    FOREIGN KEY (document, warning) REFERENCES warnings (document, position)
) WITHOUT ROWID;

CREATE VIEW current_documents AS SELECT * FROM documents WHERE superseded IS NULL;
CREATE VIEW current_claims AS
    SELECT claims.*, documents.id AS document_id, documents.published, documents.outlet, documents.agency
    FROM claims JOIN documents USING (document) WHERE documents.superseded IS NULL;

CREATE VIRTUAL TABLE document_search USING fts5 (
    headline, text, content = 'documents', content_rowid = 'document', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER documents_indexed AFTER INSERT ON documents BEGIN
    INSERT INTO document_search (rowid, headline, text) VALUES (new.document, new.headline, new.text);
END;
