"""Distinguishes visitors by a random code in a cookie, so that each can change only their own agendas and meetings.

A visitor's own agendas are those that the visitor has saved, the own meetings those that the visitor has started.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

import streamlit as st
from starlette.responses import Response
from starlette.types import Scope

from renovation.publishing.access import named_by_proxy

COOKIE: Final = "visitor"
_SECONDS: Final = 365 * 24 * 3600
_LONGEST: Final = 64


def visitor_code() -> str:
    """Returns a code that differs from visitor to visitor, so that each can change only their own agendas and meetings.

    It is a hash of the name that a trusted proxy adds, or else of a random cookie. A browser without cookies has
    another code in each session.
    """
    cookie = st.context.cookies.get(COOKIE)
    session = st.session_state.setdefault("visitor_code", secrets.token_hex(16)) if not cookie else ""
    told = named_by_proxy(st.context.headers) or cookie or session
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:_LONGEST]


def new_cookie(scope: Scope) -> str | None:
    """Returns a header `Set-Cookie` with a new random code for the visitor; None if the browser has a code already.

    `scope` is the ASGI scope of the request.
    """
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    if f"{COOKIE}=" in sent:
        return None
    answer, secure = Response(), scope.get("scheme") == "https"
    answer.set_cookie(COOKIE, secrets.token_hex(16), max_age=_SECONDS, httponly=True, samesite="lax", secure=secure)
    return answer.headers["set-cookie"]
