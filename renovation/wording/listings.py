"""Tables as a screen or a spreadsheet lists them: headings in the reader's language, words for codes."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.sites import SITE_ATTRIBUTES, UNKNOWN
from renovation.domain.column_types import Count, DayOrYear, OneOf, PlaceName, Quantity
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES, RANKED_MEASURES, is_rate
from renovation.domain.numbers import half_up, half_up_all
from renovation.domain.tables import TABLES
from renovation.domain.tables.county_progress import COUNTY_PROGRESS
from renovation.domain.tables.declaration import Column
from renovation.domain.tables.sites import SITES
from renovation.domain.tables.unit_progress import UNIT_PROGRESS
from renovation.language import Words
from renovation.maps.marks import exactness
from renovation.reading.annotated import severity_in_words
from renovation.reading.problems import Problem
from renovation.releases.store import Release
from renovation.wording.explanations import formula, reported_in_words, verdict_in_words
from renovation.wording.updates import column_in_words, local_time, shown_value

UNIT_COLUMNS: Final = (
    "area_renovated",
    "annual_target_area",
    "gap_area",
    "completion_rate",
    "rank_completion_rate",
    "share_of_area",
    "share_of_target",
    "projects_started",
    "projects_completed",
    "completed_to_started",
)


def units_listed(units: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The units' comparison: `unit` in words, then UNIT_COLUMNS; percentages to one decimal, headings as names."""
    shown = units[["unit", *UNIT_COLUMNS]].assign(
        unit=units["unit"].map(words.place),
        gap_area=half_up_all(units["gap_area"], 4),
        **{name: half_up_all(units[name], 1) for name in UNIT_COLUMNS if is_rate(name)},
    )
    return shown.rename(columns={name: unit_heading(name, words) for name in shown.columns})


def units_with_total(units: pd.DataFrame, total: pd.Series, words: Words) -> pd.DataFrame:
    """`units_listed` for a file of its own: headings with units of measurement, and below it all units together.

    The last row holds the whole release, whichever units are listed, and no rank.
    """
    together = total.to_frame().T.assign(
        unit=words.gettext("All units together"),
        **{name: half_up_all([total[name]], 4) for name in ("area_renovated", "annual_target_area")},
    )
    whole = units_listed(together.reindex(columns=["unit", *UNIT_COLUMNS]), words)
    listed = pd.concat([units_listed(units, words).astype("object"), whole.astype("object")], ignore_index=True)
    measures = [name for name in UNIT_COLUMNS if name in MEASURES]
    return listed.rename(
        columns={unit_heading(name, words): words.with_unit_of(unit_heading(name, words), name) for name in measures}
    )


def unit_heading(column: str, words: Words) -> str:
    """The heading of a column of `units_listed`."""
    if column == "unit":
        return words.label(UNIT_PROGRESS.column("unit").heading)
    if column.startswith("rank_"):
        return words.gettext("Rank by {measure}").format(measure=words.short(column.removeprefix("rank_")))
    return words.short(column)


def checks_listed(checks: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The checks in words and few columns: whose measure, the printed value, how it is recomputed, the verdict."""
    _ = words.gettext
    rows = records(checks)
    return pd.DataFrame(
        {
            _("Measure"): [f"{words.place(check['subject'])} {words.heading(check['measure'])}" for check in rows],
            _("Reported"): [reported_in_words(check, words) for check in rows],
            _("Recomputed"): [formula(check, words) for check in rows],
            _("Verdict"): [verdict_in_words(check["verdict"], words) for check in rows],
        }
    )


def sites_listed(sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A unit's sites in words, without coordinates; what the source does not say is a dash."""
    columns = ("site", "work", "mode", "led_by", "stage", "remark")
    return table_listed("sites", sites, columns, words)


def map_sites_listed(sites: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The map's sites in words: where, what, which kind, how exact; what the source does not say is a dash."""
    columns = ("site", "unit", "work", "mode", "led_by", "stage", "area", "remark")
    said = sites.assign(**{trait: sites[trait].where(sites[trait] != UNKNOWN) for trait in SITE_ATTRIBUTES})
    listed = table_listed("sites", said, columns, words)
    where = [
        _exactness(lon, lat, error, datum, words)
        for lon, lat, error, datum in sites[["lon", "lat", "error_km", "datum"]].itertuples(index=False)
    ]
    listed.insert(len(columns) - 1, words.gettext("Position"), where)
    return listed


def _exactness(lon: float, lat: float, error_km: float, datum: object, words: Words) -> str:
    if pd.isna(lon) or pd.isna(lat):
        return words.gettext("No coordinate, schematic")
    return exactness(False, error_km, datum, words)


def profile_listed(unit: pd.Series, count: int, words: Words) -> pd.DataFrame:
    """One unit's figures with their ranks among `count` units: `unit` is a row of the comparison of units."""
    _ = words.gettext
    return pd.DataFrame(
        {
            _("Measure"): [words.short(measure) for measure in RANKED_MEASURES],
            _("Figure"): [
                words.percent(unit[measure]) if is_rate(measure) else words.measured(measure, unit[measure])
                for measure in RANKED_MEASURES
            ],
            _("Rank of {count}").format(count=count): [
                words.number(unit[f"rank_{measure}"]) for measure in RANKED_MEASURES
            ],
        }
    )


def trait_heading(trait: str, words: Words) -> str:
    """What a trait of sites is called."""
    return words.label(SITES.column(trait).heading)


def legend_html(classes: Sequence[tuple[str, str]]) -> str:
    """A legend's lines, each a disc of its colour and its words."""
    line = "font-size:0.94rem;line-height:1.7"
    size = "display:inline-block;width:0.88rem;height:0.88rem"
    disc = f"{size};border-radius:50%;margin-right:0.5rem;vertical-align:-0.12rem"
    lines = (
        f'<div style="{line}"><span style="{disc};background:{colour}"></span>{html.escape(text)}</div>'
        for colour, text in classes
    )
    return "".join(lines)


def sizes_html(samples: Sequence[tuple[float, str]], scale: float) -> str:
    """A legend of circles as large as on the map: each sample's radius in pixels, `scale` times as large here."""
    row = "display:flex;align-items:center;gap:0.9rem;font-size:0.94rem"
    circle = "display:inline-block;flex:none;border:1.5px solid currentColor;border-radius:50%;opacity:0.7"
    samples_html = (
        f'<span style="{circle};width:{2 * scale * radius:.0f}px;height:{2 * scale * radius:.0f}px"></span>'
        f"<span>{html.escape(text)}</span>"
        for radius, text in samples
    )
    return f'<div style="{row}">{"".join(samples_html)}</div>'


def mentioned_listed(figures: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Figures that the source mentions in its text: measure, value with its unit, day."""
    _ = words.gettext
    rows = records(figures)
    return pd.DataFrame(
        {
            _("Measure"): [words.heading(row["measure"]) for row in rows],
            _("Mentioned in the text"): [words.number(row["value"], row["unit_of_measure"]) for row in rows],
            _("As of"): [words.period(row["period"]) for row in rows],
        }
    )


def table_listed(name: str, frame: pd.DataFrame, columns: tuple[str, ...], words: Words) -> pd.DataFrame:
    """Some columns of a reported table, codes and places in words, headings as names."""
    declared = [TABLES[name].column(column) for column in columns]
    return pd.DataFrame({words.label(column.heading): _in_words(frame, column, words) for column in declared})


def _in_words(frame: pd.DataFrame, column: Column, words: Words) -> pd.Series:
    values = frame[column.name]
    if isinstance(column.type, OneOf):
        values = values.map({code: words.label(word) for code, word in column.type.options.items()})
    elif isinstance(column.type, PlaceName):
        values = values.map(words.place, na_action="ignore")
    elif isinstance(column.type, Count | Quantity):
        values = values.map(words.number, na_action="ignore")
    elif isinstance(column.type, DayOrYear):
        values = values.map(words.period, na_action="ignore")
    return values.astype("object").where(values.notna(), "—").astype("str")


def coverage_listed(answers: Answers, words: Words) -> pd.DataFrame:
    """The columns that the source does not fill in every row: table, column, how many rows are filled."""
    _ = words.gettext
    partly = answers.coverage[answers.coverage["filled"] < answers.coverage["rows"]]
    rows = [row for row in records(partly) if not TABLES[row["table"]].column(row["column"]).not_in_source]
    return pd.DataFrame(
        {
            _("Table"): [words.label(TABLES[row["table"]].title) for row in rows],
            _("Column"): [words.label(TABLES[row["table"]].column(row["column"]).heading) for row in rows],
            _("Filled"): [_("{filled} of {rows}").format(filled=row["filled"], rows=row["rows"]) for row in rows],
        }
    )


def total_lines(answers: Answers, words: Words) -> str:
    """All units together, and under them what the source prints for the district where that differs, as Markdown."""
    return "\n\n".join(line for line in (total_line(answers, words), district_line(answers, words)) if line)


def total_line(answers: Answers, words: Words) -> str:
    """All units together: the sums, and the ratio of the sums."""
    total = answers.total
    return words.gettext(
        "**All units together:** {area} of {target}, **{rate}**; projects started {started}, completed {completed}."
    ).format(
        area=words.measured("area_renovated", half_up(total["area_renovated"], 4)),
        target=words.measured("annual_target_area", half_up(total["annual_target_area"], 4)),
        rate=words.percent(total["completion_rate"]),
        started=words.measured("projects_started", total["projects_started"]),
        completed=words.measured("projects_completed", total["projects_completed"]),
    )


def district_line(answers: Answers, words: Words) -> str:
    """The district's printed totals beside the units' sums, where a check finds them different; else empty."""
    sums = answers.checks[(answers.checks["form"] == "sum") & (answers.checks["verdict"] != "consistent")]
    if sums.empty:
        return ""
    printed = words.listed(
        f"{words.heading(check['measure'])} {reported_in_words(check, words)}" for check in records(sums)
    )
    return words.gettext("The source prints for the whole district: {figures}; see the checks.").format(figures=printed)


def counties_listed(counties: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The counties in words: rank, county, area, gap to first, gap to the next above."""
    _ = words.gettext
    rows = records(counties)
    return pd.DataFrame(
        {
            _("Rank"): [words.number(row["rank"]) for row in rows],
            words.label(COUNTY_PROGRESS.column("county").heading): [words.place(row["county"]) for row in rows],
            words.short("area_reported"): [words.number(row["area_reported"]) for row in rows],
            words.heading("gap_to_first"): [_gap(row["gap_to_first"], words) for row in rows],
            words.heading("gap_to_next"): [_gap(row["gap_to_next"], words) for row in rows],
        }
    )


def _gap(gap: float, words: Words) -> str:
    return "—" if pd.isna(gap) or gap == 0 else words.fixed_difference(gap, 2)


def benefits_listed(answers: Answers, words: Words) -> pd.DataFrame:
    """The estimated benefits in words: measure, value with its unit."""
    _ = words.gettext
    rows = records(answers.benefits)
    return pd.DataFrame(
        {
            _("Measure"): [words.heading(row["measure"]) for row in rows],
            _("Estimate"): [words.number(row["value"], row["unit_of_measure"]) for row in rows],
        }
    )


def problems_listed(problems: tuple[Problem, ...], words: Words) -> pd.DataFrame:
    """A workbook's problems in few columns: severity, sheet and cell, and the sentence that says what was found."""
    _ = words.gettext
    return pd.DataFrame(
        {
            _("Severity"): [severity_in_words(problem, words) for problem in problems],
            _("Place"): [
                " ".join(part for part in (problem.sheet, problem.cell) if part) or "—" for problem in problems
            ],
            _("What to do"): [problem.message(words) for problem in problems],
        }
    )


def _place(problem: Problem) -> str:
    return " ".join(part for part in (problem.sheet, problem.cell) if part) or "—"


def changes_listed(changes: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The changes between two releases in words, one a row."""
    _, rows = words.gettext, records(changes)
    kinds = {"changed": _("changed"), "appeared": _("new"), "vanished": _("gone")}
    return pd.DataFrame(
        {
            _("Table"): [words.label(TABLES[row["table"]].title) for row in rows],
            _("Subject"): [words.place(row["subject"]) for row in rows],
            _("Column"): [column_in_words(row, words) for row in rows],
            _("Kind"): [kinds[row["kind"]] for row in rows],
            _("Before"): [shown_value(row, "before", words) if row["kind"] == "changed" else "" for row in rows],
            _("After"): [shown_value(row, "after", words) if row["kind"] == "changed" else "" for row in rows],
            _("Difference"): [
                "" if pd.isna(row["difference"]) else words.difference(half_up(row["difference"], 4)) for row in rows
            ],
        }
    )


def releases_listed(history: tuple[Release, ...], words: Words) -> pd.DataFrame:
    """The history in words, newest first; the release on the screens is marked."""
    _ = words.gettext
    actions = {"publish": _("published"), "restore": _("brought back"), "correct": _("correction")}
    return pd.DataFrame(
        {
            _("Release"): [f"{release.release} ●" if release.head else str(release.release) for release in history],
            _("As of"): [words.day(release.as_of) for release in history],
            _("Published at"): [local_time(release.published_at) for release in history],
            _("By"): [release.by for release in history],
            _("Kind"): [actions[release.action] for release in history],
            _("Remark"): [release.note for release in history],
            _("File"): [release.file or "—" for release in history],
        }
    )
