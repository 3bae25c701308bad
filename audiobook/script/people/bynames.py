"""Names that the text itself says are one person's: "Roz is short for Rosalind", "known as Spike"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from audiobook.script.people.capitals import Page
from audiobook.script.people.names import Found, Name
from audiobook.script.people.tokens import Token

_REACH = 9
"""Words between the two names at most."""
_CALLERS = r"(?:(?:every|any|some)(?:one|body)|people|folks?|friends|they|we|you can|you may|most)"
_HABIT = r"(?: (?:all|just|mostly|usually|still|always))?"
_THEM = r"(?:him|her|me|them|us)"
_BETWEEN = re.compile(
    r"(?:(?:(?:is|was|just|,|'s|it's|that's) ?)* )?short for"
    r"|(?:,|is|was)? ?(?:also|better|otherwise|usually|always) known (?:to \w+(?: \w+)? )?as"
    r"|(?:, )?(?:a\.?k\.?a\.?|alias)"
    rf"|,? (?:but|and|only|though) {_CALLERS}{_HABIT} call(?:s|ed)? {_THEM}"
    r"|'s? (?:real|full|first|given|other|code|stage|secret) name (?:is|was)",
    re.IGNORECASE,
)
_BEHIND = re.compile(r" to (?:his|her|my|their|our) (?:friends|family|mates|enemies|fans)", re.IGNORECASE)
"""Behind the second name: "Rosalind, Roz to her friends"."""


def bynames(page: Page, found: Iterable[Found]) -> set[frozenset[Name]]:
    """Pairs of names that are one person's because the text says so."""
    places: dict[int, list[tuple[int, int, Name]]] = {}
    for entry in found:
        for s in entry.sightings:
            places.setdefault(s.paragraph, []).append((s.first, s.last, entry.name))
    pairs: set[frozenset[Name]] = set()
    for paragraph, here in places.items():
        here.sort(key=lambda place: place[0])
        tokens = page[paragraph]
        for (_, last, name), (first, end, other) in pairwise(here):
            if name != other and 0 < first - last <= _REACH and _one(tokens, last, first, end):
                pairs.add(frozenset((name, other)))
    return pairs


def _one(tokens: Sequence[Token], last: int, first: int, end: int) -> bool:
    between = tokens[last].clitic + "".join(t.before + t.text + t.clitic for t in tokens[last + 1 : first])
    if _BETWEEN.fullmatch(between.strip()) and tokens[first].before.strip(" \"'“”‘’,") == "":
        return True
    behind = tokens[end].clitic + "".join(t.before + t.text for t in tokens[end + 1 : end + 4])
    return (
        between == ""
        and tokens[first].before.strip() in (",", "or", "—", "–")
        and bool(_BEHIND.match(behind))
    )
