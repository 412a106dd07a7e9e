"""The reference story against its claims coded by hand, where the development sets are at hand."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

from run import find_sets, seed


def test_reference_story():
    folder = find_sets(None)
    if folder is None:
        pytest.skip("no development sets here (name their folder with DRAGOMAN_DEV_SETS)")
    ledger, twin = map(float, re.findall(r"0\.\d+|1\.0+", seed(folder))[:2])
    assert ledger >= 0.95 and twin >= 0.95
