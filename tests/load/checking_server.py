"""The dashboard with a clerk who never rests: `python -m tests.load.checking_server LEDGER FLAG run app.py …`.

As long as FLAG exists, a thread checks LEDGER over and over, as the thread of a clerk's session does; the rest of the
call is Streamlit's.
"""

from __future__ import annotations

import runpy
import sys
import threading
import time
from pathlib import Path

from renovation.publishing.uploads import check_upload
from renovation.releases.cache import Cache
from renovation.releases.store import Source, Store
from renovation.settings import database_url


def check_on(ledger: Path, flag: Path) -> None:
    """Never ends; adds a letter to the flag for every check done."""
    content = ledger.read_bytes()
    while True:
        if flag.exists():
            check_upload(Store(database_url()), Source(ledger.name, content), None, {}, Cache(0))
            with flag.open("a") as done:
                done.write("x")
        time.sleep(0.05)


def main() -> None:
    """Starts the clerk, then becomes Streamlit."""
    ledger, flag = map(Path, sys.argv[1:3])
    threading.Thread(target=check_on, args=(ledger, flag), daemon=True).start()
    sys.argv = ["streamlit", *sys.argv[3:]]
    runpy.run_module("streamlit", run_name="__main__")


if __name__ == "__main__":
    main()
