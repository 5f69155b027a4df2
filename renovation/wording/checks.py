"""How many figures want checking."""

from __future__ import annotations

from renovation.comparisons.answers import Answers
from renovation.comparisons.district import value_of
from renovation.language import Words


def check_counts(answers: Answers) -> dict[str, int]:
    """How many figures got each verdict."""
    return {str(verdict): int(count) for verdict, count in answers.checks["verdict"].value_counts().items()}


def checks_finding(answers: Answers, words: Words) -> str:
    """How many figures want checking, in a sentence."""
    _ = words.gettext
    counts = check_counts(answers)
    wrong, bases = counts.get("mismatch", 0), counts.get("basis", 0)
    total = len(answers.checks) - bases
    if total == 0:
        return _("No printed figure of this release can be recomputed")
    if wrong + bases + counts.get("rounding", 0) == 0:
        return _("All {total} figures that can be recomputed hold").format(total=total)
    if wrong + bases == 0:
        return _("All {total} figures that can be recomputed hold, {rounded} of them by rounding").format(
            total=total, rounded=counts.get("rounding", 0)
        )
    return _(
        "Of {total} figures that can be recomputed, {wrong} do not add up; besides, {bases} stands on two bases"
    ).format(total=total, wrong=wrong, bases=bases)


def gaps_finding(answers: Answers, words: Words) -> tuple[str, ...]:
    """What is mentioned and not given: unnamed projects, targets without a month, benefits without a baseline."""
    _ = words.gettext
    sites = answers.table("sites")
    scheduled, key = (value_of(answers.district, name) for name in ("projects_scheduled", "key_projects"))
    told = []
    if scheduled > len(sites):
        told.append(
            _("Of {scheduled} scheduled projects, {named} sites are named; {staged} of them with a stage.").format(
                scheduled=words.number(scheduled), named=len(sites), staged=int(sites["stage"].notna().sum())
            )
        )
    if key > 0:
        told.append(_("The {key} key projects are counted, not listed.").format(key=words.number(key)))
    if not answers.benefits.empty:
        told.append(_("The benefits are first estimates; no baseline is given."))
    told.append(_("Monthly and quarterly targets and the people responsible are not part of the data."))
    return tuple(told)
