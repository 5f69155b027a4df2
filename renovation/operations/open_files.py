"""Raises the limit on open files, because every visitor holds a connection, and the usual limit is only 1,024."""

from __future__ import annotations

import logging
from typing import Final

WANTED: Final = 65_536
_LOG: Final = logging.getLogger("renovation")


def raise_open_file_limit(wanted: int = WANTED) -> int | None:
    """Raises the limit on open files of this process, and returns the new limit; None if the system has no such limit.

    The soft limit becomes `wanted`, or the hard limit if that is lower. Each visitor's connection counts as an open
    file.
    """
    try:
        import resource  # missing on Windows
    except ImportError:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= target:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
    _LOG.info("The limit on open files was raised from %s to %s.", soft, target)
    return target
