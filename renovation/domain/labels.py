"""Declares `Label`, a text in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A text in Chinese (`zh`) and English (`en`)."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Returns the text in `language`, which is "zh" or "en"."""
        return self.en if language == "en" else self.zh
