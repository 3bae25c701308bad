"""Who might have spoken a quotation: whoever is near enough to be meant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from audiobook.script.attribution.cues import Cue, Surroundings
from audiobook.script.attribution.pronouns import Meant
from audiobook.script.people.roster import Mention, Roster

BEHIND = 4000
"""How far back, in characters, a mention still makes somebody a candidate."""
AHEAD = 800
"""The same, ahead."""
MOST = 10
"""Candidates a quotation keeps, besides those its cues name."""


@dataclass(slots=True)
class Places:
    """Where the text mentions people, in one running count of characters."""

    base: list[int]
    """Where each paragraph starts."""
    told: dict[int, list[int]] = field(default_factory=dict)
    """Person → places of their names and nouns in narration, ascending."""
    said: dict[int, list[int]] = field(default_factory=dict)
    """Person → places of their names and nouns inside quotations."""
    meant: dict[int, list[int]] = field(default_factory=dict)
    """Person → places of pronouns that probably mean them."""
    order: list[tuple[int, int]] = field(default_factory=list)
    """(place, person) of everything in `told` and `said`, ascending."""


def find_places(paragraphs: Sequence[str], roster: Roster, meant: Meant) -> Places:
    """Index the roster's mentions by person and place."""
    base, at = [], 0
    for text in paragraphs:
        base.append(at)
        at += len(text) + 1
    places = Places(base)
    for paragraph, mentions in enumerate(roster.mentions):
        for m in mentions:
            here = base[paragraph] + m.start
            if m.person is not None and m.form in ("name", "noun"):
                (places.told if m.quotation is None else places.said).setdefault(m.person, []).append(here)
                places.order.append((here, m.person))
            elif m.quotation is None and m.form == "pronoun" and (whom := meant.get((paragraph, m.start))):
                places.meant.setdefault(whom[0][0], []).append(here)
    return places


def pointed(cue: Cue, roster: Roster, meant: Meant) -> tuple[tuple[int, float], ...]:
    """(person, probability) of whom a cue points at; empty when it only tells a gender, or nothing."""
    return whom(cue.mention, roster, meant) if cue.mention is not None else ()


def whom(mention: Mention, roster: Roster, meant: Meant) -> tuple[tuple[int, float], ...]:
    """(person, probability) of whom a mention means."""
    if mention.form == "noun" and (likely := meant.get((mention.paragraph, mention.start))):
        return likely
    if mention.person is not None:
        return ((mention.person, 1.0),)
    if mention.form == "first" and not mention.plural and roster.narrator is not None:
        return ((roster.narrator, 1.0),)
    return meant.get((mention.paragraph, mention.start), ())


def find_candidates(
    surveyed: Sequence[Surroundings],
    roster: Roster,
    places: Places,
    meant: Meant,
) -> list[list[int]]:
    """For each quotation the people who might have spoken it, likeliest first as far as nearness tells."""
    tagged = [
        next(
            (
                who[0][0]
                for c in s.cues
                if c.clause and c.strength >= 0.4 and (who := pointed(c, roster, meant))
            ),
            None,
        )
        for s in surveyed
    ]
    spots = [place for place, _ in places.order]
    found = []
    for n, s in enumerate(surveyed):
        here = places.base[s.quotation.paragraph] + s.quotation.start
        end = places.base[s.quotation.paragraph] + s.quotation.end
        kept: dict[int, None] = {}
        for cue in s.cues:
            for person, _ in pointed(cue, roster, meant):
                kept[person] = None
        score: dict[int, float] = {}
        for k in range(bisect_left(spots, here - BEHIND), bisect_right(spots, end + AHEAD)):
            place, person = places.order[k]
            away = here - place if place < here else 2 * max(0, place - end)
            score[person] = score.get(person, 0.0) + 1.0 / (150.0 + away)
        for k in range(max(0, n - 10), min(len(surveyed), n + 7)):
            who_k = tagged[k]
            if who_k is not None:
                score[who_k] = score.get(who_k, 0.0) + 0.02 / (1 + abs(k - n))
        if roster.narrator is not None:
            score[roster.narrator] = score.get(roster.narrator, 0.0) + 0.01
        ranked = sorted(score, key=lambda p: -score[p])
        for person in [p for p in ranked if roster.people[p].kind != "group"][:MOST]:
            kept.setdefault(person)
        found.append(list(kept))
    return found
