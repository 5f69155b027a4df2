"""Decides which browsers may control a meeting (by a key in a cookie), and reads the requests about meetings."""

from __future__ import annotations

import json
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from renovation.language import LANGUAGES
from renovation.meeting.session import LARGEST_RELEASE, Meeting

COOKIE_SECONDS: Final = 7 * 24 * 3600
LARGEST_BODY: Final = 16384


def keep_key(request: Request, meeting: Meeting, key: str) -> Response:
    """Returns the response to a link that contains the key `key` of a meeting.

    The response stores the key in a cookie of the browser. It also redirects to the URL without the key, because
    otherwise everybody in the hall could read the key in the browser's address bar.
    """
    language = request.query_params.get("lang", "")
    address = request.scope["path"].rsplit("/", 1)[-1] + (f"?lang={language}" if language in LANGUAGES else "")
    answer = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        _cookie(meeting),
        key,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.scope["scheme"] == "https",
    )
    return answer


def _cookie(meeting: Meeting) -> str:
    return f"meeting_{meeting.id}"


def may_control(request: Request, meeting: Meeting) -> bool:
    """Returns whether the browser that sent the request may control the meeting: it has a cookie with a valid key."""
    return meeting.opens_to(request.cookies.get(_cookie(meeting)))


def is_from_our_page(request: Request) -> bool:
    """Returns whether one of our own pages sent the request.

    Forms of other websites cannot send JSON, and browsers say from which website a request comes.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    return kind == "application/json" and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


async def json_body(request: Request) -> dict[str, Any] | Response:
    """Returns the JSON object in the body of a request, or an error response.

    The error response has the status 413 if the body is longer than LARGEST_BODY bytes, and 400 if the body is not a
    JSON object in valid Unicode or if the browser disconnects.
    """
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BODY:
                return Response(status_code=413)
        sent = json.loads(body)
        json.dumps(sent, ensure_ascii=False).encode()  # raises for half of a surrogate pair, which cannot be stored
    except (ValueError, RecursionError, ClientDisconnect):
        return Response(status_code=400)
    return sent if isinstance(sent, dict) else Response(status_code=400)


def release_number(text: str) -> int | None:
    """Returns the number of a release from the text in a URL; None if the text is no number or too long."""
    return int(text) if text.isdecimal() and len(text) <= len(str(LARGEST_RELEASE)) else None


def requested_language(request: Request, meeting: Meeting | None = None) -> str:
    """Returns the language that the parameter `lang` of the URL asks for.

    If `lang` is missing or not valid, this is the language of the meeting, or Chinese if `meeting` is None.
    """
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in LANGUAGES else meeting.agenda.language if meeting else LANGUAGES[0]
