"""Tags in an edited script that look like a slip of the pen: [Marra] once, [Mara] a hundred times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from audiobook.manuscript.manner import DELIVERIES
from audiobook.model import NARRATOR, Script

_ALIKE = 0.8
_TIMES = 3
"""The name that was meant has at least so many times the lines."""


@dataclass(frozen=True, slots=True)
class Typo:
    """A tag that probably should be another one; a warning, never an error."""

    tag: str
    """As written."""
    meant: str
    """As it should be: a name, or a name with a comma and a delivery."""
    text: str
    """The first line that bears the tag."""


def likely_typos(script: Script, deliveries: Collection[str] = ()) -> list[Typo]:
    """Tags that look like another with a slip in it, in the order of the script."""
    counts = Counter(line.speaker for line in script.lines if line.speaker != NARRATOR)
    words = {word.casefold() for word in (*DELIVERIES, *deliveries, "thought")}
    found: dict[str, Typo] = {}
    for line in script.lines:
        tag = line.speaker
        if tag in counts and tag not in found and (meant := _meant(tag, counts, words)) is not None:
            found[tag] = Typo(tag, meant, line.text)
    return list(found.values())


def _meant(tag: str, counts: Counter[str], deliveries: Collection[str]) -> str | None:
    name, _, last = tag.rpartition(" ")
    if last.casefold() in deliveries and (name in counts or name.casefold() == NARRATOR):
        return f"{name}, {last}"  # the comma forgotten
    for other, count in counts.most_common():
        if other != tag and count > counts[tag] and other.casefold() == tag.casefold():
            return other
        if count >= _TIMES * counts[tag] and counts[tag] == 1 and _differ_by_a_slip(tag, other):
            return other
    return NARRATOR if counts[tag] == 1 and _differ_by_a_slip(tag.casefold(), NARRATOR) else None


def _differ_by_a_slip(one: str, other: str) -> bool:
    """A letter or two wrong in a longer name; "Tom" and "Tim" are two people."""
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1:
        return False
    if one[-1:].isdigit() or other[-1:].isdigit():
        return False  # Guard 1, Guard 2
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= _ALIKE
