"""Texts in both languages of the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A text in both languages of the screen."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Returns the text in `language`, "zh" or "en"."""
        return self.en if language == "en" else self.zh
