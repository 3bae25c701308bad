"""What speaks for and against each candidate of each quotation, in figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiobook.model import Gender
from audiobook.script.attribution.candidates import Places, pointed, whom
from audiobook.script.attribution.cues import Cue, Surroundings
from audiobook.script.attribution.pronouns import Key, fits
from audiobook.script.people.roster import Mention, Roster

Meant = Mapping[Key, tuple[tuple[int, float], ...]]

FEATURES = (
    "tag_named", "tag_pronoun", "tag_against", "tag_gender_for", "tag_gender_against", "tag_unknown",
    "after_named", "after_pronoun", "before_named", "before_pronoun",
    "beat_after", "beat_after_pronoun", "beat_after_other", "beat_before", "beat_before_pronoun", "beat_before_other",
    "words_named", "told_to", "looked_at", "in_gap",
    "vocative", "vocative_before", "vocative_after", "named_inside",
    "told_to_before", "told_to_after",
    "behind_told", "behind_said", "behind_meant", "ahead_told", "ahead_meant",
    "rank_told", "count_near", "count_book", "share_near",
    "subject_behind", "subject_ahead", "paragraph_before", "here_before",
    "narrates", "first_inside", "gender_unknown", "noun", "group",
    "tagged_back", "tagged_back_parity", "tagged_ahead", "tagged_ahead_parity", "tagged_share",
    "candidates", "has_tag",
)
INDEX = {name: i for i, name in enumerate(FEATURES)}


@dataclass(slots=True)
class Evidence:
    """One quotation's candidates and what speaks for each."""

    candidates: list[int]
    rows: list[list[float]]
    """One row of FEATURES for each candidate."""


class Witness:
    """Gathers the evidence of a whole story."""

    def __init__(
        self, paragraphs: Sequence[str], surveyed: Sequence[Surroundings], roster: Roster, places: Places, meant: Meant
    ) -> None:
        self.paragraphs = paragraphs
        self.surveyed = surveyed
        self.roster = roster
        self.places = places
        self.meant = meant
        self.book = {p.id: p.mentions for p in roster.people}
        self.most = max(self.book.values(), default=1) or 1
        self.vocatives = [self._vocatives(n) for n in range(len(surveyed))]
        self.tagged = [self._tagged(s) for s in surveyed]
        self.subjects = self._subjects()

    def _inside(self, n: int) -> list[Mention]:
        s = self.surveyed[n]
        return [m for m in self.roster.mentions[s.quotation.paragraph] if m.quotation == s.index]

    def _vocatives(self, n: int) -> dict[int, bool]:
        """Person → set off as spoken to, for everybody named inside the quotation."""
        found: dict[int, bool] = {}
        for m in self._inside(n):
            if m.person is not None and m.form in ("name", "noun"):
                found[m.person] = found.get(m.person, False) or m.vocative
        return found

    def _tagged(self, s: Surroundings) -> tuple[int | None, float]:
        for cue in s.cues:
            if cue.clause and cue.strength >= 0.4 and (who := pointed(cue, self.roster, self.meant)):
                return who[0][0], who[0][1] * cue.strength
        return None, 0.0

    def _subjects(self) -> list[list[int]]:
        """For each paragraph whoever opens it in narration."""
        subjects: list[list[int]] = []
        for paragraph in range(len(self.paragraphs)):
            here = []
            for m in self.roster.mentions[paragraph]:
                if m.quotation is None and not m.possessive and (who := whom(m, self.roster, self.meant)):
                    here.append(who[0][0])
                    if len(here) == 2:
                        break
            subjects.append(here)
        return subjects

    def gather(self, n: int, candidates: list[int]) -> Evidence:
        """The evidence on quotation `n`."""
        s = self.surveyed[n]
        return Evidence(candidates, self._rows(n, s, candidates))

    def _rows(self, n: int, s: Surroundings, candidates: list[int]) -> list[list[float]]:
        at = INDEX
        rows = {p: [0.0] * len(FEATURES) for p in candidates}
        for cue in s.cues:
            self._weigh_cue(cue, rows)
        told_to = whom(s.told_to, self.roster, self.meant) if s.told_to else ()
        for person, sure in told_to:
            if person in rows:
                rows[person][at["told_to"]] = sure
        for gap in (s.before, s.after):
            for sentence in gap.sentences[-1:] if gap is s.before else gap.sentences[:1]:
                for m in sentence.mentions:
                    for person, sure in whom(m, self.roster, self.meant):
                        if person in rows:
                            rows[person][at["in_gap"]] = max(rows[person][at["in_gap"]], sure)
                if sentence.looks_at is not None:
                    for person, sure in whom(sentence.looks_at, self.roster, self.meant):
                        if person in rows:
                            rows[person][at["looked_at"]] = sure
        for person, vocative in self.vocatives[n].items():
            if person in rows:
                rows[person][at["vocative" if vocative else "named_inside"]] = 1.0
        self._neighbours(n, rows)
        self._nearness(n, s, rows)
        first_inside = any(m.form == "first" for m in self._inside(n))
        strongest = max((c.strength for c in s.cues if c.clause and c.mention), default=0.0)
        for person, row in rows.items():
            who = self.roster.people[person]
            row[at["narrates"]] = float(who.narrates)
            row[at["first_inside"]] = float(first_inside)
            row[at["gender_unknown"]] = float(who.gender is Gender.UNKNOWN)
            row[at["noun"]] = float(who.kind == "noun")
            row[at["group"]] = float(who.kind == "group")
            row[at["candidates"]] = len(candidates) / 10
            row[at["has_tag"]] = strongest
        return [rows[p] for p in candidates]

    def _weigh_cue(self, cue: Cue, rows: dict[int, list[float]]) -> None:
        at = INDEX
        m = cue.mention
        if m is None:
            return
        who = dict(pointed(cue, self.roster, self.meant))
        pronoun = m.person is None and m.form != "first"
        if cue.clause is not None:
            for person, row in rows.items():
                share = cue.strength * who.get(person, 0.0)
                side = "after" if cue.place == "after" else "before"
                kind = "pronoun" if pronoun else "named"
                _raise(row, at[f"tag_{kind}"], share)
                _raise(row, at[f"{side}_{kind}"], share)
                if pronoun:
                    p = self.roster.people[person]
                    fit = fits(p.gender, p.gender_score, m.gender)
                    if m.plural != (p.kind == "group"):
                        fit = 0.0
                    _raise(row, at["tag_gender_for"], cue.strength * fit)
                    _raise(row, at["tag_gender_against"], cue.strength * (1 - fit))
                    if not who:
                        _raise(row, at["tag_unknown"], cue.strength)
                elif person not in who:
                    _raise(row, at["tag_against"], cue.strength)
        elif cue.place == "words":
            for person, sure in who.items():
                if person in rows:
                    _raise(rows[person], at["words_named"], cue.strength * sure)
        else:
            name = cue.place.replace(" ", "_")
            for person, row in rows.items():
                share = who.get(person, 0.0)
                _raise(row, at[f"{name}_pronoun" if pronoun else name], cue.strength / 0.3 * share)
                if not share:
                    _raise(row, at[f"{name}_other"], cue.strength / 0.3)

    def _neighbours(self, n: int, rows: dict[int, list[float]]) -> None:
        at = INDEX
        here = self.surveyed[n].quotation.paragraph
        for step, name in ((-1, "before"), (1, "after")):
            k = n + step
            while 0 <= k < len(self.surveyed) and self.surveyed[k].quotation.paragraph == here:
                k += step
            if not 0 <= k < len(self.surveyed):
                continue
            away = abs(self.surveyed[k].quotation.paragraph - here)
            if away > 4:
                continue
            weight = 1.0 / away
            same = self.surveyed[k].quotation.paragraph
            while 0 <= k < len(self.surveyed) and self.surveyed[k].quotation.paragraph == same:
                for person, vocative in self.vocatives[k].items():
                    if person in rows and vocative:
                        _raise(rows[person], at[f"vocative_{name}"], weight)
                told = self.surveyed[k].told_to
                for person, sure in whom(told, self.roster, self.meant) if told else ():
                    if person in rows:
                        _raise(rows[person], at[f"told_to_{name}"], weight * sure)
                k += step
        for step, name in ((-1, "back"), (1, "ahead")):
            turns, last = 0, here
            for k in range(n + step, n + 13 * step, step):
                if not 0 <= k < len(self.surveyed):
                    break
                paragraph = self.surveyed[k].quotation.paragraph
                if abs(paragraph - last) > 6:
                    break
                turns += paragraph != last
                last = paragraph
                person, sure = self.tagged[k]
                if person in rows and rows[person][at[f"tagged_{name}"]] == 0.0:
                    rows[person][at[f"tagged_{name}"]] = sure / (1 + turns)
                    rows[person][at[f"tagged_{name}_parity"]] = sure * (1.0 if turns % 2 == 0 else -1.0)

    def _nearness(self, n: int, s: Surroundings, rows: dict[int, list[float]]) -> None:
        at, places = INDEX, self.places
        paragraph = s.quotation.paragraph
        here = places.base[paragraph] + s.quotation.start
        end = places.base[paragraph] + s.quotation.end
        behind: list[tuple[int, int]] = []
        near_total = 0
        for person, row in rows.items():
            told = places.told.get(person, [])
            i = bisect_left(told, here)
            back = here - told[i - 1] if i else 9999
            row[at["behind_told"]] = _near(back)
            behind.append((back, person))
            j = bisect_left(told, end)
            row[at["ahead_told"]] = _near(told[j] - end if j < len(told) else 9999)
            said = places.said.get(person, [])
            k = bisect_left(said, here)
            row[at["behind_said"]] = _near(here - said[k - 1] if k else 9999)
            meant = places.meant.get(person, [])
            k = bisect_left(meant, here)
            row[at["behind_meant"]] = _near(here - meant[k - 1] if k else 9999)
            k = bisect_left(meant, end)
            row[at["ahead_meant"]] = _near(meant[k] - end if k < len(meant) else 9999)
            count = i - bisect_left(told, here - 3000)
            near_total += count
            row[at["count_near"]] = min(count, 15) / 15
            row[at["share_near"]] = count
            row[at["count_book"]] = self.book[person] / self.most
        for rank, (_, person) in enumerate(sorted(behind)):
            rows[person][at["rank_told"]] = rank / 10
        for person, row in rows.items():
            row[at["share_near"]] /= max(1, near_total)
        if s.before.blank and paragraph and (subjects := self.subjects[paragraph - 1]):
            for rank, person in enumerate(subjects):
                if person in rows:
                    _raise(rows[person], at["subject_behind"], 1.0 - 0.5 * rank)
        if s.last and paragraph + 1 < len(self.subjects) and (subjects := self.subjects[paragraph + 1]):
            for rank, person in enumerate(subjects):
                if person in rows:
                    _raise(rows[person], at["subject_ahead"], 1.0 - 0.5 * rank)


def _raise(row: list[float], i: int, value: float) -> None:
    if value > row[i]:
        row[i] = value


def _near(distance: int) -> float:
    return 100.0 / (100.0 + distance)
