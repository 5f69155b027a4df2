"""The QR code of a link is drawn here, whole and dark on white, so that a phone reads it in both themes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import segno

from renovation.meeting.qr_code import qr_code

LINK = "https://看板.example/kanban/meeting/0123456789ab/presenter?key=abc-_"


def test_the_code_is_drawn_with_its_quiet_zone_on_white() -> None:
    drawn = ElementTree.fromstring(qr_code(LINK))
    modules = segno.make(LINK, micro=False).symbol_size(border=0)[0]
    assert drawn.attrib["width"] == drawn.attrib["height"] == str((modules + 2 * 4) * 5)
    _group, ground, lines = list(drawn.iter())[1:]
    assert ground.attrib["fill"] == "#fff"
    assert ground.attrib["d"].startswith(f"M0 0h{modules + 2 * 4}v{modules + 2 * 4}")
    assert lines.attrib["stroke"] == "#000"


def test_the_code_asks_for_nothing_and_differs_by_link() -> None:
    assert not re.search(r"href|http(?!://www\.w3\.org)", qr_code(LINK))
    assert qr_code(LINK) != qr_code(LINK + "x")
