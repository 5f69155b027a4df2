"""The files that a chart needs, and what a visitor gets whose browser cannot load them."""

from __future__ import annotations

import re
from pathlib import Path

import plotly
from starlette.applications import Starlette
from starlette.testclient import TestClient

from renovation.web import charts

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def test_the_head_names_a_script_that_names_plotly_and_both_are_kept_for_ever() -> None:
    client = TestClient(Starlette(routes=charts.file_routes("kanban")))
    found = re.search(r'src="(/kanban/charts/chart-[0-9a-f]{12}\.js)"', charts.script_element("kanban"))
    assert found
    script = client.get(found[1])
    library = re.search(r'"\./(plotly-[0-9a-f]{12}\.js)"', script.text)
    assert library
    content = client.get(f"/kanban/charts/{library[1]}")
    assert content.content == PLOTLY.read_bytes()
    for answer in (script, content):
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
