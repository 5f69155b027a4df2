"""The ASGI application: start-up, routes and middleware. `streamlit run app.py` starts it."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from renovation.settings import invalid_settings

WRONG_SETTING = 78
"""The exit status for a wrong setting (EX_CONFIG of sysexits.h): a service manager need not start the process again."""
if wrong_settings := "\n".join(map(str, invalid_settings())):  # before the modules below read them
    sys.stderr.write(f"{wrong_settings}\n")
    sys.exit(WRONG_SETTING)

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from streamlit.runtime import get_instance
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

from renovation.domain.update_due import current_date
from renovation.language import words_in
from renovation.meeting.notices import PREFIX
from renovation.meeting.server import Server
from renovation.operations.announcements import announcing
from renovation.operations.open_files import raise_open_file_limit
from renovation.operations.start_summary import start_summary
from renovation.operations.webhook import configured_webhook
from renovation.publishing.access import ensure_key
from renovation.publishing.shown_releases import listed_releases
from renovation.reading.files.private_files import delete_leftover_files
from renovation.releases.database import StoreError
from renovation.settings import output_language
from renovation.web import charts, data, health, metrics, newest_release, overdue
from renovation.web.abandoned_uploads import freeing_abandoned_uploads
from renovation.web.base_path import configured_base_path, under
from renovation.web.first_figures import first_figures
from renovation.web.front_end import download_messages, module_links
from renovation.web.log import RequestIds, configure_logging
from renovation.web.middleware import PageHtml, SecurityHeaders
from renovation.web.request_guard import RequestGuard
from renovation.web.run_queue import RUNS, SWITCH_SECONDS
from renovation.web.session_queue import keep_answers
from renovation.web.static_files import FOLDER, CompressedFiles
from renovation.web.streamlit_caches import cache_in_streamlit
from renovation.web.upload_limit import UploadLimit

LOG = logging.getLogger("renovation")
PAGE_PATHS = frozenset(page.stem for page in (Path(__file__).parent / "pages").glob("*.py")) - {"overview"}
BASE_PATH = configured_base_path()


WEBHOOK = configured_webhook()
MEETINGS = Server(data.open_release, data.screen_data_when_published, data.store)


@asynccontextmanager
async def warm_up(_app: st.App) -> AsyncIterator[None]:
    """Starts the dashboard before the first visitor, waits (`yield`) while the server runs, and ends its tasks.

    At the start it loads the translations, publishes the first workbook if the store is empty, caches the newest
    release with its history, and prints a summary. If the database does not respond, it logs this and starts anyway.
    """
    configure_logging()
    cache_in_streamlit()
    keep_answers()
    sys.setswitchinterval(SWITCH_SECONDS)
    open_files = raise_open_file_limit()
    if open_files is not None:
        MEETINGS.limit_followers(open_files)
    delete_leftover_files()
    words_in("zh")
    opened = data.open_release(None)
    if opened.release and opened.results:
        data.alerts(opened.release, opened.results)
    _print_new_key()
    MEETINGS.end_at_exit()
    words, newest = words_in(output_language()), opened.release
    due = overdue.newest_due(newest.as_of) if newest else None
    LOG.info("%s", start_summary(newest, due, open_files, _server_option, words))
    announcements = announcing(WEBHOOK, data.store, overdue.newest_due, words)
    async with freeing_abandoned_uploads(), announcements:
        yield


def _server_option(name: str) -> str:
    value = st.get_option(f"server.{name}")
    return "" if value is None else str(value)


def _print_new_key() -> None:
    """Creates the publisher's key at the first start and prints it; only its hash is stored."""
    try:
        key = ensure_key(data.store())
    except StoreError:
        LOG.exception("The publisher's key could not be made; nobody can publish until the database answers.")
        return
    if key:
        # for the operator, not for the log; standard error takes Chinese in every locale
        sys.stderr.write(f"\n  发布密钥 / Publisher's key: {key}\n\n")
        sys.stderr.flush()


def newest_sound_release() -> int | None:
    """Opens the newest release, so that its results are cached for the first visitor, and returns its number.

    Returns None if the database does not respond or the newest release is damaged.
    """
    opened = data.open_release(None)
    return opened.release.release if opened.release and opened.trouble is None else None


def _store_numbers() -> metrics.StoreNumbers:
    """Returns the numbers about the store that `/metrics` shows. Raises StoreError."""
    releases = listed_releases(data.store())
    return metrics.StoreNumbers(len(releases), next((release.as_of for release in releases if release.head), None))


def _open_tabs() -> int:
    """Returns the number of browser tabs that have a connection to this process."""
    counted = get_instance().stats_mgr.get_stats([ACTIVE_SESSIONS_FAMILY])[ACTIVE_SESSIONS_FAMILY]
    return sum(stat.value for stat in counted if isinstance(stat, GaugeStat))


MEASURED = metrics.Sources(
    store=_store_numbers,
    sessions=_open_tabs,
    waiting_runs=lambda: RUNS.waiting,
    followers=MEETINGS.followers,
    cache=data.CACHE.usage,
    today=current_date,
    due=overdue.newest_due,
)


def show_failure(error: Exception) -> bool:
    """Logs an exception that a page raised, and shows a sentence instead of the traceback.

    Returns True, which tells Streamlit that the exception is handled.
    """
    LOG.error("A page failed.", exc_info=error)
    words = words_in(st.session_state.get("language", "zh"))
    st.warning(
        words(
            "This part of the page cannot be shown. The other pages still work. The administrator can find "
            "the reason in the server's log."
        ),
        icon=":material/info:",
    )
    return True


ROUTES = [
    *health.routes(newest_sound_release, BASE_PATH),
    metrics.metrics_route(MEASURED, BASE_PATH),
    newest_release.route(data.head, BASE_PATH),
    *charts.file_routes(BASE_PATH),
    *MEETINGS.routes(under(BASE_PATH, PREFIX)),
]
app = st.App(
    Path(__file__).parent / "renovation" / "web" / "run.py",
    lifespan=warm_up,
    routes=ROUTES,
    middleware=[
        Middleware(RequestIds),
        Middleware(metrics.RequestCounter),
        Middleware(SecurityHeaders),
        Middleware(RequestGuard),
        Middleware(UploadLimit),
        Middleware(CompressedFiles, base_path=BASE_PATH, folders=(FOLDER, charts.FOLDER)),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        Middleware(
            PageHtml,
            pages=PAGE_PATHS,
            base_path=BASE_PATH,
            other_routes=ROUTES,
            first_view=first_figures,
            scripts=module_links(BASE_PATH) + charts.script_element(BASE_PATH) + download_messages(),
        ),
    ],
    on_script_error=show_failure,
)
