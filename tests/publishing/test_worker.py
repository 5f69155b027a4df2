"""A worker that breaks down is a calm refusal."""

from __future__ import annotations

import logging
import sys

import pytest

from renovation.publishing import worker
from renovation.publishing.worker import run_in_worker
from renovation.reading.files.workbook import UnreadableWorkbook


def test_a_worker_returns_what_the_function_returns() -> None:
    assert run_in_worker(divmod, 7, 2) == (3, 1)


@pytest.mark.parametrize("hindered", ["slow", "dead"])
def test_a_worker_that_breaks_down_is_a_calm_refusal(
    hindered: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if hindered == "slow":
        monkeypatch.setattr(worker, "_SECONDS", 0.01)
    else:
        monkeypatch.setattr(sys, "executable", "/bin/false")
    with caplog.at_level(logging.ERROR), pytest.raises(UnreadableWorkbook) as refused:
        run_in_worker(divmod, 7, 2)
    assert refused.value.code == "too_heavy"
    assert "broke down" in caplog.text
