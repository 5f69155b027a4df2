"""The legend of the map as HTML: discs of colour, and circles as large as on the map."""

from __future__ import annotations

import html
from collections.abc import Sequence


def classes_html(classes: Sequence[tuple[str, str]]) -> str:
    """A legend's lines, each a disc of its colour and its words."""
    line = "font-size:0.94rem;line-height:1.7"
    size = "display:inline-block;width:0.88rem;height:0.88rem"
    disc = f"{size};border-radius:50%;margin-right:0.5rem;vertical-align:-0.12rem"
    lines = (
        f'<div style="{line}"><span style="{disc};background:{colour}"></span>{html.escape(text)}</div>'
        for colour, text in classes
    )
    return "".join(lines)


def sizes_html(samples: Sequence[tuple[float, str]], scale: float) -> str:
    """A legend of circles as large as on the map: each sample's radius in pixels, `scale` times as large here."""
    row = "display:flex;align-items:center;gap:0.9rem;font-size:0.94rem"
    circle = "display:inline-block;flex:none;border:1.5px solid currentColor;border-radius:50%;opacity:0.7"
    samples_html = (
        f'<span style="{circle};width:{2 * scale * radius:.0f}px;height:{2 * scale * radius:.0f}px"></span>'
        f"<span>{html.escape(text)}</span>"
        for radius, text in samples
    )
    return f'<div style="{row}">{"".join(samples_html)}</div>'
