"""A screen of a meeting: its title, the blocks below it, and notes for the presenter."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from dataclasses import dataclass, replace
from typing import TypeVar

from renovation.blocks.model import Block, Provenance

Item = TypeVar("Item")


@dataclass(frozen=True)
class LikelyQuestion:
    """A question that the audience of a meeting may ask, with an answer for the presenter, and the answer's source."""

    question: str
    answer: str
    source: str


@dataclass(frozen=True)
class PresenterNotes:
    """What only the presenter sees about a screen: sentences to say, and questions that the audience may ask.

    The parts of a sentence between `**` are bold.
    """

    sentences: tuple[str, ...] = ()
    questions: tuple[LikelyQuestion, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page of a screen after the first, for blocks that do not fit on the first page.

    `finding` is its title, which says what the page adds to the first one. `provenance` has the as-of dates and the
    bases of its figures; if it is empty, that of the first page is shown instead.
    """

    blocks: tuple[Block, ...]
    finding: str
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True)
class Screen:
    """A screen of a meeting.

    `code` identifies the screen in agendas and URLs, `name` is its name in lists, `finding` its title. `provenance` has
    the as-of dates and the bases of the figures. `more_pages` are further pages, with the blocks that do not fit on the
    first page.
    """

    code: str
    name: str
    finding: str
    blocks: tuple[Block, ...]
    provenance: tuple[Provenance, ...]
    notes: PresenterNotes = PresenterNotes()
    more_pages: tuple[Page, ...] = ()

    @property
    def provenance_lines(self) -> tuple[str, ...]:
        """The lines of text with the as-of dates and the bases of the screen's figures, each line once."""
        return tuple(dict.fromkeys(one.words for one in self.provenance))

    def pages(self) -> tuple[Screen, ...]:
        """Returns one Screen for each page of this screen; a screen with a single page is returned unchanged.

        The first page has the code of this screen, such as `goals`, the other pages `goals:2`, …; all names end with
        `1/2`, `2/2`, ….
        """
        if not self.more_pages:
            return (self,)
        pages = (Page(self.blocks, self.finding), *self.more_pages)
        return tuple(
            replace(
                self,
                code=self.code if number == 1 else f"{self.code}:{number}",
                name=f"{self.name} {number}/{len(pages)}",
                finding=page.finding,
                blocks=page.blocks,
                provenance=page.provenance or self.provenance,
                more_pages=(),
            )
            for number, page in enumerate(pages, start=1)
        )


def numbers_on(pages: Sequence[Sized], listed: int = 0) -> tuple[str, ...]:
    """Returns a text for each of `pages`, which says which items stand on it: `1–4`, `5–8`, or `9` for a single item.

    A page is given as a sequence of its items. The items are numbered from 1 through all pages; `listed` is the number
    of items that stand before the first of `pages`.
    """
    numbers = []
    for page in pages:
        first, listed = listed + 1, listed + len(page)
        numbers.append(f"{first}–{listed}" if first < listed else str(first))
    return tuple(numbers)


def in_pages(items: Sequence[Item], most: int) -> tuple[tuple[Item, ...], ...]:
    """Splits `items` into as few pages as possible, of at most `most` items each, and about equally full.

    Four items, of which three fit on a page, are split into two and two.
    """
    count = -(-len(items) // most)
    size = -(-len(items) // count) if count else most
    return tuple(tuple(items[first : first + size]) for first in range(0, len(items), size))
