"""First pass: lexicon entries and named entities at their tokens, longest match first, never overlapping."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dragoman.document import Document
from dragoman.extract.actors.lexicon import Index, fits, index
from dragoman.extract.actors.tables import Entry, word_list, word_set
from dragoman.extract.actors.users import current_user_index
from dragoman.extract.actors.words import casing, fold, words
from dragoman.parse.syntax import Syntax, syntax

PLACES = frozenset({"country", "demonym", "region", "capital", "city", "people"})
NAMES = frozenset({"group", "organisation", "institution", "party", "seat", "user"})
HEADS = frozenset({"office", "role", "organ", "asset"})
_PARTS = frozenset([",", ";", "(", ")", "[", "]", "--"])
"""Signs at which a name that the tagger took too far ends."""
_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
_NAME = frozenset({"NNP", "NNPS"})


@dataclass(slots=True)
class Hit:
    """Tokens ``start`` up to ``end`` with the meanings they may have; ``entry`` is the one in force."""

    start: int
    end: int
    entry: Entry
    entries: tuple[Entry, ...] = ()
    used: bool = False
    why: str = ""


@dataclass(slots=True)
class Scan:
    """A document's tokens, its words, and the hits by the token that they begin at and end before."""

    doc: Document
    syn: Syntax
    text: list[str]
    sentence: list[int]
    """The first token of the parser's sentence, by token."""
    when: str | None
    hits: list[Hit] = field(default_factory=list)
    at: dict[int, Hit] = field(default_factory=dict)
    """The hit that covers a token."""

    def words(self, start: int, end: int) -> str:
        """Tokens as the reading has them, in the case that news would give them, white space closed up."""
        at, text = self.syn.at, self.text
        gaps = (" " if k + 1 < end and at[k] + len(text[k]) < at[k + 1] else "" for k in range(start, end))
        return " ".join("".join(w + gap for w, gap in zip(text[start:end], gaps, strict=True)).split())


def document_month(doc: Document) -> str | None:
    """``YYYY-MM`` of the document, by which leaders and groups are read. None where it has no date."""
    date = doc.dateline_date or doc.published
    return date[:7] if date else None


def _sentence_starts(doc: Document) -> list[int]:
    out: list[int] = []
    start = 0
    for k, begins in enumerate(doc.tokens.to_array("SENT_START").astype("int64").tolist()):
        start = k if begins == 1 else start
        out.append(start)
    return out


def scan(doc: Document) -> Scan:
    """Match the lexicons, then add what the named-entity tagger knows beyond them."""
    syn = syntax(doc)
    s = Scan(doc, syn, syn.text, _sentence_starts(doc), document_month(doc))
    stream: list[str] = []
    token: list[int] = []
    for i, text in enumerate(s.text):
        for w in words(text):
            stream.append(w)
            token.append(i)
    own = current_user_index()
    taken: set[int] = set()
    if own:
        _match(s, stream, token, own, taken)
    _match(s, stream, token, index(), taken)
    _settle(s)
    s.hits.sort(key=lambda h: h.start)
    s.at = {k: h for h in s.hits for k in range(h.start, h.end)}
    from dragoman.extract.actors.surnames import bare_surnames
    from dragoman.extract.actors.towns import towns

    s.hits += bare_surnames(s)
    s.at = {k: h for h in s.hits for k in range(h.start, h.end)}
    s.hits += towns(s)
    s.hits.sort(key=lambda h: h.start)
    _entities(s)
    s.hits.sort(key=lambda h: h.start)
    s.at = {k: h for h in s.hits for k in range(h.start, h.end)}
    return s


def _match(s: Scan, stream: list[str], token: list[int], lexicon: Index, taken: set[int]) -> None:
    n, size = 0, len(stream)
    text = s.text
    while n < size:
        forms = lexicon.get(stream[n])
        step = 1
        if forms is not None and token[n] not in taken:
            for f in forms:
                m = n + 1 + len(f.rest)
                if m > size or (f.rest and tuple(stream[n + 1 : m]) != f.rest):
                    continue
                a, b = token[n], token[m - 1] + 1
                if b - 1 in taken or s.sentence[a] != s.sentence[b - 1]:
                    continue
                case = [c for k in range(a, b) for c in casing(text[k])]
                offset = n - _first_word(token, n)
                if not fits(f, case[offset : offset + len(f.case)]):
                    continue
                entries = tuple(e for e in f.entries if _allowed(s, e, a, b))
                if not entries:
                    continue
                entry = next((e for e in entries if e.holds(s.when)), entries[0])
                s.hits.append(Hit(a, b, entry, entries, why=entry.source))
                taken.update(range(a, b))
                step = m - n
                break
        n += step


def _settle(s: Scan) -> None:
    """Names that several states share ("PAC", "Congress"): the one whose country the story speaks of most.

    Where the story speaks of other states than the table, a body whose name is a common noun too ("National Guard") and a party
    named by common words ("Liberal Party") are left without a country, and a name that is also another thing is none.
    """
    shared = {
        id(h): tuple(w for k in range(h.start, h.end) for w in words(s.text[k])) for h in s.hits if h.entry.cls in NAMES
    }
    shared = {k: form for k, form in shared.items() if form in word_list("ambiguous_names.txt")}
    told = Counter(h.entry.code for h in s.hits if h.entry.code and len({e.code for e in h.entries}) == 1
                   and (h.entry.cls in PLACES or h.entry.cls == "group") and id(h) not in shared)  # fmt: skip
    kept = []
    for h in s.hits:
        named = [e.code for e in h.entries if e.cls in NAMES | {"demonym", "country"} and e.holds(s.when)]
        codes = list(dict.fromkeys(named))  # of those that the story speaks of alike, the first of the table
        if len(codes) > 1:
            best = max(codes, key=lambda c: told[c] if c else 0)
            if best and told[best]:
                h.entry = next(e for e in h.entries if e.code == best and e.holds(s.when))
                h.why = f"{h.entry.source}, of the country that the story speaks of"
        abroad = h.entry.cls in NAMES and h.entry.cls != "user" and not told[h.entry.code or ""]
        if abroad and id(h) in shared:
            continue
        form = tuple(w for k in range(h.start, h.end) for w in words(s.text[k])) if abroad else ()
        if abroad and told and h.entry.cls == "institution":
            _make_common(h, next((e for e in _nouns_of(form) if e.cls == "organ" and e.code is None), None))
        elif abroad and told and h.entry.cls == "party" and set(form) <= word_set("generic_party_words.txt"):
            _make_common(
                h,
                Entry(
                    "organ",
                    h.entry.name,
                    None,
                    h.entry.sector[:1],
                    "organisation",
                    source=f"a party by its name: {h.entry.name}",
                ),
            )
        kept.append(h)
    s.hits = kept


def _make_common(h: Hit, entry: Entry | None) -> None:
    if entry is not None:
        h.entry, h.entries, h.why = entry, (entry,), entry.source


def _nouns_of(form: tuple[str, ...]) -> list[Entry]:
    """The common nouns that a body's name is too."""
    return [e for f in index().get(form[0], ()) if f.rest == form[1:] for e in f.entries]


def _first_word(token: list[int], n: int) -> int:
    while n and token[n - 1] == token[n]:
        n -= 1
    return n


def _allowed(s: Scan, e: Entry, a: int, b: int) -> bool:
    """Part of speech: a noun of the lexicon must be a noun in the text, a title must stand before a name."""
    tag = s.syn.tag
    if e.cls in ("role", "organ", "office"):
        last = tag[b - 1]
        if "title" in e.flags:
            after = b + 1 if b < len(tag) and s.text[b] == "." else b
            return s.text[a][:1].isupper() and after < len(tag) and tag[after] in _NAME
        if last not in _NOUN and not ("adj" in e.flags and last == "JJ") and not (b - a > 1 and last in ("JJ", "CD")):
            return False
        if e.plural and b - a == 1 and last == "NN" and "mass" not in e.flags and "plural" not in e.flags:
            return s.text[a].endswith(("men", "people"))
        if e.name == "department" and tag[a - 1 if a else a] in _NAME and not (b < len(tag) and s.syn.lower[b] == "of"):
            return False  # a province of Latin America
        if "of" in e.flags and not (b < len(tag) and s.syn.lower[b] in ("of", "for")):
            return s.syn.dep[b - 1] != "compound" and a > 0 and tag[a - 1] in (*_NOUN, "POS", "JJ")
        return True
    if e.cls in NAMES and all(s.syn.ent[k] in ("DATE", "TIME") for k in range(a, b)):
        return False
    if e.cls == "modifier":
        return tag[b - 1][:2] in ("JJ", "NN", "VB", "RB", "FW", "AF", "HY", "IN")
    if e.cls == "leader" and b < len(tag) and tag[b] in _NAME and s.syn.ent[b] == s.syn.ent[a] != "PERSON":
        # "Hamid Karzai International Airport": called after a leader.
        if s.doc.tokens[b].ent_iob_ == "I":
            return False
    if e.cls == "leader" and b - a == 1:
        # A surname inside a longer personal name belongs to someone else, unless titles make up the rest.
        doc = s.doc.tokens
        for k in (a - 1, b):
            if 0 <= k < len(tag) and s.syn.ent[k] == "PERSON" and s.syn.ent[a] == "PERSON" and tag[k] in _NAME:
                same = doc[max(k, a)].ent_iob_ == "I"
                if same and not _title_like(s.text[k]):
                    return False
        if (
            a > 0
            and tag[a - 1] in _NAME
            and s.syn.ent[a - 1] == "PERSON"
            and tag[a] in _NAME
            and not _title_like(s.text[a - 1])
        ):
            return False
    if e.cls in ("capital", "city", "region", "people", "country") and b - a == 1 and s.syn.ent[a] == "PERSON":
        # "Leila de Lima", "Karen Hughes", "Israel Katz": a place's or a people's name inside a personal name is none.
        if s.doc.tokens[a].ent_iob_ == "I" or (b < len(tag) and s.doc.tokens[b].ent_iob_ == "I"):
            return False
    return not (tag[a] == "PRP" and s.text[a] in ("us", "Us"))


def _title_like(word: str) -> bool:
    forms = index().get(fold(word), ())
    return any(not f.rest and e.cls in ("office", "role", "modifier", "demonym") for f in forms for e in f.entries)


def _entities(s: Scan) -> None:
    """Persons and organisations of the tagger that no lexicon entry claims."""
    at = {k: h for h in s.hits for k in range(h.start, h.end)}
    gone: set[int] = set()
    for ent in s.doc.tokens.ents:
        if ent.label_ not in ("PERSON", "ORG") or s.syn.lower[ent.end - 1] in word_set("not_names.txt"):
            continue
        a, b = _trim(s, ent.start, ent.end, at)
        if a >= b or not any(s.syn.tag[k] in _NAME for k in range(a, b)):
            continue
        if any(s.text[k] in _PARTS for k in range(a, b)):
            b = next(k for k in range(a, b) if s.text[k] in _PARTS)
            if a >= b:
                continue
        inside = {id(at[k]): at[k] for k in range(a, b) if k in at}
        if ent.label_ == "PERSON":
            if inside or not s.text[b - 1][:1].isupper():
                continue
            s.hits.append(Hit(a, b, Entry("person", _name(s, a, b), kind="person"), why="named-entity tagger: PERSON"))
        else:
            if any(h.entry.cls not in PLACES or h.start < a or h.end > b for h in inside.values()):
                continue
            bare = [k for k in range(a, b) if k not in at and s.syn.tag[k] in (*_NAME, "NN", "NNS", "JJ")]
            if not bare or s.syn.lower[bare[-1]] in ("and", "or"):
                continue
            if inside and (s.syn.tag[b - 1] not in _NAME or b - 1 in at):
                continue
            if not inside and _of_a_person(s, a, b, at):
                entry = Entry("person", _name(s, a, b), kind="person")
                s.hits.append(Hit(a, b, entry, why="a name beside an office that a person holds"))
                continue
            code = next((h.entry.code for h in inside.values() if h.entry.code), None)
            gone.update(id(h) for h in inside.values())
            s.hits.append(
                Hit(a, b, Entry("org", _name(s, a, b), code, kind="organisation"), why="named-entity tagger: ORG")
            )
    if gone:
        s.hits = [h for h in s.hits if id(h) not in gone]


def _of_a_person(s: Scan, a: int, b: int, at: dict[int, Hit]) -> bool:
    """Two or three names behind an office ("police spokesman X Y") or before one in apposition ("X Y, the army's
    spokesman,"): a person, whatever the tagger says."""
    if not 2 <= b - a <= 3 or any(s.syn.tag[k] not in _NAME or not s.text[k].isalpha() for k in range(a, b)):
        return False
    if any(e.cls == "organ" for e in _nouns_of((fold(s.text[b - 1]),))):
        return False
    title = at.get(a - 1)
    if title is not None and _held_by_one(title) and title.end == a:
        return True
    k = b + 1
    if b >= len(s.text) or s.text[b] != ",":
        return False
    while k < len(s.text) and k <= b + 6 and s.text[k] not in (",", "."):
        h = at.get(k)
        if h is not None and _held_by_one(h) and h.end < len(s.text) and s.text[h.end] in (",", "of", "for"):
            return s.syn.tag[b + 1] in ("DT", "JJ", "PRP$", "NN", "NNP") or b + 1 in at
        k += 1
    return False


def _held_by_one(h: Hit) -> bool:
    """An office or role that one person has."""
    return h.entry.cls in ("office", "role") and not h.entry.plural and h.entry.kind in ("person", "group")


def _trim(s: Scan, a: int, b: int, at: dict[int, Hit]) -> tuple[int, int]:
    """Without determiners, titles, possessives and stray signs at the edges."""
    while a < b and (
        s.syn.tag[a] in ("DT", "POS", "CD", "``", "''", "IN", "HYPH", "PRP$")
        or s.text[a].isspace()
        or (a in at and at[a].entry.cls in HEADS | {"modifier", "demonym"} and at[a].end < b)
    ):
        a = at[a].end if a in at else a + 1
    while b > a and (
        s.syn.tag[b - 1] in ("POS", "``", "''", ",", ".", ":", "HYPH", "-RRB-", "-LRB-") or s.text[b - 1].isspace()
    ):
        b -= 1
    return a, b


def _name(s: Scan, a: int, b: int) -> str:
    return s.words(a, b)
