"""Three hundred sentences that tell no event of the record: at most three in a hundred may yield a claim."""

from pathlib import Path

from dragoman.coder import code_documents
from dragoman.document import Story

ROWS = [
    line.split("\t") for line in (Path(__file__).parent / "data" / "non_events.tsv").read_text("utf-8").splitlines()[1:]
]


def test_non_events_are_many_and_varied():
    assert len(ROWS) >= 300
    assert len({kind for kind, _ in ROWS}) >= 10
    assert len({sentence for _, sentence in ROWS}) == len(ROWS)


def test_non_events_yield_no_claims():
    stories = [Story(text=sentence, id=str(n), published="2024-05-15") for n, (_, sentence) in enumerate(ROWS)]
    coded = [
        f"{sentence} -> {[(c.event or c.kind, c.trigger.text) for c in doc.claims]}"
        for (_, sentence), doc in zip(ROWS, code_documents(stories), strict=True)
        if doc.claims
    ]
    assert len(coded) <= 0.03 * len(ROWS), "\n".join(coded)
