"""The two languages of the screen: sentences, numbers, dates and units as each language writes them.

The code holds its sentences in English; the Chinese catalogue translates them. Chinese is the default. What a sentence
says about a figure belongs to `wording`.
"""

from renovation.language.words import LANGUAGES, Words, words_in

__all__ = ["LANGUAGES", "Words", "words_in"]
