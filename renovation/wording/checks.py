"""How many figures want checking."""

from __future__ import annotations

import pandas as pd

from renovation.comparisons.answers import Answers
from renovation.comparisons.district import value_of
from renovation.domain.dated_tables import records
from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.wording.explanations import formula, reported_value, verdict_label


def verdict_counts(answers: Answers) -> dict[str, int]:
    """How many figures got each verdict."""
    return {str(verdict): int(count) for verdict, count in answers.checks["verdict"].value_counts().items()}


def checks_finding(answers: Answers, words: Words) -> str:
    """How many figures want checking, in a sentence."""
    _ = words.gettext
    counts = verdict_counts(answers)
    wrong, bases = counts.get("mismatch", 0), counts.get("basis", 0)
    total = len(answers.checks) - bases
    if total == 0:
        return _("No printed figure of this release can be recomputed")
    if wrong + bases + counts.get("rounding", 0) == 0:
        return _("All {total} figures that can be recomputed agree").format(total=total)
    if wrong + bases == 0:
        return _("All {total} figures that can be recomputed agree, {rounded} of them after rounding").format(
            total=total, rounded=counts.get("rounding", 0)
        )
    return _(
        "Of {total} figures that can be recomputed, {wrong} do not add up; besides, {bases} stands on two bases"
    ).format(total=total, wrong=wrong, bases=bases)


def data_gap_sentences(answers: Answers, words: Words) -> tuple[str, ...]:
    """What is mentioned and not given: unnamed projects, targets without a month, benefits without a baseline."""
    _ = words.gettext
    sites = answers.table("sites")
    scheduled, key = (value_of(answers.district, name) for name in ("projects_scheduled", "key_projects"))
    told = []
    if scheduled > len(sites):
        told.append(
            _(
                "The source names {named} sites for {scheduled} scheduled projects; {staged} of them have a stage."
            ).format(scheduled=words.number(scheduled), named=len(sites), staged=int(sites["stage"].notna().sum()))
        )
    if key > 0:
        told.append(_("The {key} key projects are only counted, not listed.").format(key=words.number(key)))
    if not answers.benefits.empty:
        told.append(_("The benefits are first estimates; no baseline is given."))
    told.append(_("The source gives no monthly or quarterly targets and does not name the people responsible."))
    return tuple(told)


def checks_table(checks: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The checks in words and few columns: whose measure, the printed value, how it is recomputed, the verdict."""
    _ = words.gettext
    rows = records(checks)
    return pd.DataFrame(
        {
            _("Measure"): [f"{words.place(check['subject'])} {words.heading(check['measure'])}" for check in rows],
            _("Reported"): [reported_value(check, words) for check in rows],
            _("Recomputed"): [formula(check, words) for check in rows],
            _("Verdict"): [verdict_label(check["verdict"], words) for check in rows],
        }
    )


def coverage_table(answers: Answers, words: Words) -> pd.DataFrame:
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


def figures_in_text_table(figures: pd.DataFrame, words: Words) -> pd.DataFrame:
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
