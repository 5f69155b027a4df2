"""The manual describes every page, command, setting and message there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renovation import settings
from renovation.cli import main
from renovation.comparisons.check_states import CHECK_STATES
from renovation.comparisons.reconciliation import VERDICTS
from renovation.help.manual import CHAPTERS, Chapter, Picture, chapter
from renovation.language import LANGUAGES, words_in
from renovation.reading.files.unreadable import refusal_sentences
from renovation.reading.problems import problem_sentences
from renovation.wording.explanations import state_sentence, verdict_label

ROOT = Path(__file__).parents[2]


def whole(language: str) -> str:
    return "\n".join(text(chapter(code, words_in(language))) for code in CHAPTERS)


def text(of: Chapter) -> str:
    return "\n".join(part if isinstance(part, str) else part.caption for part in of.parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_described(language: str) -> None:
    described = text(chapter("operator", words_in(language)))
    for setting in settings.SETTINGS:
        assert f"`{setting.variable}`" in described


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    ([\w-]+) ", capsys.readouterr().out, re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        assert f"renovation {command}" in whole(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_described(language: str) -> None:
    words = words_in(language)
    described = text(chapter("clerk", words))
    groups = [refusal_sentences(words), *problem_sentences(words).values()]
    for sentence in (sentence for group in groups for sentence in group.values()):
        assert re.sub(r"\{\w+\}", "…", sentence) in described


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_and_every_state_of_a_check_is_described(language: str) -> None:
    words = words_in(language)
    described = text(chapter("leader", words))
    for verdict in VERDICTS:
        assert verdict_label(verdict, words) in described
    for state in CHECK_STATES:
        check = {"measure": "area_renovated", "form": "sum", "verdict": "mismatch", "state": state}
        said = state_sentence(check | {"reported": 3, "recomputed": 1, "previous_difference": 1}, words)
        assert re.split(r"[.:：。（]| \(", said)[0] in described


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_named(language: str) -> None:
    for page in (ROOT / "pages").glob("*.py"):
        title = re.match(r'"""(\S+):', page.read_text(encoding="utf-8"))
        assert title
        english = {"outlook": "Goals and progress", "update": "Update the data"}.get(page.stem, page.stem.capitalize())
        assert page.stem == "help" or f"**{title[1] if language == 'zh' else english}**" in whole(language), page


def test_both_languages_have_the_same_sections_and_pictures() -> None:
    for code in CHAPTERS:
        zh, en = (chapter(code, words_in(language)) for language in LANGUAGES)
        assert [isinstance(part, Picture) for part in zh.parts] == [isinstance(part, Picture) for part in en.parts]
        own = [[part.path for part in of.parts if isinstance(part, Picture)] for of in (zh, en)]
        assert all(path.is_file() for paths in own for path in paths)
        assert all(one.read_bytes() != other.read_bytes() for one, other in zip(*own, strict=True)), (
            "in its own language"
        )
        sections = [re.findall(r"^##+ ", text(of), re.MULTILINE) for of in (zh, en)]
        assert sections[0] == sections[1]


def test_no_blank_is_left_open() -> None:
    for language in LANGUAGES:
        assert not re.search(r"\{\w+\}", whole(language))


def test_an_unknown_chapter_is_refused() -> None:
    with pytest.raises(KeyError):
        chapter("../leader", words_in("zh"))
