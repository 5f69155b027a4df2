"""The Content-Security-Policy of the pages: which scripts, files and addresses their HTML may use.

Streamlit 1.67 writes style elements and attributes, loads the scripts of components and its workers from `blob:`
addresses, and draws images from `data:` and `blob:` addresses. Its map compiles WebAssembly. It does not evaluate
strings as code.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Final

_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
"""`<script>a()</script>`, not `<script src="a.js"></script>`."""


def inline_scripts(html: str) -> tuple[str, ...]:
    """Returns the texts of the inline scripts in `html`, so that a Content-Security-Policy can allow them.

    Pass only HTML that we wrote.
    """
    return tuple(_INLINE.findall(html))


def page_policy(scripts: Iterable[str], host: str, tile_server: str = "") -> str:
    """Returns the Content-Security-Policy of a page that contains the inline scripts `scripts`.

    `host` is the host that the browser has asked (empty if unknown); some browsers need its name, because their
    `'self'` does not include WebSockets. `tile_server` is the address of the map tiles; empty if there are no tiles.
    """
    hashes = " ".join(dict.fromkeys(f"'sha256-{_digest(script)}'" for script in scripts))
    sockets = f" ws://{host} wss://{host}" if host else ""
    tiles = f" {tile_server}" if tile_server else ""
    return (
        f"default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' {hashes}; worker-src 'self' blob:; "
        f"style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:{tiles}; font-src 'self' data:; connect-src 'self' data: blob:{sockets}{tiles}; "
        "media-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
