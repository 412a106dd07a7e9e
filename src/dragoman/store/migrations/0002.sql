-- Schema 2. Links across documents: a person's word, which is never deleted, and what the linker has worked out, which
-- may be emptied at any time and is worked out again (rules and data change: link_state.rules tells by which it was).

CREATE TABLE link_decisions (
    decision   INTEGER PRIMARY KEY,
    made       TEXT NOT NULL,              -- UTC, ISO 8601
    by         TEXT NOT NULL,              -- who
    kind       TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'pin')),
    why        TEXT NOT NULL DEFAULT '',
    withdrawn  TEXT                        -- when it was taken back; null: it holds
);

CREATE TABLE link_decision_claims (        -- claims by the place of their trigger: it stays when a story is coded anew
    decision     INTEGER NOT NULL REFERENCES link_decisions (decision),
    side         TEXT NOT NULL CHECK (side IN ('claims', 'others')),
    position     INTEGER NOT NULL,
    document_id  TEXT NOT NULL,
    begin        INTEGER NOT NULL,
    stop         INTEGER NOT NULL,
    words        TEXT NOT NULL,
    PRIMARY KEY (decision, side, position)
) WITHOUT ROWID;

CREATE TABLE link_state (
    name   TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE link_documents (              -- documents that are linked
    document  INTEGER PRIMARY KEY REFERENCES documents (document)
);

CREATE TABLE link_episodes (               -- what one document tells of one happening
    episode   INTEGER PRIMARY KEY AUTOINCREMENT,
    document  INTEGER NOT NULL REFERENCES documents (document),
    claims    TEXT NOT NULL,               -- numbers of its claims, with a space between
    packed    TEXT NOT NULL,               -- what is compared of it, as JSON (dragoman.link.packed)
    part      INTEGER NOT NULL,            -- episodes that are linked to one another, directly or through others
    incident  INTEGER NOT NULL,            -- episodes of one incident; both are numbers of one of the episodes in it
    free      INTEGER NOT NULL             -- it tells too little to stand for itself, and fits none that does
);
CREATE INDEX link_episodes_document ON link_episodes (document);
CREATE INDEX link_episodes_part ON link_episodes (part);
CREATE INDEX link_episodes_incident ON link_episodes (incident);

CREATE TABLE link_keys (                   -- by what an episode is found: see dragoman.link.blocks
    key      INTEGER NOT NULL,
    episode  INTEGER NOT NULL,
    need     INTEGER NOT NULL,
    PRIMARY KEY (key, episode)
) WITHOUT ROWID;

CREATE TABLE link_incidents (
    incident  INTEGER PRIMARY KEY,
    id        TEXT NOT NULL                -- public
);
CREATE INDEX link_incidents_id ON link_incidents (id);
