"""What the contracts of import-linter in pyproject.toml cannot say."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {"pyproject.toml", "README.md", "app.py", "pages", "renovation", "data", "tests"}
LONGEST_FUNCTION = 40
LONGEST_FILE = 400

SAME_PROTOCOL = {"draw", "main", "scan", "upgrade"}
"""Functions that several modules define on purpose: pages, entry points, scanners of file types, migrations."""
SILENT_PACKAGES: tuple[str, ...] = ()
"""Packages whose functions do not all name the columns of their DataFrames yet. The list may only shrink."""


def sources() -> list[Path]:
    return sorted(chain((ROOT / "renovation").rglob("*.py"), (ROOT / "pages").glob("*.py"), [ROOT / "app.py"]))


@cache
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


def test_only_the_settings_lie_beside_the_packages() -> None:
    assert {path.name for path in (ROOT / "renovation").glob("*.py")} == {"__init__.py", "settings.py"}


def test_no_page_holds_a_bare_value() -> None:
    """Streamlit writes one on the screen, even the docstring of a constant."""
    for path in (ROOT / "pages").glob("*.py"):
        values = [node for node in tree(path).body[1:] if isinstance(node, ast.Expr)]
        assert not [node.lineno for node in values if not isinstance(node.value, ast.Call)], path


def test_every_package_says_what_belongs_there() -> None:
    for init in (ROOT / "renovation").rglob("__init__.py"):
        assert ast.get_docstring(tree(init)), init


def test_the_top_level_holds_what_it_should() -> None:
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert there - {"uv.lock", "__pycache__"} == TOP_LEVEL


def test_files_and_functions_are_short() -> None:
    assert [trouble for path in sources() for trouble in too_long(path)] == []


def too_long(path: Path) -> list[str]:
    """What of a file is too long, or says nothing."""
    name, lines = path.relative_to(ROOT).as_posix(), len(path.read_text(encoding="utf-8").splitlines())
    found = [f"the name of {name}"] * (path.stem in {"utils", "helpers", "common", "misc"})
    found += [f"{name}: {lines} lines"] * (lines > LONGEST_FILE)
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return found + [
        f"{name}: {node.name}" for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]


def public_definitions(kind: type[ast.stmt] | tuple[type[ast.stmt], ...]) -> dict[str, list[str]]:
    """The modules that define each public name at their top level."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in sources():
        for node in tree(path).body:
            if isinstance(node, kind) and not node.name.startswith("_"):  # type: ignore[attr-defined]
                places[node.name].append(path.relative_to(ROOT).as_posix())  # type: ignore[attr-defined]
    return places


def test_no_two_public_classes_share_a_name() -> None:
    places = public_definitions(ast.ClassDef)
    assert not {name: where for name, where in places.items() if len(where) > 1}


def test_no_two_public_functions_share_a_name() -> None:
    places = public_definitions((ast.FunctionDef, ast.AsyncFunctionDef))
    assert not {name: where for name, where in places.items() if len(where) > 1 and name not in SAME_PROTOCOL}


def functions_with_frames() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Public functions that take or return a DataFrame, as `package/module.py:name`."""
    for path in sources():
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                annotations = [argument.annotation for argument in ast.walk(node.args) if isinstance(argument, ast.arg)]
                if any("DataFrame" in ast.unparse(one) for one in (*annotations, node.returns) if one):
                    yield f"{path.relative_to(ROOT).as_posix()}:{node.name}", node


def names_columns(node: ast.FunctionDef) -> bool:
    """Whether a docstring names a column, a declared table, or the function whose columns it takes, in backticks."""
    parameters = {argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)}
    return bool(set(re.findall(r"`(\w+)`", ast.get_docstring(node) or "")) - parameters - {node.name})


def test_docstrings_name_the_columns_of_data_frames() -> None:
    silent = {name for name, node in functions_with_frames() if not names_columns(node)}
    assert not {name for name in silent if not name.startswith(tuple(f"renovation/{p}/" for p in SILENT_PACKAGES))}
