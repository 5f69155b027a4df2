"""The texts around a date that is not written in full, in which its year or month may be written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from renovation.reading.layout.days_in_words import BareDay, years_in, years_of_other_dates
from renovation.reading.layout.grammar import folded
from renovation.reading.layout.times import Time, times_in


@dataclass(frozen=True)
class Around:
    """Texts near a date without a year, in which its year may be written."""

    above: Sequence[str]
    sheet_top: Sequence[str]
    names: Sequence[str]
    headings: Sequence[str] = ()
    below: Sequence[str] = ()
    given: dt.date | None = None

    def dated(self, written: Time, own: str) -> dt.date | None:
        """Returns the date `written` with its own year, or with the year that the most reliable text states.

        `own` is the text that contains the date. Returns None if no text states a year, or if equally reliable texts
        state different years.
        """
        if written.year:
            return written.to_date(None)
        for years in self._years(written, own):
            if years:
                return written.to_date(years.pop()) if len(years) == 1 else None
        return None

    def seen_from_dates(self, bare: BareDay, own: str) -> dt.date | None:
        """Returns the date that a day without a month means, if this and nearby texts were written on their dates.

        Returns None if the texts contain no date, or if their dates lead to different results.
        """
        for texts in ((own,), (*self.above, *self.sheet_top, *self.names)):
            days = {bare.seen_from(*place) for text in texts for place in self._places(text)}
            if days:
                return days.pop() if len(days) == 1 else None
        return None

    def _places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yields year, month and day of each date in a text; the day is 0 if only the month is written."""
        for time in times_in(folded(text)):
            day = self.dated(time, text) if time.is_day and not time.sign else None
            if day:
                yield day.year, day.month, day.day
            elif time.kind in ("month", "months") and time.year:
                yield time.year, time.month, 0

    def _years(self, written: Time, own: str) -> Iterator[set[int]]:
        """Yields sets of years that the date may have, the most reliable first: those in its own line."""
        yield _union(years_in(text) for text in (own, *self.above))
        yield _union(years_in(text) for text in self.sheet_top)
        yield _union([*map(years_in, self.names), years_of_other_dates(own, written)])
        yield _union(map(years_in, self.headings))
        others = (*self.above, *self.sheet_top, *self.names)
        yield _union(years_in(text, named=False) for text in (own, *others))
        if "月" not in written.typed:  # the sheet 1-2 may be no day at all
            return
        yield _union(years_of_other_dates(text, written) for text in (*others, *self.below))
        if self.given:
            yield years_of_other_dates(self.given.isoformat(), written)


def _union(years: Iterable[set[int]]) -> set[int]:
    return set().union(*years)
