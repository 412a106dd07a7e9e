"""Is it a place name? Evidence for and against each possible name, in points; what reaches ``ACCEPT`` is taken.

The points are set by hand: how well known the place is, what the entity recogniser says, the words before and after,
whether the document names the place elsewhere beyond doubt, and whether the word is a person's name in it.
"""

from __future__ import annotations

import math

from dragoman.document import Document
from dragoman.extract.actors.lexicon import is_body
from dragoman.extract.places.gazetteer import Candidate
from dragoman.extract.places.gazetteer.names import fold
from dragoman.extract.places.spans import Name, Words
from dragoman.extract.places.words import capitals, clues, common_words, has, no_places, of_class
from dragoman.parse.syntax import syntax

ACCEPT = 2.0
ACCEPT_UNKNOWN = 3.7
"""For names that the gazetteer lacks: only where recogniser and context agree."""
CARRY = 3.0
"""A name with this many points anywhere in the document lends its other mentions points."""
_GENERIC = ("direction", "generic", "street", "type_after_1", "type_after_2", "type_after_3")
_LONG_DASHES = ("—", "–", "--", "-", "―")
_AFTER_DATELINE = frozenset({",", "(", "/", ":", *_LONG_DASHES})
_QUOTES = ("'s", "’s", "'", "’")


def prominence(c: Candidate) -> float:
    """How likely a bare name is meant for this place, 0 to 4."""
    if c.source == "user":
        return 3.0
    if c.feature_code in ("PCLI", "PCLS", "PCLH", "PCLD"):
        return 4.0
    if c.source == "region":
        return 3.0 if c.resolution <= 2 or c.population >= 500_000 else 2.6
    size = math.log10(c.population + 1)
    if c.feature_code == "ADM1":
        return min(2.8, max(1.5, 1.4 * (size - 3.5))) if c.primary or c.population > 1_000_000 else 1.5
    if c.feature_code == "ADM2":
        return min(1.6, max(0.0, size - 4.2)) if c.primary else 0.0
    base = min(3.0, max(0.0, 1.05 * (size - 3.0)))
    if c.feature_code == "PPLC":
        base += 0.5
    return base if c.primary else 0.7 * base - (0.6 if c.population < 100_000 else 0.0)


def i_first(w: Words, i: int) -> bool:
    """Whether a token opens its sentence."""
    return i in w.starts


class Evidence:
    """What the document says about names as a whole, and the judgement of each."""

    def __init__(self, doc: Document, words: Words) -> None:
        self.outlet = fold(doc.outlet or "").replace(" ", "")
        self.w = words
        self.pos = syntax(doc).pos
        self.people: set[str] = set()
        self.surnames: set[str] = set()
        self.lower_seen: set[str] = set()
        titles = of_class("title")
        for e in doc.tokens.ents:
            if e.label_ == "PERSON":
                names = [t for t in words.lower[e.start : e.end] if t[0].isalpha()]
                if len(names) > 1 or (e.start and words.lower[e.start - 1] in titles):
                    self.people.add(fold(" ".join(names)))
                    self.surnames.add(names[-1])
        for k, word in enumerate(words.text):
            if word.islower():
                self.lower_seen.add(word)
            elif k and words.lower[k - 1] in titles and word[0].isupper() and words.lower[k - 1].endswith("."):
                self.surnames.add(words.lower[k])
        self.capital_names = frozenset(capitals())
        filed = doc.dateline_span
        self.dateline = doc.tokens_at(filed.start, filed.end) if filed else (0, 0)

    def part_of_person(self, name: Name) -> bool:
        """Whether the name is a surname of the document, or part of a longer name of a person."""
        w, i, j = self.w, name.start, name.end
        if name.key in self.surnames:
            return True
        return w.ner[i] == "PERSON" and (w.ner_start[i] < i or (w.ner_end[i] > j and w.text[j][0].isupper()))

    def _acronym(self, name: Name) -> bool:
        """Capitals among small letters (UN, IRA): organisations, not the towns Un and Ira. A dateline is none."""
        w, i = self.w, name.start
        text = w.text[i]
        if name.end - i != 1 or not text.isupper() or len(text) > 5:
            return False
        if w.capitals[w.sentence[i]]:
            return is_body(text)
        after = w.lower[i + 1] if i + 1 < len(w.lower) else ""
        return not (self.dateline[0] <= i < self.dateline[1] or (i in w.starts and after in _AFTER_DATELINE))

    def judge(self, name: Name) -> None:
        """Add up the evidence of one name by itself."""
        if name.kind in ("demonym", "state"):
            self._fixed(name)
            return
        w, i, j = self.w, name.start, name.end
        if name.candidates:
            best = max(name.candidates, key=prominence)
            known = max(prominence(best), 3.3) if name.key in self.capital_names else prominence(best)
            name.add(known, f"known as {best.name} ({best.feature_code})")
        elif name.kind == "unknown":
            name.add(1.5, "called a place")
        elif name.kind == "longer":
            name.add(2.2, "begins as a place name")
        self._entity_label(name)
        one = j - i == 1
        plain = [has(x, _GENERIC) for x in w.lower[i:j]]
        own = bool(name.candidates) and name.candidates[0].source in ("region", "user", "country")
        typed = j < len(w.lower) and has(w.lower[j], ("type_after_1",))  # Plateau state, Coast province
        if not own and not typed and (all(plain) or (one and has(w.lower[i], ("feature",)))):
            name.add(-6.0, "generic words")
        elif name.key in no_places() or (j < len(w.lower) and f"{name.key} {w.lower[j]}" in no_places()):
            name.add(-8.0, "a government or an institution")
        elif not (own and name.candidates[0].resolution <= 2) and self._acronym(name):
            name.add(-4.0, "an acronym")
        elif one and name.key in common_words():
            name.add(-1.0 if own else -2.5, "a common word")
        elif not one and all(p or x in common_words() for p, x in zip(plain, w.lower[i:j], strict=True)) and plain[0]:
            name.add(-1.5, "common words")
        elif one and name.text.lower() in self.lower_seen:
            name.add(-1.0, "also in lower case here")
        if len(name.key) > 4 and name.key.replace(" ", "") in self.outlet:
            name.add(1.0, "in the outlet's name")
        if w.capitals[w.sentence[i]]:
            name.add(-0.5, "all words have capitals here")
        elif i in w.starts and one:
            name.add(-0.4, "first word")
        self._before(name)
        self._after(name)
        self._person(name)

    def _fixed(self, name: Name) -> None:
        w = self.w
        label = w.ner[name.start]
        if name.kind == "state":
            name.add(4.0, "abbreviated state")
        else:
            name.add(3.5 if name.candidates else 0.0, "demonym")
            if label in ("LANGUAGE", "WORK_OF_ART") or (
                label == "PERSON" and w.ner_end[name.start] - w.ner_start[name.start] > 1
            ):
                name.add(-3.0, f"inside {label}")
            after = w.lower[name.end] if name.end < len(w.lower) else ""
            before = w.lower[name.start - 1] if name.start else ""
            if has(after, ("language",)) or has(before, ("language_before",)):
                name.add(-2.0, "a language")

    def _entity_label(self, name: Name) -> None:
        w, i, j = self.w, name.start, name.end
        label = w.ner[i]
        a, b = w.ner_start[i], w.ner_end[i]
        while b > j and (w.text[b - 1] in _QUOTES or not w.text[b - 1][0].isalnum()):
            b -= 1
        if w.lower[a] == "the":
            a += 1
        exact = (a, b) == (i, j)
        if label in ("GPE", "LOC"):
            if exact:
                name.add(2.2 if label == "GPE" else 1.8, label)
            elif b > j and not has(w.lower[j], ("direction",)):
                name.add(0.3, f"part of {label}")
            elif a < i and has(w.lower[i - 1], ("direction",)) and a == i - 1:
                name.add(1.5, f"{label} with a direction")
            else:
                name.add(0.5, f"part of {label}")
        elif label == "PERSON":
            alone = -0.8 if j - i > 1 else -0.6 if name.score >= 2.5 else -1.2
            name.add(alone if exact else -0.4 if i <= a and b <= j else -2.6, "PERSON")
        elif label in ("DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY"):
            name.add(-3.5, label)
        elif label in ("PRODUCT", "WORK_OF_ART", "LAW", "EVENT", "LANGUAGE"):
            name.add(-0.9, label)
        elif label == "ORG":
            if exact:
                name.add(-0.3, label)
            elif i == a:
                follows = w.lower[j] if j < len(w.lower) else ""
                name.add(
                    0.2 if has(follows, ("institution", "type_after_2", "feature")) else -0.3, "opens an organisation"
                )
            else:
                name.add(-0.8, "inside an organisation")
        elif label == "FAC":
            name.add(0.0 if exact else -0.5, label)

    def _before(self, name: Name) -> None:
        w, i = self.w, name.start
        if not i or w.sentence[i - 1] != w.sentence[i]:
            return
        k = i - 1
        before = w.lower[k]
        if (
            before in ("the", "downtown", "nearby", "neighboring", "neighbouring")
            and k
            and w.sentence[k - 1] == w.sentence[i]
        ):
            if before != "the":
                name.add(1.2, before)
            elif not any(c.resolution <= 2 or c.source == "region" for c in name.candidates[:2]):
                name.add(-0.7, "the")
            k -= 1
            before = w.lower[k]
        elif before in ("a", "an") and name.candidates and self._thing(name):
            name.add(-1.5, before)
        found = clues().get(before, frozenset())
        if "direction" in found and k and w.text[k][0].islower():
            name.add(1.2, f"{before} ...")
            found = clues().get(w.lower[k - 1], frozenset())
        if "locative_strong" in found:
            name.add(1.6, f"after {before}")
        elif (
            before == "of"
            and k
            and has(
                w.lower[k - 1], ("type_before", "type_after_1", "type_after_2", "type_after_3", "direction", "feature")
            )
        ):
            name.add(2.5, f"{w.lower[k - 1]} of")
        elif "locative" in found:
            name.add(0.9 if before in ("at", "from", "to") else 0.5, f"after {before}")
        elif "takes_place" in found:
            name.add(1.2, f"after {before}")
        elif "type_before" in found or "type_after_3" in found or "type_after_2" in found:
            name.add(1.6 if w.text[k][0].islower() else 0.5, f"after {before}")

    def _thing(self, name: Name) -> bool:
        """After an article a name is a brand or a person's, unless it modifies a noun (a Kabul hotel, a U.S. soldier)."""
        w, j = self.w, name.end
        return j >= len(w.text) or self.pos[j] not in ("NOUN", "ADJ", "PUNCT") or w.text[j] in (",", ".", ";")

    def _after(self, name: Name) -> None:
        w, j = self.w, name.end
        last = w.lower[j - 1]
        if name.end - name.start > 1 and has(last, ("type_after_1", "type_after_2", "feature")):
            name.add(1.5, f"named {last}")
        if j >= len(w.text) or w.sentence[j] != w.sentence[j - 1]:
            return
        after = w.lower[j]
        found = clues().get(after, frozenset())
        capital = w.text[j][0].isupper()
        if "street" in found and (capital or after in ("street", "road", "avenue", "highway")):
            name.add(-5.0, f"before {after}")
        elif "type_after_1" in found or "type_after_2" in found:
            name.add(1.8, f"before {after}")
        elif "type_after_3" in found or "feature" in found:
            name.add(1.2, f"before {after}")
        elif "inhabitant" in found:
            name.add(2.0, f"before {after}")
        elif "institution" in found:
            name.add(1.3, f"before {after}")
        elif after in _LONG_DASHES and name.text.isupper() and i_first(w, name.start):
            name.add(3.0, "opens a paragraph in capitals")
        elif capital and w.text[j].isalpha() and w.ner[j] != "GPE" and not w.capitals[w.sentence[j]]:
            name.add(-1.6, f"before {w.text[j]}")
        if name.within is not None:
            name.add(3.0, f"in {name.within.text}")

    def _person(self, name: Name) -> None:
        w, i, j = self.w, name.start, name.end
        before = w.lower[i - 1] if i and w.sentence[i - 1] == w.sentence[i] else ""
        split = (
            w.lower[i - 2]
            if i > 1 and w.lower[i - 1] == "." and w.at[i - 2] + len(w.text[i - 2]) == w.at[i - 1]
            else ""
        )
        if has(split, ("title",)) and len(split) < 5:
            name.add(-4.0, f"after {split}.")  # Maj. in two tokens, perhaps with the end of a sentence between
        elif has(before, ("title",)) and (w.text[i - 1][0].isupper() or "." in before):
            name.add(-3.0, f"after {before}")
        elif (
            before
            and w.text[i - 1][0].isupper()
            and w.text[i - 1].isalpha()
            and i - 1 not in w.starts
            and not w.capitals[w.sentence[i]]
            and w.ner[i] not in ("GPE", "LOC")
            and not has(
                before, ("direction", "institution", "type_before", "type_after_2", "locative", "locative_strong")
            )
        ):
            name.add(-1.6, f"after {w.text[i - 1]}")
        if j - i == 1 and w.lower[i] in self.surnames:
            name.add(-2.5, "a person's name here")
        elif (
            j < len(w.text)
            and has(w.lower[j], ("person_verb",))
            and (not name.candidates or prominence(name.candidates[0]) < 2.5)
        ):
            name.add(-1.0, f"{w.lower[j]} like a person")
