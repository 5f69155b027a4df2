"""Adds two things to the HTML `<head>` of every page: links to scripts of Streamlit, and a sentence of our own.

Streamlit's own HTML names only the scripts for its start. A browser learns that it needs further scripts, for buttons,
links and components, only when a page has been drawn for the first time; then it fetches them one after the other. With
the links the browser fetches these scripts early. The sentence replaces Streamlit's message on a download button if the
file cannot be made, because that message is always in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import streamlit

from renovation.language import LANGUAGES, words_in
from renovation.web.base_path import under

_STATIC: Final = Path(streamlit.__file__).parent / "static"
_SCRIPTS: Final = "static/js"
PARTS: Final = ("BidiComponent", "ButtonGroup", "Html", "PageLink")
"""The elements of Streamlit that every page uses. The file of each has the element's name, followed by a hash."""
_FAILED_DOWNLOAD: Final = "body [data-testid=stDownloadButtonError]"
_DOWNLOAD_BEGUN: Final = "[data-testid=stDownloadButton]:has([data-testid=stSpinnerIcon])"
_IMPORT: Final = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
"""`from"./merge.UVaQM33U.js"` and `import"./src.ClCGuae5.js"`; not `import("./x.js")`, which is fetched when needed."""


def module_links(base_path: str = "") -> str:
    """Returns HTML links that make a browser fetch some scripts of Streamlit early, with all scripts that these import.

    They are the scripts of the elements in PARTS, except those that Streamlit's own HTML names. The text is empty for a
    version of Streamlit without such scripts. `base_path` is the path under which the dashboard is served, such as
    `kanban`; empty if it is the root.
    """
    folder, page = _STATIC / _SCRIPTS, (_STATIC / "index.html").read_text(encoding="utf-8")
    entries = [path.name for part in PARTS for path in folder.glob(f"{part}.*.js")]
    needed = [name for name in _with_imports(folder, entries) if name not in page]
    addresses = (under(base_path, f"{_SCRIPTS}/{name}") for name in needed)
    return "".join(f'<link rel="modulepreload" crossorigin href="{address}">' for address in addresses)


def download_messages() -> str:
    """Returns a CSS style with two texts for downloads: that a file is being created, and that this has failed.

    Streamlit shows only a turning circle while a file is created, and its message after a failure is always in English.
    The style replaces this message by a sentence in the language of the page. Streamlit removes the message after five
    seconds, so the sentence is short.
    """
    rules = [
        f"{_FAILED_DOWNLOAD}{{font-size:0}}{_FAILED_DOWNLOAD}::after{{font-size:.875rem}}",
        "[data-testid=stDownloadButton]{position:relative}",
        f"{_DOWNLOAD_BEGUN}::after{{position:absolute;top:100%;left:0;white-space:nowrap;font-size:.75rem}}",
    ]
    for language in LANGUAGES:
        words = words_in(language)
        sentence = words("The file could not be created. Try again, or tell the administrator.")
        begun = words("Creating the file; this takes up to about a minute.")
        rules.append(f":lang({language}) {_FAILED_DOWNLOAD}::after{{content:'{sentence}'}}")
        rules.append(f":lang({language}) {_DOWNLOAD_BEGUN}::after{{content:'{begun}'}}")
    return f"<style>{''.join(rules)}</style>"


def _with_imports(folder: Path, names: Iterable[str]) -> list[str]:
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += _IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return found
