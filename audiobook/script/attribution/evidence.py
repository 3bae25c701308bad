"""What speaks for and against each candidate of each quotation, in figures.

Here stands what the words around a quotation, and the tags of its neighbours, say of each candidate by
themselves; how the turns of a conversation fit together is `conversation.py`'s.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from audiobook.model import Gender
from audiobook.script.attribution.asking import asked_by_name
from audiobook.script.attribution.candidates import Places, pointed, whom
from audiobook.script.attribution.cues import Cue, Surroundings
from audiobook.script.attribution.epithets import only_heard
from audiobook.script.attribution.introductions import names_oneself, surely_own, told_after
from audiobook.script.attribution.leaving import departed
from audiobook.script.attribution.manners import Manners
from audiobook.script.attribution.pronouns import Focus, fits
from audiobook.script.attribution.verbs import Act, words
from audiobook.script.people.phrases import OWNING
from audiobook.script.people.roster import Mention, Roster

FEATURES = (
    "tag_named", "tag_noun", "tag_pronoun", "tag_against", "tag_noun_other",
    "tag_gender_for", "tag_gender_against", "beat_gender_against", "mark_fit", "words_fit",
    "after_named", "after_pronoun", "before_named", "before_pronoun",
    "beat_after", "beat_after_pronoun", "beat_after_other",
    "beat_before", "beat_before_pronoun", "beat_before_other",
    "words_named", "told_to", "looked_at", "in_gap",
    "vocative", "vocative_before", "vocative_after", "named_inside", "named_before", "named_after",
    "told_to_before", "told_to_after",
    "behind_told", "behind_said", "behind_meant", "ahead_told", "ahead_meant",
    "rank_told", "rank_meant", "count_near", "count_book", "share_near",
    "subject_behind", "subject_closing", "subject_ahead", "said_this",
    "focus", "focus_rank", "focus_rank_fit", "self_named", "run_on",
    "narrates", "first_inside", "gender_unknown", "noun", "group", "said_after",
    "tagged_back", "tagged_back_parity", "tagged_ahead", "tagged_ahead_parity",
    "candidates", "has_tag", "has_gender_tag", "has_strange_tag", "length", "asks", "asked_before",
    "presence_rank", "third_present", "replies", "subject_here", "acts_behind", "acts_on",
    "lead", "lead_rank", "scene_behind", "scene_share", "tagged_near", "tagged_book", "called_near",
    "talked_of_near", "asked", "gone",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(FEATURES)}
Table = NDArray[np.float32]

_AFTER_SAYING_THIS = re.compile(
    r"(?:after|when|as|once) .{1,30}? (?:had |has )?(?:said|asked|says|asks) (?:this|that)\b", re.IGNORECASE
)
_SAID_THIS = re.compile(
    r"(?:(?:after|when|as|once|while|hardly had|no sooner had)\b.{0,40}?|\W*\w[\w' ]{0,30}?)"
    r"\b(?:said|asked|spoke|replied|answered|shouted|whispered|cried|told|saying|admitted|explained)"
    r" (?:this|that|it|so|these)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"(?:yes|yeah|yep|yup|yah|aye|no|nope|nah|not|never|of course|sure|well|because|maybe|perhaps"
    r"|okay|ok|right|true|exactly|so|then|but|and|or|it is|it isn['’]t|i do|i don['’]t|i did|i didn['’]t"
    r"|nothing|nobody)\b",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([\w'’]+)\W*$")
_NO_VOCATIVE = words(
    """
    of to with for about at is was are be by from in on into like and or than the a an my your his her our
    their not am says said that named called see saw know knew love hate meet met tell told ask asked mr
    mrs miss dr
    """
)
_MEANT_SURELY, _SURE_ACTING, _SURE_ACTING_PRONOUN = 0.95, 0.95, 0.85
_ONLY_HERE, _ONLY_BEFORE = 0.98, 0.96
_RIGHT_BEHIND = 0.7
"""The strength of a tag right behind its quotation."""
_OWN_NOUN = 0.85
"""How probably a noun means nobody named."""
_CLEAR, _SURE, _VERY_SURE = 0.55, 0.93, 0.99
"""The strength from which a tag is clear, and how often such tags (and those above 0.9) are right."""
_MISFIT = 0.5
"""Up to here a pronoun hardly means somebody."""
_SCENE = 6
_TALK = 12
"""Lines before and after that count as the same talk."""
_ROWS_AT_ONCE = 2000


class Witness:
    """Gathers the evidence of a whole story."""

    def __init__(
        self,
        paragraphs: Sequence[str],
        surveyed: Sequence[Surroundings],
        candidates: Sequence[Sequence[int]],
        roster: Roster,
        places: Places,
        focus: Focus,
        run_on: float,
    ) -> None:
        self.paragraphs = paragraphs
        self.surveyed = surveyed
        self.candidates = candidates
        self.roster = roster
        self.places = places
        self.meant = focus.meant
        self.focus = focus.weights
        self.run_on = run_on
        self.most = max((p.mentions for p in roster.people), default=1) or 1
        self.inside = self._inside()
        self.named = [self._named(n) for n in range(len(surveyed))]
        self.tagged = [self._tagged(s) for s in surveyed]
        self.told: dict[int, int] = {}
        self.clear = {n: clear for n, s in enumerate(surveyed) if (clear := self._certain(n, s)) is not None}
        """Quotation → (person, how sure), where the words leave hardly a doubt."""
        self.clear |= {n: alone for n in range(len(surveyed)) if (alone := self._alone(n)) is not None}
        self.inner = self._inner_voice()
        """The same, for thoughts that are known by whose the others are."""
        self.clear |= self.inner
        self.manners = Manners([s.quotation.mark for s in surveyed], [s.text for s in surveyed], self.clear)
        self.subjects = [self._subjects(p, roster.mentions[p]) for p in range(len(paragraphs))]
        self.closing = [self._subjects(p, self._last_sentence(p)) for p in range(len(paragraphs))]
        self.scenes = self._scenes()
        told = [len(places.told.get(p.id, ())) + len(places.meant.get(p.id, ())) for p in roster.people]
        self.lead = [count / max(1, *told) for count in told] if told else []
        """How much the narration is about each person, 0 to 1."""
        present = [share == 1.0 or p == roster.narrator for p, share in enumerate(self.lead)]
        self.departed = departed(paragraphs, surveyed, roster, self.meant, present)
        self.tags_of = Counter(person for person, sure in self.tagged if person is not None and sure >= 0.4)

    def believe(self, known: Mapping[int, int]) -> None:
        """Take it for as good as tagged outright who speaks certain quotations."""
        self.told = dict(known)
        for n, person in known.items():
            self.tagged[n] = person, 1.0

    def _scenes(self) -> list[tuple[int, int]]:
        """For each paragraph where its scene starts and ends, in the running count of characters."""
        base, texts = self.places.base, self.paragraphs
        spans = [(0, 0)] * len(texts)
        first = 0
        for p in range(len(texts) + 1):
            if p == len(texts) or not texts[p]:
                if first < p:
                    spans[first:p] = [(base[first], base[p - 1] + len(texts[p - 1]))] * (p - first)
                first = p + 1
        return spans

    def _inside(self) -> list[list[Mention]]:
        by_index: dict[int, list[Mention]] = {}
        for mentions in self.roster.mentions:
            for m in mentions:
                if m.quotation is not None:
                    by_index.setdefault(m.quotation, []).append(m)
        return [by_index.get(s.index, []) for s in self.surveyed]

    def _named(self, n: int) -> dict[int, bool]:
        """Person → set off as spoken to, for everybody named inside the quotation."""
        found: dict[int, bool] = {}
        for m in self.inside[n]:
            if m.person is not None and m.form in ("name", "noun"):
                found[m.person] = found.get(m.person, False) or m.vocative or self._closes(n, m)
        return found

    def _closes(self, n: int, m: Mention) -> bool:
        """A name at a quotation's very end, no object of anything: somebody spoken to, comma or not."""
        q = self.surveyed[n].quotation
        text = self.paragraphs[q.paragraph]
        if m.form != "name" or m.possessive or any(ch.isalnum() for ch in text[m.end : q.end]):
            return False
        before = _LAST_WORD.search(text, q.start, m.start)
        return before is not None and before[1].lower() not in _NO_VOCATIVE

    def _tagged(self, s: Surroundings) -> tuple[int | None, float]:
        for cue in s.cues:
            if cue.clause and cue.strength >= 0.4 and (who := pointed(cue, self.roster, self.meant)):
                return who[0][0], who[0][1] * cue.strength
        return None, 0.0

    def _last_sentence(self, paragraph: int) -> list[Mention]:
        text = self.paragraphs[paragraph].rstrip(".!?…\"”' ")
        start = max(text.rfind(mark) for mark in (". ", "! ", "? "))
        return [m for m in self.roster.mentions[paragraph] if m.start > start]

    def _subjects(self, paragraph: int, mentions: Sequence[Mention]) -> list[int]:
        """Whoever a stretch of a paragraph's narration mentions first, two people at most."""
        here: list[int] = []
        for m in mentions:
            if m.quotation is None and not m.possessive and (who := whom(m, self.roster, self.meant)):
                here.append(who[0][0])
                if len(here) == 2:
                    break
        return here

    @property
    def crowded(self) -> bool:
        """The document puts several speakers in one paragraph rather than one."""
        return self.run_on < 0.5

    @property
    def calling(self) -> set[int]:
        """The quotations that speak to somebody by name."""
        return {n for n, named in enumerate(self.named) if any(named.values())}

    def words(self) -> tuple[Table, NDArray[np.int64]]:
        """(a row of `FEATURES` for every candidate of every quotation, where each quotation's rows start)."""
        empty = np.zeros((0, len(FEATURES)), dtype=np.float32)
        return np.concatenate([empty, *self.tables()]), self.starts

    def tables(self) -> Iterator[Table]:
        """The rows of all quotations, some thousand at a time: a long novel's fill hundreds of megabytes."""
        rows: list[list[float]] = []
        for n, s in enumerate(self.surveyed):
            rows += self._rows(n, s)
            if len(rows) >= _ROWS_AT_ONCE:
                yield np.array(rows, dtype=np.float32)
                rows = []
        if rows:
            yield np.array(rows, dtype=np.float32)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each quotation's rows start, and where the last one's end."""
        return np.cumsum([0, *map(len, self.candidates)], dtype=np.int64)

    def _rows(self, n: int, s: Surroundings) -> list[list[float]]:
        at = INDEX
        candidates = self.candidates[n]
        rows = {p: [0.0] * len(FEATURES) for p in candidates}
        said = max((c.strength for c in s.cues if c.mention and c.outright), default=0.0)
        for cue in s.cues:
            self._weigh_cue(cue, rows, said)
        if n in self.told:
            self._tell(self.told[n], rows)
        self._weigh_others(s, rows)
        for person, vocative in self.named[n].items():
            if person in rows:
                rows[person][at["vocative" if vocative else "named_inside"]] = 1.0
        self._introduce(n, s, rows)
        self._focus(s, rows)
        self._neighbours(n, rows)
        self._nearness(s, rows)
        self._scene(n, s, rows)
        first_inside = float(any(m.form == "first" for m in self.inside[n]))
        strongest = max((c.strength for c in s.cues if c.clause and c.mention), default=0.0)
        strongest = 1.0 if n in self.told else strongest
        gendered = max(
            (c.strength for c in s.cues if c.clause and c.mention and c.mention.form == "pronoun"),
            default=0.0,
        )
        strange = max((c.strength for c in s.cues if c.clause and not c.mention), default=0.0)
        replies = float(_REPLY.match(s.text) is not None)
        asked = n > 0 and self.surveyed[n - 1].text.endswith("?")
        for person, row in rows.items():
            who = self.roster.people[person]
            row[at["narrates"]] = float(person == self.roster.narrator)
            row[at["first_inside"]] = first_inside
            row[at["mark_fit"]] = self.manners.mark_fit(n, person)
            row[at["words_fit"]] = self.manners.words_fit(n, person)
            row[at["gender_unknown"]] = float(who.gender is Gender.UNKNOWN)
            row[at["noun"]] = float(who.kind == "noun")
            row[at["group"]] = float(who.kind == "group")
            row[at["candidates"]] = len(candidates) / 10
            row[at["has_tag"]] = strongest
            row[at["has_gender_tag"]] = gendered
            row[at["has_strange_tag"]] = strange
            row[at["length"]] = min(len(s.text), 400) / 400
            row[at["asks"]] = float(s.text.endswith("?"))
            row[at["asked_before"]] = float(asked)
            row[at["replies"]] = replies
        return [rows[p] for p in candidates]

    def _tell(self, speaker: int, rows: dict[int, list[float]]) -> None:
        """As if a tag behind the quotation named its speaker."""
        for person, row in rows.items():
            for name in ("tag_named", "after_named") if person == speaker else ("tag_against",):
                row[INDEX[name]] = 1.0

    def _weigh_cue(self, cue: Cue, rows: dict[int, list[float]], said: float) -> None:
        """`said`: how clearly a tag already says who speaks; an action beside it then tells little."""
        at = INDEX
        m = cue.mention
        if m is None:
            return
        who = dict(pointed(cue, self.roster, self.meant))
        form = "pronoun" if m.form == "pronoun" else "noun" if m.form == "noun" else "named"
        if cue.clause is not None:
            side = "after" if cue.place == "after" else "before"
            for person, row in rows.items():
                share = cue.strength * who.get(person, 0.0)
                _raise(row, at[f"tag_{form}"], share)
                if form != "noun":
                    _raise(row, at[f"{side}_{form}"], share)
                if form == "named":
                    if not share and who:
                        _raise(row, at["tag_against"], cue.strength)
                    continue
                if form == "noun" and share:
                    continue
                fit = self._fit(person, m)
                _raise(row, at["tag_gender_for"], cue.strength * fit)
                _raise(row, at["tag_gender_against"], cue.strength * (1 - fit))
                if form == "noun":
                    _raise(row, at["tag_noun_other"], cue.strength)
        elif cue.place == "words":
            for person, sure in who.items():
                if person in rows:
                    _raise(rows[person], at["words_named"], cue.strength * sure)
        else:
            name = cue.place.replace(" ", "_")
            weight = cue.strength / 0.3 * (1.0 - 0.7 * said)
            for person, row in rows.items():
                share = who.get(person, 0.0)
                _raise(row, at[f"{name}_pronoun" if form == "pronoun" else name], weight * share)
                if not share:
                    _raise(row, at[f"{name}_other"], weight)
                if form == "pronoun":
                    _raise(row, at["beat_gender_against"], weight * (1 - self._fit(person, m)))

    def _fit(self, person: int, m: Mention) -> float:
        """How well somebody can be meant by a pronoun or a noun, 0 to 1."""
        who = self.roster.people[person]
        if m.plural != (who.kind == "group"):
            return 0.0
        if m.form == "pronoun" and person == self.roster.narrator:
            return 0.05
        return fits(who.gender, who.gender_score, m.gender)

    def _certain(self, n: int, s: Surroundings) -> tuple[int, float] | None:
        """(person, how sure) where the words leave hardly a doubt who speaks."""
        return (
            self._clear(s)
            or self._acting(s)
            or self._said_this(s)
            or self._known_by_noun(s)
            or self._introduced(n, s)
            or self._told_after(s)
        )

    def _told_after(self, s: Surroundings) -> tuple[int, float] | None:
        person = told_after(self.paragraphs, s, self.roster.mentions)
        return None if person is None else (person, _SURE)

    def _introduced(self, n: int, s: Surroundings) -> tuple[int, float] | None:
        """Who says "I'm Tom" in a line that no tag gives to somebody named."""
        if s.tag is not None and s.tag.mention is not None and s.tag.mention.form != "pronoun":
            return None
        text = self.paragraphs[s.quotation.paragraph]
        found = {
            m.person
            for m in self.inside[n]
            if m.person is not None and m.form == "name" and not m.possessive and surely_own(text, s, m)
        }
        return (found.pop(), _SURE) if len(found) == 1 else None

    def _acting(self, s: Surroundings) -> tuple[int, float] | None:
        """Whoever acts right before a quotation that "she said" follows: `Mara looked up. "No," she said.`"""
        tag = s.tag
        subject = s.before.sentences[-1].subject if s.before.sentences else None
        if tag is None or tag.mention is None or tag.mention.form != "pronoun" or tag.place != "after":
            return None
        if subject is None or subject.paragraph != s.quotation.paragraph or subject.possessive:
            return None
        who = whom(subject, self.roster, self.meant)
        if tag.strength < 0.7 or not who or who[0][1] < _MEANT_SURELY:
            return None
        if self._fit(who[0][0], tag.mention) < 0.5:
            return None
        return who[0][0], _SURE_ACTING if subject.form == "name" else _SURE_ACTING_PRONOUN

    def _inner_voice(self) -> dict[int, tuple[int, float]]:
        """The emphasised thoughts that no tag gives to somebody named, where all others are one person's."""
        thoughts = [n for n, s in enumerate(self.surveyed) if s.quotation.emphasised and _is_thought(s)]
        thinkers = {self.clear[n][0] for n in thoughts if n in self.clear}
        if len(thinkers) != 1:
            return {}
        person = thinkers.pop()
        tags = ((n, self.surveyed[n].tag) for n in thoughts if n not in self.clear)
        return {
            n: (person, _SURE)
            for n, tag in tags
            if tag is None
            or tag.mention is None
            or (tag.mention.form == "pronoun" and self._fit(person, tag.mention) > _MISFIT)
        }

    def _alone(self, n: int) -> tuple[int, float] | None:
        """Whoever "she" can only mean: the one woman whom the narration just named.

        `Mara sat down. The tide was out.`, and next `"It's late," she said.` What is looked at is the
        paragraph up to the quotation and, where that names no woman, the one before.
        """
        s = self.surveyed[n]
        tag = s.tag
        if n in self.clear or tag is None or tag.mention is None or tag.mention.form != "pronoun":
            return None
        if tag.place != "after" or tag.strength < _RIGHT_BEHIND or tag.mention.plural:
            return None
        here = s.quotation.paragraph
        for paragraph, end, sure in ((here, s.quotation.start, _ONLY_HERE), (here - 1, None, _ONLY_BEFORE)):
            if paragraph < 0:
                break
            fitting = self._fitting(paragraph, end, tag.mention.gender)
            if not fitting:
                continue
            only = self._only(fitting, tag.mention.gender)
            if only is None or self._counts_against(n, only):
                return None
            return only, sure
        return None

    def _fitting(self, paragraph: int, end: int | None, gender: Gender) -> list[Mention]:
        """Whom "he" or "she" may mean among those a paragraph tells of or calls, pronouns among them."""
        return [
            m
            for m in self.roster.mentions[paragraph]
            if (end is None or m.start < end)
            and (m.quotation is None or m.vocative)
            and not m.plural
            and (m.gender is gender or (m.gender is Gender.UNKNOWN and m.form in ("name", "noun")))
        ]

    def _known_by_noun(self, s: Surroundings) -> tuple[int, float] | None:
        """Whoever a tag's noun means, where it is nobody's but their own: "the cabbie asked"."""
        tag = s.tag
        if tag is None or tag.mention is None or tag.mention.form != "noun" or tag.strength < _RIGHT_BEHIND:
            return None
        person = tag.mention.person
        who = whom(tag.mention, self.roster, self.meant)
        if person is None or self.roster.people[person].kind != "noun" or not who:
            return None
        text = self.paragraphs[tag.mention.paragraph]
        noun = text[tag.mention.start : tag.mention.end].lower().split()
        open_to_others = noun[0] in OWNING or only_heard(self.roster, person, noun[-1])
        own = who[0][0] == person and who[0][1] >= _OWN_NOUN
        return (person, _SURE) if own and not open_to_others else None

    def _only(self, fitting: Sequence[Mention], gender: Gender) -> int | None:
        """The one person among the mentions, whom the narration names before any pronoun."""
        named = [m for m in fitting if m.form in ("name", "noun")]
        people = {m.person for m in named}
        person = named[0].person if named else None
        if person is None or len(people) > 1 or fitting[0].form not in ("name", "noun"):
            return None
        who = self.roster.people[person]
        told = any(m.form == "name" and m.quotation is None for m in named)
        return person if told and who.kind == "named" and who.gender is gender else None

    def _counts_against(self, n: int, person: int) -> bool:
        """Named in the quotation itself, or surely the speaker of the paragraph before."""
        here, turn = self.surveyed[n].quotation.paragraph, self._turn(n, -1)
        beside = [k for k in turn if self.surveyed[k].quotation.paragraph == here - 1]
        spoken = (
            k for k in beside if (tag := self.surveyed[k].tag) is not None and tag.act is not Act.THOUGHT
        )
        return person in self.named[n] or any(self.tagged[k][0] == person for k in spoken)

    def _said_this(self, s: Surroundings) -> tuple[int, float] | None:
        """Whom the next paragraph names: "After Mara asked this, …"."""
        following = s.quotation.paragraph + 1
        if not s.last or (s.tag is not None and s.tag.place == "after") or following >= len(self.paragraphs):
            return None
        said = _AFTER_SAYING_THIS.match(self.paragraphs[following])
        for m in self.roster.mentions[following] if said else ():
            if m.person is not None and m.form == "name" and said is not None and m.end <= said.end():
                return m.person, _SURE
        return None

    def _clear(self, s: Surroundings) -> tuple[int, float] | None:
        """(person, how sure) where a tag says outright by name who speaks, and nothing contradicts it."""
        best: tuple[int, float] | None = None
        rival = 0.0
        for cue in s.cues:
            if cue.clause is None or cue.mention is None or cue.mention.form in ("pronoun", "noun"):
                continue
            who = pointed(cue, self.roster, self.meant)
            if not who:
                continue
            strength = cue.strength * who[0][1]
            if best is None:
                if not cue.outright or strength < _CLEAR:
                    return None
                best = who[0][0], strength
            elif who[0][0] != best[0]:
                rival = max(rival, strength)
        if best is None or rival > 0.8 * best[1]:
            return None
        return best[0], _VERY_SURE if best[1] > 0.9 else _SURE

    def _introduce(self, n: int, s: Surroundings, rows: dict[int, list[float]]) -> None:
        """Speakers who name themselves: "this is Tom", "my name is Tom", "Tom here"."""
        for person in names_oneself(
            self.paragraphs, s, self.inside[n], self.surveyed[n - 1].text if n else ""
        ):
            if person in rows:
                rows[person][INDEX["self_named"]] = 1.0

    def _focus(self, s: Surroundings, rows: dict[int, list[float]]) -> None:
        at = INDEX
        weights = self.focus.get((s.quotation.paragraph, s.quotation.start), {})
        tag = s.tag
        gender = tag.mention.gender if tag is not None and tag.mention is not None else Gender.UNKNOWN
        by_focus = sorted(rows, key=lambda p: -weights.get(p, 0.0))
        fitting = 0
        for rank, person in enumerate(by_focus):
            row, who = rows[person], self.roster.people[person]
            row[at["focus"]] = weights.get(person, 0.0)
            row[at["focus_rank"]] = rank / 10
            fit = fits(who.gender, who.gender_score, gender) > 0.2
            row[at["focus_rank_fit"]] = fitting / 10 if fit else 1.0
            fitting += fit
            row[at["run_on"]] = self.run_on

    def _weigh_others(self, s: Surroundings, rows: dict[int, list[float]]) -> None:
        """Whom the narration beside the quotation mentions besides its speaker."""
        at = INDEX
        if s.told_to is not None:
            self._mark(s.told_to, rows, at["told_to"])
        self._open(self.subjects[s.quotation.paragraph], rows, at["subject_here"])
        for feature, sentences in (
            ("acts_behind", s.before.sentences[:-1]),
            ("acts_on", s.after.sentences[1:]),
        ):
            for sentence in sentences:
                if sentence.subject is not None and sentence.subject.paragraph == s.quotation.paragraph:
                    self._mark(sentence.subject, rows, at[feature])
        for sentence in (*s.before.sentences[-1:], *s.after.sentences[:1]):
            for m in sentence.mentions:
                self._mark(m, rows, at["in_gap"])
            if sentence.looks_at is not None:
                self._mark(sentence.looks_at, rows, at["looked_at"])

    def _mark(
        self, mention: Mention, rows: dict[int, list[float]], feature: int, weight: float = 1.0
    ) -> None:
        for person, sure in whom(mention, self.roster, self.meant):
            if person in rows:
                _raise(rows[person], feature, sure * weight)

    def _neighbours(self, n: int, rows: dict[int, list[float]]) -> None:
        at = INDEX
        here = self.surveyed[n].quotation.paragraph
        for turn, name in ((self._turn(n, -1), "before"), (self._turn(n, 1), "after")):
            for k in turn:
                weight = 1.0 / abs(self.surveyed[k].quotation.paragraph - here)
                for person, vocative in self.named[k].items():
                    if person in rows:
                        _raise(rows[person], at[f"{'vocative' if vocative else 'named'}_{name}"], weight)
                told = self.surveyed[k].told_to
                if told is not None:
                    self._mark(told, rows, at[f"told_to_{name}"], weight)
        self._asked(n, rows)
        self._gone(n, rows)
        for step, name in ((-1, "back"), (1, "ahead")):
            turns, last = 0, here
            for k in range(n + step, n + 13 * step, step):
                if not 0 <= k < len(self.surveyed):
                    break
                paragraph = self.surveyed[k].quotation.paragraph
                if abs(paragraph - last) > _SCENE:
                    break
                turns += paragraph != last
                last = paragraph
                tagged, sure = self.tagged[k]
                if tagged is None:
                    continue
                person = tagged
                if person in rows and rows[person][at[f"tagged_{name}"]] == 0.0:
                    rows[person][at[f"tagged_{name}"]] = sure / (1 + turns)
                    rows[person][at[f"tagged_{name}_parity"]] = sure * (1.0 if turns % 2 == 0 else -1.0)

    def _asked(self, n: int, rows: dict[int, list[float]]) -> None:
        """Whom the turn before asks by name, where no tag says who answers."""
        here, turn = self.surveyed[n].quotation.paragraph, self._turn(n, -1)
        if not turn or self.surveyed[n].tag is not None:
            return
        last = self.surveyed[turn[0]]
        if last.quotation.paragraph == here - 1:
            asked = asked_by_name(self.paragraphs[here - 1], last, self.inside[turn[0]])
            if asked is not None and asked in rows:
                rows[asked][INDEX["asked"]] = 1.0

    def _gone(self, n: int, rows: dict[int, list[float]]) -> None:
        """Who has left, and is not tagged."""
        for person in self.departed[n] - {self.tagged[n][0]}:
            if person in rows:
                rows[person][INDEX["gone"]] = 1.0

    def _turn(self, n: int, step: int) -> list[int]:
        """The quotations of the nearest other paragraph with any, not far away."""
        here = self.surveyed[n].quotation.paragraph
        k = n + step
        while 0 <= k < len(self.surveyed) and self.surveyed[k].quotation.paragraph == here:
            k += step
        turn: list[int] = []
        if not 0 <= k < len(self.surveyed) or abs(self.surveyed[k].quotation.paragraph - here) > 4:
            return turn
        paragraph = self.surveyed[k].quotation.paragraph
        while 0 <= k < len(self.surveyed) and self.surveyed[k].quotation.paragraph == paragraph:
            turn.append(k)
            k += step
        return turn

    def _nearness(self, s: Surroundings, rows: dict[int, list[float]]) -> None:
        at, places = INDEX, self.places
        paragraph = s.quotation.paragraph
        here = places.base[paragraph] + s.quotation.start
        end = places.base[paragraph] + s.quotation.end
        behind: list[tuple[float, int]] = []
        behind_meant: list[tuple[float, int]] = []
        near_total = 0
        presence: dict[int, int] = {}
        for person, row in rows.items():
            back, ahead, count = _around(places.told.get(person, ()), here, end)
            row[at["behind_told"]], row[at["ahead_told"]] = _near(back), _near(ahead)
            said_back, said_ahead, _ = _around(places.said.get(person, ()), here, end)
            row[at["behind_said"]] = _near(said_back)
            row[at["said_after"]] = _near(said_ahead)
            meant_back, meant_ahead, _ = _around(places.meant.get(person, ()), here, end)
            row[at["behind_meant"]], row[at["ahead_meant"]] = _near(meant_back), _near(meant_ahead)
            meant = places.meant.get(person, ())
            presence[person] = count + bisect_left(meant, end) - bisect_left(meant, here - 3000)
            behind.append((back, person))
            behind_meant.append((min(back, meant_back), person))
            near_total += count
            row[at["count_near"]] = min(count, 15) / 15
            row[at["share_near"]] = count
            row[at["count_book"]] = self.roster.people[person].mentions / self.most
        for name, order in (("rank_told", behind), ("rank_meant", behind_meant)):
            for rank, (_, person) in enumerate(sorted(order)):
                rows[person][at[name]] = rank / 10
        ranked = sorted(presence, key=lambda p: -presence[p])
        third = presence[ranked[2]] / max(1, presence[ranked[1]]) if len(ranked) > 2 else 0.0
        for rank, person in enumerate(ranked):
            rows[person][at["presence_rank"]] = rank / 10
        for row in rows.values():
            row[at["share_near"]] /= max(1, near_total)
            row[at["third_present"]] = third
        if s.before.blank and paragraph:
            self._open(self.subjects[paragraph - 1], rows, at["subject_behind"])
            self._open(self.closing[paragraph - 1], rows, at["subject_closing"])
        if s.last and paragraph + 1 < len(self.subjects):
            self._open(self.subjects[paragraph + 1], rows, at["subject_ahead"])
            said = _SAID_THIS.match(self.paragraphs[paragraph + 1])
            for m in self.roster.mentions[paragraph + 1] if said else ():
                if m.end <= said.end():  # type: ignore[union-attr]
                    self._mark(m, rows, at["said_this"])

    def _scene(self, n: int, s: Surroundings, rows: dict[int, list[float]]) -> None:
        """Who is there: told of in this scene, tagged or called by name in this talk, or only talked of."""
        at, places = INDEX, self.places
        here = places.base[s.quotation.paragraph] + s.quotation.start
        start, end = self.scenes[s.quotation.paragraph]
        total = 1
        for person, row in rows.items():
            behind = ahead = 0
            for spots in (places.told.get(person, ()), places.meant.get(person, ())):
                middle = bisect_left(spots, here)
                behind += middle - bisect_left(spots, start)
                ahead += bisect_left(spots, end) - middle
            row[at["scene_behind"]] = float(behind > 0)
            row[at["scene_share"]] = behind + ahead
            total += behind + ahead
            row[at["lead"]] = self.lead[person]
            row[at["tagged_book"]] = math.log1p(self.tags_of[person]) / 5
        for rank, person in enumerate(sorted(rows, key=lambda p: -self.lead[p])):
            rows[person][at["lead_rank"]] = rank / 10
            rows[person][at["scene_share"]] /= total
        for k in range(max(0, n - _TALK), min(len(self.surveyed), n + _TALK + 1)):
            paragraph = self.surveyed[k].quotation.paragraph
            if k == n or self.scenes[paragraph][0] != start:
                continue
            tagged, sure = self.tagged[k]
            if tagged in rows:
                rows[tagged][at["tagged_near"]] += sure / _TALK
            for person, vocative in self.named[k].items():
                if person in rows:
                    rows[person][at["called_near" if vocative else "talked_of_near"]] += 1 / _TALK

    def _open(self, subjects: Sequence[int], rows: dict[int, list[float]], feature: int) -> None:
        for rank, person in enumerate(subjects):
            if person in rows:
                _raise(rows[person], feature, 1.0 - 0.5 * rank)


def _is_thought(s: Surroundings) -> bool:
    """No tag says that emphasised words were said aloud."""
    return s.tag is None or s.tag.act is not Act.SPEECH


def _around(places: Sequence[int], here: int, end: int) -> tuple[float, float, int]:
    """(distance back to the nearest place, distance ahead, how many within 3,000 characters back)."""
    if not places:
        return 99999.0, 99999.0, 0
    i = bisect_left(places, here)
    back = here - places[i - 1] if i else 99999
    j = bisect_left(places, end, i)
    ahead = places[j] - end if j < len(places) else 99999
    return float(back), float(ahead), i - bisect_left(places, here - 3000, 0, i)


def _raise(row: list[float], i: int, value: float) -> None:
    if value > row[i]:
        row[i] = value


def _near(distance: float) -> float:
    return 100.0 / (100.0 + distance)
