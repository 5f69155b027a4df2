"""Messages to people who are not looking at the dashboard, sent through the webhook."""

from __future__ import annotations

from renovation.domain.update_due import UpdateDue
from renovation.language import Words
from renovation.releases.store import Release


def published_announcement(release: Release, words: Words) -> str:
    """Returns the message that the webhook sends about a new release: who published it, and the date of its figures.

    If releases need a sign-off, the message also names the publisher who confirmed the release, or says that the
    release waits for its sign-off.
    """
    sentences = {
        "publish": words("release {number} was published by {name}, with figures as of {day}."),
        "correct": words(
            "the figures for {day} were corrected by {name} (release {number}). All pages continue to show the newest "
            "release."
        ),
        "restore": words("the figures as of {day} were restored by {name}, as release {number}."),
    }
    said = sentences[release.action].format(number=release.release, name=release.by, day=words.day(release.as_of))
    sentences_after = []
    if release.awaits_sign_off:
        sentences_after.append(words("The release waits for another publisher to confirm it."))
    elif release.signed_off_by:
        sentences_after.append(words("{name} has confirmed the release.", name=release.signed_off_by))
    return _with_product(words.joined([said, *sentences_after]), words)


def overdue_announcement(due: UpdateDue, words: Words) -> str:
    """Returns the message that the webhook sends if an update of the data is overdue.

    It states the date of the newest figures, the day on which the update was due, and how many days ago that was.
    """
    sentence = words.plural(
        "the figures are as of {as_of}; the update was due on {day}, {count} day ago.",
        "the figures are as of {as_of}; the update was due on {day}, {count} days ago.",
        count=due.days_overdue,
        as_of=words.day(due.as_of),
        day=words.day(due.day),
    )
    return _with_product(sentence, words)


def trial_announcement(words: Words) -> str:
    """Returns the trial message that the command `webhook` sends, by which an operator sees that the webhook works."""
    return _with_product(words("this is a trial message; the webhook works."), words)


def _with_product(sentence: str, words: Words) -> str:
    product = words("Old factory renovation dashboard, Wuxing District")
    return words("{product}: {sentence}", product=product, sentence=sentence)
