-- Schema 7. An index for finding what had not ended by a day: `from` of a filter.

CREATE INDEX claims_enddate ON claims (enddate, date);
