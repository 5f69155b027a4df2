"""Estimates how many bytes of memory a value takes, fast enough to be called for every cached value."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, Final

import numpy as np
import pandas as pd

_SAMPLE: Final = 64
_SHARED: Final = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType)
"""Types of objects that live as long as the process; they do not count."""
_KNOW_THEIR_SIZE: Final = (str, bytes, bytearray, int, float, dt.date, pd.Index, np.ndarray)
_PANDAS_OBJECT: Final = 1800
"""Bytes of Python objects around the content of a Series, a DataFrame and each block of one; measured, pandas 3.1."""


def size_of(value: object) -> int:
    """Returns an estimate of the memory in bytes that `value` takes, together with everything that it refers to.

    For a DataFrame, the estimate is the size of its data, in which equal texts count once, and a fixed number of bytes
    for the Python objects of pandas around the data. Of a list or dict with more than 64 entries, only 64 are measured,
    at equal distances, and the result is scaled up. An object that belongs to two values is counted in both. The
    estimate is between half and twice what tracemalloc and Arrow measure (tests/releases/test_sizes.py).
    """
    return _size(value, set())


def _size(value: object, seen: set[int]) -> int:
    if value is None or isinstance(value, _SHARED) or id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, pd.DataFrame | pd.Series):
        return _data(value) + _PANDAS_OBJECT * (1 + _blocks(value))
    own = sys.getsizeof(value)
    if isinstance(value, _KNOW_THEIR_SIZE):
        return own
    if isinstance(value, Mapping):
        return own + _sampled(value.keys(), len(value), seen) + _sampled(value.values(), len(value), seen)
    if isinstance(value, list | tuple | set | frozenset):
        return own + _sampled(value, len(value), seen)
    return own + sum(_size(attribute, seen) for attribute in _attributes(value))


def _data(value: pd.DataFrame | pd.Series) -> int:
    """Returns the size in bytes of the values of a DataFrame or Series.

    A text or another object that is in several cells counts once.
    """
    columns = [value] if isinstance(value, pd.Series) else [column for _name, column in value.items()]
    of_objects = (one for one in columns if isinstance(one.dtype, pd.StringDtype) or one.dtype == "object")
    objects = {id(one): one for column in of_objects for one in column.to_numpy(dtype="object")}
    arrays = value.index.memory_usage() + sum(column.nbytes for column in columns)
    return int(arrays) + sum(map(sys.getsizeof, objects.values()))


def _blocks(value: pd.DataFrame | pd.Series) -> int:
    """Returns the number of blocks in which pandas stores `value`; 0 for a Series.

    A DataFrame has one block for all columns of a numpy type, and one for each column of another type.
    """
    if isinstance(value, pd.Series):
        return 0
    types = list(value.dtypes)
    in_numpy = {str(one) for one in types if isinstance(one, np.dtype)}
    return len(in_numpy) + sum(not isinstance(one, np.dtype) for one in types)


def _sampled(values: Any, count: int, seen: set[int]) -> int:
    if count <= _SAMPLE:
        return sum(_size(one, seen) for one in values)
    step = -(-count // _SAMPLE)
    measured = [_size(one, seen) for one in islice(values, 0, None, step)]
    return sum(measured) * count // len(measured)


def _attributes(value: object) -> Iterator[object]:
    yield from getattr(value, "__dict__", {}).values()
    for owner in type(value).__mro__:
        slots = owner.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            yield getattr(value, name, None)
