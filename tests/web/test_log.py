"""A fault that repeats is written once a minute, and everything carries its time."""

from __future__ import annotations

import logging
import re

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from renovation.web.log import FORMAT, MOST_FAULTS, REQUEST_HEADER, SILENCE_SECONDS, RecordOrigin, Repeats, RequestIds


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def record(message: str, *args: object, level: int = logging.ERROR, error: BaseException | None = None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("renovation", level, "data.py", 1, message, args, info)


def raised(text: str) -> OSError:
    try:
        raise OSError(text)
    except OSError as error:
        return error


def test_a_fault_is_written_once_and_counted_afterwards() -> None:
    clock = Clock()
    repeats = Repeats(clock)
    written = [repeats.filter(record("The store does not answer.", error=raised(str(n)))) for n in range(1000)]
    assert written == [True] + [False] * 999
    clock.now = SILENCE_SECONDS
    later = record("The store does not answer.", error=raised("again"))
    assert repeats.filter(later)
    assert later.getMessage() == "The store does not answer. (repeated 999 times since)"


def test_other_faults_and_plain_information_are_always_written() -> None:
    repeats = Repeats(Clock())
    assert repeats.filter(record("Release %s is damaged.", 3))
    assert repeats.filter(record("A page failed."))
    assert [repeats.filter(record("Ready.", level=logging.INFO)) for _ in range(2)] == [True, True]


def test_what_is_remembered_is_bounded() -> None:
    repeats = Repeats(Clock())
    for number in range(MOST_FAULTS * 3):
        repeats.filter(record(f"fault {number}"))
    assert len(repeats._seen) == MOST_FAULTS


def line_of(said: logging.LogRecord) -> str:
    assert RecordOrigin().filter(said)
    return logging.Formatter(FORMAT).format(said)


def test_a_line_has_time_level_and_logger() -> None:
    line = line_of(record("A page failed."))
    assert line.endswith("ERROR renovation [-]: A page failed.")
    assert line[:2] == "20"


def test_a_line_of_a_request_has_the_id_of_its_answer() -> None:
    lines = []

    def slow(_request: Request) -> PlainTextResponse:
        lines.append(line_of(record("In a thread.")))
        return PlainTextResponse("done")

    client = TestClient(Starlette(routes=[Route("/", slow)], middleware=[Middleware(RequestIds)]))
    given = [client.get("/", headers={REQUEST_HEADER: "made\tup"}).headers[REQUEST_HEADER] for _ in range(2)]
    assert given[0] != given[1]
    assert [re.search(r"\[request (\w{8})]", line)[1] for line in lines] == given  # type: ignore[index]
    assert "[-]" in line_of(record("Outside."))


def test_a_line_of_a_page_has_its_session() -> None:
    def page() -> None:
        import logging

        import streamlit as st

        from renovation.web.log import RecordOrigin

        said = logging.LogRecord("renovation", logging.ERROR, "page.py", 1, "A page failed.", (), None)
        RecordOrigin().filter(said)
        st.text(said.origin)

    assert AppTest.from_function(page).run(timeout=60).text[0].value == "session test ses"
