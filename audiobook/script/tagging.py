"""From manuscript to script: every paragraph cut into lines, every line tagged with who speaks it."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobook.model import NARRATOR, Character, Kind, Line, Manuscript, Paragraph, Script
from audiobook.script.attribution import Attribution, settle
from audiobook.script.people import Roster, build_roster
from audiobook.script.quotations import Quotation, find_quotations
from audiobook.script.spoken.runtogether import breathless
from audiobook.script.turns import lasting
from audiobook.script.verbatim import check

SOMEBODY = "Somebody"
"""The tag of words that are spoken by nobody the story names."""

_TRAILING = re.compile(r"[^\w\s\"“”„‘«»*_(\[]+")
_CHAPTER_PAUSE = 8
_SCENE_PAUSE = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a paragraph on its way to becoming a line."""

    start: int
    end: int
    speaker: str = NARRATOR
    kind: Kind = Kind.NARRATION
    delivery: tuple[str, ...] = ()
    confidence: float = 1.0
    reason: str = ""


def tag(manuscript: Manuscript, known: Sequence[Character] = (), kept: Script | None = None) -> Script:
    """Tag every line of `manuscript`.

    `known` are characters a person listed (names, aliases, genders): obeyed. `kept` is a script whose
    tags a person set by hand: they are kept where the text stayed, and are evidence for their neighbours.
    """
    known = _with_cues(manuscript, known)
    prose = Prose(manuscript)
    quotations = find_quotations(prose.texts)
    roster = build_roster(prose.texts, quotations, (*known, *_newcomers(kept, known)))
    fresh = _script(manuscript, prose, quotations, known, *settle(prose.texts, quotations, roster))
    if kept is not None:
        fixed = _by_hand(kept, fresh, prose, quotations)
        if fixed:
            settled = settle(prose.texts, quotations, roster, fixed)
            fresh = _script(manuscript, prose, quotations, known, *settled)
    check(fresh, manuscript)
    return fresh


def _script(
    manuscript: Manuscript,
    prose: Prose,
    quotations: Sequence[Quotation],
    known: Sequence[Character],
    roster: Roster,
    attributions: Sequence[Attribution],
) -> Script:
    tagged: dict[int, list[tuple[Quotation, Attribution]]] = {}
    for quotation, attribution in zip(quotations, attributions, strict=True):
        tagged.setdefault(quotation.paragraph, []).append((quotation, attribution))
    lines: list[Line] = []
    for chapter, paragraph, content, at in prose.all():
        if content.cue is not None:
            pieces = [_cued(content, roster, known)]
        elif at is None:
            pieces = [_Piece(0, len(content.text))]
        else:
            pieces = _cut(content.text, tagged.get(at, ()), roster)
        lines += _lines(chapter, paragraph, content, pieces)
    script = Script(
        book=manuscript.book,
        chapters=tuple(chapter.title for chapter in manuscript.chapters),
        lines=tuple(lasting(lines)),
        left_out=manuscript.left_out,
    )
    return replace(script, characters=_characters(script, roster, known))


def _newcomers(kept: Script | None, known: Sequence[Character]) -> list[Character]:
    """Names that a person brought in with their tags."""
    if kept is None:
        return []
    names = {n.casefold() for c in known for n in (c.name, *c.aliases)} | {NARRATOR, SOMEBODY.casefold()}
    tags = dict.fromkeys(line.speaker for line in kept.lines if not line.unsure)
    return [Character(name) for name in tags if name.casefold() not in names]


def _by_hand(kept: Script, fresh: Script, prose: Prose, quotations: Sequence[Quotation]) -> dict[int, str]:
    """Quotation → name, wherever the kept script's tag is sure and not the one the program gives."""
    theirs: dict[str, deque[Line]] = {}
    for line in kept.lines:
        theirs.setdefault(line.text, deque()).append(line)
    places = {(c, p): at for c, p, _, at in prose.all()}
    at_start = {(q.paragraph, q.start): index for index, q in enumerate(quotations)}
    fixed: dict[int, str] = {}
    offset, last = 0, (-1, -1)
    for line in fresh.lines:
        here = line.chapter, line.paragraph
        offset = 0 if here != last else offset + (0 if line.glued else 1)
        start, offset, last = offset, offset + len(line.text), here
        waiting = theirs.get(line.text)
        if not waiting:
            continue
        their = waiting.popleft()
        paragraph = places.get(here)
        index = None if paragraph is None else at_start.get((paragraph, start))
        if index is not None and not their.unsure and their.speaker != line.speaker:
            fixed[index] = their.speaker
    return fixed


class Prose:
    """The paragraphs that the tagger reads, breaks between scenes and chapters as empty ones."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.texts: list[str] = []
        self._all: list[tuple[int, int, Paragraph, int | None]] = []
        for c, chapter in enumerate(manuscript.chapters):
            if self.texts:
                self.texts += [""] * _CHAPTER_PAUSE
            for p, paragraph in enumerate(chapter.paragraphs):
                at = None
                if not paragraph.heading and paragraph.cue is None:
                    if paragraph.opens_scene and self.texts:
                        self.texts += [""] * _SCENE_PAUSE
                    at = len(self.texts)
                    self.texts.append(paragraph.text)
                self._all.append((c, p, paragraph, at))

    def all(self) -> Iterator[tuple[int, int, Paragraph, int | None]]:
        """(chapter, paragraph in it, the paragraph, its index among the texts) in reading order."""
        yield from self._all


def _with_cues(manuscript: Manuscript, known: Sequence[Character]) -> tuple[Character, ...]:
    """The known characters and, after them, everybody whom a play script's cues name."""
    names = {n.casefold() for c in known for n in (c.name, *c.aliases)}
    cued = Counter(
        p.cue for chapter in manuscript.chapters for p in chapter.paragraphs if p.cue not in (None, NARRATOR)
    )
    fresh = [Character(name) for name in cued if name is not None and name.casefold() not in names]
    return (*known, *fresh)


def _cued(paragraph: Paragraph, roster: Roster, known: Sequence[Character]) -> _Piece:
    cue = paragraph.cue or NARRATOR
    end = len(paragraph.text)
    if cue == NARRATOR:
        return _Piece(0, end)
    for character in known:
        if cue.casefold() in (n.casefold() for n in (character.name, *character.aliases)):
            cue = character.name
            break
    else:
        person = roster.find(cue)
        cue = person.name if person else cue
    thought = "thought" in paragraph.delivery
    delivery = tuple(d for d in paragraph.delivery if d != "thought")
    return _Piece(0, end, cue, Kind.THOUGHT if thought else Kind.SPEECH, delivery, 1.0, "cue")


def _cut(text: str, tagged: Sequence[tuple[Quotation, Attribution]], roster: Roster) -> list[_Piece]:
    """The pieces of a paragraph of prose, narration and quotations in turn."""
    pieces: list[_Piece] = []
    at = 0
    said = [
        (quotation, attribution) for quotation, attribution in tagged if attribution.kind != Kind.NARRATION
    ]
    limits = [quotation.start for quotation, _ in said[1:]] + [len(text)]
    for (quotation, attribution), limit in zip(said, limits, strict=False):
        end = quotation.end
        if (trailing := _TRAILING.match(text, end, limit)) is not None:
            end = trailing.end()
        pieces.append(_Piece(at, quotation.start))
        name = SOMEBODY if attribution.person is None else roster.people[attribution.person].name
        pieces.append(
            _Piece(
                quotation.start,
                end,
                name,
                attribution.kind,
                attribution.delivery,
                attribution.confidence,
                attribution.reason,
            )
        )
        at = end
    pieces.append(_Piece(at, len(text)))
    return _worded(text, pieces)


def _worded(text: str, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Pieces without stray punctuation: what holds no word joins the piece before, or the one after."""
    joined: list[_Piece] = []
    pending: int | None = None
    for piece in pieces:
        if not text[piece.start : piece.end].strip():
            continue
        if not any(ch.isalnum() for ch in text[piece.start : piece.end]):
            if joined:
                joined[-1] = replace(joined[-1], end=piece.end)
            elif pending is None:
                pending = piece.start
            continue
        if pending is not None:
            piece, pending = replace(piece, start=pending), None
        joined.append(piece)
    return joined or [_Piece(0, len(text))]


def _lines(chapter: int, paragraph: int, content: Paragraph, pieces: Sequence[_Piece]) -> Iterator[Line]:
    text = content.text
    for n, piece in enumerate(pieces):
        start, end = piece.start, piece.end
        while text[start] == " ":
            start += 1
        while text[end - 1] == " ":
            end -= 1
        source_start, source_end = content.source_span(start, end)
        yield Line(
            text=text[start:end],
            chapter=chapter,
            paragraph=paragraph,
            speaker=piece.speaker,
            kind=piece.kind,
            delivery=_delivery(text[start:end], piece),
            confidence=round(piece.confidence, 3),
            reason=piece.reason,
            heading=content.heading,
            opens_scene=content.opens_scene and n == 0,
            glued=start > 0 and text[start - 1] != " ",
            start=source_start,
            end=source_end,
        )


def _delivery(text: str, piece: _Piece) -> tuple[str, ...]:
    """How a piece is said: words run together are said fast."""
    fast = piece.kind is not Kind.NARRATION and "quickly" not in piece.delivery and breathless(text)
    return (*piece.delivery, "quickly") if fast else piece.delivery


def _characters(script: Script, roster: Roster, known: Sequence[Character]) -> tuple[Character, ...]:
    """Everybody with a line, most lines first."""
    counts = Counter(line.speaker for line in script.lines if line.speaker != NARRATOR)
    listed: Mapping[str, Character] = {c.name: c for c in known}
    characters = []
    for name, _ in counts.most_common():
        person = roster.find(name)
        if person is not None and person.name == name:
            characters.append(Character(name, person.gender, person.aliases, person.narrates))
        else:
            characters.append(listed.get(name) or Character(name))
    return tuple(characters)
