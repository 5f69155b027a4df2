"""Sentences and tables about printed figures compared with what their parts come to."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.check_states import STATE
from renovation.comparisons.district import value_of
from renovation.domain.dated_tables import records
from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.wording.explanations import explanation_sentence, formula, reported_value, verdict_label


def verdict_counts(answers: Answers) -> dict[str, int]:
    """Returns how many figures got each verdict."""
    return {str(verdict): int(count) for verdict, count in answers.checks["verdict"].value_counts().items()}


def checks_finding(answers: Answers, words: Words) -> str:
    """Says how many figures do not add up.

    Figures on two bases are counted apart, as none of them is wrong; sums that lack a unit are not counted.
    """
    counts = verdict_counts(answers)
    wrong, bases, rounded = (counts.get(verdict, 0) for verdict in ("mismatch", "basis", "rounding"))
    total = len(answers.checks) - bases - counts.get("incomplete", 0)
    if total == 0:
        return words("This release has no reported figure that can be recomputed")
    if bases:
        finding = (
            words("Recomputed figures: {total}; inconsistent: {wrong}. Not compared, because the bases differ: {bases}")
            if wrong
            else words("All {total} recomputed figures are consistent. Not compared, because the bases differ: {bases}")
        )
        return finding.format(total=total, wrong=wrong, bases=bases)
    if wrong:
        return words("Recomputed figures: {total}; inconsistent: {wrong}", total=total, wrong=wrong)
    if rounded:
        return words(
            "All {total} recomputed figures are consistent; differences due to rounding: {rounded}",
            total=total,
            rounded=rounded,
        )
    return words("All {total} recomputed figures are consistent", total=total)


def has_something_to_say(checks: pd.DataFrame) -> pd.Series[bool]:
    """Marks the checks with a difference to explain or mended since the previous release; `checks` of `with_states`.

    A sum that lacks a unit is told once for all sums, by `incomplete_sentences`.
    """
    differs = checks["explanation"].notna() & (checks["verdict"] != "incomplete")
    return differs | checks[STATE].eq("mended")


def incomplete_sentences(checks: pd.DataFrame, words: Words) -> tuple[str, ...]:
    """Says which units have not reported, and which sums lack them: one sentence for each group of missing units.

    `checks` has the columns of `reconcile`.
    """
    incomplete = checks[checks["verdict"] == "incomplete"]
    groups: dict[str, list[str]] = {}
    for check in records(incomplete):
        groups.setdefault(explanation_sentence(check, words) or "", []).append(words.heading(check["measure"]))
    return tuple(
        words("{sentence} Figures concerned: {measures}.", sentence=sentence, measures=words.listed(measures))
        for sentence, measures in groups.items()
    )


def data_gap_sentences(answers: Answers, words: Words) -> tuple[str, ...]:
    """Says what the source mentions but does not give: names of projects, monthly targets, baselines of benefits."""
    sites = answers.table("sites")
    scheduled, key = (value_of(answers.district, name) for name in ("projects_scheduled", "key_projects"))
    sentences = []
    if scheduled > len(sites):
        sentences.append(
            words(
                "Of {scheduled} scheduled projects, the source lists {named} sites. Sites with their "
                "stage of work: {staged}.",
                scheduled=words.number(scheduled),
                named=len(sites),
                staged=int(sites["stage"].notna().sum()),
            )
        )
    if key > 0:
        sentences.append(
            words("The source gives the number of key projects ({key}) but no list of them.", key=words.number(key))
        )
    if (answers.benefits["nature"] == "estimate").any():
        sentences.append(
            words("The benefits are first estimates. The source has no earlier figures to compare them with.")
        )
    sentences.append(
        words("The source does not name the people responsible.")
        if _has_interim_goals(answers.table("goals"))
        else words("The source has no monthly or quarterly targets and does not name the people responsible.")
    )
    return tuple(sentences)


def _has_interim_goals(goals: pd.DataFrame) -> bool:
    """Returns whether a goal of the workbook is due before the end of a year; `goals` has the column `deadline`."""
    deadlines = goals["deadline"].dropna().astype("str")
    return bool((deadlines.str.contains("-") & ~deadlines.str.endswith("-12-31")).any())


def checks_table(checks: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns the checks in words: whose measure, the printed value, how it is recomputed, the verdict.

    `checks` has the columns `subject`, `measure`, `reported`, `recomputed`, `form` and `verdict`.
    """
    rows = records(checks)
    return pd.DataFrame(
        {
            words("Measure"): [f"{words.place(check['subject'])} {words.heading(check['measure'])}" for check in rows],
            words("Reported"): [reported_value(check, words) for check in rows],
            words("Recomputed"): [formula(check, words) for check in rows],
            words("Result"): [verdict_label(check["verdict"], words) for check in rows],
        }
    )


def coverage_table(answers: Answers, words: Words) -> pd.DataFrame:
    """Returns the columns that the source does not fill in every row: table, column, how many rows are filled.

    It is made of `table`, `column`, `filled` and `rows` of `comparisons.coverage`.
    """
    partly = answers.coverage[answers.coverage["filled"] < answers.coverage["rows"]]
    rows = [row for row in records(partly) if not TABLES[row["table"]].column(row["column"]).not_in_source]
    return pd.DataFrame(
        {
            words("Table"): [words.label(TABLES[row["table"]].title) for row in rows],
            words("Column"): [words.label(TABLES[row["table"]].column(row["column"]).heading) for row in rows],
            words("Rows filled in"): [
                words("{filled} of {rows}", filled=row["filled"], rows=row["rows"]) for row in rows
            ],
        }
    )


def figures_in_text_table(figures: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Returns figures that the source mentions in its text: measure, value with its unit, day.

    `figures` has the columns `measure`, `value`, `unit_of_measure` and `period` of the table `figures`.
    """
    rows = records(figures)
    return pd.DataFrame(
        {
            words("Measure"): [words.heading(row["measure"]) for row in rows],
            words("Figure mentioned in the text"): [words.number(row["value"], row["unit_of_measure"]) for row in rows],
            words("As of"): [words.period(row["period"]) for row in rows],
        }
    )
