"""What the linked pages show: accounts by side, figures as ranges, totals by source and day, lanes, dyads, places."""

from __future__ import annotations

import threading

import pytest

from dragoman.serve.shape.accounts import accounts, contradicted, history
from dragoman.serve.shape.dyads import dyad_rows, month_series, panels, top_dyads
from dragoman.serve.shape.harm import Asked, by_source, count_told, figures_told, harm_chart
from dragoman.serve.shape.lanes import agreed
from dragoman.serve.shape.linked import _beside, linked, links_of, read_views, recall, write_views
from dragoman.serve.shape.places import marks, shelve, spots
from dragoman.serve.shape.ranges import range_charts
from dragoman.serve.shape.told import told_claims
from dragoman.serve.shape.tolls import NO_DATE, kinds, matrix, step_chart
from dragoman.serve.shape.viewport import WORLD, fit, read_viewport, viewport
from dragoman.store import Ledger
from factories.conflict import clash
from factories.ledgers import ledger_of


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return ledger_of(tmp_path_factory.mktemp("shape") / "ledger.db", clash())


@pytest.fixture(scope="module")
def views(path):
    with Ledger(path, readonly=True) as store:
        return linked(store)


@pytest.fixture
def ledger(path):
    with Ledger(path, readonly=True) as store:
        yield store


@pytest.fixture(scope="module")
def korgon(path, views):
    row = next(r for r in views.rows if r.place == "Korgon")
    with Ledger(path, readonly=True) as store, links_of(store) as links:
        view = links.incident(row.id)
        members = links.told(row.id)
        told = told_claims(links.ledger, (c["claim"] for c in view["claims"]))
    return view, members, told


def test_views_are_kept_until_the_ledger_changes(path, views, tmp_path):
    with Ledger(path, readonly=True) as store:
        assert linked(store) is views
    other = tmp_path / "other.db"
    with Ledger(other) as store:
        store.add(clash()[0])
        store.add(clash()[3])
        before = linked(store)
        store.add(clash()[1])
        after = linked(store)
    assert len(before.homes) == 2 and len(after.homes) == 4
    isfara = [next(r for r in v.rows if r.place == "Isfara") for v in (before, after)]
    assert isfara[0] is isfara[1], "what has not changed is not worked out again"


def test_views_are_kept_beside_the_ledger(views, tmp_path):
    path = tmp_path / "ledger.db"
    assert read_views(path) is None
    write_views(_beside(path), views.views)
    kept = read_views(path)
    assert kept.rows == views.rows and kept.tolls == views.tolls and kept.agreements == views.agreements
    _beside(path).write_text("{")
    assert read_views(path) is None


def test_a_great_ledger_is_read_in_the_background(tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.serve.shape.linked.AT_ONCE", 0)
    with Ledger(tmp_path / "great.db") as store:
        store.add(clash()[0])
        first = linked(store)
        assert not first.ready and first.rows == []
        _wait()
        assert linked(store).ready and len(linked(store).rows) == 1
        assert recall(store) and linked(store).ready, "what was kept is taken up at the next start"
        assert len(linked(store).rows) == 1
        store.add(clash()[3])
        assert linked(store).ready, "what is known is shown meanwhile"
        _wait()
        assert len(linked(store).rows) == 2


def _wait():
    for thread in threading.enumerate():
        if thread.name == "linking":
            thread.join(20)


def test_each_side_has_a_column_and_contradictions_stand_on_both(korgon):
    columns = accounts(*korgon)
    assert [(c.label, c.party, [v.name for v in c.voices]) for c in columns] == [
        ("Kyrgyzstan, state", True, ["the Kyrgyz border service"]),
        ("Tajikistan, state", True, ["the Tajik defence ministry"]),
        ("Of no party", False, ["residents"]),
    ]
    by_claim = {e.told.id: e for c in columns for v in c.voices for e in v.entries}
    for claim, entry in by_claim.items():
        for a in entry.against:
            assert claim in {b.claim for b in by_claim[a.claim].against}
    assert "whether it happened" in {a.differ for a in by_claim["korgon-2#2"].against}
    assert "how many" in {a.differ for a in by_claim["korgon-1#1"].against}


def test_words_of_a_claim_are_cut_out_of_its_sentence(korgon):
    for t in korgon[2].values():
        before, words, after = t.pieces
        assert before + words + after == t.sentence and words


def test_a_denial_of_one_source_alone_contradicts_nothing_else():
    side = {"claim": "a#1", "source": "s", "words": "w"}
    assert contradicted([{"differ": "whether", "what": "s denies it", "claims": [side, side]}]) == {}


def test_figures_are_ranges_on_one_axis(korgon):
    view, _, told = korgon
    (chart,) = range_charts(view["figures"], told)
    assert (chart.kind, chart.label) == ("killed", "4–9")
    assert [(r.source, r.label, r.words) for r in chart.rows] == [
        ("the Kyrgyz border service", "4", "four"), ("residents", "9", "nine"),
    ]  # fmt: skip
    assert chart.ticks[-1].label == chart.rows[1].label
    assert chart.rows[0].at == chart.left == 44.44 and chart.rows[1].at == chart.right == 100


def test_an_open_figure_runs_to_the_end_of_the_axis():
    by = {"source": "s", "value": None, "min": 24, "max": None, "claim": "c"}
    (chart,) = range_charts([{"kind": "killed", "min": 24, "max": 24, "by": [by]}], {})
    (row,) = chart.rows
    assert (row.label, row.open, row.at, row.right) == ("≥ 24", True, None, 100)


def test_history_has_recordings_and_decisions_in_order(korgon):
    told = korgon[2]
    revisions = {"korgon-1": [(1, "2023-03-12T10:00:00Z", "2023-03-13T09:00:00Z"), (2, "2023-03-13T09:00:00Z", None)]}
    told["korgon-1#1"].revision = 2
    lines = history(told.values(), revisions, [])
    told["korgon-1#1"].revision = 1
    assert [e.what for e in lines][:2] == ["korgon-1 recorded", "korgon-1 revised (version 2): claims #1"]
    assert [e.at for e in lines] == sorted(e.at for e in lines)


def test_totals_are_a_matrix_and_a_fall_keeps_its_words(views):
    assert kinds(views.tolls) == {"killed": 3, "displaced": 1}
    found = matrix([t for t in views.tolls if t["kind"] == "killed"])
    assert found.columns == ("2023-03-15", "2023-03-18", "2023-03-23", "2023-04-02")
    row = next(r for r in found.rows if r.source == "the Kyrgyz health ministry")
    (fall,) = row.cells["2023-03-23"]
    assert (fall.label, fall.change, fall.before) == ("59", "lowered", "62")
    assert "lowered the number of dead" in fall.words
    assert row.falls == 1 and row.latest.label == "63"
    un = next(r for r in found.rows if r.source == "the United Nations")
    assert "2023-03-18" not in un.cells


def test_steps_hold_until_the_next_figure_and_end_with_the_last(views):
    chart = step_chart(matrix([t for t in views.tolls if t["kind"] == "killed"]))
    assert chart is not None
    line = next(x for x in chart.lines if x.row.source == "the Kyrgyz health ministry")
    assert [s.fall for s in line.steps] == [False, False, True, False]
    for here, after in zip(line.steps, line.steps[1:], strict=False):
        assert (here.to, here.rise) == (after.x, after.y)
    assert line.steps[-1].to is None and line.steps[-1].x == 100
    assert chart.counts[0].at == chart.height and chart.counts[-1].label == "100"


def test_a_total_without_a_day_has_a_column_of_its_own():
    point = {"as_of": None, "reported": None, "value": 5, "min": 5, "max": 5, "claim": "c"}
    series = {"id": "t", "kind": "killed", "what": None, "affiliation": None, "since": None, "source": "s",
              "points": [point], "revisions": []}  # fmt: skip
    found = matrix([series])
    assert found.columns == (NO_DATE,) and step_chart(found) is None


def test_new_harm_is_never_a_total(ledger):
    found, total = figures_told(ledger, Asked("killed")), count_told(ledger, Asked("killed"))
    assert total == 3
    assert [(f.source, f.day, f.label, f.place) for f in found] == [
        ("residents", "2023-03-12", "9", "Korgon"), ("the Kyrgyz border service", "2023-03-12", "4", "Korgon"),
        ("the Tajik defence ministry", "2023-03-14", "6", "Isfara"),
    ]  # fmt: skip
    assert [f.claim for f in figures_told(ledger, Asked("killed", place="TJK"))] == ["isfara-1#1"]
    assert [f.source for f in figures_told(ledger, Asked("killed", source="residents", last="2023-03-12"))] == [
        "residents"
    ]
    chart = harm_chart(by_source(found))
    assert chart is not None and [m.x for m in chart.marks] == [0, 0, 100]
    assert harm_chart(by_source(figures_told(ledger, Asked("missing")))) is None


def test_an_agreement_has_lanes_with_who_alleges_a_breach(views, ledger):
    (a,) = views.agreements
    ids = [c["claim"] for c in (*a["claims"], *a["breaches"])]
    found = agreed(a, told_claims(ledger, ids))
    assert {lane.stage: [s.day for s in lane.stations] for lane in found.lanes} == {
        "proposed": [], "announced": [], "agreed": ["2023-03-16"], "in force": ["2023-03-17"],
        "breach alleged": ["2023-03-19", "2023-03-21"], "ended": [],
    }  # fmt: skip
    breach = found.lanes[4].stations[0]
    assert (breach.by, breach.alleged_by) == (("Kyrgyz forces",), "the Tajik defence ministry")
    assert found.span is not None and found.span.open and found.span.right == 100
    assert found.title == "Cease-fire: Kyrgyz government and Tajik government"


def test_a_step_told_of_a_month_is_shown_as_that(views, ledger):
    (a,) = views.agreements
    told = told_claims(ledger, [c["claim"] for c in (*a["claims"], *a["breaches"])])
    step = next(c["claim"] for c in a["claims"] if c["stage"] == "agreed")
    told[step].date, told[step].enddate = "2023-03-01", "2023-03-31"
    found = agreed({**a, "announced": "2023-03-01"}, told)
    assert [s.when for s in found.lanes[2].stations] == ["2023-03"]
    assert found.told_of("2023-03-01") == "2023-03" and found.told_of("2023-03-17") == "2023-03-17"
    assert next(s for s in found.to_dict()["steps"] if s["claim"] == step)["when"] == "2023-03"


def test_dyad_months_are_filled_and_sources_stand_apart(ledger):
    rows = dyad_rows(ledger, "KGZ", "TJK")
    swap = {"a": "b", "b": "a"}
    turned = dyad_rows(ledger, "TJK", "KGZ")
    assert {(m, q, swap.get(w, w), n) for m, q, w, n in turned} == set(rows)
    found = month_series(rows, {"a": "Kyrgyz", "b": "Tajik", "other": "others", "none": "nobody"})
    for s in found:
        assert [m.month for m in s.months] == ["2022-12", "2023-01", "2023-02", "2023-03", "2023-04", "2023-05"]
        assert (s.months[1].cooperation, s.months[1].conflict) == (0, 0)
    a, b, _, none = found
    assert (a.months[3].material_conflict, b.months[3].material_conflict) == (2, 3)
    assert a.months[0].verbal_cooperation == 1
    assert none.undated.verbal_conflict == 1 and none.months[3].material_cooperation == 1
    assert sum(s.total for s in found) == sum(n for *_, n in rows)


def test_a_denied_act_is_no_conflict(ledger):
    denied = [c for c in ledger.select("SELECT id FROM current_claims WHERE factuality = 'denied'")]
    assert denied == [("korgon-2#2",)]
    march = sum(n for m, q, _, n in dyad_rows(ledger, "KGZ", "TJK", first="2023-03-12", last="2023-03-12") if q == 4)
    assert march == 3


def test_panels_share_their_axis(ledger):
    found = month_series(dyad_rows(ledger, "KGZ", "TJK"), dict.fromkeys(("a", "b", "other", "none"), "x"))
    drawn = panels(found)
    assert len({p.counts for p in drawn}) == 1
    assert all(b.up <= b.up_material <= p.line <= b.down_material <= b.down for p in drawn for b in p.bars)


def test_pairs_are_counted_once(ledger):
    assert [(a, b) for a, b, *_ in top_dyads(ledger)] == [("KGZ", "TJK")]


def test_what_has_no_place_or_day_is_kept(views):
    unplaced, undated = shelve(views.rows)
    placed = sum(s.total for s in spots(views.rows))
    assert placed + len(unplaced) == len(views.rows)
    assert {i.place for i in unplaced} == {None, "the border"}
    assert len(undated) == 2


def test_a_wider_place_has_another_shape_and_a_wider_ring(views):
    found = {m.label: m for m in marks(spots(views.rows), fit([(40, 70)]))}
    assert {m.shape for m in found.values()} == {"circle", "diamond"}
    district = next(m for m in found.values() if "Leylek" in m.label)
    town = next(m for m in found.values() if "Korgon" in m.label)
    assert district.radius_km > town.radius_km and district.rx > town.rx
    assert sum(m.total for m in found.values()) < sum(s.total for s in spots(views.rows))


@pytest.mark.parametrize("text", ["39.8,46.7,12", "-1.5,179.9,0.5", "0,0,360"])
def test_a_viewport_stands_in_the_address(text):
    view = read_viewport(text)
    assert view is not None and read_viewport(str(view)) == view


@pytest.mark.parametrize("text", ["", "a,b,c", "1,2", "99.1.1,2,3", "1,2,0", "1e5,0,1"])
def test_what_is_no_viewport_is_none(text):
    assert read_viewport(text) is None


def test_a_viewport_fits_its_points_across_the_date_line():
    view = fit([(-17, 178), (-14, -171)])
    assert -180 <= view.lon <= -170 and view.width < 20
    for lat, lon in ((-17, 178), (-14, -171)):
        x, y = view.at(lat, lon)
        assert 0 < x < 960 and 0 < y < 540
    assert fit([]) == WORLD and viewport(99, 200, 900).lat == 85
