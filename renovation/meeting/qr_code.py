"""Draws QR codes of links, without asking another server."""

from __future__ import annotations

import segno


def qr_code(link: str) -> str:
    """Returns the QR code of a link (ISO/IEC 18004) as an SVG element, which is dark on white in both themes."""
    return segno.make(link, micro=False).svg_inline(scale=5, border=4, light="#ffffff")
