-- Schema 7. Indices for filters: what had not ended by a day (`from`), places and sources by name.

CREATE INDEX claims_enddate ON claims (enddate, date);
CREATE INDEX event_locations_province ON event_locations (province COLLATE NOCASE);
CREATE INDEX event_locations_words ON event_locations (words COLLATE NOCASE);
CREATE INDEX attributions_name ON attributions (name COLLATE NOCASE);
