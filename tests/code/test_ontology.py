"""Ontologies: categories of a user's own over the same claims."""

import pytest

from dragoman.code.ontology import load_ontology
from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.errors import DataError

HEADER = "event\tmode\tcameo\tcategory\tquad\tscale\n"
TEXT = "Ukrainian drones struck an oil depot near Ryazan. Kenya urged Sudan to talk. Dockers went on strike in Durban."


@pytest.fixture(scope="module")
def record():
    (made,) = code_stories([Story(text=TEXT, id="t", published="2024-05-15")])
    return made


def test_first_row_that_holds_decides_and_others_are_left_out(record, tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text(HEADER + "ASSAULT\tdrone\t\tair-strike\t4\t-10\nASSAULT\t\t\tviolence\t4\t-9\nPROTEST\t\t\t-\t\t\n")
    told = load_ontology(str(path)).record(record).claims
    assert [(c.event, c.quad_code, c.event_scale) for c in told] == [("air-strike", 4, -10)]
    assert "mine calls ASSAULT air-strike" in told[0].why[-1]


def test_cameo_ships_and_keeps_the_finest_code(record):
    told = load_ontology("cameo").record(record).claims
    assert len(told) == len(record.claims)
    assert all((c.event or "")[:2].isdigit() for c in told)
    assert [c.event for c in told] == [c.cameo for c in record.claims]


@pytest.mark.parametrize(
    ("row", "said"),
    [("BOMB\t\t\tx\t\t\n", "line 2.*BOMB"), ("ASSAULT\tfoo\t\tx\t\t\n", "foo"), ("ASSAULT\t\t\t\t\t\n", "category"),
     ("ASSAULT\t\t\tx\tfour\t\n", "numbers")],
)  # fmt: skip
def test_a_bad_row_names_its_line(row, said, tmp_path):
    path = tmp_path / "bad.tsv"
    path.write_text(HEADER + row)
    with pytest.raises(DataError, match=said):
        load_ontology(str(path))


def test_unknown_ontology_is_a_data_error():
    with pytest.raises(DataError, match="nowhere"):
        load_ontology("nowhere")
