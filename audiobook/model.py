"""The value types that the stages hand to each other: manuscript → script → cast → takes → chapters.

Every stage takes the types to its left and returns the types to its right; none of them knows how
the others work. All offsets count Unicode code points; ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

NARRATOR = "narrator"
"""The tag of every line that no character speaks."""

UNSURE_BELOW = 0.6
"""A line whose confidence is below this is marked `?` in the script."""


class Gender(StrEnum):
    """A character's or a voice's gender, as far as the text or the engine tells."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """How a line is meant: told, said aloud, or thought."""

    NARRATION = "narration"
    SPEECH = "speech"
    THOUGHT = "thought"


# --- manuscript ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the story as plain text, and where each of its characters came from."""

    text: str
    """White space normalised: words parted by single spaces, none at the edges; never empty."""
    runs: tuple[tuple[int, int], ...]
    """(offset in `text`, offset in the source), ascending: from each pair on, the two advance together."""
    heading: bool = False
    """Part of the chapter's heading; headings come first in their chapter."""
    opens_scene: bool = False
    """A scene break stands between this paragraph and the one before."""
    cue: str | None = None
    """Who speaks it, where the format says so (play scripts, Fountain): a name, or `narrator`.
    None in prose, where the tagger decides."""
    delivery: tuple[str, ...] = ()
    """How it is said, where the format says so (a parenthetical)."""

    def source_offset(self, offset: int) -> int:
        """Where the character at `offset` in `text` stands in the source."""
        here, there = 0, 0
        for text_at, source_at in self.runs:
            if text_at > offset:
                break
            here, there = text_at, source_at
        return there + (offset - here)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that `text[start:end]` came from (end exclusive)."""
        return self.source_offset(start), self.source_offset(end - 1) + 1


@dataclass(frozen=True, slots=True)
class ManuscriptChapter:
    """A chapter's paragraphs in reading order, headings first."""

    title: str
    """For file names, chapter marks and playlists; the headings themselves are paragraphs."""
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of the source that is no part of the story."""

    start: int
    end: int
    why: str
    """"boilerplate", "page number", "cue", "direction", "scene break", "markup", "front matter" …"""


@dataclass(frozen=True, slots=True)
class Book:
    """What is known about the book besides its text."""

    title: str
    author: str = ""
    language: str = ""
    """BCP 47 code ("en", "en-GB"), empty when unknown."""
    year: str = ""
    cover: bytes | None = None
    """JPEG or PNG data, when the book brings a picture."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What was read from the file: metadata and chapters of plain text."""

    book: Book
    source: str
    """The decoded text that offsets count in; for e-books the extracted text."""
    chapters: tuple[ManuscriptChapter, ...]
    left_out: tuple[LeftOut, ...] = ()


# --- script -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text in one voice. The lines of a paragraph tile its text."""

    text: str
    """As in the manuscript, without spaces at the edges; never empty."""
    chapter: int
    """Index of the chapter, from 0."""
    paragraph: int
    """Index of the paragraph within its chapter, from 0."""
    speaker: str = NARRATOR
    """The tag: `narrator` or a character's name."""
    kind: Kind = Kind.NARRATION
    delivery: tuple[str, ...] = ()
    """How it is said: "whispering", "shouting", "phone" …"""
    confidence: float = 1.0
    """How sure the tag is, 0 to 1."""
    reason: str = ""
    """Why this speaker, in a few words for people ("tag: said Mara")."""
    heading: bool = False
    opens_scene: bool = False
    """The first line after a scene break."""
    glued: bool = False
    """Follows the line before in the same paragraph without a space."""
    start: int = -1
    end: int = -1
    """Where it stands in the manuscript's source; -1 in a script read from its text form."""

    @property
    def unsure(self) -> bool:
        """The program asks a person to check this tag."""
        return self.confidence < UNSURE_BELOW


@dataclass(frozen=True, slots=True)
class Character:
    """A person of the story."""

    name: str
    gender: Gender = Gender.UNKNOWN
    aliases: tuple[str, ...] = ()
    """Other names for the same person, the name itself not among them."""
    narrates: bool = False
    """The first-person narrator; heard in the narrator's own voice unless voices.toml gives one."""


@dataclass(frozen=True, slots=True)
class Script:
    """The manuscript cut into lines, each tagged with who speaks it."""

    book: Book
    chapters: tuple[str, ...]
    """The chapters' titles."""
    lines: tuple[Line, ...]
    """In reading order."""
    characters: tuple[Character, ...] = ()
    """Everybody who has a line, most lines first."""
    left_out: tuple[LeftOut, ...] = ()

    def by_chapter(self) -> Iterator[tuple[int, list[Line]]]:
        """(chapter index, its lines) in reading order."""
        for chapter, lines in groupby(self.lines, key=lambda line: line.chapter):
            yield chapter, list(lines)

    def paragraphs(self) -> Iterator[list[Line]]:
        """The lines of each paragraph in reading order."""
        for _, lines in groupby(self.lines, key=lambda line: (line.chapter, line.paragraph)):
            yield list(lines)

    def replace(self, **changes: object) -> Script:
        """A copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def paragraph_text(lines: list[Line]) -> str:
    """The text that the lines of one paragraph tile."""
    return "".join(line.text if line.glued or not i else " " + line.text for i, line in enumerate(lines))


def names_by_spelling(characters: Iterable[Character]) -> dict[str, str]:
    """Everybody's name, the narrator's with them, by all that they are called, case folded; a name counts
    before somebody else's alias."""
    names = {NARRATOR: NARRATOR}
    everybody = list(characters)
    for character in everybody:
        names |= dict.fromkeys((alias.casefold() for alias in character.aliases), character.name)
    return names | {character.name.casefold(): character.name for character in everybody}


# --- cast ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice profile: which engine's voice, and how it is set. Units mean the same on every engine."""

    engine: str = "pyttsx3"
    voice: str = "en-us"
    """The name people write in voices.toml; the engine finds its own id for it."""
    rate: float = 170.0
    """Words a minute."""
    pitch: float = 0.0
    """Semitones up or down from the voice's own pitch."""
    gain: float = 0.0
    """dB, on top of the loudness matching."""
    intonation: float = 1.0
    """Factor on how far the melody of a sentence moves; 0 is monotonous."""
    effects: tuple[str, ...] = ()
    """What the sound goes through, of `EFFECTS`, one after the other."""


EFFECTS = ("phone", "radio", "room", "robot", "whisper")
"""What a voice can go through on its way to the listener."""
NO_EFFECT = "none"
"""Stands in voices.toml where a delivery is to have none."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a delivery does to whichever voice it is asked of."""

    rate: float = 1.0
    """Factor on the voice's rate."""
    pitch: float = 0.0
    """Semitones added."""
    gain: float = 0.0
    """dB added."""
    intonation: float = 1.0
    """Factor on the voice's intonation."""
    effect: str = NO_EFFECT
    """One of `EFFECTS`, or none."""
    off: bool = False
    """A line with this delivery is said plainly."""

    def applied_to(self, voice: Voice) -> Voice:
        """The voice with this delivery."""
        if self.off:
            return voice
        added = () if self.effect == NO_EFFECT or self.effect in voice.effects else (self.effect,)
        return replace(
            voice,
            rate=voice.rate * self.rate,
            pitch=voice.pitch + self.pitch,
            gain=voice.gain + self.gain,
            intonation=voice.intonation * self.intonation,
            effects=(*voice.effects, *added),
        )


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence between the end of one phrase and the start of the next, in seconds."""

    head: float = 0.75
    """Before a chapter's first word (ACX: 0.5 to 1 s)."""
    tail: float = 2.0
    """After a chapter's last word (ACX: 1 to 5 s)."""
    heading: float = 1.4
    """After a chapter's heading."""
    headings: float = 0.8
    """Between two parts of a heading."""
    scene: float = 2.2
    """Before a new scene."""
    paragraph: float = 0.8
    """Between paragraphs."""
    turn: float = 0.5
    """Before another speaker answers."""
    quick_turn: float = 0.35
    """The same, when both say but a few words."""
    sentence: float = 0.45
    """Between sentences."""
    hand_over: float = 0.35
    """A sentence ends and another voice goes on in the same paragraph."""
    tag: float = 0.14
    """Between a quotation and the tag of the same sentence: "Yes," she said."""
    clause: float = 0.2
    """Where a very long sentence is parted."""
    glued: float = 0.06
    """Between two voices without a space between them."""
    pace: float = 1.0
    """A factor on all of these but head and tail."""

    def paced(self, seconds: float) -> float:
        """A pause within a chapter; never longer than a listener takes for the end."""
        return round(min(seconds * self.pace, LONGEST_PAUSE), 3)


LONGEST_PAUSE = 3.0
"""Seconds of silence after which a listener wonders whether the book is over."""


Settings = Mapping[str, Mapping[str, object]]
"""For each engine by name what it is told besides: the table [engines.NAME] of voices.toml."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Which voice profile reads each tag, and how the reading goes."""

    narrator: Voice
    characters: Mapping[str, Voice] = field(default_factory=dict)
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)
    pauses: Pauses = field(default_factory=Pauses)
    settings: Settings = field(default_factory=dict)

    def voice_of(self, line: Line) -> Voice:
        """The profile for one line, its deliveries applied."""
        voice = self.narrator if line.speaker == NARRATOR else self.characters[line.speaker]
        asked = [*line.delivery, "thought"] if line.kind is Kind.THOUGHT else line.delivery
        for name in asked:
            if (delivery := self.deliveries.get(name)) is not None:
                voice = delivery.applied_to(voice)
        return voice


@dataclass(frozen=True, slots=True)
class Credits:
    """What is said before and after the book."""

    opening: str
    closing: str
    reader: str = ""
    """Who reads it, for the tags; empty where nobody says."""


# --- studio -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine is asked to say: one line's spoken form in one voice. A take is its recording."""

    text: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Cue:
    """Where a line starts and ends in its chapter's audio; the one source for synchronised outputs."""

    line: int
    """Index into `Script.lines`."""
    start: float
    end: float
    """Seconds from the start of the chapter's file."""
