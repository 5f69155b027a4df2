"""Renders a deck (the screens of a meeting) as HTML: for the audience, for the presenter, as a preview, as one file.

Scripts and styles are files in `assets`. Data cannot become code: templates escape it, and the configuration of the
page is JSON in which "<" is escaped.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal

from markupsafe import Markup

from renovation.blocks.html import TEMPLATES as BLOCK_TEMPLATES
from renovation.blocks.html import blocks_html, environment
from renovation.blocks.text import width_of
from renovation.language import Words
from renovation.meeting.agenda import Agenda
from renovation.meeting.deck import Deck, make_deck
from renovation.meeting.screens import ScreenData
from renovation.releases.store import Release

Mode = Literal["stage", "follow", "presenter", "preview", "file"]
ASSET_NAMES: Final = frozenset({"stage.css", "stage.js", "presenter.css", "presenter.js", "follow.js"})
_TEMPLATES: Final = environment(Path(__file__).parent / "templates", BLOCK_TEMPLATES)
_TITLE_SIZES: Final = {"t1": (32.5, 2), "t2": (37.5, 3), "t3": (44.2, 3), "t4": (52.5, 3)}
"""CSS classes of the font sizes of titles, the largest first: the width of a line in Chinese characters, most lines."""
_NARROW: Final = 0.6
_LATIN_ROOM: Final = 1.12
"""Latin letters are narrower than the digits in a Chinese title, so a line holds more of them."""


def document(
    deck: Deck,
    mode: Mode,
    root: str,
    config: Mapping[str, Any],
    notice: str = "",
    notes: Mapping[str, str] | None = None,
) -> str:
    """Returns the HTML page with all screens of a deck.

    `mode` is "stage" for the audience's screens in a browser that controls the meeting, "follow" for those in a browser
    that only follows, "presenter" for the presenter's view, "preview" for a page without controls, or "file" for a file
    that works offline and contains its scripts and styles. In all other modes, `root` is the relative URL of the
    scripts and styles. `config` is passed to the script as JSON. `notice` is a sentence that explains why the page
    differs from what the URL asked for, such as another release because the requested release cannot be opened. `notes`
    maps codes of screens on the agenda to the presenter's notes; None if there are none.
    """
    facts = {
        "mode": mode,
        "release": deck.release.release,
        "units": [*deck.units],
        "words": script_words(deck.words),
        "worker": _address_of("follow.js", root),
    }
    return _render(
        "document.html",
        deck.words,
        deck=deck,
        mode=mode,
        dark=deck.agenda.dark,
        notice=notice,
        notes=notes or {},
        config={**config, **facts},
        policy=policy(inline=True) if mode == "file" else "",
        styles=_tags(_styles(mode), root, mode == "file"),
        scripts=_tags(_scripts(mode), root, mode == "file"),
    )


def offline_file(release: Release, data: ScreenData, words: Words, agenda: Agenda) -> bytes:
    """Returns an HTML file, as bytes, with all screens of a meeting; it can be opened without a network.

    `data` holds the results, alerts and history of `release`; `agenda` says which screens the file has.
    """
    made = make_deck(release, data, words, agenda)
    return document(made, "file", "", {"playing": agenda.turns}).encode()


def notice_page(words: Words, line: str, links: tuple[tuple[str, str], ...], root: str) -> str:
    """Returns the HTML of a page that says why the requested page cannot be shown.

    `line` is the sentence with the reason. Below it are the `links`, which are pairs (name, URL). `root` is the
    relative URL of the stylesheet.
    """
    return _render("notice_page.html", words, line=line, links=links, styles=_tags(("stage.css",), root, inline=False))


def policy(inline: bool) -> str:
    """Returns a Content-Security-Policy that allows our own files only.

    `inline` must be True for a page in one file: the policy then allows our inline script and style by their hashes.
    """
    if not inline:
        return (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
        )
    script, style = (_hash(asset(name)) for name in ("stage.js", "stage.css"))
    return f"default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'"


@cache
def asset(name: str) -> str:
    """Returns the text of a script or a stylesheet; `name` is a file name in ASSET_NAMES.

    Raises OSError for another name.
    """
    return (Path(__file__).parent / "assets" / name).read_text(encoding="utf-8")


def script_words(words: Words) -> dict[str, str]:
    """Returns the texts that the scripts of a meeting show, in the language of `words`.

    The keys are the names by which the scripts look the texts up.
    """
    return {
        "ended": words("The presentation has ended. The last screen stays on display."),
        "lost": words("Connection lost. The screen stays as it is and will be updated when the connection is back."),
        "newer": words("Release {number} has been published; the screens still show release {shown}."),
        "playing": words("Stop automatic advance"),
        "play": words("Advance automatically"),
        "left": words("{left} left of {planned} on this screen"),
        "over": words("{over} over the {planned} planned for this screen"),
        "next": words("Next: {name}"),
        "last": words("This is the last screen"),
        "noted": words("Saved"),
        "unnoted": words("Not saved yet"),
        "planned": words("Meeting time: {passed} of {total}"),
        "followers": words("Screens that follow the presenter: {count}"),
        "end": words("End the presentation"),
        "resume": words("Keep presenting"),
        "refused": words("With this link you can only watch. You cannot change screens."),
    }


def _render(template: str, words: Words, **context: Any) -> str:
    return _TEMPLATES.get_template(template).render(
        _=words, words=words, html_language="zh-CN" if words.language == "zh" else "en", **context
    )


def _styles(mode: Mode) -> tuple[str, ...]:
    return ("stage.css", "presenter.css") if mode == "presenter" else ("stage.css",)


def _scripts(mode: Mode) -> tuple[str, ...]:
    return ("stage.js", "presenter.js") if mode == "presenter" else ("stage.js",)


def _tags(names: tuple[str, ...], root: str, inline: bool) -> Markup:
    """Returns the HTML elements for the scripts and stylesheets with the file names `names`.

    If `inline` is True, the elements contain the files; otherwise they load them from the relative URL `root`.
    """
    return Markup("").join(_inline_tag(name) if inline else _linked_tag(name, root) for name in names)


def _inline_tag(name: str) -> Markup:
    element = "style" if name.endswith(".css") else "script"
    return Markup("<{0}>{1}</{0}>").format(element, Markup(asset(name)))  # noqa: S704 our own file


def _linked_tag(name: str, root: str) -> Markup:
    address = _address_of(name, root)
    if name.endswith(".css"):
        return Markup('<link rel="stylesheet" href="{}"/>').format(address)
    return Markup('<script src="{}"></script>').format(address)


def _address_of(name: str, root: str) -> str:
    """Returns the relative URL of the script or stylesheet with the file name `name`, below the URL `root`.

    The query of the URL changes with the content of the file, so that browsers can cache it.
    """
    return f"{root}/assets/{name}?{hashlib.sha256(asset(name).encode()).hexdigest()[:12]}"


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


_SENTENCE_END: Final = re.compile(r"(?<=；)|(?<=; )|(?<=\. )(?=[A-Z])")
"""Matches after `甲；`, `one; ` and `One. ` before `Two`; not within `no. 2`."""
_CLAUSE_END: Final = re.compile(r"(?<=[；，、])|(?<=[;,.)] )|(?<= )(?=\()")
"""Matches also after `甲、` and `one, `, before and after `(behind: 2) `; not within `1,000`."""
_WORD_END: Final = re.compile(r"(?<=[；，、： ])")
"""Matches also after `甲：` and after every English word; not within `甲乙`."""
_TITLE_TRIALS: Final = (
    *product(("t1", "t2", "t3"), (_SENTENCE_END, _CLAUSE_END)),
    *product(("t1", "t2", "t3"), (_WORD_END,)),
    *product(("t4",), (_SENTENCE_END, _CLAUSE_END, _WORD_END)),
)
"""In which font sizes a title is tried, and where its lines may end then, the best first."""


def _title_lines(finding: str) -> tuple[str, tuple[str, ...]]:
    """Returns the CSS class of a title's font size, such as "t0", and the lines into which the title is broken.

    The class is that of the largest font size in which the title `finding` fits. Lines end after a sentence or a clause
    if the title then fits in one of the three largest font sizes, otherwise after a word.
    """
    is_latin = width_of(finding) < _NARROW * len(finding)
    for size, ends in _TITLE_TRIALS:
        room, most = _TITLE_SIZES[size]
        room *= _LATIN_ROOM if is_latin else 1.0
        lines = _filled_lines([part for part in ends.split(finding) if part], room)
        if len(lines) <= most and all(width_of(line.rstrip()) <= room for line in lines):
            return size, lines
    return [*_TITLE_SIZES][-1], _filled_lines([part for part in _SENTENCE_END.split(finding) if part], 0.0)


def _filled_lines(parts: Iterable[str], room: float) -> tuple[str, ...]:
    """Joins the texts `parts` to lines, each as long as possible but not wider than `room` Chinese characters.

    A part that is wider than `room` has a line of its own.
    """
    lines = [""]
    for part in parts:
        if lines[-1] and width_of((lines[-1] + part).rstrip()) > room:
            lines.append(part)
        else:
            lines[-1] += part
    return tuple(lines)


_TEMPLATES.globals |= {
    "blocks_html": blocks_html,
    "title_lines": _title_lines,
}
