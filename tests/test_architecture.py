"""What the contracts of import-linter in pyproject.toml cannot say."""

from __future__ import annotations

import ast
from collections import defaultdict
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {"pyproject.toml", "README.md", "app.py", "pages", "renovation", "data", "tests"}
LONGEST_FUNCTION = 50
LONGEST_FILE = 400


def sources() -> list[Path]:
    return sorted(chain((ROOT / "renovation").rglob("*.py"), (ROOT / "pages").glob("*.py"), [ROOT / "app.py"]))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add(str(node.module).split(".")[0])
    return found


def test_nothing_of_ours_is_imported_bare() -> None:
    """Streamlit puts the main script's folder on the path: a bare import would find a twin of our module."""
    ours = {path.stem for path in (ROOT / "renovation").rglob("*.py")} | {"pages", "app"}
    standard = {"calendar", "language", "html", "numbers", "__init__"}
    for path in sources():
        assert not imported(path) & (ours - standard), path


def test_only_settings_and_the_command_line_lie_beside_the_packages() -> None:
    assert {path.name for path in (ROOT / "renovation").glob("*.py")} == {"__init__.py", "cli.py", "settings.py"}


def test_every_package_says_what_belongs_there() -> None:
    for init in (ROOT / "renovation").rglob("__init__.py"):
        assert ast.get_docstring(tree(init)), init


def test_the_top_level_holds_what_it_should() -> None:
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert there - {"uv.lock", "__pycache__"} == TOP_LEVEL


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_functions_are_short(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "misc"}
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{node.name} is too long"


def test_no_two_public_classes_share_a_name() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in sources():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(ROOT).as_posix())
    assert not {name: where for name, where in places.items() if len(where) > 1}
