"""One wording in both languages of the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """One wording in both languages of the screen."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The wording in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh
