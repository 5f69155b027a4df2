"""The screen of a single unit: its figures, its latest notes, and a chart of its area.

The chart shows the unit's area by date, or beside the areas of the other units.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from renovation.blocks.model import Block, Bullet, BulletList, HeadlineCards, Provenance, Ranking, Trends
from renovation.blocks.screen import Page, PresenterNotes, Screen, in_pages, numbers_on
from renovation.blocks.text import width_of
from renovation.comparisons.profile import Profile, profile
from renovation.comparisons.results import Results
from renovation.domain.dated_tables import records
from renovation.language import Words
from renovation.meeting.area_trends import area_trends
from renovation.meeting.headline_card import headline_card
from renovation.meeting.provenance import table_provenance
from renovation.meeting.questions import questions_about
from renovation.meeting.screens import ScreenBuilder, ScreenOptions, UnavailableScreen, unit_code
from renovation.meeting.unit_screens import area_ranking
from renovation.wording.headline_changes import unit_headlines_with_changes
from renovation.wording.profile import unit_headlines, unit_standing
from renovation.wording.units import selected_unit_finding

MOST_NOTES: Final = 2
"""The most notes that fit below a unit's figures; further notes are on further pages."""
MOST_NOTES_ALONE: Final = 5
MOST_BESIDE_CARDS: Final = 10
"""The most units that fit below a unit's figures in a chart of all units."""
_MOST_BESIDE_CHART: Final = 110.0
"""How long notes may be together that stand beside a chart; in widths of a Chinese character."""
_FEWEST_RANKED: Final = 2


def own_screen(unit: str, history: pd.DataFrame) -> ScreenBuilder:
    """Returns the function that builds the screen of one unit, with its figures, its latest notes and a chart.

    `unit` is the Chinese name of the unit. `history` is the result of `history_of` (in `comparisons.history`). If the
    release has no other unit, the figures have their changes instead of a chart. Long notes leave no room for a chart.
    """

    def build(results: Results, words: Words, options: ScreenOptions) -> Screen | UnavailableScreen:
        code, name, is_alone = unit_code(unit), words.place(unit), len(results.units) == 1
        one = _profile(unit, results)
        headlines = (
            unit_headlines_with_changes(one, results, history, words)
            if is_alone
            else unit_headlines(one, results, words)
        )
        cards = tuple(headline_card(headline) for headline in headlines if headline.value != words.missing)
        if not cards:
            return UnavailableScreen(code, name, words("This unit has not reported any figures."))
        finding, source = _finding(one, results, words), table_provenance(results, "unit_progress", words)
        dated = table_provenance(results, "notes", words)
        notes = _notes(one, "" if dated.words == source.words else dated.words)
        charts = () if is_alone else _charts(unit, results, history, words, options)
        return Screen(
            code,
            name,
            finding,
            (HeadlineCards(cards), *_below_cards(notes[:MOST_NOTES], charts)),
            (source,),
            PresenterNotes(
                (finding, *(note.sentence for note in notes)), questions_about(one.checks, source.words, words)
            ),
            _pages_of_notes(notes[MOST_NOTES:], name, dated, words),
        )

    return build


def only_unit_screen(unit: str, history: pd.DataFrame) -> ScreenBuilder:
    """Returns the function that builds the screen “Units” for a release with a single unit.

    It shows what the unit's own screen shows, because one bar compares nothing. `unit` is the Chinese name of the unit.
    `history` is the result of `history_of` (in `comparisons.history`).
    """

    def build(results: Results, words: Words, options: ScreenOptions) -> Screen | UnavailableScreen:
        return replace(own_screen(unit, history)(results, words, options), code="units", name=words("Units"))

    return build


def _profile(unit: str, results: Results) -> Profile:
    tables = (results.table("sites"), results.table("notes"), results.checks, results.table("figures"))
    return profile(unit, results.units, *tables)


def _finding(one: Profile, results: Results, words: Words) -> str:
    """Returns a title about a unit, which names the measures by which the unit has its best and its worst rank.

    `one` has the unit's figures. If the units are not ranked, or the unit has not reported its area, the title is about
    the area.
    """
    name, standing = str(one.unit["unit"]), unit_standing(one.unit, results.units, words)
    area = selected_unit_finding(name, results, words)
    if not standing:
        return area
    if pd.isna(one.unit["area_renovated"]):
        return words("; ").join((area, standing))
    return words("{subject}: {statement}", subject=words.place(name), statement=standing)


def _notes(one: Profile, dated: str) -> tuple[Bullet, ...]:
    return tuple(Bullet("•", str(note["text"]), dated) for note in records(one.notes))


def _pages_of_notes(notes: tuple[Bullet, ...], unit: str, dated: Provenance, words: Words) -> tuple[Page, ...]:
    """Returns further pages of a unit's screen, with the notes that do not fit on its first page.

    `notes` are these notes, `unit` is the unit's name in the visitor's language. `dated` has the date and basis of the
    notes, which are printed at the foot of each page.
    """
    undated = [replace(note, detail="") for note in notes]
    pages = in_pages(undated, MOST_NOTES_ALONE)
    titles = (
        words("{unit}: notes no. {numbers}", unit=unit, numbers=numbers) for numbers in numbers_on(pages, MOST_NOTES)
    )
    return tuple(Page((BulletList(page),), title, (dated,)) for page, title in zip(pages, titles, strict=True))


def _below_cards(notes: tuple[Bullet, ...], charts: tuple[Trends | Ranking, ...]) -> tuple[Block, ...]:
    """Returns the blocks below the cards of a unit: a list of its notes, and beside it `charts` if the notes are short.

    If there are no notes, these blocks are `charts` alone.
    """
    if not notes:
        return charts
    are_short = sum(width_of(note.sentence) for note in notes) <= _MOST_BESIDE_CHART
    beside = (replace(one, is_narrow=True) if isinstance(one, Trends) else one for one in charts if are_short)
    return (BulletList(notes), *beside)


def _charts(
    unit: str, results: Results, history: pd.DataFrame, words: Words, options: ScreenOptions
) -> tuple[Trends | Ranking, ...]:
    """Returns a chart for a unit's screen, as a tuple of one block, or an empty tuple if there is nothing to draw.

    The chart shows the unit's area by date if there are at least three dates; otherwise the ranking of all units by
    area; if there is no ranking, the area on two dates. `unit` is the Chinese name of the unit.
    """
    return (
        area_trends(history, "unit_progress", unit, words, fewest=3)
        or _among_others(unit, results.units, words, options)
        or area_trends(history, "unit_progress", unit, words, fewest=2)
    )


def _among_others(unit: str, units: pd.DataFrame, words: Words, options: ScreenOptions) -> tuple[Ranking, ...]:
    """Returns the ranking of all units by area in which only one unit is emphasised, as a tuple of one block.

    `unit` is the Chinese name of this unit; `units` are the rows of `Results.units`. The tuple is empty if fewer than
    two units reported their area, or if the units do not fit below the cards.
    """
    if units["area_renovated"].count() < _FEWEST_RANKED or len(units) > MOST_BESIDE_CARDS:
        return ()
    return (replace(area_ranking(units, frozenset({unit}), words, options), is_low=True),)
