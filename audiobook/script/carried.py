"""What a carry-over did, in figures and in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audiobook.model import Script
from audiobook.plural import counted


@dataclass(frozen=True, slots=True)
class Conflict:
    """A paragraph that both the person and the story changed; the story's words were taken."""

    yours: str
    """The person's words; empty when they had taken the paragraph out."""
    story: str
    """The story's words; empty when the story took the paragraph out."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A script with a person's corrections in it, and what came from where."""

    script: Script
    changed: bool
    """It reads otherwise than the person left it, and has to be written again."""
    by_hand: int = 0
    """Lines whose tag the person set."""
    reworded: int = 0
    """Paragraphs in the person's words."""
    added: int = 0
    """Paragraphs that the person added."""
    removed: int = 0
    """Paragraphs that the person took out."""
    renames: Mapping[str, str] = field(default_factory=dict)
    """The program's tag → the person's."""
    new: int = 0
    """Paragraphs that came from the changed story, new or reworded there."""
    gone: int = 0
    """Paragraphs that the story no longer has."""
    conflicts: tuple[Conflict, ...] = ()
    apart: int = 0
    """Paragraphs in which story and script differ, nobody knows since when; the script's were taken."""

    def notes(self) -> Iterator[str]:
        """What came from where, in sentences for people."""
        yours = [
            _some(self.by_hand, "tag"),
            _some(self.reworded, "reworded paragraph"),
            _some(self.added, "added paragraph"),
            _some(self.removed, "paragraph", " taken out"),
        ]
        if any(yours):
            yield f"From your script.txt: {_listed(yours)}."
        for old, name in self.renames.items():
            yield f"[{old}] is [{name}] throughout, as you renamed it."
        theirs = [
            _some(self.new, "new or changed paragraph"),
            _some(self.gone, "paragraph", " gone"),
        ]
        if any(theirs):
            yield f"From the changed story: {_listed(theirs)}; the rest kept its tags."
        if self.conflicts:
            count = counted(len(self.conflicts), "paragraph")
            yield f"Changed by you and by the story: {count}; the story's words were taken."
        for conflict in self.conflicts[:3]:
            yield f"  yours: {_short(conflict.yours) or '(taken out)'}"
            yield f"  story: {_short(conflict.story) or '(gone)'}"
        if self.apart:
            yield (
                f"script.txt and the story differ in {counted(self.apart, 'paragraph')}; "
                "script.txt was used. Delete it to start from the story."
            )


def _some(count: int, noun: str, after: str = "") -> str:
    return f"{counted(count, noun)}{after}" if count else ""


def _listed(parts: Sequence[str]) -> str:
    *most, last = [part for part in parts if part]
    return f"{', '.join(most)} and {last}" if most else last


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"
