"""The import table, kept by a machine."""

from __future__ import annotations

import ast
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEVELS = (
    {"numbers", "escaping", "places", "aliases", "settings", "middleware", "kept"},
    {"rules", "geography"},
    {"schema"},
    {"tables", "language"},
    {"reading", "releases", "comparisons", "charts"},
    {"explanations", "maps"},
    {"publishing", "figures", "access"},
    {"chronicle", "checking"},
    {"findings"},
    {"listings", "address"},
    {"schedules"},
    {"meeting"},
    {"data"},
    {"signing", "visit"},
    {"shell"},
    {"run"},
)
BESIDE_THE_FRAME = {"cli": {"data", "signing", "visit", "shell", "run"}}
STREAMLIT = {"app.py", "renovation/shell.py", "renovation/signing.py", "renovation/visit.py", "renovation/data.py"}
TOP_LEVEL = {"pyproject.toml", "README.md", "app.py", "pages", "renovation", "data", "tests"}


def sources() -> list[Path]:
    return sorted(chain((ROOT / "renovation").rglob("*.py"), (ROOT / "pages").glob("*.py"), [ROOT / "app.py"]))


def imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            deeper = [f"{node.module}.{alias.name}" for alias in node.names]
            found += deeper if node.module == "renovation" else [str(node.module)]
    return found


def room(path: Path) -> str:
    return path.relative_to(ROOT / "renovation").parts[0].removesuffix(".py")


def level(name: str) -> int:
    return next(place for place, rooms in enumerate(LEVELS) if name in rooms)


def own(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("renovation.")}


@pytest.mark.parametrize("path", [p for p in sources() if ROOT / "renovation" in p.parents], ids=str)
def test_a_room_imports_only_lower_rooms(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    if here in BESIDE_THE_FRAME:
        assert not own(path) & BESIDE_THE_FRAME[here]
        return
    above = {name for name in own(path) - {here} if name not in BESIDE_THE_FRAME and level(name) >= level(here)}
    assert not above
    assert not own(path) & set(BESIDE_THE_FRAME)


def test_streamlit_is_imported_only_by_the_frame_and_the_pages() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if any(name.split(".")[0] == "streamlit" for name in imports(path))
    }
    assert {user for user in users if not user.startswith("pages/")} == STREAMLIT


def test_nothing_of_ours_is_imported_bare() -> None:
    ours = {path.stem for path in (ROOT / "renovation").iterdir()} | {"pages", "app"}
    for path in sources():
        bare = {name for name in imports(path) if name.split(".")[0] in ours - {"renovation"}}
        assert not bare, f"{path} imports {bare}"


def test_the_top_level_holds_what_it_should() -> None:
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert there - {"uv.lock", "__pycache__"} == TOP_LEVEL


def test_no_file_is_long_and_no_module_is_called_utils() -> None:
    for path in sources():
        assert path.stem not in {"utils", "helpers", "common", "misc"}
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
