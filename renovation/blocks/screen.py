"""A screen: one finding with the blocks that show it, and what the presenter may say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from renovation.blocks.model import Block, Provenance

Item = TypeVar("Item")


@dataclass(frozen=True)
class LikelyQuestion:
    """A question that the audience is likely to ask, its answer, and where the answer comes from."""

    question: str
    answer: str
    source: str


@dataclass(frozen=True)
class PresenterNotes:
    """Sentences to say, in which `**` stands around what is bold, and likely questions."""

    sentences: tuple[str, ...] = ()
    questions: tuple[LikelyQuestion, ...] = ()


@dataclass(frozen=True)
class Screen:
    """One screen: `code` identifies it in agendas and addresses, `name` lists it, `finding` is its title.

    `provenance` holds the days and bases of all its figures. `more_pages` hold the blocks that do not fit beside
    the first.
    """

    code: str
    name: str
    finding: str
    blocks: tuple[Block, ...]
    provenance: tuple[Provenance, ...]
    notes: PresenterNotes = PresenterNotes()
    more_pages: tuple[tuple[Block, ...], ...] = ()

    @property
    def basis(self) -> tuple[str, ...]:
        """Each day and basis once, in words."""
        return tuple(dict.fromkeys(one.words for one in self.provenance))

    def pages(self) -> tuple[Screen, ...]:
        """Returns one screen a page: `goals` and `goals:2`, named `… 1/2` and `… 2/2`; a single page stays as it is."""
        if not self.more_pages:
            return (self,)
        pages = (self.blocks, *self.more_pages)
        return tuple(
            replace(
                self,
                code=self.code if number == 1 else f"{self.code}:{number}",
                name=f"{self.name} {number}/{len(pages)}",
                blocks=blocks,
                more_pages=(),
            )
            for number, blocks in enumerate(pages, start=1)
        )


def in_pages(items: Sequence[Item], most: int) -> tuple[tuple[Item, ...], ...]:
    """Splits items into as few pages of at most `most` as it takes, about equally full: 4 of at most 3 into 2 and 2."""
    count = -(-len(items) // most)
    size = -(-len(items) // count) if count else most
    return tuple(tuple(items[first : first + size]) for first in range(0, len(items), size))
