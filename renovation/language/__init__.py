"""Writes sentences, numbers, dates and units of measurement in Chinese (the default) and in English.

Sentences are written in English in the code, and a gettext catalogue translates them into Chinese. Which sentence
describes a figure is decided in `wording`.
"""

from renovation.language.words import LANGUAGES, Words, words_in

__all__ = ["LANGUAGES", "Words", "words_in"]
