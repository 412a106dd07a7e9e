"""Sources as a sentence says them."""

from __future__ import annotations

import pytest

from dragoman.link.words import with_article


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("army", "the army"), ("local official", "a local official"), ("official", "an official"), ("residents", "residents"),
        ("Oleh Syniehubov", "Oleh Syniehubov"), ("the Kyrgyz border service", "the Kyrgyz border service"),
        ("defence ministry of Russia", "the defence ministry of Russia"), ("spokesman for the rebels", "a spokesman for the rebels"),
        ("aid workers", "aid workers"), ("state media", "state media"), ("police", "the police"), ("union official", "a union official"),
        ("witness", "a witness"), ("its own envoy", "its own envoy"), ("gunmen", "gunmen"), ("", ""),
    ],
)  # fmt: skip
def test_articles_of_sources(name, told):
    assert with_article(name) == told
