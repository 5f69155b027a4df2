"""Widgets that show and change a field of Address (the visitor's selections).

The parameter `name` is the name of the field, `label` the text beside the widget; `in_words` returns the text of an
option. If the field's value is not among the options, the first option is selected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

import streamlit as st

from renovation.domain.numbers import half_up
from renovation.language import Words
from renovation.web.address import PARAMETERS
from renovation.web.selections import mark_changed

Value = TypeVar("Value", float, date)
MOST_LETTERS_ON_BUTTONS: Final = 160
"""The most letters of all names together for which the units are buttons; beyond, they are a list. The names of the
eight units have 110 letters in English, which fill one line of a wide screen and five lines of a phone."""


def segmented_control(
    name: str,
    label: str,
    in_words: Callable[[str], str],
    options: Sequence[str] | None = None,
    **settings: Any,
) -> None:
    """Draws a row of buttons with which the visitor selects the value of the field `name` of Address.

    `in_words` returns the text of an option. `options` are the values to select from; if it is None, these are all
    values that the field allows. `settings` are further arguments of Streamlit's widget.
    """
    options = _offered(name, options)
    binding = _bound_to_one(name, options)
    st.segmented_control(label, options, format_func=in_words, required=True, **binding, **settings)


def select_box(
    name: str,
    label: str,
    in_words: Callable[[Any], str],
    options: Sequence[Any] | None = None,
    **settings: Any,
) -> None:
    """Draws a list from which the visitor selects the value of the field `name` of Address.

    `in_words` returns the text of an option. `options` are the values to select from; if it is None, these are all
    values that the field allows. `settings` are further arguments of Streamlit's widget.
    """
    options = _offered(name, options)
    st.selectbox(label, options, format_func=in_words, **(_bound_to_one(name, options) | settings))


def slider(name: str, label: str, limits: Sequence[Value], default: Value, key: str, **settings: Any) -> Value:
    """Draws a slider with which the visitor selects the value of the field `name` of Address, and returns this value.

    `limits` are the lowest and the highest value. The value is `default` if the field is None or outside the limits;
    the field itself is set only when the visitor moves the slider. `key` is the slider's key in Streamlit. Pass
    another key if the limits change, because Streamlit takes a slider with other limits for another widget. `settings`
    are further arguments of Streamlit's widget.
    """
    return _slider(name, label, limits, default, key, _unchanged, _unchanged, settings)


@dataclass(frozen=True)
class AmountFormat:
    """How a slider shows amounts: rounded to `decimals` decimals, then multiplied by `factor`.

    `factor` is 10,000 for areas in 万㎡ that are shown in m² (`Words.factor`), otherwise 1.
    """

    factor: float
    decimals: int

    @property
    def printf(self) -> str:
        """The format of the numbers as Streamlit's slider expects it, such as `%.2f`."""
        return f"%.{self.decimals}f" if self.factor == 1 else "%,d"

    def shown(self, amount: float) -> float:
        """Returns the number that the slider shows for `amount`: the amount rounded, then multiplied by `factor`."""
        return half_up(amount, self.decimals) * self.factor

    def amount(self, shown: float) -> float:
        """Returns the amount for which the slider shows the number `shown`."""
        return shown / self.factor


def amount_slider(
    name: str, label: str, limits: Sequence[float], default: float, key: str, step: float, shown: AmountFormat
) -> float:
    """Draws a slider for an amount, such as an area, as `slider` does; `shown` says how the slider shows amounts.

    `limits`, `default`, `step` and the returned amount are in the unit of measurement of the data, such as 万㎡. `key`
    is the slider's key in Streamlit. Returns `default` as it is, not rounded, until the visitor moves the slider.
    """
    settings = {"step": step * shown.factor, "format": shown.printf}
    return _slider(name, label, limits, default, key, shown.shown, shown.amount, settings)


def _unchanged(value: Value) -> Value:
    return value


def _slider(
    name: str,
    label: str,
    limits: Sequence[Value],
    default: Value,
    key: str,
    as_shown: Callable[[Value], Value],
    as_stored: Callable[[Value], Value],
    settings: dict[str, Any],
) -> Value:
    lowest, highest = limits
    selected: Value | None = st.session_state[name]
    if selected is not None and not lowest <= selected <= highest:
        selected = st.session_state[name] = None
    value = default if selected is None else selected
    st.session_state[key] = as_shown(value)

    def select() -> None:
        mark_changed()
        st.session_state[name] = as_stored(st.session_state[key])

    st.slider(label, as_shown(lowest), as_shown(highest), key=key, on_change=select, **settings)
    return value


def pills(name: str, label: str, in_words: Callable[[str], str], options: Sequence[str] | None = None) -> None:
    """Draws a row of buttons with which the visitor selects several values for the field `name` of Address.

    `in_words` returns the text of an option. `options` are the values to select from; if it is None, these are all
    values that the field allows.
    """
    options = _offered(name, options)
    st.pills(label, options, selection_mode="multi", format_func=in_words, **_bound(name))


def select_units(label: str, names: Sequence[str], words: Words) -> None:
    """Draws a row of buttons with which the visitor selects units, or a list if the buttons would fill the screen.

    The selection becomes part of the address. Draws nothing if there is only one unit. `names` are the Chinese names of
    the units that the release has.
    """
    if sum(len(words.place(name)) for name in names) > MOST_LETTERS_ON_BUTTONS:
        multi_select("units", label, words.place, names, words("all"))
    elif len(names) > 1:
        pills("units", label, words.place, names)


def multi_select(name: str, label: str, in_words: Callable[[str], str], options: Sequence[str], none: str) -> None:
    """Draws a list from which the visitor selects several of `options` for the field `name` of Address.

    `in_words` returns the text of an option; `none` is the text of the list if nothing is selected.
    """
    st.multiselect(label, options, format_func=in_words, placeholder=none, **_bound(name))


def toggle(name: str, label: str, explanation: str) -> None:
    """Draws a switch that sets the field `name` of Address to True or False.

    `label` is the text beside the switch, `explanation` its tooltip.
    """
    st.toggle(label, help=explanation, **_bound(name))


def _offered(name: str, options: Sequence[Any] | None) -> Sequence[Any]:
    return tuple(PARAMETERS[name].allowed or ()) if options is None else options


def _bound(name: str) -> dict[str, Any]:
    return {"key": name, "persist_state": "session", "on_change": mark_changed}


def _bound_to_one(name: str, options: Sequence[Any]) -> dict[str, Any]:
    if st.session_state[name] not in options:
        st.session_state[name] = options[0]
    return _bound(name)
