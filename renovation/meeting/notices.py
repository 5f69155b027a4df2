"""The pages and notices that say why a meeting, or a part of it, cannot be shown as the URL asks."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from renovation.language import Words
from renovation.meeting.deck import Deck
from renovation.meeting.documents import notice_page, policy
from renovation.meeting.session import Meeting

PREFIX: Final = "meeting"
RETRY_SECONDS: Final = 5
HEADERS: Final = {"Content-Security-Policy": policy(inline=False), "Cache-Control": "no-store"}


def notice_about(request: Request, meeting: Meeting, deck: Deck, controls: bool, mode: str) -> str:
    """Returns sentences that say how a page of a meeting differs from what its URL asks for.

    The text is empty if it does not differ. The sentences say that the browser can only watch, although the URL has a
    key or is the URL of the presenter's view (`mode` "presenter"); that another release is shown, because the release
    of `meeting` cannot be opened; or that the screen in the URL is not part of the meeting. `deck` are the screens that
    are shown; `controls` says whether the browser controls the meeting.
    """
    words, lines = deck.words, []
    if (mode == "presenter" or request.query_params.get("key")) and not controls:
        lines.append(
            words("With this link you can only watch and cannot change screens. Your screen follows the presenter.")
        )
    lines.append(other_release(meeting.release, deck))
    looking = request.query_params.get("screen")
    if looking and looking not in deck.codes:
        lines.append(words("The link's screen is not part of this meeting; the presenter's screen is shown."))
    return words.joined(filter(None, lines))


def other_release(wanted: int | None, deck: Deck) -> str:
    """Returns the sentence that the release `wanted` cannot be opened, and which release is shown instead.

    `wanted` is the number of a release, `deck` the deck that is shown. Returns an empty text if `wanted` is the release
    shown, or None.
    """
    shown = deck.release.release
    sentence = deck.words("Release {wanted} cannot be opened; release {shown} is shown.", wanted=wanted, shown=shown)
    return "" if wanted in (None, shown) else sentence


def unknown_meeting_page(words: Words, root: str) -> Response:
    """Returns the page, with status 404, that says that there is no such meeting.

    `root` is the relative URL of the meetings' scripts and stylesheets.
    """
    links = ((words("Meeting"), f"{root}/../{PREFIX}"), (words("Overview"), f"{root}/../"))
    return HTMLResponse(
        notice_page(words, words("No meeting has this number."), links, root), status_code=404, headers=HEADERS
    )


def unavailable_page(words: Words, root: str) -> Response:
    """Returns the page, with status 503, that says that the meeting cannot be opened at the moment.

    The browser loads the page again after RETRY_SECONDS, until the database responds. `root` is the relative URL of the
    meetings' scripts and stylesheets.
    """
    line = words("The meeting cannot be opened at the moment. This page tries again by itself.")
    again = {"Retry-After": str(RETRY_SECONDS), "Refresh": str(RETRY_SECONDS)}
    return HTMLResponse(notice_page(words, line, (), root), status_code=503, headers={**HEADERS, **again})
