"""What is installed with the dashboard: exact versions with hashes, from no named place, under known licences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PINNED = (ROOT / ".constraints.txt").read_text(encoding="utf-8")
MADE_BY = "uv export --no-dev --all-extras --no-emit-project --no-header -o .constraints.txt"
LICENCES = {
    *("0BSD", "3-Clause BSD License", "BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause"),
    *("Apache License 2.0", "Apache-2.0", "CC0-1.0", "MIT", "MIT License", "MIT-CMU", "PSF-2.0", "Zlib"),
    # may be used, not changed, without a licence of the same kind for what uses it
    *("LGPL-3.0-only", "MPL-2.0"),
}


def project() -> dict[str, object]:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(declared, dict)
    return declared


def direct() -> list[Requirement]:
    """The direct dependencies, those of the extras included."""
    extras = project().get("optional-dependencies", {})
    assert isinstance(extras, dict)
    return [Requirement(line) for lines in [project()["dependencies"], *extras.values()] for line in lines]


def pinned() -> dict[str, set[str]]:
    """The versions of each package; one may have several, for different versions of Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[^]]*])?==([\w.]+)", PINNED, re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def installed() -> Iterator[Distribution]:
    """Everything that is installed because the dashboard runs with it."""
    seen, waiting = set[str](), direct()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in seen:
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # of an extra that is not installed, or of another system
        seen.add(name)
        waiting += [
            one
            for one in map(Requirement, found.requires or ())
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras))
        ]
        yield found


def licences(of: Distribution) -> set[str]:
    """The names of the licences, as the package gives them: as an expression, in a word, or in its classifiers."""
    expression, words = of.metadata.get("License-Expression"), of.metadata.get("License", "").strip()
    if expression:
        return set(re.split(r" (?:AND|OR) |[()]", expression)) - {""}
    if words and len(words) < 40:
        return {words}
    classifiers = of.metadata.get_all("Classifier") or []
    return {line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License :: ")}


def test_every_direct_dependency_has_an_exact_version_and_is_pinned_with_it() -> None:
    for one in direct():
        version = re.fullmatch(r"==([\w.]+)", str(one.specifier))
        assert version, one
        assert version[1] in pinned().get(canonicalize_name(one.name), ()), f"{one}: {MADE_BY}"


def test_what_is_installed_is_pinned() -> None:
    names = [canonicalize_name(one.metadata["Name"]) for one in installed()]
    assert len(names) > 30
    assert {name for name in names if name not in pinned()} == set(), MADE_BY


def test_every_pinned_version_has_hashes() -> None:
    entries = re.findall(r"^[\w.-]+(?:\[[^]]*])?==.*(?:\n +--hash=sha256:[0-9a-f]{64}.*)*", PINNED, re.MULTILINE)
    assert len(entries) == sum(map(len, pinned().values()))
    assert [entry for entry in entries if "--hash" not in entry] == []


def test_the_pinned_versions_name_no_place() -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links| @ ", PINNED)
    assert MADE_BY in (ROOT / "README.md").read_text(encoding="utf-8")


def test_everything_that_is_installed_has_a_licence_that_we_know() -> None:
    found = {one.metadata["Name"]: licences(one) for one in installed()}
    assert {name: names for name, names in found.items() if not names or names - LICENCES} == {}
