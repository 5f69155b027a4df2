"""The one renderer: a release's screens as HTML documents, for the audience, the presenter, a preview and a file.

The scripts and the stylesheet are files of ours; nothing from data is ever code: it is escaped text, or JSON in which
"<" is written as an escape.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from renovation.blocks.drawings import table_figure
from renovation.blocks.html import Html, emphasised, joined, tag, text, width_of
from renovation.comparisons.alerts import Alert
from renovation.comparisons.answers import Answers
from renovation.domain import places
from renovation.domain.tables import TABLES
from renovation.language import Words
from renovation.meeting.agenda import Agenda
from renovation.meeting.contents import asked_for
from renovation.meeting.screens import Absent, Notes, Screen, Wishes
from renovation.releases.store import Release

Mode = Literal["stage", "follow", "presenter", "preview", "file"]
ASSETS: Final = Path(__file__).parent / "assets"
SOURCE: Final = "source"
"""The code of the last screen of every meeting: the release, its hash and its tables."""
_SCRIPTS: Final[dict[Mode, tuple[str, ...]]] = {
    "stage": ("stage.js",),
    "follow": ("stage.js",),
    "presenter": ("stage.js", "presenter.js"),
    "preview": ("stage.js",),
    "file": ("stage.js",),
}
_STYLES: Final[dict[Mode, tuple[str, ...]]] = dict.fromkeys(_SCRIPTS, ("stage.css",)) | {
    "presenter": ("stage.css", "presenter.css")
}
_TWO_LINES: Final = 62.0
_TWO_SMALL_LINES: Final = 80.0


@dataclass(frozen=True)
class Deck:
    """The screens of an agenda, made from one release in one language; `absent` left themselves out."""

    release: Release
    words: Words
    agenda: Agenda
    screens: tuple[Screen, ...]
    absent: tuple[Absent, ...]
    units: tuple[str, ...]
    simulated: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the screens in their order."""
        return tuple(screen.code for screen in self.screens)


def deck(release: Release, answers: Answers, alerts: Sequence[Alert], words: Words, agenda: Agenda) -> Deck:
    """The screens of an agenda, and behind them the one that says where the figures come from."""
    made = asked_for(agenda.codes, answers, alerts, words, Wishes(agenda.lights, agenda.dark))
    filled = tuple(one for one in made if isinstance(one, Screen))
    absent = tuple(one for one in made if isinstance(one, Absent))
    units = tuple(places.code_of(name) for name in answers.units["unit"])
    return Deck(
        release, words, agenda, (*filled, source_screen(release, answers, words)), absent, units, answers.simulated
    )


def source_screen(release: Release, answers: Answers, words: Words) -> Screen:
    """The last screen: the release and its hash, and every table with its day and basis."""
    _ = words.gettext
    rows = [
        (words.label(TABLES[name].title), words.day(table.as_of), words.basis(table.basis))
        for name, table in answers.tables.items()
    ]
    printed = tag("p", _("SHA-256 of the release: "), tag("code", release.manifest_sha256), class_="hash")
    return Screen(
        SOURCE,
        _("Sources"),
        _("All figures are from release {number}, as of {day}").format(
            number=release.release, day=words.day(release.as_of)
        ),
        joined([table_figure((_("Table"), _("As of"), _("Basis")), rows), printed]),
        _("As of {day} · {basis}").format(
            day=words.day(release.as_of), basis=words.basis(answers.dated_table("unit_progress").basis)
        ),
        Notes((_("Whoever has the release's number and hash finds the very same figures again."),)),
    )


def slides(of: Deck) -> Html:
    """The screens as HTML, all there before one is shown."""
    count = len(of.screens)
    return joined([_slide(screen, place, count, of) for place, screen in enumerate(of.screens, start=1)])


def _slide(screen: Screen, place: int, count: int, of: Deck) -> Html:
    _ = of.words.gettext
    release = _("Release {number}").format(number=of.release.release)
    kicker = " · ".join((_("Simulated data"), screen.name)) if of.simulated else screen.name
    return tag(
        "section",
        tag("header", tag("p", kicker, class_="kicker"), tag("h1", *_clauses(screen), class_=_title_size(screen))),
        tag("div", screen.figure, class_="figure"),
        tag(
            "footer",
            tag("span", screen.basis, class_="basis"),
            tag("span", release, class_="release"),
            tag("span", f"{place} / {count}", class_="page"),
        ),
        class_="slide",
        data_code=screen.code,
        data_seconds=of.agenda.seconds_of(screen.code),
        data_name=screen.name,
        aria_label=screen.finding,
    )


def _clauses(screen: Screen) -> list[Html]:
    """A title's clauses, each kept together on a line where it fits."""
    return [tag("span", clause) for clause in re.split(r"(?<=；)|(?<=; )", screen.finding) if clause]


def _title_size(screen: Screen) -> str:
    """How large a title can be so that it takes two lines."""
    wide = width_of(screen.finding)
    return "t1" if wide <= _TWO_LINES else "t2" if wide <= _TWO_SMALL_LINES else "t3"


def document(of: Deck, mode: Mode, root: str, config: dict[str, Any], calm: str = "") -> str:
    """A whole page; its scripts and styles are fetched from `root`, for a file they stand within."""
    words = of.words
    whole = config | {"mode": mode, "release": of.release.release, "units": of.units, "words": script_words(words)}
    body = [_stage(of, mode), _signs(words, calm)]
    if mode == "presenter":
        body.append(_desk(of))
    body.append(_json("config", whole))
    return _page(of, mode, root, joined(body))


def _stage(of: Deck, mode: Mode) -> Html:
    curtain = [tag("div", class_="curtain"), tag("div", class_="time", aria_hidden="true")]
    stage = tag("main", tag("div", slides(of), class_="deck"), *curtain, class_="stage")
    return stage if mode != "presenter" else tag("div", stage, class_="now")


def _signs(words: Words, calm: str) -> Html:
    """What is said beside the screens: a calm line, and a follower's way out and back."""
    _ = words.gettext
    return joined(
        [
            tag("p", calm, class_="calm", role="status"),
            tag("button", _("Look around by myself"), class_="leave", type="button", hidden="hidden"),
            tag("button", _("Back to the presenter's screen"), class_="back", type="button", hidden="hidden"),
            tag("div", class_="hover", hidden="hidden"),
        ]
    )


def _desk(of: Deck) -> Html:
    """The presenter's view beside the stage: the next screen, notes, clock, and buttons large enough for a thumb."""
    _ = of.words.gettext
    notes = [_notes(screen, of.words) for screen in of.screens]
    items = [
        tag("option", f"{place}. {screen.name}", value=screen.code) for place, screen in enumerate(of.screens, start=1)
    ]
    buttons = [
        tag("button", words, type="button", data_do=do)
        for do, words in (
            ("back", _("◀ Back")),
            ("next", _("Next ▶")),
            ("pause", _("Turn by time")),
            ("blank", _("Blank")),
            ("end", _("End")),
        )
    ]
    clock = tag(
        "div",
        tag("span", class_="clock"),
        tag("span", class_="spent"),
        tag("span", class_="planned"),
        tag("span", class_="followers"),
        class_="clocks",
    )
    newer = tag("p", tag("span"), tag("button", _("Show it now"), type="button", data_do="newer"), class_="newer")
    jump = tag("select", *items, class_="jump", aria_label=_("Go to"))
    beside = tag(
        "div",
        tag("div", tag("p", _("Next"), class_="label"), tag("div", class_="next stage"), class_="then"),
        tag("div", *notes, class_="notes"),
        class_="beside",
    )
    return tag(
        "div",
        tag("div", clock, newer, tag("div", *buttons, jump, class_="buttons"), class_="below"),
        beside,
        class_="desk",
    )


def _notes(screen: Screen, words: Words) -> Html:
    _ = words.gettext
    said = [tag("h2", _("To say")), tag("ul", *(tag("li", emphasised(line)) for line in screen.notes.say if line))]
    asked = [
        tag(
            "details",
            tag("summary", one.question),
            tag("p", emphasised(one.answer)),
            tag("p", one.source, class_="basis"),
            open="open",
        )
        for one in screen.notes.questions
    ]
    title = [tag("h2", _("Likely questions"))] if asked else []
    return tag("section", *said, *title, *asked, data_for=screen.code)


def script_words(words: Words) -> dict[str, str]:
    """The few sentences that the scripts say."""
    _ = words.gettext
    return {
        "ended": _("The presentation has ended; this screen stays."),
        "lost": _("Connection lost: the screen stays as it is and catches up."),
        "newer": _("Release {number} has been published; the screens still show release {shown}."),
        "playing": _("Stop turning"),
        "play": _("Turn by time"),
        "spent": _("{spent} of {planned} on this screen"),
        "planned": _("{passed} of {total} in all"),
        "followers": _("{count} follow"),
        "end": _("End"),
        "resume": _("Go on"),
        "refused": _("This link may look on, not steer."),
    }


def _json(name: str, value: Any) -> Html:
    written = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "").replace("\u2029", "")
    return Html(f'<script type="application/json" id="{name}">{written}</script>')


def _page(of: Deck, mode: Mode, root: str, body: Html) -> str:
    title = of.words.gettext("Old-factory renovation, Wuxing District")
    language = "zh-CN" if of.words.language == "zh" else "en"
    inside = mode == "file"
    head = [
        Html('<meta charset="utf-8"/>'),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(inside)) if inside else Html(),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        *(_style(name, root, inside) for name in _STYLES[mode]),
    ]
    scripts = [_script(name, root, inside) for name in _SCRIPTS[mode]]
    theme = "dark" if of.agenda.dark else "light"
    page = tag("html", tag("head", *head), tag("body", body, *scripts), lang=language, data_theme=theme, data_mode=mode)
    return f"<!doctype html>{page}"


def policy(inside: bool) -> str:
    """The content security policy: only our own files, or in a file only our own scripts and styles by their hash."""
    if not inside:
        return (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
        )
    script, style = (_hash(asset(name)) for name in ("stage.js", "stage.css"))
    return f"default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'"


def _style(name: str, root: str, inside: bool) -> Html:
    if inside:
        return Html(f"<style>{asset(name)}</style>")
    return tag("link", rel="stylesheet", href=f"{root}/assets/{name}?{version_of(name)}")


def _script(name: str, root: str, inside: bool) -> Html:
    if inside:
        return Html(f"<script>{asset(name)}</script>")
    return tag("script", src=f"{root}/assets/{name}?{version_of(name)}")


@cache
def asset(name: str) -> str:
    """One of our scripts or stylesheets. Raises FileNotFoundError."""
    return (ASSETS / name).read_text(encoding="utf-8")


def version_of(name: str) -> str:
    """What changes in an asset's address when it changes."""
    return hashlib.sha256(asset(name).encode()).hexdigest()[:12]


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def calm_page(words: Words, line: str, links: tuple[tuple[str, str], ...], root: str) -> str:
    """A page for an address that leads nowhere: one line, and the nearest things that work."""
    ways = [tag("a", name, href=address) for name, address in links]
    head = [
        Html('<meta charset="utf-8"/>'),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", words.gettext("Old-factory renovation, Wuxing District")),
        _style("stage.css", root, inside=False),
    ]
    body = tag("main", tag("h1", text(line)), tag("p", *ways), class_="nowhere")
    language = "zh-CN" if words.language == "zh" else "en"
    page = tag("html", tag("head", *head), tag("body", body), lang=language, data_theme="light")
    return f"<!doctype html>{page}"


def offline_file(release: Release, answers: Answers, alerts: Sequence[Alert], words: Words, agenda: Agenda) -> bytes:
    """A meeting as one HTML file that works from a stick, without a network."""
    made = deck(release, answers, alerts, words, agenda)
    return document(made, "file", "", {"playing": agenda.turns}).encode()
