"""One browser tab as a Streamlit server sees it: speaks the websocket protocol, draws nothing.

What the browser's client does and what costs the server time is done here too: every widget's state goes along with
each request, and so do the hashes of the large messages still held, which the server then sends as short references.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ALARMS: Final = (Alert.WARNING, Alert.ERROR)


class PageFailed(RuntimeError):
    """The page showed an error, or the calm words that our application shows in an error's place."""


@dataclass(frozen=True)
class Rerun:
    """One answer of the server: how long it took, how much was sent, and the Plotly figures that it shows as JSON."""

    seconds: float
    bytes: int
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A segmented control or pills: its widget, the fragment that it stands in, its options as shown."""

    widget: str
    fragment: str
    options: tuple[str, ...]


@dataclass
class _Held:
    """A large message that the tab keeps, and the run in which it was last shown."""

    delta: Delta
    run: int


class Visitor:
    """A tab that is open on one page."""

    def __init__(self, connection: ClientConnection, page: str, query: str = "") -> None:
        """Nothing is asked for yet; `page` is the page's path, "" for the main one."""
        self._connection = connection
        self._state = ClientState(page_name=page, query_string=query)
        self.first = Rerun(0.0, 0, ())
        self._chosen: dict[str, list[str]] = {}
        self._held: dict[str, _Held] = {}
        self._keeps_for = 0
        self._runs = 0
        self.choices: list[Choice] = []

    def choice(self, key: str) -> Choice:
        """The segmented control or pills with a user's key."""
        return next(choice for choice in self.choices if choice.widget.endswith(f"-{key}"))

    async def choose(self, choice: Choice, option: str) -> Rerun:
        """Chooses an option; the fragment that the control stands in runs alone."""
        self._chosen[choice.widget] = [option]
        return await self.rerun(choice.fragment)

    async def rerun(self, fragment: str = "") -> Rerun:
        """Asks for a run and takes in all that is sent until it ends. Raises PageFailed."""
        started, size = time.perf_counter(), 0
        figures: list[str] = []
        await self._connection.send(self._request(fragment))
        while True:
            content = await self._connection.recv(decode=False)
            size += len(content)
            message = ForwardMsg.FromString(content)
            if self._is_end(message, fragment):
                break
            delta = self._take(message)
            if delta is not None:
                figures += _figures(delta.new_element)
        seconds = time.perf_counter() - started
        self._forget_old(fragment)
        return Rerun(seconds, size, tuple(figures))

    def _request(self, fragment: str) -> bytes:
        request = BackMsg(rerun_script=self._state)
        asked = request.rerun_script
        asked.fragment_id = fragment
        asked.cached_message_hashes.extend(self._held)
        asked.context_info.timezone, asked.context_info.locale = "Asia/Shanghai", "zh-CN"
        for widget, options in self._chosen.items():
            asked.widget_states.widgets.add(id=widget).string_array_value.data.extend(options)
        return request.SerializeToString()

    def _is_end(self, message: ForwardMsg, fragment: str) -> bool:
        """Whether the run is over; one that stopped for another goes on."""
        if (
            message.WhichOneof("type") != "script_finished"
            or message.script_finished == message.FINISHED_EARLY_FOR_RERUN
        ):
            return False
        expected = message.FINISHED_FRAGMENT_RUN_SUCCESSFULLY if fragment else message.FINISHED_SUCCESSFULLY
        if message.script_finished != expected:
            raise PageFailed(f"the run ended with status {message.script_finished} instead of {expected}")
        return True

    def _take(self, message: ForwardMsg) -> Delta | None:
        """Keeps what the next request needs to know; gives what is drawn, a reference as what it refers to."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._keeps_for = message.new_session.config.max_cached_message_age
            self._stand_on(message.new_session.page_script_hash)
        elif kind == "navigation":
            self._stand_on(message.navigation.page_script_hash)
        elif kind == "page_info_changed":
            self._state.query_string = message.page_info_changed.query_string
        elif kind == "ref_hash":
            held = self._held[message.ref_hash]
            held.run = self._runs
            return held.delta
        elif kind == "delta":
            if message.metadata.cacheable:
                self._held[message.hash] = _Held(message.delta, self._runs)
            self._look_at(message.delta)
            return message.delta
        return None

    def _stand_on(self, page_script: str) -> None:
        """Once the server has told a page's hash, the page is asked for by it instead of its path."""
        self._state.page_script_hash, self._state.page_name = page_script, ""

    def _look_at(self, delta: Delta) -> None:
        element = delta.new_element
        _expect_sound(element)
        if element.WhichOneof("type") == "button_group":
            self._meet(element.button_group, delta.fragment_id)

    def _meet(self, control: ButtonGroup, fragment: str) -> None:
        """A control reports its state from the moment that it is drawn."""
        options = tuple(option.content for option in control.options)
        met = Choice(control.id, fragment, options)
        self.choices = [*(choice for choice in self.choices if choice.widget != met.widget), met]
        if control.set_value:
            self._chosen[control.id] = list(control.raw_values)
        else:
            self._chosen.setdefault(control.id, [options[position] for position in control.default])

    def _forget_old(self, fragment: str) -> None:
        """As the browser does it: a fragment's run ages the messages of that fragment only."""
        self._runs += 1
        self._held = {
            key: held
            for key, held in self._held.items()
            if (fragment and held.delta.fragment_id != fragment) or self._runs - held.run <= self._keeps_for
        }


@asynccontextmanager
async def visit(port: int, page: str = "", query: str = "", cookie: str = "") -> AsyncIterator[Visitor]:
    """A tab on a page of a server of this machine, with an address's `query`; the page has run once."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    options = {"max_size": None, "compression": None, "proxy": None, "additional_headers": {"Cookie": cookie}}
    async with connect(address, subprotocols=["streamlit"], **options) as connection:
        visitor = Visitor(connection, page, query)
        visitor.first = await visitor.rerun()
        yield visitor


def _figures(element: Element) -> list[str]:
    component = element.bidi_component if element.WhichOneof("type") == "bidi_component" else None
    return [component.bytes.decode()] if component and component.component_name == "changing_chart" else []


def _expect_sound(element: Element) -> None:
    kind = element.WhichOneof("type")
    if kind == "exception":
        raise PageFailed(f"{element.exception.type}: {element.exception.message}")
    if kind == "alert" and element.alert.format in ALARMS:
        raise PageFailed(element.alert.body)
