-- Schema 4. Stories coded, by what they were as the reader gave them: what a resumed run may pass over.

CREATE TABLE coded_stories (
    story     TEXT PRIMARY KEY,            -- hash of the story as it was read: text, id and facts
    coder     TEXT NOT NULL,               -- program, data, model and the user's own lists by which it was coded
    document  TEXT NOT NULL,               -- id of the document that it became,
    hash      TEXT NOT NULL                -- and the hash of that record
) WITHOUT ROWID;
