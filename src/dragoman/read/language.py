"""Is a story English: py3langid on stories with enough letters; a given language is trusted."""

from __future__ import annotations

from functools import cache
from typing import Any

_MIN_LETTERS = 60
_SAMPLE = 2_000


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, given: str | None) -> tuple[str | None, bool]:
    """(ISO 639-1 code or None where too little is said, is it foreign). A foreign verdict needs a sure guess."""
    if given:
        code = given.lower().replace("_", "-").split("-")[0]
        return code, code not in ("en", "eng", "english")
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return None, False
    code, probability = _identifier().classify(sample)
    if code == "en":
        return "en", False
    return (str(code), True) if probability > 0.95 else (None, False)
