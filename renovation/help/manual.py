"""Loads the chapters of the manual; tables of messages and settings are generated from the code that declares them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from renovation.language import Words
from renovation.reading.files.unreadable import refusal_sentences
from renovation.reading.problems import problem_sentences
from renovation.settings import SETTINGS

CHAPTERS: Final = ("leader", "presenter", "clerk", "operator")
FOLDER: Final = Path(__file__).parent
PICTURES: Final = FOLDER / "pictures"
"""The folder of the manual's pictures, with a folder for each language in it."""
_PICTURE: Final = re.compile(r"^!\[(?P<caption>[^]]*)\]\((?P<file>[\w-]+\.png)\)$", re.MULTILINE)
"""`![总览](overview.png)` alone on its line; not `see ![x](y.png)` within a sentence."""
_BLANK: Final = re.compile(r"\{\w+\}")
"""`{found}` in a sentence of a problem; not `{}`."""


@dataclass(frozen=True)
class Picture:
    """A screenshot in the manual, with its caption.

    The file `path` may be missing, because a separate script takes the screenshots.
    """

    caption: str
    path: Path


@dataclass(frozen=True)
class Chapter:
    """A chapter of the manual, for one kind of user, such as the clerk.

    `code` names this user: "leader", "presenter", "clerk" or "operator". `parts` are the chapter's texts (Markdown) and
    pictures in reading order.
    """

    code: str
    title: str
    parts: tuple[str | Picture, ...]


@cache
def chapter(code: str, words: Words) -> Chapter:
    """Returns the chapter `code` in the language of `words`. Raises KeyError for an unknown code."""
    if code not in CHAPTERS:
        raise KeyError(code)
    source = (FOLDER / words.language / f"{code}.md").read_text(encoding="utf-8")
    heading, _, body = source.partition("\n")
    return Chapter(code, heading.removeprefix("# "), _parts(_filled(body, words), PICTURES / words.language))


def _parts(body: str, pictures: Path) -> tuple[str | Picture, ...]:
    """Splits Markdown at its pictures, because Streamlit shows pictures as separate elements.

    `pictures` is the folder of the picture files. Returns the texts and pictures in their order.
    """
    parts: list[str | Picture] = []
    start = 0
    for match in _PICTURE.finditer(body):
        parts += [body[start : match.start()].strip(), Picture(match["caption"], pictures / match["file"])]
        start = match.end()
    return tuple(part for part in (*parts, body[start:].strip()) if part)


def _filled(body: str, words: Words) -> str:
    for blank, table in (("{messages}", _messages), ("{settings}", _settings)):
        if blank in body:
            body = body.replace(blank, table(words))
    return body


def _settings(words: Words) -> str:
    rows = [
        (f"`{one.variable}`", *(text.text(words.language) for text in (one.purpose, one.allowed, one.default_text)))
        for one in SETTINGS
    ]
    return _table((words("Setting"), words("Purpose"), words("Allowed values"), words("If not set")), rows)


def _messages(words: Words) -> str:
    """Returns a list in Markdown of all messages about workbooks, with a heading for each group of messages.

    In a message, … stands for what the workbook contains, such as the name of a column.
    """
    groups = {words("The file cannot be read"): refusal_sentences(words), **problem_sentences(words)}
    return "\n\n".join(
        f"### {title}\n\n" + "\n".join(f"- {_BLANK.sub('…', sentence)}" for sentence in sentences.values())
        for title, sentences in groups.items()
    )


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
