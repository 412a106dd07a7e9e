"""The event coder: who did what to whom, by frames over the parse."""

from dragoman.code.events.coder import find_events

__all__ = ["find_events"]
