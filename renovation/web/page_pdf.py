"""Draws the button that downloads the page as PDF, if Chromium is installed on the server."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import streamlit as st

from renovation.blocks.spreadsheet import file_name
from renovation.operations.printing import chromium, print_page
from renovation.web.base_path import configured_base_path, under
from renovation.web.components import download
from renovation.web.page_context import PageContext
from renovation.web.selections import link_parameters

_READY: Final = """document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]")
&& document.querySelector("[data-testid=stMain] h1") && document.querySelector("[data-testid=stMain] .st-key-page-end")
&& !document.querySelector("[data-testid=stSkeleton], [data-stale=true], #first-figures")
&& [...document.querySelectorAll("[data-testid=stBidiComponentRegular]")].every((section) =>
  section.querySelector(".changing-chart .main-svg") &&
  !section.querySelector(".changing-chart:is([aria-busy], :not(:has(.main-svg)))"))"""


def pdf_button(page: PageContext, path: str, title: str) -> None:
    """Draws a button that downloads the page as PDF. Draws nothing if Chromium is not installed on the server.

    `path` is the path of the page in its address, `title` the name of the downloaded file without its date.
    """
    if chromium() is None:
        return
    parameters = urlencode(link_parameters(page.release.release))
    address = f"{_own_address(path)}?{parameters}"
    name = file_name(title, page.release.as_of, "pdf")
    download(page.words("Download this page as PDF"), lambda: print_page(address, _READY), name)


def _own_address(path: str) -> str:
    """Returns the URL of a page at which this process itself responds, even if a proxy is in front of it.

    `path` is the path of the page, "" for the overview.
    """
    listens = str(st.get_option("server.address") or "")
    host = listens if listens not in ("", "0.0.0.0", "::") else "localhost"  # noqa: S104 nothing is bound here
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    return f"{scheme}://{host}:{st.get_option('server.port')}{under(configured_base_path(), path)}"
