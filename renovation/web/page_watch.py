"""Runs an open page again when the visitor's theme changes or a new release is published."""

from __future__ import annotations

from typing import Final

import streamlit as st

from renovation.web.base_path import configured_base_path, under
from renovation.web.newest_release import PATH
from renovation.web.selections import mark_changed

POLL_SECONDS: Final = 3
"""The seconds between two requests of an open page for the number of the newest release. A hidden tab sends none."""
_COMPONENT: Final = "page_watch"
_SCRIPT: Final = """
export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.language
  const look = async () => {
    if (document.hidden || parentElement.asking) return
    parentElement.asking = true
    try {
      const { release } = await (await fetch(data.address, { cache: "no-store" })).json()
      if (release !== null && release !== data.shown && release !== parentElement.reported) {
        parentElement.reported = release
        setTriggerValue("published", release)
      }
    } catch {
      // the server restarts or the network is away: the next look tells
    } finally {
      parentElement.asking = false
    }
  }
  const preference = window.matchMedia("(prefers-color-scheme: dark)")
  const report = () => setTimeout(() => setTriggerValue("theme", preference.matches), 300)
  parentElement.stop?.()
  const timer = setInterval(look, data.seconds * 1000)
  document.addEventListener("visibilitychange", look)
  preference.addEventListener("change", report)
  return (parentElement.stop = () => {
    clearInterval(timer)
    document.removeEventListener("visibilitychange", look)
    preference.removeEventListener("change", report)
  })
}
"""


def watch_page(newest: int, language: str) -> None:
    """Makes the browser run the page again when a new release is published, or when the visitor changes the theme.

    `newest` is the number of the newest release now. The theme matters because the server draws the charts in its
    colours. `language` is written into the HTML page, for screen readers and hyphenation. A fragment with `run_every`
    would not do: if it runs right after another fragment, Streamlit 1.67 treats that other fragment as interrupted
    (ForwardMsgQueue.clear) and leaves its old elements on the screen, below its new elements.
    """
    address = under(configured_base_path(), PATH)
    tag = "zh-CN" if language == "zh" else "en"
    st.components.v2.component(_COMPONENT, js=_SCRIPT)(
        key=_COMPONENT,
        data={"address": address, "shown": newest, "seconds": POLL_SECONDS, "language": tag},
        on_published_change=mark_changed,
        on_theme_change=mark_changed,
    )
