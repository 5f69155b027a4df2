"""Geography whose files are missing or damaged is refused when it is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from renovation.domain.geography import FOLDER, MissingGeography, geography

SPOILT = {
    "no JSON": ("counties_light.geojson", "{", "("),
    "no shape": ("counties_light.geojson", '"coordinates"', '"points"'),
    "no features": ("counties_detailed.geojson", '"features"', '"things"'),
    "several parts": ("counties_detailed.geojson", "[[[", "[[[["),
    "no code": ("counties_light.geojson", '"adcode"', '"code"'),
    "no middle": ("counties_light.geojson", '"cx"', '"x"'),
    "no kind": ("lines_schematic.geojson", '"kind"', '"sort"'),
    "not on earth": ("lines_schematic.geojson", "[120.", "[220."),
    "no point": ("units.csv", "120.185", ""),
    "no number": ("units.csv", "120.185", "east"),
    "a unit twice": ("units.csv", "织里镇", "高新区"),
}
"""A file, and what of it is written otherwise."""


@pytest.mark.parametrize("broken", SPOILT)
def test_a_broken_file_is_found_when_it_is_read(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "geo"
    shutil.copytree(FOLDER, folder)
    name, sound, spoilt = SPOILT[broken]
    told = (folder / name).read_text(encoding="utf-8")
    assert sound in told
    (folder / name).write_text(told.replace(sound, spoilt), encoding="utf-8")
    with pytest.raises(MissingGeography):
        geography(folder)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingGeography):
        geography(tmp_path)
