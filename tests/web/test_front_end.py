"""What every page needs of Streamlit's front end is named in its head, with what it imports, and once."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit

from renovation.web.front_end import PARTS, module_links

STATIC = Path(streamlit.__file__).parent / "static"


def test_each_part_and_what_it_imports_is_named_once_and_is_there() -> None:
    named = re.findall(
        r'<link rel="modulepreload" crossorigin href="/kanban/static/js/([^"]+)">', module_links("kanban")
    )
    assert len(named) == len(set(named))
    assert {name.split(".")[0] for name in named} >= set(PARTS)
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    for name in named:
        assert name not in page
        imported = re.findall(r'from"\./([\w.-]+\.js)"', (STATIC / "static" / "js" / name).read_text(encoding="utf-8"))
        assert all(other in named or other in page for other in imported), name
