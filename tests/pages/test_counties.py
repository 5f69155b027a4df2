"""县区对比: the city's figures and the district's own stay apart."""

from __future__ import annotations

import base64
import json

import numpy as np

from tests.pages.conftest import Opener, figures_on, words_on


def numbers(packed: dict[str, str]) -> list[float]:
    """Plotly packs a column of numbers as base64."""
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).tolist()


def test_the_two_bases_share_no_chart(open_page: Opener) -> None:
    test = open_page("counties")
    (spec,) = figures_on(test)
    assert numbers(spec["data"][0]["x"]) == [112.39, 107.79, 89.5, 83.86, 47.31]
    assert "242.01" not in json.dumps(spec)
    said = words_on(test)
    assert "242.01" in said
    assert "134.22" in said
