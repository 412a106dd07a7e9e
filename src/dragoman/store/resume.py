"""Which stories are coded already, so that a run which was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from dragoman.document import Story
from dragoman.store.ledger import Ledger


def story_hash(story: Story) -> str:
    """Of all that a reader tells of a story but where it lies: equal for equal stories."""
    told = {k: v for k, v in asdict(story).items() if k != "path"}
    plain = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(plain.encode("ascii"), digest_size=16).hexdigest()


class CodedStories:
    """The stories of a ledger that ``coder`` has coded (see :func:`dragoman.fingerprint.fingerprint`)."""

    def __init__(self, ledger: Ledger, coder: str) -> None:
        self.ledger, self.coder = ledger, coder

    def has(self, story: Story) -> bool:
        """Is it coded by this coder, and is what it became the current revision of its document."""
        return bool(
            self.ledger.select(
                "SELECT 1 FROM coded_stories s JOIN current_documents d ON d.id = s.document"
                " JOIN documents c ON c.document = COALESCE(d.coded, d.document) AND c.hash = s.hash"
                " WHERE s.story = ? AND s.coder = ?",
                (story_hash(story), self.coder),
            )
        )

    def note(self, story: Story, document: str) -> None:
        """It has become the current revision of this document."""
        with self.ledger.writing():
            self.ledger.db.execute(
                "INSERT OR REPLACE INTO coded_stories (story, coder, document, hash)"
                " SELECT ?, ?, d.id, c.hash FROM current_documents d"
                " JOIN documents c ON c.document = COALESCE(d.coded, d.document) WHERE d.id = ?",
                (story_hash(story), self.coder, document),
            )
