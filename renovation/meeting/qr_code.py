"""QR codes of links, drawn on this computer."""

from __future__ import annotations

import segno


def qr_code(link: str) -> str:
    """Returns a link's QR code (ISO/IEC 18004) as SVG: dark on white with its quiet zone, to be read in both themes."""
    return segno.make(link, micro=False).svg_inline(scale=5, border=4, light="#ffffff")
