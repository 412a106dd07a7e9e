"""link: from reports to happenings. Views derived from what is coded, recomputable, with ids made from content."""

from dragoman.link.copies import CopyGroup, Text, copy_groups, link_texts

__all__ = ["CopyGroup", "Text", "copy_groups", "link_texts"]
