"""Asks the visitor's browser whether it has WebGL, and how wide its window is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

_REPORTED: Final = "browser"
_COMPONENT: Final = "browser_capabilities"
_CAPABILITIES_SCRIPT: Final = """
export default function ({ data, setStateValue }) {
  const report = (webgl) => {
    const width = window.innerWidth
    if (data?.webgl !== webgl || data?.width !== width) setStateValue("capabilities", { webgl, width })
  }
  const context = document.createElement("canvas").getContext("webgl2")
  context?.getExtension("WEBGL_lose_context")?.loseContext() // a browser keeps only a few
  report(Boolean(context) && !window.webglWasLost)
  const lose = ({ target }) =>
    setTimeout(() => {
      if (!target.isConnected) return // the map itself was removed
      window.webglWasLost = true
      report(false)
    }, 100)
  document.addEventListener("webglcontextlost", lose, true)
  return () => document.removeEventListener("webglcontextlost", lose, true)
}
"""
"""Reports only values that have changed: a change of the theme runs the script again, and a repeated report would
conflict with the report of the theme. A browser whose graphics card or driver has failed once counts as one without
WebGL until the page is loaded again."""


@dataclass(frozen=True)
class BrowserCapabilities:
    """What a visitor's browser can show: whether it has WebGL, and the width of its window in pixels."""

    webgl: bool
    width: int


def browser_capabilities() -> BrowserCapabilities | None:
    """Returns what the visitor's browser can show; None until the browser has reported it."""
    reported = st.session_state.get(_REPORTED)
    component = st.components.v2.component(_COMPONENT, js=_CAPABILITIES_SCRIPT)
    component(key=_COMPONENT, data=reported, on_capabilities_change=_keep_capabilities)
    return BrowserCapabilities(bool(reported["webgl"]), int(reported["width"])) if reported else None


def _keep_capabilities() -> None:
    """Saves the browser's report for the whole visit, because the component's state is lost with its page."""
    st.session_state[_REPORTED] = st.session_state[_COMPONENT]["capabilities"]
