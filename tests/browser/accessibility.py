"""What axe-core finds on a page (WCAG 2 A and AA, and axe's best practices), without what is Streamlit's own."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STREAMLITS_OWN: Final = {
    # the words on the uploader's button cannot be set, so ours follow it by CSS, which browsers read and axe does not: issue 13500
    "button-name": "[data-testid=stFileUploaderDropzone]",
    # the section around that button is a presentation that can be focused since pull request 15928
    "presentation-role-conflict": "[data-testid=stFileUploaderDropzone]",
}
"""The rules that Streamlit 1.67's own elements break, with what they are in; the numbers are of streamlit/streamlit."""
CONTRAST: Final = ("color-contrast",)
"""The rules that a theme may break: where a page was looked at in one theme, only they are asked in the other."""
_RUN: Final = """async (rules) => {
  const asked = rules.length ? { runOnly: { type: 'rule', values: rules } } : {};
  return (await axe.run({ resultTypes: ['violations'], preload: { assets: ['media'] }, ...asked })).violations;
}"""
"""Gives the violations alone. No rule that is asked reads the style sheets, which axe would otherwise fetch."""
_IS_WITHIN: Final = "([target, own]) => Boolean(document.querySelector(target)?.closest(own))"


def violations(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Returns each violation that our own markup causes, of some rules or of all: its rule, the element, and what is wrong."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{page.url} {rule['id']}: {node['html'][:120]} {node['failureSummary']}"
        for rule in page.evaluate(_RUN, list(rules))
        for node in rule["nodes"]
        if not _is_streamlits(page, rule["id"], node)
    ]


def _is_streamlits(page: Page, rule: str, node: dict[str, Any]) -> bool:
    target, own = node["target"][0], STREAMLITS_OWN.get(rule)
    return own is not None and isinstance(target, str) and bool(page.evaluate(_IS_WITHIN, [target, own]))
