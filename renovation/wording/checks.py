"""Sentences and tables about checks: comparisons of a reported figure with its recomputed value."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from renovation.comparisons.check_states import STATE
from renovation.comparisons.district import value_of
from renovation.comparisons.results import Results
from renovation.domain.dated_tables import records
from renovation.domain.measures import MEASURES
from renovation.domain.relation_breaches import Breach
from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.wording.explanations import (
    explanation_sentence,
    formula,
    reported_value,
    verdict_label,
    verdict_name,
)
from renovation.wording.sites import stages_clause


def verdict_counts(results: Results) -> dict[str, int]:
    """Returns the number of checks of the release with each verdict: {"mismatch": 3, "consistent": 9}.

    A verdict that no check has is left out.
    """
    return {str(verdict): int(count) for verdict, count in results.checks["verdict"].value_counts().items()}


def checks_finding(results: Results, words: Words) -> str:
    """Returns the title of the page 数据核对: how many figures were recomputed, and how many of them are mismatches.

    A figure with one value on the district's basis and another on the city's basis is counted separately, as not
    compared, because neither value is wrong. A sum is not counted if a unit has not reported its part.
    """
    counts = verdict_counts(results)
    wrong, bases, rounded = (counts.get(verdict, 0) for verdict in ("mismatch", "basis", "rounding"))
    total = len(results.checks) - bases - counts.get("incomplete", 0)
    if total == 0:
        return words("This release has no reported figure that can be recomputed")
    agreement = _agreement(total, wrong, 0 if bases else rounded, words)
    finding = words("Recomputed figures: {total}, {agreement}", total=total, agreement=agreement)
    if not bases:
        return finding
    return words("{finding}; not compared (different statistics): {bases}", finding=finding, bases=bases)


def _agreement(total: int, wrong: int, rounded: int, words: Words) -> str:
    """Returns a text that says how many of `total` recomputed figures are inconsistent, or that all are consistent.

    `wrong` is the number of inconsistent figures, `rounded` the number of figures that differ only because of rounding.
    If `total` is 1, the text states no number.
    """
    if wrong:
        return words("{wrong} of them inconsistent", wrong=wrong) if total > 1 else words("inconsistent")
    agreement = words("all consistent") if total > 1 else words("consistent")
    if not rounded:
        return agreement
    if total == 1:
        return words("{agreement} (differing only because of rounding)", agreement=agreement)
    return words(
        "{agreement} ({rounded} of them differ only because of rounding)", agreement=agreement, rounded=rounded
    )


def further_checks_finding(checks: pd.DataFrame, numbers: str, words: Words) -> str:
    """Returns the title of the second or a later page of checks: their numbers, and how many of them have each verdict.

    `checks` are the rows of `Results.checks` on this page, of which `verdict` is read. `numbers` is a text with the
    numbers of the first and the last of them, counted from 1: `9–16`.
    """
    counts = checks["verdict"].value_counts(sort=False)
    kinds = (words("{rule}: {count}", rule=verdict_name(str(one), words), count=count) for one, count in counts.items())
    return words("Figures no. {numbers}: {kinds}", numbers=numbers, kinds=words.listed(kinds))


def differs_or_mended(checks: pd.DataFrame) -> pd.Series[bool]:
    """Returns, for each check, whether the page 数据核对 must explain it.

    This is True if the figure differs from the recomputed value, and also if it was a mismatch in the previous release
    and is none now. It is False for a sum to which a unit has reported no figure; `incomplete_sentences` describes
    these sums. `checks` is the result of `with_states`.
    """
    differs = checks["explanation"].notna() & (checks["verdict"] != "incomplete")
    return differs | checks[STATE].eq("mended")


def incomplete_sentences(checks: pd.DataFrame, words: Words) -> tuple[str, ...]:
    """Returns sentences about incomplete sums: which units have not reported, and which sums lack their figures.

    `checks` is the result of `reconcile`. If the same units are missing from several sums, one sentence names these
    sums. Returns an empty tuple if every sum is complete.
    """
    incomplete = checks[checks["verdict"] == "incomplete"]
    groups: dict[str, list[str]] = {}
    for check in records(incomplete):
        groups.setdefault(explanation_sentence(check, words) or "", []).append(words.heading(check["measure"]))
    return tuple(
        words("{sentence} Figures concerned: {measures}.", sentence=sentence, measures=words.listed(measures))
        for sentence, measures in groups.items()
    )


def data_gap_sentences(results: Results, words: Words) -> tuple[str, ...]:
    """Returns sentences about information that a complete report would contain but this release lacks.

    They can be about the names of scheduled and of key projects, earlier estimates of the benefits, monthly or
    quarterly targets, and the persons who are responsible.
    """
    sites = results.table("sites")
    scheduled, key = (value_of(results.district, name) for name in ("projects_scheduled", "key_projects"))
    sentences = []
    if scheduled > len(sites):
        sentence = (
            words("The source lists no sites; scheduled projects: {scheduled}.")
            if sites.empty
            else words("Sites listed in the source: {named}; {stages}; scheduled projects: {scheduled}.")
        )
        stages = stages_clause(sites["stage"].notna(), words)
        sentences.append(sentence.format(named=len(sites), stages=stages, scheduled=words.number(scheduled)))
    if key > 0:
        sentences.append(
            words("The source gives the number of key projects ({key}) but no list of them.", key=words.number(key))
        )
    if (results.benefits["nature"] == "estimate").any():
        sentences.append(
            words("The benefits are preliminary estimates. The source has no earlier figures to compare them with.")
        )
    sentences.append(
        words("The source does not name the people responsible.")
        if _has_interim_goals(results.table("goals"))
        else words("The source has no monthly or quarterly targets and does not name the people responsible.")
    )
    return tuple(sentences)


def _has_interim_goals(goals: pd.DataFrame) -> bool:
    """Returns whether the table `goals` has a goal that is due before 31 December; its column `deadline` is read."""
    deadlines = goals["deadline"].dropna().astype("str")
    return bool((deadlines.str.contains("-") & ~deadlines.str.endswith("-12-31")).any())


def checks_table(checks: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the checks as a table of texts, with a row for each check.

    Columns: place and measure, reported value, calculation of the recomputed value with its result, verdict. `checks`
    has the columns `subject`, `measure`, `reported`, `recomputed`, `form` and `verdict`.
    """
    rows = records(checks)
    return pd.DataFrame(
        {
            words("Measure"): [words.figure_name(check["subject"], words.heading(check["measure"])) for check in rows],
            words("Reported"): [reported_value(check, words) for check in rows],
            words("Recomputed"): [formula(check, words) for check in rows],
            words("Result of the check"): [verdict_label(check["verdict"], words) for check in rows],
        }
    )


def contradictions_finding(breaches: Sequence[Breach], words: Words) -> str:
    """Returns a title with the number of figures that contradict another figure of the release."""
    return words.plural(
        "{count} figure contradicts another one", "{count} figures contradict another one", count=len(breaches)
    )


def contradictions_table(breaches: Sequence[Breach], words: Words) -> pd.DataFrame:
    """Returns a table of texts with a row for each figure that contradicts another one.

    Columns: place and measure, the figure, and the other figure that it contradicts (`value` and `other` of the
    Breach), each with its unit of measurement.
    """
    return pd.DataFrame(
        {
            words("Measure"): [words.figure_name(one.subject, words.label(one.heading)) for one in breaches],
            words("Reported"): [words.number(one.value, one.measurement_unit) for one in breaches],
            words("Contradicting figure"): [_contradicted(one, words) for one in breaches],
        }
    )


def _contradicted(breach: Breach, words: Words) -> str:
    unit = MEASURES[breach.whole].measurement_unit if breach.whole else breach.measurement_unit
    value = words.number(breach.other, unit)
    if breach.kind == "at_most":
        if breach.whole is None:
            return words("should not be more than {value}", value=value)
        return words(
            "should not be more than {value}, the district's “{whole}”", value=value, whole=words.heading(breach.whole)
        )
    if breach.other_cell is None:
        return words("the text says {value}", value=value)
    return words(
        "the sheet “{sheet}” says {value}", value=value, sheet=words.label(TABLES[breach.other_cell.table].title)
    )


def coverage_table(results: Results, words: Words) -> pd.DataFrame:
    """Returns a table of texts about the columns with missing values: table, columns, number of rows with a value.

    Columns of one table that have equally many values share a row. `Results.coverage` is read: `table`, `column`,
    `filled` and `rows`. Columns that this project added to the sheets (`Column.not_in_source`) are left out.
    """
    partly = results.coverage[results.coverage["filled"] < results.coverage["rows"]]
    groups: dict[tuple[str, int, int], list[str]] = {}
    for row in records(partly):
        column = TABLES[row["table"]].column(row["column"])
        if not column.not_in_source:
            groups.setdefault((row["table"], row["filled"], row["rows"]), []).append(words.label(column.heading))
    return pd.DataFrame(
        {
            words("Table"): [words.label(TABLES[table].title) for table, _filled, _rows in groups],
            words("Columns"): [words.listed(headings) for headings in groups.values()],
            words("Rows filled in"): [
                words("{filled} of {rows} rows", filled=filled, rows=rows) for _table, filled, rows in groups
            ],
        }
    )


def figures_in_text_table(figures: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns a table of texts with the figures that were taken from sentences of the district's report of 2013-10-22.

    Its columns are measure, value with its unit of measurement, and date. `figures` has the columns `measure`, `value`,
    `unit_of_measure` and `period` of the table `figures`.
    """
    rows = records(figures)
    return pd.DataFrame(
        {
            words("Measure"): [words.heading(row["measure"]) for row in rows],
            words("Figure mentioned in the text of the source"): [
                words.number(row["value"], row["unit_of_measure"]) for row in rows
            ],
            words("As of"): [words.period(row["period"]) for row in rows],
        }
    )
