"""Converts the values of the sheet 全区指标, where each row states its unit of measurement, to those of MEASURES."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from renovation.domain.labels import Label
from renovation.domain.measures import MEASURES
from renovation.reading.layout.scales import KNOWN, conversion_factor, converted
from renovation.reading.values.cells import Read
from renovation.reading.values.columns import Columns, TypedColumn


def in_declared_measurement_units(columns: Columns) -> dict[str, TypedColumn]:
    """Returns the columns with each row's value converted to the unit of measurement that `MEASURES` declares.

    `columns` are those of the sheet 全区指标, whose rows state a measure and a unit of measurement each. If a unit of
    measurement cannot be converted, the column `unit_of_measure` gets an error and the value stays as it is.
    """
    value, written = columns["value"], columns["unit_of_measure"]
    pairs = list(_converted(columns["measure"].reads, value.reads, written.reads))
    return {
        **columns,
        "value": replace(value, reads=[read for read, _ in pairs]),
        "unit_of_measure": replace(written, reads=[read for _, read in pairs]),
    }


def _converted(measures: Sequence[Read], values: Sequence[Read], typed: Sequence[Read]) -> Iterator[tuple[Read, Read]]:
    for measure, value, written in zip(measures, values, typed, strict=True):
        if not isinstance(measure.value, str) or not isinstance(written.value, str):
            yield value, written
            continue
        declared = MEASURES[measure.value].measurement_unit
        factor = conversion_factor(written.value, declared)
        if factor is None:
            words = "、".join(dict.fromkeys([declared, *KNOWN.get(declared, {})]))
            yield value, Read(None, "unknown_unit", "error", Label(words, words.replace("、", ", ")))
        elif isinstance(value.value, float):
            yield value._replace(value=converted(value.value, factor)), written._replace(value=declared)
        else:
            yield value, written._replace(value=declared)
