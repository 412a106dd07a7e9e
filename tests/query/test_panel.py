"""The snapshot, panels and SQL: the same claims as the ledger's own, counted by rule, and nothing else to be read."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import BadValue
from dragoman.link.ledger import LedgerLinks
from dragoman.query import FIELDS, count_claims, parse_filter
from dragoman.query.panel import Asked, Panel
from dragoman.query.snapshot import Snapshot
from dragoman.query.sql import TABLES, ask, columns_of
from dragoman.store import Ledger
from factories import full_record
from factories.claims import coded_by_hand, record

TEXT = "Rebels shelled Alda, then Borl. Alda and Borl talked. Alda denied it shelled. Rebels raided it."


def _war():
    return record(
        "war", TEXT,
        {"trigger": "shelled", "event": "ASSAULT", "mode": ["aerial", "explosives"], "actor": ["AZE REB"], "recipient": ["ARM CVL", "TUR MIL"], "date": "2020-01-15", "enddate": "2020-01-15"},
        {"trigger": "talked", "event": "CONSULT", "actor": ["ARM GOV", "AZE GOV"], "date": "2020-03-01", "enddate": "2020-03-02"},
        {"trigger": "denied", "event": "ASSAULT", "actor": ["ARM MIL"], "recipient": ["AZE CVL"], "factuality": "denied", "date": "2020-02-01", "enddate": "2020-02-01"},
        {"trigger": "raided", "event": "ASSAULT", "actor": ["AZE REB"], "recipient": ["ARM CVL"], "date": "2020-01-30", "enddate": "2020-02-02"},
        published="2020-03-05",
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db") as store:
        store.add(_war())
        yield store


def panel(ledger: Ledger, text: str = "", **asked):
    with Snapshot(ledger) as snapshot:
        made = Panel(snapshot, parse_filter(text), Asked(**asked))
        return made.rows(), made.left


def told(rows):
    return {row[:-1]: row[-1] for row in rows if row[-1]}


def test_a_claim_counts_once_a_dyad_and_talks_count_both_ways(ledger):
    rows, left = panel(ledger)
    assert told(rows) == {
        ("AZE", "ARM", "2020-01", "ASSAULT"): 1, ("AZE", "TUR", "2020-01", "ASSAULT"): 1,
        ("ARM", "AZE", "2020-03", "CONSULT"): 1, ("AZE", "ARM", "2020-03", "CONSULT"): 1,
    }  # fmt: skip
    assert len(rows) == 3 * 3 * 16, "three dyads, three months, sixteen categories"
    assert (left.chosen, left.wide, left.undated, left.onesided) == (3, 1, 0, 0)
    assert left.lines("month") == ["1 of 3 claims are not in it: of a date wider than one month."]


def test_counting_rules(ledger):
    assert told(panel(ledger, "event=ASSAULT", count="fractional", by="none")[0])["AZE", "ARM", "2020-01", "all"] == 0.5
    assert told(panel(ledger, by="mode", zeros=False, count="reports")[0])["AZE", "ARM", "2020-01", "aerial"] == 1
    assert ("AZE", "ARM", "2020", "ASSAULT") in told(panel(ledger, period="year")[0])
    assert told(panel(ledger, "event=ASSAULT", period="year")[0])["AZE", "ARM", "2020", "ASSAULT"] == 2
    assert told(panel(ledger, "event=ASSAULT", spans="start")[0])["AZE", "ARM", "2020-01", "ASSAULT"] == 2
    assert told(panel(ledger, "factuality=denied")[0]) == {("ARM", "AZE", "2020-02", "ASSAULT"): 1}
    assert ("AZE/REB", "ARM/CVL", "2020-W03", "ASSAULT") in told(panel(ledger, period="week", parties="sector")[0])
    assert panel(ledger, count="incidents")[1].unlinked == 2, "not linked yet, and told"
    LedgerLinks(ledger).update()
    assert told(panel(ledger, count="incidents")[0]) == told(panel(ledger)[0])


def test_zeros_go_from_the_filters_first_day_to_its_last(ledger):
    rows, _ = panel(ledger, "from=2019-11 to=2020-03 event=CONSULT")
    assert [r[2] for r in rows if r[:2] == ("ARM", "AZE")] == ["2019-11", "2019-12", "2020-01", "2020-02", "2020-03"]
    wide, _ = panel(ledger, "from=2020-01 to=2020-03", wide=True, by="quad")
    assert ("AZE", "ARM", "2020-01", 0, 0, 0, 0) in wide or len(wide[0]) == 7
    assert panel(ledger, "actor=XYZ")[0] == []
    with pytest.raises(BadValue, match="did you mean month"):
        Asked(period="months")


def test_a_panel_as_a_file_reads_back(ledger, tmp_path):
    with Snapshot(ledger) as snapshot:
        made = Panel(snapshot, parse_filter(""), Asked(zeros=False))
        made.write(str(tmp_path / "p.csv"), "csv")
        made.write(str(tmp_path / "p.parquet"), "parquet")
        rows = made.rows()
    with (tmp_path / "p.csv").open(newline="") as f:
        head, *body = csv.reader(f)
    assert head == ["actor", "recipient", "period", "category", "n"]
    assert body == [[str(v) for v in r] for r in rows]
    assert duckdb.read_parquet(str(tmp_path / "p.parquet")).fetchall() == rows


def test_the_snapshot_follows_the_ledger_and_writes_only_what_is_new(tmp_path, monkeypatch):
    from dragoman.query import snapshot as module

    monkeypatch.setattr(module, "PART", 3)
    written = []
    write = Snapshot._write
    monkeypatch.setattr(Snapshot, "_write", lambda s, t, a, b: written.append((t, a, b)) or write(s, t, a, b))

    def count(store):
        with Snapshot(store) as s:
            s.need("current_claims")
            return s.db.execute("SELECT count(*), count(DISTINCT document_id) FROM current_claims").fetchall()[0]

    with Ledger(tmp_path / "l.db") as store:
        assert count(store) == (0, 0)
        for n in range(4):
            store.add(full_record(str(n)))
        assert count(store) == (8, 4)
        assert [w for w in written if w[0] == "claims"] == [("claims", 1, 3), ("claims", 4, 4)]
        written.clear()
        assert count(store) == (8, 4) and written == []
        store.add(full_record("4"))
        store.add(record("0", "Nothing is told."))  # a revision without claims
        assert count(store) == (8, 4)
        assert [w for w in written if w[0] == "claims"] == [("claims", 4, 6)], "the full part stays"
    (tmp_path / "l.db").rename(tmp_path / "old.db")
    with Ledger(tmp_path / "l.db") as other:
        for n in range(6):
            other.add(full_record(f"other {n}"))
        assert count(other) == (12, 6), "parts of another ledger are not taken for this one's"


def test_the_snapshot_of_a_folder_that_may_not_be_written(ledger, monkeypatch):
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: (_ for _ in ()).throw(PermissionError()))
    with Snapshot(ledger) as snapshot:
        folder = snapshot.folder
        assert snapshot.borrowed and len(Panel(snapshot, parse_filter("")).rows())
    assert not folder.exists()


VALUES = st.sampled_from(
    "AZE ARM UKR REB MIL CVL ARM/MIL official narrator army rebel* ASSAULT COERCE aerial asserted denied 2020 2020-10 2024-06-03 >=5 <=10 0.9"
    " yes only toll event 1 4 AZE-ARM -180,-90,180,90 says direct incident- Goma killed".split()
)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("both") / "l.db") as store:
        for r in [*coded_by_hand()[0], full_record(), _war()]:
            store.add(r)
        LedgerLinks(store).update()
        with Snapshot(store) as snapshot:
            yield store, snapshot


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from([m + f for f in FIELDS for m in ("", "-")]), VALUES), max_size=3))
def test_sqlite_and_duckdb_let_the_same_claims_through(both, pairs):
    ledger, snapshot = both
    try:
        where = parse_filter(pairs)
    except BadValue:
        return
    sql, values = snapshot.where(where)
    found = snapshot.db.execute(f"SELECT count(*) FROM current_claims c WHERE {sql}", values).fetchall()[0][0]
    assert found == count_claims(ledger, where)


def sql(ledger: Ledger, question: str):
    with Snapshot(ledger) as snapshot:
        answer = ask(snapshot, question)
        return answer.columns, list(answer.rows())


def test_sql_answers(ledger):
    assert sql(ledger, "SELECT event, count(*) AS n FROM claims GROUP BY event ORDER BY 1") == (
        ["event", "n"], [("ASSAULT", 3), ("CONSULT", 1)],
    )  # fmt: skip
    assert sql(ledger, "FROM incidents SELECT count(*)")[1] == [(4,)]
    assert sql(ledger, "SELECT c.id FROM claims c JOIN parties p USING (document, claim) WHERE p.code = 'TUR'")[1] == [
        ("war#1",)
    ]
    with Snapshot(ledger) as snapshot:
        listed = {name: columns for name, _, columns in columns_of(snapshot)}
    assert list(listed) == list(TABLES) and "document_id" in listed["claims"] and "text" not in listed["documents"]
    for name in TABLES:
        assert sql(ledger, f"SELECT * FROM {name}")[0] == listed[name]


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('{folder}/secret.txt')",
        "COPY claims TO '{folder}/out.csv'", "SELECT 1; DROP TABLE claims", "ATTACH '{folder}/a.db'", "SET enable_external_access = true",
        "INSERT INTO claims SELECT * FROM claims", "SELECT * FROM glob('/etc/*')", "INSTALL httpfs", "PRAGMA database_list", "", "SELEC",
        "SELECT * FROM main.current_keys, read_parquet('{folder}/ledger.db.snapshot/*.parquet')", "CREATE TABLE t AS SELECT 1",
        "SELECT * FROM sqlite_scan('{folder}/ledger.db', 'claims')", "EXPORT DATABASE '{folder}/x'",
    ],
)  # fmt: skip
def test_sql_reads_nothing_else(ledger, tmp_path, question):
    (tmp_path / "secret.txt").write_text("secret")
    before = {p.name for p in tmp_path.iterdir()}
    with pytest.raises(BadValue, match="Remedy"):
        sql(ledger, question.replace("{folder}", str(tmp_path)))
    assert {p.name for p in tmp_path.iterdir()} - before <= {"ledger.db.snapshot"}


def test_sql_errors_say_what_there_is(ledger):
    with pytest.raises(BadValue, match=r"claim does not exist.*did you mean claims\?.*the tables are documents"):
        sql(ledger, "SELECT * FROM claim")
    with pytest.raises(BadValue, match=r'"evnt" not found.*"event"'):
        sql(ledger, "SELECT evnt FROM claims")
