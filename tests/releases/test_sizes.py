"""The estimate of a value's size follows what Python and Arrow really take."""

from __future__ import annotations

import gc
import pickle
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from renovation.comparisons.history import history_of, points_of
from renovation.comparisons.results import results_of
from renovation.releases.sizes import size_of
from tests import first_dataset
from tests.simulated_year import weekly_reports


def allocated(make: Callable[[], object]) -> tuple[object, int]:
    """What `make` returns, and the bytes that are held because of it."""
    make()
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0] + pa.total_allocated_bytes()
    made = make()
    gc.collect()
    after = tracemalloc.get_traced_memory()[0] + pa.total_allocated_bytes()
    tracemalloc.stop()
    return made, after - before


REPORTS = pickle.dumps([report.tables for report in weekly_reports(5)])
"""Read anew for each history: in tables that stay, pandas keeps a weak reference for each view of them."""
MADE: dict[str, Callable[[], object]] = {
    "bytes": lambda: bytes(100_000),
    "answers": lambda: results_of(1, first_dataset.tables()),
    "points": lambda: points_of(1, first_dataset.tables()),
    "history": lambda: history_of([points_of(n, tables) for n, tables in enumerate(pickle.loads(REPORTS))]),
    "figure": lambda: {
        "data": [{"x": [n / 7 for n in range(40)], "text": [f"{n}%" for n in range(40)]} for _ in range(9)]
    },
    "numbers": lambda: pd.DataFrame(np.zeros((5000, 8))),
    "texts": lambda: pd.DataFrame({name: [f"{name} {n}" for n in range(5000)] for name in "abc"}),
    "records": lambda: [{"name": f"name {n}", "value": n / 7} for n in range(5000)],
}


@pytest.mark.parametrize("kind", MADE)
def test_the_estimate_is_between_half_and_twice_the_memory(kind: str) -> None:
    made, held = allocated(MADE[kind])
    assert held / 2 < size_of(made) < held * 2


@dataclass
class Node:
    other: object
    content: bytes


def test_what_a_value_refers_to_twice_counts_once() -> None:
    content = bytes(10_000)
    assert size_of([content, content]) < 11_000
    circle = Node(None, content)
    circle.other = circle
    assert 10_000 < size_of(circle) < 11_000


def test_functions_and_classes_are_not_counted() -> None:
    assert size_of({"draw": size_of, "kind": Node, "module": pd}) < 1000


def test_attributes_in_slots_count() -> None:
    @dataclass(slots=True)
    class Slotted:
        content: bytes

    assert size_of(Slotted(bytes(10_000))) > 10_000
