"""Sentences that no claim can come of, told before anything is parsed (``--claims-only``).

A sentence is read where a frame's words may be in it, or a word of harm that makes a toll, or where a sentence that is read needs
it: it is the first to name somebody or some place that is named there, or stands before a pronoun, or beside it in a
running quotation, or tells the day that "the next day" counts from. Of any other only quotation marks and its end stay, so that
sentences and paragraphs keep their places and numbers, and what stays keeps its offsets in the text.

Cheap on purpose: sets of words, no grammar. It must let through more than it stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, compress

from dragoman.code.events.lexicon import PARTICLES, PREPOSITIONS, Condition, Frame, Lexicon, lexicon
from dragoman.code.figures import HARM
from dragoman.document import Block, Document, Reading
from dragoman.extract.actors.coreference import definites
from dragoman.extract.actors.lexicon import fits, index
from dragoman.extract.actors.users import current_user_index
from dragoman.extract.quantities.vocabulary import kinds, number_words, tolls, vague
from dragoman.parse.pipe import load_model
from dragoman.parse.sentences import sentence_starts
from dragoman.parse.syntax import lemma_corrections
from dragoman.pipeline import stage
from dragoman.record import Warning

_WORD = re.compile(r"[^\W_]+")
_PRONOUNS = frozenset("he she they him them his her hers their theirs himself herself themselves".split())
_CONTRACTED = {
    "s": ("be", "have"),
    "re": ("be",),
    "m": ("be",),
    "ve": ("have",),
    "d": ("have", "would"),
    "ll": ("will",),
}
_COUNTED_FROM = re.compile(
    r"(?i)\b(?:next|following|previous|same|that|those|these|later|earlier|before|afterwards?|since|then|meantime)\b"
)
_TIMED = re.compile(
    r"\d|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|today|yesterday|tomorrow|tonight|week|month|year|morning|afternoon|evening|night)s?\b"
)
_MONTH_OF_MARCH = re.compile(
    r"\bMarch(?=,? \d|,? (?:last|this|next)\b)|(?:\d|\b(?:in|of|on|by|since|until|late|early|last|next|this|from|to)) March\b"
)
_OPENS_WITH_IT = re.compile(r"""(?i)["“']?(?:(?:but|and|yet|so) )?its?\b""")
_BEFORE_NOUNS = frozenset("the a an his her its their our my your whose".split())
"""What a word follows is then no verb."""
_BEFORE_PHRASES = PREPOSITIONS - {"to", "as"} | {"since", "until"}
"""What a word follows is no finite verb, nor a count where it is a year."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_REACH = 10
"""Words after a verb among which its particle or preposition is looked for."""
_RUNNING = 3
"""Sentences through which a quotation is followed to who speaks."""
_BACK = 3
"""Sentences that a pronoun is followed back."""
_DENSE = 0.6
"""A story of which more sentences than this share may tell something is read whole: its claims lean on one another."""
_UNTOLD = frozenset({"voice", "neg", "tense", "as"})
"""Conditions that name no words."""
_OF_PARTIES = frozenset({"ACTOR", "ARMED", "GROUP", "OFFICIAL", "PERSON", "PLACE", "STATE"})
"""Classes that only a name, a pronoun or a word of the actor lexicon can be in; the parse tells which (code/events/match.py)."""
_PARTY = "<party>"
"""Stands for any word that may be or name a party."""
_STANDING_FOR = _PRONOUNS | frozenset("it its i me we us our my you your who whom whose sides parties one ones".split())
_AUXILIARIES = frozenset("to will would can could may might must shall should did do does not n't and or".split())
"""What stands before a verb in its plain form."""
_NEGATIONS = frozenset("not t never".split())
_FUTURE = frozenset("will shall ll wo".split())
_HELD = frozenset({"detained", "captured", "kidnapped", "released"})
_ONE = frozenset("a an no another both all many few some any more fewer less other others".split())
_DIGIT = "0"
"""Stands for any number in digits."""
_QUOTES = '"“”«»„‟'
_QUOTE = re.compile(f"[{_QUOTES}]")
_END = re.compile(r"""[.!?…]+["”’'»)\]]*$""")


Way = tuple[tuple[frozenset[str], bool], ...]
"""What else must stand in a sentence: of each set of words one, and whether it must follow within reach."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """Lemmas that may open a frame, each with the ways in which it may. Verbs and nouns apart, as "according" is no accord."""

    verbs: dict[str, tuple[Way, ...]]
    nouns: dict[str, tuple[Way, ...]]
    known: frozenset[str]
    """All lemmas that are asked for."""


@cache
def sieve() -> Sieve:
    """Of the event lexicon and the words of harm, made once a process."""
    lex = lexicon()
    verbs: dict[str, list[Way]] = {}
    nouns: dict[str, list[Way]] = {}
    for (pos, lemma), frames in lex.frames.items():
        side = nouns if pos == "N" else verbs
        for frame in frames:
            if frame.event != "-":
                side.setdefault(lemma, []).extend(_ways(lex, frame, lemma))
    for verb_only, (first, *rest) in _words_of_harm():
        way = (*((frozenset({w}), False) for w in rest), (_numbers(), False))
        verbs.setdefault(first, []).append(way)
        if not verb_only:
            nouns.setdefault(first, []).append(way)
    known = {
        w for side in (verbs, nouns) for ways in side.values() for way in ways for options, _ in way for w in options
    }
    return Sieve(
        {k: tuple(sorted(set(v), key=len)) for k, v in verbs.items()},
        {k: tuple(sorted(set(v), key=len)) for k, v in nouns.items()},
        frozenset(known | verbs.keys() | nouns.keys()),
    )


def _words_of_harm() -> Iterator[tuple[bool, list[str]]]:
    """Words that make a number a toll, and the words that must stand with them; whether only the verb does."""
    for (lemma, frame), rows in kinds().items():
        if any(row.kind in HARM or row.kind in _HELD for row in rows):
            yield frame in ("obj", "subj"), re.split("[_-]", lemma)
    for noun in tolls():
        yield False, noun.split()[-1:]


def _ways(lex: Lexicon, frame: Frame, lemma: str) -> Iterator[Way]:
    """What else must stand in the sentence for a frame to hold at ``lemma``, for each trigger that has this head."""
    first = frame.trigger[0]
    openers = lex.classes.get(first[1:], frozenset()) if first.startswith("@") else {first}
    rest = [(_last_words(lex, (w,)), w in PREPOSITIONS or w in PARTICLES) for w in frame.trigger[1:]]
    rest += [(options, False) for c in frame.when for options in _asked(lex, c)]
    for opener in openers:
        *before, last = [p for p in opener.split("-") if p] or [opener]
        if last == lemma:
            yield (*((frozenset({p}), False) for p in before), *(r for r in rest if r[0]))


def _asked(lex: Lexicon, c: Condition) -> Iterator[frozenset[str]]:
    """Words of which one must stand in the sentence for a condition to hold, as far as words alone can tell."""
    if c.slot == "neg" and "yes" in c.words:
        yield _NEGATIONS
    elif c.slot == "tense" and c.words == {"future"}:
        yield _FUTURE
    if c.negated or c.slot in _UNTOLD or "NONE" in c.classes:
        return
    if c.slot in PREPOSITIONS:
        yield frozenset({c.slot})
    words = _last_words(lex, (*c.words, *(f"@{name}" for name in c.classes if not name.isupper())))
    for name in c.classes:
        if name in _OF_PARTIES:
            words |= {_PARTY}
        elif name in ("MONEY", "NUMBER"):
            words |= (_numbers() - _ONE) | lex.classes["money"]
        elif name.isupper():
            return
    yield words


@cache
def _numbers() -> frozenset[str]:
    return frozenset({_DIGIT, *_ONE, *number_words(), *(w for phrase in vague() for w in phrase)})


def _last_words(lex: Lexicon, words: Iterable[str]) -> frozenset[str]:
    out: set[str] = set()
    for w in words:
        out |= lex.classes.get(w[1:], frozenset()) if w.startswith("@") else {w}
    return frozenset(re.split(r"[\s_-]", w)[-1] for w in out if w)


@cache
def _tables() -> tuple[dict[str, dict[str, list[str]]], dict[str, list[tuple[str, str]]]]:
    lookups = load_model().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    return lookups.get_table("lemma_exc"), lookups.get_table("lemma_rules")


@lru_cache(maxsize=20_000)
def _lemmas(form: str) -> tuple[frozenset[str], frozenset[str]]:
    """Lemmas that a form in small letters may have as a verb (or adjective) and as a noun, of those that are asked for."""
    irregular, rules = _tables()
    known = sieve().known
    found = []
    for parts in (("verb", "adj"), ("noun",)):
        out = {form, *_CONTRACTED.get(form, ())}
        if form in lemma_corrections():
            out.add(lemma_corrections()[form])
        for part in parts:
            out.update(irregular.get(part, {}).get(form, ()))
            if part != "adj":  # "power" is not more of a "pow"
                out.update(form[: len(form) - len(a)] + b for a, b in rules.get(part, ()) if form.endswith(a))
        found.append(frozenset(out & known))
    return found[0], found[1]


def may_tell(text: str) -> bool:
    """Can a claim come of a sentence: are the words of some frame there, or a word of harm with a number."""
    if "March" in text:
        text = _MONTH_OF_MARCH.sub(" ", text)
    verbs: dict[str, list[int]] = {}
    nouns: dict[str, list[int]] = {}
    before = ""
    found = _WORD.findall(text)
    forms = tuple(word.lower() for word in found)
    for n, (word, form) in enumerate(zip(found, forms, strict=True)):
        v, k = _lemmas(form)
        for lemma in k:
            nouns.setdefault(lemma, []).append(n)
        noun = before in _BEFORE_NOUNS or (n and word[0].isupper() and word[1:].islower())
        noun = noun or (before in _BEFORE_PHRASES and (form in v or form[-1] == "s"))  # "without labels"
        if v and not noun and not (form in PARTICLES and before not in _AUXILIARIES):
            for lemma in v:
                verbs.setdefault(lemma, []).append(n)
        if form[0].isdigit() and not (_YEAR.fullmatch(form) and before in _BEFORE_PHRASES):
            nouns.setdefault(_DIGIT, []).append(n)
        before = form
    s = sieve()
    open_ways = [
        (side[h], at) for side, heads in ((s.verbs, verbs), (s.nouns, nouns)) for h, at in heads.items() if h in side
    ]
    if open_ways and _names_party(text, forms):
        nouns[_PARTY] = [0]
    return any(
        all(_there(options, at if near else None, verbs, nouns) for options, near in way)
        for ways, at in open_ways
        for way in ways
    )


def _there(
    options: frozenset[str], after: list[int] | None, verbs: dict[str, list[int]], nouns: dict[str, list[int]]
) -> bool:
    """Is one of the words there; ``after``: soon after one of these words."""
    if after is None:
        return not (options.isdisjoint(nouns) and options.isdisjoint(verbs))
    return any(a < k <= a + _REACH for w in options for k in nouns.get(w, ()) for a in after)


def _names_party(text: str, forms: tuple[str, ...]) -> bool:
    """Can a word of the sentence be or name a party: a name, a pronoun, or a word of the actor lexicons, the user's too."""
    if not _STANDING_FOR.isdisjoint(forms) or not definites().keys().isdisjoint(forms):
        return True
    first = _WORD.search(text)
    if first and (_names(first.group()) or any(c.isupper() for c in text[first.end() :])):
        return True
    if _found(forms, _in_small_letters()):
        return True
    own = current_user_index()
    return bool(own) and _found(forms, {w: [name.rest for name in names] for w, names in own.items()})


def _found(forms: tuple[str, ...], names: dict[str, list[tuple[str, ...]]]) -> bool:
    return any(forms[n + 1 : n + 1 + len(rest)] == rest for n, w in enumerate(forms) for rest in names.get(w, ()))


@cache
def _in_small_letters() -> dict[str, list[tuple[str, ...]]]:
    """Entries of the actor lexicons that need no capital, by their first word."""
    kept = {w: [x.rest for x in names if fits(x, ["lower"] * (1 + len(x.rest)))] for w, names in index().items()}
    return {w: rests for w, rests in kept.items() if rests}


@dataclass(slots=True)
class _Part:
    """A sentence of the reading; ``read`` tells whether it is to be."""

    start: int
    end: int
    block: int
    text: str
    read: bool = False


@stage("gate", requires=["reading"], assigns=["gated"])
def gate(doc: Document) -> Document:
    """Leave in the reading what is worth parsing. Adds the warning ``skimmed`` where anything is left out: times, places and
    attributions of those sentences are not in the record."""
    assert doc.reading is not None
    parts = list(_sentences(doc.reading))
    for p in parts:
        role = doc.reading.blocks[p.block].role
        p.read = role != "body" or may_tell(p.text)
    body = [n for n, p in enumerate(parts) if doc.reading.blocks[p.block].role == "body"]
    told = [n for n in body if parts[n].read]
    if len(told) > _DENSE * len(body):
        return doc
    if told:
        parts[body[0]].read = True  # the lead tells the country that the story is about
        _needed(parts, told)
    left_out = sum(not p.read for p in parts)
    if left_out:
        doc.reading = _narrowed(doc.reading, parts)
        doc.warnings.append(Warning(
            "skimmed", f"{left_out} of {len(parts)} sentences can hold no claim and were not read: "
            "their times, places and attributions are not listed", (),
        ))  # fmt: skip
    return doc


def _sentences(reading: Reading) -> Iterator[_Part]:
    for n, b in enumerate(reading.blocks):
        starts = sentence_starts(reading.text, b.start, b.end)
        for start, end in zip(starts, [*starts[1:], b.end], strict=False):
            while end > start and reading.text[end - 1].isspace():
                end -= 1
            yield _Part(start, end, n, reading.text[start:end])


def _needed(parts: list[_Part], told: list[int]) -> None:
    """Mark what sentences that may tell something need from before them."""
    first: dict[str, int] = {}
    for n, p in enumerate(parts):
        for name in _names(p.text):
            first.setdefault(name, n)
    for n in told:
        text = parts[n].text
        for name in _names(text):
            parts[first[name]].read = True
        if any(q in text for q in _QUOTES):
            for step in (-1, 1):
                k = n + step
                while 0 <= k < len(parts) and abs(k - n) <= _RUNNING and any(q in parts[k].text for q in _QUOTES):
                    parts[k].read = True
                    k += step
        for k in range(n, max(0, n - _BACK), -1):  # whom a pronoun stands for: back to a sentence with a name
            if not _takes_up(parts[k].text):
                break
            parts[k - 1].read = True
            if _names(parts[k - 1].text):
                break
        if _COUNTED_FROM.search(text):
            anchor = next((k for k in range(n - 1, -1, -1) if _TIMED.search(parts[k].text)), None)
            if anchor is not None:
                parts[anchor].read = True


def _takes_up(text: str) -> bool:
    """Does a sentence speak of somebody who was named before it."""
    return bool(_OPENS_WITH_IT.match(text)) or not _PRONOUNS.isdisjoint(w.lower() for w in _WORD.findall(text))


def _names(text: str) -> set[str]:
    return {w for w in _WORD.findall(text) if w[0].isupper() and w.lower() not in _openers()}


@cache
def _openers() -> frozenset[str]:
    """Words that are no names although a sentence may open with them."""
    from dragoman.parse.truecase import dictionary

    return dictionary()


def _narrowed(reading: Reading, parts: list[_Part]) -> Reading:
    """The reading with only quotation marks and the end of each sentence that is not read."""
    keep = bytearray(b"\x01") * len(reading.text)
    for p in parts:
        if not p.read:
            end = _END.search(p.text)
            last = p.start + end.start() if end else p.end - 1
            keep[p.start : last] = bytes(max(0, last - p.start))
            for quote in _QUOTE.finditer(reading.text, p.start, last):
                keep[quote.start()] = 1
    at = [0, *accumulate(keep)]
    offsets = (*compress(reading.offsets, keep), *reading.offsets[len(keep) :])
    blocks = tuple(Block(at[b.start], at[b.end], b.role) for b in reading.blocks)
    starts = tuple(at[p.start] for p in parts)
    return replace(reading, text="".join(compress(reading.text, keep)), offsets=offsets, blocks=blocks, starts=starts)
