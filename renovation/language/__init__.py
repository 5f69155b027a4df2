"""The two languages of the screen: sentences from gettext catalogues, numbers, dates and units as each writes them.

Sentences stand in the code in English and are looked up in the Chinese catalogue, which is the default's.
"""

from renovation.language.words import LANGUAGES, Words, words_in

__all__ = ["LANGUAGES", "Words", "words_in"]
