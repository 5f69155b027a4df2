"""The limit on open files is raised at the start, never lowered, and never beyond what the system allows."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from renovation.operations.open_files import raise_open_file_limit


@pytest.fixture
def limits() -> Iterator[tuple[int, int]]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield before
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_usual_limit_is_raised(limits: tuple[int, int]) -> None:
    hard = limits[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    assert raise_open_file_limit(2048) == 2048
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (2048, hard)


def test_a_higher_limit_stays(limits: tuple[int, int]) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, limits[1]))
    assert raise_open_file_limit(2048) == 4096


def test_no_more_is_asked_than_the_system_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (256, 1000))
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _which, pair: asked.append(pair))
    assert raise_open_file_limit(2048) == 1000
    assert asked == [(1000, 1000)]
