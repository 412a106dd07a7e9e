"""link: from reports to happenings. Views derived from what is coded, recomputable, with ids made from content."""

from dragoman.link.copies import CopyGroup, Text, copy_groups
from dragoman.link.decisions import Decision
from dragoman.link.linker import Linker
from dragoman.link.mentions import Anchor
from dragoman.link.views import link_records

__all__ = ["Anchor", "CopyGroup", "Decision", "Linker", "Text", "copy_groups", "link_records"]
