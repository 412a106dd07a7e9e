"""The API keeps to its own description: whatever the OpenAPI schema allows or forbids is answered as it says, and nothing fails."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.serve.app import make_app
from dragoman.store import Ledger

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (extra dev)")
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("described") / "ledger.db"
    texts = [
        "KIDAL, June 4 (Reuters) - Gunmen killed two soldiers in Kidal on Monday, the army said.",
        "The rebels freed nine hostages in Jolo on Monday. The army agreed to a cease-fire with the rebels on Tuesday.",
    ]
    with Ledger(path) as ledger:
        for record in code_stories([Story(text=t, id=f"s{n}", published="2024-06-04") for n, t in enumerate(texts)]):
            ledger.add(record)
    return schemathesis.openapi.from_asgi("/api/openapi.json", make_app(path), headers={"host": "127.0.0.1:8765"})


def test_every_operation_answers_as_described(described: Any) -> None:
    found = [o.ok() for o in described.get_all_operations()]
    assert len(found) > 10
    failed: dict[str, str] = {}
    for operation in found:

        @settings(
            max_examples=int(os.environ.get("DRAGOMAN_FUZZ_EXAMPLES", "10")),
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate(headers={"host": "127.0.0.1:8765"}, excluded_checks=[positive_data_acceptance])

        try:
            ask()
        except (Exception, BaseExceptionGroup) as e:  # every kind of breach is gathered, so that one run tells all
            failed[operation.label] = str(e)[:600]
    assert not failed, "\n".join(f"{k}: {v}" for k, v in failed.items())
