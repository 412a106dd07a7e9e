"""code/events."""
