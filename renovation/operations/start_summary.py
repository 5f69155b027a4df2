"""Writes what an operator sees when the dashboard has started: its address, its database, the settings in use."""

from __future__ import annotations

from collections.abc import Iterator

from renovation.domain.update_due import UpdateDue
from renovation.language import Words
from renovation.operations.doctor import ReadOption, address_diagnosis, open_files_diagnosis
from renovation.releases.store import Release
from renovation.settings import (
    cache_bytes,
    database_url,
    process_limits,
    sign_off_needed,
    tianditu_key,
    trusted_proxies,
    trusted_user_header,
    webhook_url,
    without_password,
)


def start_summary(
    newest: Release | None, due: UpdateDue | None, open_files: int | None, option: ReadOption, words: Words
) -> str:
    """Returns the text that the operator sees after the start, with one line for each matter, such as the database.

    Keys and passwords are left out. `newest` is the newest release, None if there is no release. `due` says when the
    data of this release must be updated, None if no update is expected. `open_files` is the limit on open files, None
    if the system has no limit. `option` returns the value of a setting of Streamlit's server, given its name.
    """
    lines = [
        address_diagnosis(words, option).sentence,
        words("Database: {url}", url=without_password(database_url())),
        words("Release {number} · data as of {day}", number=newest.release, day=words.day(newest.as_of))
        if newest
        else words("No release can be shown."),
        words("The next update is due on {day}.", day=words.day(due.day))
        if due
        else words("No update interval is set."),
        open_files_diagnosis(open_files, words).sentence,
        *_settings_that_hold(words),
    ]
    return "\n".join([words("The dashboard has started."), *(f"  {line}" for line in lines)])


def _settings_that_hold(words: Words) -> Iterator[str]:
    yield words("Cache: up to {size} MB.", size=words.number(cache_bytes() // 2**20))
    if process_limits() == "system":
        yield words("The operating system limits the memory and time of the processes that check workbooks.")
    else:
        yield words(
            "The dashboard watches the processes that check workbooks, and ends those that exceed "
            "their limits of memory or time."
        )
    proxies, header = ", ".join(map(str, trusted_proxies())), trusted_user_header()
    if header:
        yield words(
            "Trusted proxies: {proxies}. They pass on the visitor's name in the header {header}.",
            proxies=proxies,
            header=header,
        )
    else:
        yield words("Trusted proxies: {proxies}. They do not pass on the visitors' names.", proxies=proxies)
    if sign_off_needed():
        yield words("Sign-off: on; data is shown after a second publisher has confirmed it.")
    else:
        yield words("Sign-off: off.")
    yield (
        words("Map tiles: Tianditu (天地图).")
        if tianditu_key()
        else words("Map: the dashboard's own boundaries, without online tiles.")
    )
    yield words("Webhook: set.") if webhook_url() else words("Webhook: not set; no other server is contacted.")
