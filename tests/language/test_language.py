"""Every sentence of the code is in the Chinese catalogue, whole and with the same blanks."""

from __future__ import annotations

import ast
import datetime as dt
import re
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment

from renovation.domain import places
from renovation.domain.measurement_units import MEASUREMENT_UNITS
from renovation.domain.measures import MEASURES
from renovation.domain.tables import TABLES
from renovation.language import words_in
from renovation.language.words import CATALOGUE

ROOT = Path(__file__).parents[2]


MARKERS = {"_", "gettext", "plural", "words"}
"""A call of one of these looks its literals up: `_("…")`, `words.gettext("…")`, `words("…")`, `words.plural("…", "…")`."""


def lookups() -> list[ast.Call]:
    """Every call in the code that looks a sentence up."""
    paths = chain((ROOT / "renovation").rglob("*.py"), (ROOT / "pages").glob("*.py"), [ROOT / "app.py"])
    nodes = chain.from_iterable(ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in paths)
    return [node for node in nodes if isinstance(node, ast.Call) and called(node) in MARKERS]


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def literals(call: ast.Call) -> set[str]:
    return {a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}


def template_sentences() -> set[str]:
    """Every literal that a template looks up: `_("…")`."""
    finder = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "renovation").rglob("templates/*"))
    found = chain.from_iterable(map(finder.extract_translations, texts))  # type: ignore[attr-defined]
    return {message if isinstance(message, str) else message[0] for _line, _function, message in found}


def sentences() -> set[str]:
    """Every literal that the code and the templates look up."""
    return set().union(template_sentences(), *map(literals, lookups()))


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="zh_CN")


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def english(message: Message) -> tuple[str, ...]:
    """The English of a message: one sentence, or that for one thing and that for several."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def chinese(message: Message) -> str:
    return message.string if isinstance(message.string, str) else message.string[0]


def test_no_sentence_is_missing_in_chinese(catalogue: Catalog) -> None:
    written = {one for message in messages(catalogue) if chinese(message) for one in english(message)}
    assert sentences() - written == set()


def test_no_sentence_is_fuzzy_or_out_of_use(catalogue: Catalog) -> None:
    assert not [message.id for message in messages(catalogue) if message.fuzzy]
    assert not catalogue.obsolete
    assert {one for message in messages(catalogue) for one in english(message)} - sentences() == set()


def test_a_call_that_fills_blanks_fills_those_of_its_sentence() -> None:
    for call in lookups():
        filled = {keyword.arg for keyword in call.keywords}
        for sentence in literals(call) if filled else ():
            assert filled == set(re.findall(r"{(\w+)}", sentence)), sentence


def test_words_are_called_with_a_sentence_and_its_blanks() -> None:
    assert words_in("en")("Release {number}", number=3) == "Release 3"
    assert words_in("zh")("Release {number}", number=3) == "第3期"
    assert words_in("zh")("Release {number}") == "第{number}期"


def test_both_languages_have_the_same_blanks(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        blanks = set(re.findall(r"{(\w*)}", chinese(message)))
        assert all(blanks <= set(re.findall(r"{(\w*)}", one)) for one in english(message)), message.id


def test_chinese_is_chinese(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        assert re.search(r"[一-鿿；，]", chinese(message)) or chinese(message).count("{") >= 1, message.id


def test_one_thing_is_not_called_several() -> None:
    both = "{count} printed figure does not add up", "{count} printed figures do not add up"
    assert words_in("en").plural(*both, count=1) == "1 printed figure does not add up"
    assert words_in("en").plural(*both, count=1200) == "1,200 printed figures do not add up"
    assert words_in("zh").plural("{count} unit", "{count} units", count=1) == "1个单位"


def test_every_label_is_there_in_both_languages() -> None:
    labels = [column.heading for table in TABLES.values() for column in table.columns]
    labels += [column.meaning for table in TABLES.values() for column in table.columns]
    labels += [label for m in MEASURES.values() for label in (m.heading, m.meaning)]
    assert all(label.zh and label.en for label in labels)
    assert {m.measurement_unit for m in MEASURES.values()} <= set(MEASUREMENT_UNITS)
    assert all(place.english for place in (*places.UNITS, *places.COUNTIES))


def test_numbers_and_days_are_written_as_each_language_does() -> None:
    zh, en = words_in("zh"), words_in("en")
    assert (zh.number(242.01, "万㎡"), en.number(242.01, "万㎡")) == ("242.01万㎡", "2,420,100\u00a0m²")
    assert (zh.number(16265, "吨标煤"), en.number(16265, "吨标煤")) == ("16265吨标煤", "16,265\u00a0t coal eq.")
    assert (zh.number(float("nan")), en.percent(float("nan"))) == ("无数据", "no data")
    assert (zh.day(dt.date(2013, 10, 5)), en.day(dt.date(2013, 10, 5))) == ("2013年10月5日", "5 Oct 2013")
    assert (zh.period("2013"), en.period("2013")) == ("2013年度", "year 2013")
    assert zh.fixed(4.6, 2, "万㎡") == "4.60万㎡"
    assert zh.fixed_difference(-22.89, 2) == "−22.89"


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [
        ((), "", ""),
        (("甲",), "甲", "甲"),
        (("甲", "乙"), "甲、乙", "甲 and 乙"),
        (("甲", "乙", "丙"), "甲、乙、丙", "甲, 乙 and 丙"),
    ],
)
def test_a_list_ends_as_each_language_ends_it(items: tuple[str, ...], zh: str, en: str) -> None:
    assert [words_in(language).listed(iter(items)) for language in ("zh", "en")] == [zh, en]


def test_a_strange_language_is_refused() -> None:
    with pytest.raises(KeyError):
        words_in("fr")
