"""A screen: one finding with the blocks that show it, and what the presenter may say about it."""

from __future__ import annotations

from dataclasses import dataclass

from renovation.blocks.model import Block, Provenance


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

    `provenance` holds the days and bases of all its figures.
    """

    code: str
    name: str
    finding: str
    blocks: tuple[Block, ...]
    provenance: tuple[Provenance, ...]
    notes: PresenterNotes = PresenterNotes()

    @property
    def basis(self) -> tuple[str, ...]:
        """Each day and basis once, in words."""
        return tuple(dict.fromkeys(one.words for one in self.provenance))
