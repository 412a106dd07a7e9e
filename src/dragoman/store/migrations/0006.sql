-- Schema 6. Views that people saved, and indices for finding a party or a place by its name.

CREATE TABLE saved_views (
    name   TEXT PRIMARY KEY,
    query  TEXT NOT NULL,                  -- of a URL: filter, unit, order, as_of
    made   TEXT NOT NULL,                  -- UTC, ISO 8601
    by     TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX parties_name ON parties (role, name COLLATE NOCASE);
CREATE INDEX event_locations_place ON event_locations (resolved_place COLLATE NOCASE);
