"""read: stories from files and standard input, and the layout of each."""

from dragoman.read.layout import layout, start
from dragoman.read.sources import read_stories

__all__ = ["layout", "read_stories", "start"]
