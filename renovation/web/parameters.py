"""The kinds of parameters in an address (URL): how each is parsed, written, and stored in Streamlit's session state."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from renovation.domain import places

_METADATA: Final = "parameter"
_DECIMAL: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Parameter(ABC):
    """A parameter of an address (URL), and how its value is written there and in Streamlit's session state.

    `name` is its name in the address, such as "unit"; `default` is the value if the address does not contain the
    parameter. `allowed` are the allowed values, None if any value is allowed. If `place` is True, the value is a place:
    its code in the address (`zhili`), its Chinese name elsewhere (`织里镇`).
    """

    name: str
    default: Any
    allowed: Sequence[str] | None = None
    place: bool = False

    @abstractmethod
    def parse(self, text: str) -> tuple[Any, tuple[str, ...]]:
        """Parses `text`, which stands for the parameter's value in an address.

        Returns a pair: the value, and a tuple of those parts of `text` that are not valid.
        """

    @abstractmethod
    def write(self, value: Any) -> str:
        """Returns `value` as text for an address; if the text is empty, the address does not contain the parameter."""

    def to_state(self, value: Any) -> Any:
        """Converts `value` to what the widget of this parameter stores in Streamlit's session state."""
        return value

    def from_state(self, state: Any) -> Any:
        """Converts `state`, which the widget of this parameter stores in the session state, back to a value."""
        return state

    def without_unknown(self, value: Any, _known: frozenset[str]) -> tuple[Any, tuple[str, ...]]:
        """Removes from a value the places that the displayed release lacks.

        Returns a pair: the remaining value, and a tuple of the removed places. This method returns (`value`, ()),
        because the values of most parameters are not places; classes of parameters with places override it.
        """
        return value, ()

    def allows(self, value: str) -> bool:
        """Returns whether `value` is one of the allowed values of the parameter."""
        return self.allowed is None or value in self.allowed

    def _encoded(self, value: str) -> str:
        return places.code_of(value) if self.place else value

    def _decoded(self, text: str) -> str:
        return places.name_of(text) if self.place else text


@dataclass(frozen=True)
class ChoiceParameter(Parameter):
    """A parameter of an address that has exactly one of a few allowed values.

    The default is written to the address only if `always_written` is True.
    """

    always_written: bool = False

    def parse(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Parses `text`, which stands for the parameter's value in an address.

        Returns (`text`, ()) if it is an allowed value, otherwise (the default, (`text`,)).
        """
        return (text, ()) if self.allows(text) else (self.default, (text,))

    def write(self, value: str) -> str:
        """Returns `value` as text for the address; an empty text for the default, unless `always_written` is True."""
        return value if self.always_written or value != self.default else ""


@dataclass(frozen=True)
class SeveralParameter(Parameter):
    """A parameter of an address with any number of values, such as units; commas separate them."""

    def parse(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Parses `text`, in which commas separate the values, such as `zhili,balidian`.

        Returns a pair: a tuple of the allowed values, and a tuple of the values that are not allowed. Each value occurs
        once, in the order of `text`.
        """
        parts = dict.fromkeys(self._decoded(part) for part in text.split(",") if part)
        return tuple(filter(self.allows, parts)), tuple(part for part in parts if not self.allows(part))

    def write(self, value: tuple[str, ...]) -> str:
        """Returns the values in `value` as text for the address, separated by commas, such as `zhili,balidian`."""
        return ",".join(map(self._encoded, value))

    def to_state(self, value: tuple[str, ...]) -> list[str]:
        """Converts the values in `value` to a list, which the widget stores in Streamlit's session state."""
        return list(value)

    def from_state(self, state: list[str]) -> tuple[str, ...]:
        """Converts `state`, the list that the widget stores in Streamlit's session state, to a tuple of values."""
        return tuple(state)

    def without_unknown(self, value: tuple[str, ...], known: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Removes the places that are not in `known`, the Chinese names of the places in the displayed release.

        Returns a pair: a tuple of the remaining places, and a tuple of the removed places.
        """
        return tuple(one for one in value if one in known), tuple(one for one in value if one not in known)


@dataclass(frozen=True)
class TextParameter(Parameter):
    """A parameter of an address whose value is any text, or None.

    In the session state an empty text stands for None, because a select box needs a text.
    """

    def parse(self, text: str) -> tuple[str | None, tuple[str, ...]]:
        """Parses `text`, which stands for the parameter's value in an address.

        Returns a pair: the value, which is None for an empty text, and an empty tuple, because every text is valid.
        """
        return self._decoded(text) if text else None, ()

    def write(self, value: str | None) -> str:
        """Returns `value` as text for the address; an empty text for None."""
        return self._encoded(value) if value else ""

    def to_state(self, value: str | None) -> str:
        """Returns `value` as the widget stores it in Streamlit's session state: an empty text stands for None."""
        return value or ""

    def from_state(self, state: str) -> str | None:
        """Returns the value of the parameter for `state`, the text that the widget stores; None for an empty text."""
        return state or None

    def without_unknown(self, value: str | None, known: frozenset[str]) -> tuple[str | None, tuple[str, ...]]:
        """Removes `value`, the Chinese name of a place, if it is not in `known`.

        `known` are the names of the places in the displayed release. Returns (`value`, ()), or (None, (`value`,)) if it
        was removed.
        """
        return (value, ()) if value is None or value in known else (None, (value,))


@dataclass(frozen=True)
class NumberParameter(Parameter):
    """A parameter of an address whose value is a whole number of at most nine digits, or None.

    A select box takes None for "nothing is selected". Therefore the widget of such a parameter can store another number
    in Streamlit's session state to stand for None: `none_in_state`, such as 0. If `none_in_state` is None, it stores
    None.
    """

    none_in_state: int | None = None

    def parse(self, text: str) -> tuple[int | None, tuple[str, ...]]:
        """Parses `text`, the digits of a whole number in an address.

        Returns (the number, ()); (None, ()) for an empty text; (None, (`text`,)) for a text that is not valid.
        """
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text), ()
        return None, (text,) if text else ()

    def write(self, value: int | None) -> str:
        """Returns `value` as text for an address: its digits, or an empty text for None."""
        return "" if value is None else str(value)

    def to_state(self, value: int | None) -> int | None:
        """Returns `value` as the widget stores it in Streamlit's session state: `none_in_state` stands for None."""
        return self.none_in_state if value is None else value

    def from_state(self, state: int | None) -> int | None:
        """Returns the value of the parameter for `state`, which the widget stores in Streamlit's session state.

        Both `none_in_state` and None give None; any other number is the value itself.
        """
        return None if state == self.none_in_state else state


@dataclass(frozen=True)
class DecimalParameter(Parameter):
    """A parameter of an address whose value is a decimal number that is not negative, or None."""

    def parse(self, text: str) -> tuple[float | None, tuple[str, ...]]:
        """Parses `text`, a decimal number in an address, such as `2.5`.

        Returns (the number, ()); (None, ()) for an empty text; (None, (`text`,)) for a text that is not valid.
        """
        return (float(text), ()) if _DECIMAL.fullmatch(text) else (None, (text,) if text else ())

    def write(self, value: float | None) -> str:
        """Returns `value` as text for an address, with at most six decimals; an empty text for None."""
        return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class DayParameter(Parameter):
    """A parameter of an address whose value is a date, or None."""

    def parse(self, text: str) -> tuple[date | None, tuple[str, ...]]:
        """Parses `text`, a date in an address, such as `2014-12-31`.

        Returns (the date, ()); (None, ()) for an empty text; (None, (`text`,)) for a text that is not valid.
        """
        try:
            return (date.fromisoformat(text), ()) if _DAY.fullmatch(text) else (None, (text,) if text else ())
        except ValueError:
            return None, (text,)

    def write(self, value: date | None) -> str:
        """Returns `value` as text for an address, such as `2014-12-31`; an empty text for None."""
        return value.isoformat() if value else ""


@dataclass(frozen=True)
class FlagParameter(Parameter):
    """A parameter of an address whose value is True or False: True if its text in the address is `word`."""

    word: str = ""

    def parse(self, text: str) -> tuple[bool, tuple[str, ...]]:
        """Parses `text`, which stands for the parameter's value in an address.

        Returns (True, ()) if `text` is `word`, (False, ()) if it is empty, and (False, (`text`,)) for any other text.
        """
        return text == self.word, () if text in ("", self.word) else (text,)

    def write(self, value: bool) -> str:
        """Returns `value` as text for an address: `word` for True, an empty text for False."""
        return self.word if value else ""


def one_of(name: str, values: Sequence[str], default: str | None = None, always_written: bool = False) -> Any:
    """Declares a field of Address whose value is one of `values`; its default is `default`, or the first of `values`.

    `name` is the name of the parameter in the address. If `always_written` is True, the address contains the parameter
    even if its value is the default.
    """
    return _declared(
        ChoiceParameter(name, values[0] if default is None else default, values, always_written=always_written)
    )


def several(name: str, values: Sequence[str] | None = None, place: bool = False) -> Any:
    """Declares a field of Address whose value is a tuple of any length, such as the selected units.

    Its elements must be among `values`, or may be any texts if `values` is None. Its default is an empty tuple. `name`
    is the name of the parameter in the address. If `place` is True, the values are names of places.
    """
    return _declared(SeveralParameter(name, (), values, place))


def text(name: str, place: bool = False) -> Any:
    """Declares a field of Address whose value is a text or None.

    `name` is the name of the parameter in the address. If `place` is True, the text is the name of a place.
    """
    return _declared(TextParameter(name, None, place=place))


def number(name: str, none_in_state: int | None = None) -> Any:
    """Declares a field of Address whose value is a whole number or None.

    `name` is the name of the parameter in the address. If `none_in_state` is a number, the field's widget stores this
    number in Streamlit's session state in place of None.
    """
    return _declared(NumberParameter(name, None, none_in_state=none_in_state))


def decimal(name: str) -> Any:
    """Declares a field of Address whose value is a decimal number or None.

    `name` is the name of the parameter in the address.
    """
    return _declared(DecimalParameter(name, None))


def day(name: str) -> Any:
    """Declares a field of Address whose value is a date or None; `name` is the name of the parameter in the address."""
    return _declared(DayParameter(name, None))


def flag(name: str, word: str) -> Any:
    """Declares a field of Address whose value is True or False.

    `name` is the name of the parameter in the address. The value is True if the parameter's text there is `word`.
    """
    return _declared(FlagParameter(name, False, word=word))


def parameters_of(fields: Sequence[Any]) -> dict[str, Parameter]:
    """Returns the parameter of the address for each field of Address; the keys are the names of the fields.

    `fields` are the dataclass fields of Address.
    """
    return {one.name: one.metadata[_METADATA] for one in fields}


def _declared(parameter: Parameter) -> Any:
    return field(default=parameter.default, metadata={_METADATA: parameter})
