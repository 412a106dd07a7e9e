"""code: what was found becomes claims: events with their parties, times and places, tolls, and links between them."""
