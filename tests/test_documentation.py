"""What is documented is there, and what is there is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renovation import settings
from renovation.cli import main
from renovation.domain.tables import TABLES
from renovation.reading.reader import read_workbook

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_page_is_in_the_readme() -> None:
    for page in (ROOT / "pages").glob("*.py"):
        title = re.match(r'"""(\S+):', page.read_text(encoding="utf-8"))
        assert title
        assert title[1] in README
        assert page.stem == "overview" or f"`/{page.stem}`" in README


def test_every_command_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    ([\w-]+)\s", capsys.readouterr().out, re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        assert f".venv/bin/renovation {command}" in README


def test_every_setting_is_declared_and_in_the_readme() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "renovation").rglob("*.py"))
    assert set(re.findall(r'"(RENOVATION_[A-Z_]+)"', code)) == {setting.variable for setting in settings.SETTINGS}
    for one in settings.SETTINGS:
        assert f"| `{one.variable}` | {one.purpose.en} | {one.allowed.en} | {one.default_text.en} |" in README


def test_every_answer_to_a_threat_has_tests() -> None:
    rows = README.partition("\n## Security\n")[2].partition("\n## ")[0].splitlines()
    rows = [row for row in rows if row.startswith("| ")][1:]
    assert len(rows) >= 10
    for row in rows:
        places = re.findall(r"`([\w/.]+)`", row.split("|")[3])
        assert places, row
        assert not [place for place in places if not (ROOT / "tests" / place).exists()]


def test_every_sheet_of_the_first_workbook_has_its_origin() -> None:
    origins = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for name in read_workbook((settings.DATA / "first-release.xlsx").read_bytes()).tables:
        assert f"`{name}`" in origins
        assert TABLES[name].sheet in origins


def test_every_picture_of_the_readme_is_there() -> None:
    for picture in re.findall(r"!\[[^]]*]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file()


def test_nothing_names_a_registry_or_a_place_of_one_machine() -> None:
    hosts = re.compile(r"py[p]i\.org|python[h]osted|registry\.npm[j]s|deb\.[d]ebian", re.IGNORECASE)
    for path in [ROOT / "pyproject.toml", ROOT / ".ci" / "run", ROOT / "README.md"]:
        assert not hosts.search(path.read_text(encoding="utf-8"))
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8")
