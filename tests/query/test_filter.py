"""The filter language: what it lets through, that it reads back, and that nothing of it reaches SQL unbound."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import BadValue
from dragoman.query import FIELDS, Filter, count_claims, count_values, find_claims, parse_arguments, parse_filter
from dragoman.query.filter import Term
from dragoman.record import Record
from dragoman.store import Ledger
from factories import full_record
from factories.claims import record

PEACE = (
    "Peru and Chile met in Lima with a UN envoy. Iquitos fell. Brazil denied it shelled Tabatinga. Talks may resume. "
    "At least 30 were killed, up to 90 were hurt."
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("query") / "ledger.db") as store:
        run = store.start_run(version="1", model="m")
        store.add(full_record("one"), run=run)
        store.add(full_record("two"), run=run)
        store.add(Record("three", "Nothing is told."))
        yield store


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Claims that differ in what the first ledger's share."""
    with Ledger(tmp_path_factory.mktemp("query") / "other.db") as store:
        run = store.start_run(version="1", model="m")
        store.add(
            record(
                "peace", PEACE,
                {"trigger": "met", "event": "CONSULT", "actor": ["PER GOV", "CHL GOV"], "date": "2021-03-01", "enddate": "2021-03-05",
                 "place": "PER", "place_name": "Lima"},
                {"trigger": "fell", "event": "ASSAULT", "mode": ["firearms"], "actor": ["PER MIL"], "recipient": ["COL REB"], "date": "2021-04-01"},
                {"trigger": "shelled", "event": "ASSAULT", "actor": ["BRA MIL"], "recipient": ["PER CVL"], "factuality": "denied",
                 "source": {"text": "Brazil", "code": "BRA GOV"}},
                {"trigger": "killed", "kind": "toll", "date": "2021-04-02", "quantities": [{"kind": "killed", "value": 30, "min": 30}]},
                {"trigger": "hurt", "kind": "toll", "date": "2021-04-02", "quantities": [{"kind": "injured", "value": 90, "min": None}]},
                published="2021-04-03T09:00:00Z", outlet="El Puente", language="en",
            ),
            run=run,
        )  # fmt: skip
        yield store


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 4),
        ("event=ASSAULT", 2),
        ("event=assault EVENT=AGREE", 2),
        ("event=AGREE", 0),
        ("kind=toll document=one", 1),
        ("claim=one#2", 1),
        ("recipient=UKR", 2),
        ("recipient=ukraine", 2),
        ("recipient=CVL", 2),
        ("recipient=UKR/CVL", 2),
        ("recipient=UKR/MIL", 0),
        ("recipient=CV", 0),
        ("actor=REB", 2),
        ("actor=Rebels", 2),
        ("actor=reb*", 2),
        ("mode=heavy-weapons country=UKR factuality=alleged", 2),
        ("country=Ukraine", 2),
        ("source=official", 4),
        ("source='Governor of Tavrin'", 2),
        ("source='governor of *'", 2),
        ("from=2024 to=2024", 2),
        ("from=2024-06-03 to=2024-06-03", 2),
        ("date=2024-06", 2),
        ("date=2023..2024-05 date=2025", 0),
        ("from=2024-07", 0),
        ("from=2024-07 undated=yes", 2),
        ("from=2024-07 undated=only", 2),
        ("undated=no", 2),
        ("text:shelling", 4),
        ("hospitals ministry", 4),
        ("hospitals tractor", 0),
        ('text:"the health ministry"', 4),
        ('text:"health the ministry"', 0),
        ("text:tractor|hospital", 4),
        ("text:hosp*", 4),
        ("text:tractor", 0),
        ("-text:tractor", 4),
        ("-event=ASSAULT", 2),
        ("not event=ASSAULT", 2),
        ("event!=ASSAULT", 2),
        ("-kind=toll -event=ASSAULT", 0),
        ("killed>=14", 4),
        ("killed>14", 2),
        ("killed<=14", 2),
        ("toll>=1000", 2),
        ("killed=1003 quantity=killed", 2),
        ("confidence>=0", 4),
        ("confidence<0.1", 0),
        ("run=1", 4),
        ("run=2", 0),
        ("box=-123,47,-122,48", 2),
        ("box=170,40,-120,50", 2),
        ("box=0,0,1,1", 0),
    ],
)
def test_filter_lets_through(ledger, text, n):
    where = parse_filter(text)
    assert count_claims(ledger, where) == len(find_claims(ledger, where)) == n


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("dyad=PER-CHL", [1]),
        ("dyad=chl-per", [1]),
        ("dyad=PER-COL", [2]),
        ("dyad=COL,PER/MIL", [2]),
        ("dyad=PER-BRA", [3]),
        ("dyad=PER-PER", []),
        ("party=PER", [1, 2, 3]),
        ("party=PER -actor=PER", [3]),
        ("source=narrator", [1, 2, 4, 5]),
        ("-source=narrator", [3]),
        ("source=BRA/GOV", [3]),
        ("factuality=asserted factuality=denied event=CONSULT", [1]),
        ("place=lima", [1]),
        ("date=2021-03-04", [1]),
        ("from=2021-03-05 to=2021-04-01", [1, 2]),
        ("from=2021-03-05 to=2021-04-01 undated=yes", [1, 2, 3]),
        ("published=2021-04-03 outlet='el puente' language=EN kind=toll", [4, 5]),
        ("published=2021-04-02", []),
        ("killed>=30", [4]),
        ("injured>=1", [5]),
        ("injured<=100 injured>=90", [5]),
        ("precision=day basis=explicit event=ASSAULT", [2]),
        ("incident=incident-", []),
        ("stance=says", [3]),
        ("quoted=direct", []),
    ],
)
def test_filter_tells_claims_apart(other, text, numbers):
    where = parse_filter(text)
    assert [f.number for f in find_claims(other, where)] == numbers
    assert count_claims(other, where) == len(numbers)


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_has_an_example_that_works(ledger, field):
    where = parse_filter(FIELDS[field].example)
    assert [t.field for t in where.terms] == [field]
    count_claims(ledger, where)
    if not FIELDS[field].once:
        every = count_claims(ledger, where) + count_claims(ledger, parse_filter(f"-{FIELDS[field].example}"))
        assert every == 4, "a claim passes a term or its negation"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "value", ["' OR 1=1 --", '"', "*", "NEAR(", "a\x00b", "\ud800", "%", "?", "😀" * 500, "a-b", ">=1e400"]
)
def test_hostile_values_are_values(ledger, field, value):
    try:
        where = parse_filter([(field, value)])
        n = count_claims(ledger, where)
    except BadValue:
        return
    assert n == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour=red", "no field 'colour'.*use one of"),
        ("acter=AZE", "did you mean actor"),
        ("target=AZE", "did you mean recipient"),
        ("event=ASSALT", "did you mean ASSAULT"),
        ("mode=aeriel", "did you mean aerial"),
        ("country=Ukrain", "did you mean Ukraine"),
        ("from=May", "'May' is no date"),
        ("to=2024-13", "no date"),
        ("to=2024-02-30", "no date"),
        ("date=2024..2023", "before it begins"),
        ("from=2023 from=2024", "from=2023 and from=2024 cannot both hold"),
        ("-from=2023", "cannot be negated"),
        ("actor>=AZE", "cannot be compared"),
        ("killed=many", "'many' is no number"),
        ("confidence>=80", "between 0 and 1"),
        ("dyad=AZE", "no pair"),
        ("actor=*", "everything"),
        ("actor=", "has no value"),
        ("text:...", "no word"),
        ("source='open", "open quote.*close it"),
        ("box=1,2,3", "no box"),
        ("quad=5", "no quad"),
        ("event=" + "x" * 3000, "characters"),
        (" ".join(f"w{n}" for n in range(300)), "300 terms"),
    ],
)
def test_what_is_no_filter_says_why(text, says):
    with pytest.raises(BadValue, match=says) as e:
        parse_filter(text)
    assert "Remedy" in str(e.value)


def test_facets(ledger):
    assert [f.claim.id for f in find_claims(ledger, parse_filter(""), limit=2, offset=1)] == ["one#2", "two#1"]
    assert count_values(ledger, parse_filter(""), "kind") == [("event", 2), ("toll", 2)]
    with pytest.raises(BadValue):
        count_values(ledger, parse_filter(""), "c.text")


def test_arguments_that_the_shell_unquoted():
    one = parse_filter("event=ASSAULT source='Governor of Tavrin'")
    assert parse_arguments(["event=ASSAULT", "source=Governor of Tavrin"]) == one
    assert parse_arguments(["event=ASSAULT source='Governor of Tavrin'"]) == one
    assert parse_arguments(["event=ASSAULT from=2020", "shelling"]) == parse_filter("event=ASSAULT from=2020 shelling")
    assert parse_arguments([]) == Filter()


def _terms() -> st.SearchStrategy[Filter]:
    """Filters of words made for each field: letters, quotes, marks, signs."""
    word = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=12)
    numbers = st.builds(lambda op, n: f"{op}{n}", st.sampled_from(["", ">=", "<=", ">", "<"]), st.integers(0, 10**6))
    days = st.dates().map(str) | st.integers(1000, 2999).map(str)
    value = (
        word
        | numbers
        | days
        | st.sampled_from(["AZE", "ARM/MIL", "ASSAULT", 'a\'b "c" d', "-x", "not", "=", "a=b", '"a b"|c*'])
    )
    pair = st.tuples(st.sampled_from([n + f for f in FIELDS for n in ("", "-")]), value)

    def read(pairs: list[tuple[str, str]]) -> Filter:
        terms: list[tuple[str, str]] = []
        for p in pairs:
            try:
                parse_filter([*terms, p])
            except BadValue:
                continue
            terms.append(p)
        return parse_filter(terms)

    return st.lists(pair, max_size=5).map(read)


@given(_terms())
def test_filter_reads_back_from_text_and_from_a_url(where):
    assert parse_filter(str(where)) == where
    assert parse_filter(where.pairs()) == where
    assert parse_filter(parse_qsl(where.query(), keep_blank_values=True)) == where


@given(_terms())
def test_every_filter_is_sql_that_runs(ledger, where):
    found = find_claims(ledger, where)
    assert count_claims(ledger, where) == len(found) <= 4


def test_terms_are_added_and_taken_away():
    where = parse_filter("event=ASSAULT event=COERCE -kind=toll")
    assert where.values("event") == ["ASSAULT", "COERCE"] and where.values("kind") == []
    assert where.without("event", "COERCE").with_term("actor", "AZE").terms == (
        Term("event", "ASSAULT"), Term("kind", "toll", True), Term("actor", "AZE"),
    )  # fmt: skip
    assert where.without("event").with_term("kind", "event").with_term("kind", "event") == parse_filter(
        "-kind=toll kind=event"
    )


def test_what_people_said_of_a_claim(tmp_path):
    with Ledger(tmp_path / "l.db") as store:
        store.add(full_record("one"))
        accepted = store.review("one#1", "accept", by="ana")
        store.review("one#2", "edit", by="ana", changes={"factuality": "alleged"})

        def ids(text):
            return [f.claim.id for f in find_claims(store, parse_filter(text))]

        assert (ids("review=accepted"), ids("review=edited"), ids("review=none")) == (["one#1"], ["one#2"], [])
        assert ids("review=any") == ["one#1", "one#2"] and ids("factuality=alleged review=edited") == ["one#2"]
        store.undo_review(accepted, by="ana")
        assert (ids("review=accepted"), ids("review=none")) == ([], ["one#1"])
