"""The files that a chart needs, and what a visitor gets whose browser cannot load them."""

from __future__ import annotations

import hashlib
import re

from plotly.offline import get_plotlyjs_version
from starlette.applications import Starlette
from starlette.testclient import TestClient

from renovation.web import charts


def test_plotly_is_the_published_file_of_the_version_that_writes_our_figures() -> None:
    origin = (charts.PLOTLY.parent / "README.md").read_text(encoding="utf-8")
    content = charts.PLOTLY.read_bytes()
    assert f"| sha256 | {hashlib.sha256(content).hexdigest()} |" in origin
    version = f"v{get_plotlyjs_version()}"
    assert version.encode() in content[:100]
    assert f"| version | {version[1:]}," in origin


def test_the_head_names_a_script_that_names_plotly_and_both_are_kept_for_ever() -> None:
    client = TestClient(Starlette(routes=charts.file_routes("kanban")))
    found = re.search(r'src="(/kanban/charts/chart-[0-9a-f]{12}\.js)"', charts.script_element("kanban"))
    assert found
    script = client.get(found[1])
    library = re.search(r'"\./(plotly-[0-9a-f]{12}\.js)"', script.text)
    assert library
    content = client.get(f"/kanban/charts/{library[1]}")
    assert content.content == charts.PLOTLY.read_bytes()
    for answer in (script, content):
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
