from __future__ import annotations

import html
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.element_tree import Selectbox
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from tests.conftest import copied

ROOT = Path(__file__).parents[2]
PAGES = ("overview", "units", "map", "counties", "outlook", "checks")
LANGUAGES = ("zh", "en")
REPEATED = ("alerts-on-paper", "further-on-large")
"""Keys of the containers that paper or a large screen shows instead of a popover with the same words."""
Opener = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def components_sought_once() -> Iterator[None]:
    """Streamlit looks through every installed package at each start of a page's test; once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def runs_awaited_at_rest() -> Iterator[None]:
    """AppTest asks every millisecond whether a page's run has ended, and takes the interpreter from it each time."""

    def await_end(runner: LocalScriptRunner, timeout: float) -> None:
        runner._script_thread.join(timeout)
        asks(runner, timeout if runner.script_stopped() else 0)

    asks = local_script_runner.require_widgets_deltas
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", await_end)
        yield


@pytest.fixture(autouse=True)
def visited(first_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database of every test that only reads: what one page worked out serves the next."""
    monkeypatch.setenv("RENOVATION_DATABASE_URL", f"sqlite:///{first_database}")
    with closing(sqlite3.connect(first_database)) as watching:
        before = watching.execute("PRAGMA data_version").fetchone()
        yield
        assert watching.execute("PRAGMA data_version").fetchone() == before, "who writes takes a database of its own"


@pytest.fixture
def database(first_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of the test's own that holds the first release."""
    path = copied(first_database, tmp_path / "pages.db")
    monkeypatch.setenv("RENOVATION_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def empty_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of the test's own that is not there yet."""
    path = tmp_path / "pages.db"
    monkeypatch.setenv("RENOVATION_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def open_page() -> Opener:
    """Opens a page by its name with the parameters of an address."""

    def opened(page: str = "overview", **parameters: Any) -> AppTest:
        test = AppTest.from_file(str(ROOT / "renovation" / "web" / "run.py"), default_timeout=120)
        for name, value in parameters.items():
            test.query_params[name] = str(value)
        return test.run() if page == "overview" else test.switch_page(str(ROOT / "pages" / f"{page}.py")).run()

    return opened


def figures_on(test: AppTest) -> list[dict[str, Any]]:
    """The figures of a page's charts as Plotly gets them."""
    return [chart["figure"] for chart in charts_on(test)]


def charts_on(test: AppTest) -> list[dict[str, Any]]:
    """The charts of a page as the browser gets them: figure, title, and description."""
    return [chart for section in sections_on(test) for chart in section["charts"]]


def sections_on(test: AppTest) -> list[dict[str, Any]]:
    """The sections of charts of a page: heading, remark, charts and source."""
    sections = [one.proto for one in test.get("bidi_component") if one.proto.component_name == "changing_chart"]
    return [json.loads(section.bytes) for section in sections]


def values_on(test: AppTest) -> list[str]:
    """The large figures of a page."""
    return [
        html.unescape(value)
        for element in test.get("html")
        for value in re.findall(r'<p class="value">(.*?)</p>', element.proto.body)
    ]


def tables_on(test: AppTest) -> list[list[list[str]]]:
    """The rows of every table of texts that a page shows, headings left out."""
    bodies = [element.proto.body for element in test.get("html") if "<table>" in element.proto.body]
    rows = [re.findall(r"<tr>(.*?)</tr>", body.partition("<tbody>")[2], re.DOTALL) for body in bodies]
    return [
        [[html.unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in some] for some in rows
    ]


def release_list(test: AppTest, *labels: str) -> Selectbox:
    """The list of releases with one of some labels, by default the one to look at: its key changes with its selection."""
    sought = labels or ("选择要查看的一期", "Select a release to view")
    return next(box for box in test.selectbox if box.label in sought)


def words_on(test: AppTest) -> str:
    """Every word that a page says on a screen outside its charts."""
    repeated = {id(node) for block in test.main if getattr(block, "key", None) in REPEATED for node in block}
    said = [
        element.value
        for kind in (test.title, test.header, test.markdown, test.caption, test.info, test.warning)
        for element in kind
        if id(element) not in repeated
    ]
    said += [section[part] for section in sections_on(test) for part in ("heading", "remark", "source", "hint")]
    said += [chart["title"] for chart in charts_on(test)]
    said += [
        html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "\n", element.proto.body)) for element in test.get("html")
    ]
    said += [element.proto.label for element in test.get("page_link") if id(element) not in repeated]
    said += [f"{metric.label} {metric.value}" for metric in test.metric]
    said += [table.value.to_string() for table in test.dataframe]
    return "\n".join(str(one) for one in said)
