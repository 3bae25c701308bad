"""Writing the output folder's voices.toml: complete, commented, and never over what a person wrote.

The first run writes the whole cast. Later runs add whoever is new, and change a value only where the record
shows that the program wrote it and nobody touched it. Everything else in the file stays as it is, comments,
order and spaces included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tomlkit

from audiobook.cast.casting import Casting
from audiobook.cast.delivery import DELIVERIES
from audiobook.cast.layers import CAST_FOR, Voices, Wishes, names_of
from audiobook.cast.tomltext import Key, display, header
from audiobook.cast.voicesfile import VoicesFile
from audiobook.errors import BadInput, JobFailed
from audiobook.files import write_whole
from audiobook.model import NARRATOR, Character, Delivery, Gender, Pauses, Script, Voice
from audiobook.plural import counted

HEAD = """\
# Who speaks in which voice. Change what you like and run the same command again: only what changed is
# recorded again, and nothing you write here is ever overwritten.
#
# `audiobook voices` lists the voices; `audiobook preview STORY --character NAME` plays one.
# Every table can have:  engine, voice, rate (words a minute), pitch (semitones), gain (dB), intonation (a
# factor on the melody of a sentence), effect (phone, radio, room, robot, whisper).
# A character can also have:  gender, and aliases (other names for the same person).
"""

DEFAULTS = (
    "# rate = 170          # words a minute",
    "# pitch = 0           # semitones up or down",
    "# gain = 0            # dB",
)

RECORD_HEAD = """\
# What the program itself wrote into voices.toml. Whatever has another value there was changed by a person.
# Safe to delete: everything in voices.toml counts as a person's then.
"""


@dataclass(frozen=True)
class Entry:
    """What the program has to say in one table."""

    table: Key
    settings: Mapping[str, Any]
    engine: str
    """Whose voice it is."""
    needless: frozenset[str] = frozenset()
    """Settings that go without saying, unless they were said before."""
    above: str = ""
    """A comment over the table, where the program writes the table."""
    below: tuple[str, ...] = ()
    """Comments below its settings, likewise."""


def write_completed(path: Path, record: Path, casting: Casting, script: Script, voices: Voices) -> bool:
    """Bring the voices.toml at `path` up to the cast; true when that changed the file.

    `voices` are the layers that the cast was made from, `record` the file that tells the program's own words
    from a person's. Raises JobFailed when the folder cannot be written, BadInput when the file has become
    unreadable meanwhile.
    """
    fresh = not path.exists()
    file = VoicesFile.parse(HEAD, path) if fresh else VoicesFile.read(path)
    entries = _entries(casting, script, voices, file)
    text = file.text
    try:
        text = _Edit(file, voices.record).completed(entries) + (
            _deliveries() + _pauses() + CREDITS if fresh else ""
        )
        completed = VoicesFile.parse(text, path)
    except BadInput:  # an unusual way of writing tables, which there is no adding to: leave it alone
        text, completed = file.text, file
    record_text = _record(_owned(entries, completed, file, voices.record))
    try:
        if changed := fresh or text != file.text:
            write_whole(path, text)
        write_whole(record, record_text)
    except OSError as error:
        raise JobFailed(
            f"cannot be written: {error.strerror or error}",
            place=display(path),
            remedy="Make the folder writable, or choose another with --output.",
        ) from error
    return changed


# --- what is to be said ---------------------------------------------------------------------------


def _entries(casting: Casting, script: Script, voices: Voices, file: VoicesFile) -> list[Entry]:
    """What the program says, where no person does."""
    cast = casting.cast
    lines = Counter(line.speaker for line in script.lines)
    narrator = _own_voice(cast.narrator) if NARRATOR not in casting.origins else {}
    entries = [
        Entry(
            ("defaults",),
            _unsaid({"engine": casting.engine}, voices.defaults()),
            casting.engine,
            below=DEFAULTS,
        ),
        Entry(
            ("narrator",),
            _unsaid(narrator, voices.narrator()),
            cast.narrator.engine,
            _needless(cast.narrator, casting),
            below=_elsewhere(casting.origins.get(NARRATOR)),
        ),
    ]
    known = {character.name: character for character in script.characters}
    told: set[Key] = set()
    for name, voice in cast.characters.items():
        character = known.get(name, Character(name))
        own: Mapping[str, Any] = {}
        how = counted(lines[character.name], "line")
        if character.name in casting.origins:
            pass
        elif character.narrates:
            how += "; tells the story, in the narrator's voice unless one is given here"
        else:
            own = _own_voice(voice)
            how += ", cast automatically"
        table = ("characters", _table_name(character, file))
        if table in told:
            continue  # the file takes two of the story's characters for one
        told.add(table)
        entries.append(
            Entry(
                table,
                _unsaid({**own, **_facts(character)}, voices.character(character)),
                voice.engine,
                _needless(voice, casting),
                f"# {how}.",
                _elsewhere(casting.origins.get(character.name)),
            )
        )
    return entries


def _own_voice(voice: Voice) -> dict[str, Any]:
    """The settings by which automatic casting is kept."""
    return {"engine": voice.engine, "voice": voice.voice, "pitch": _tidy(voice.pitch)}


def _needless(voice: Voice, casting: Casting) -> frozenset[str]:
    plain = {"engine": voice.engine == casting.engine, "pitch": voice.pitch == 0}
    return frozenset(name for name, needless in plain.items() if needless)


def _facts(character: Character) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if character.gender is not Gender.UNKNOWN:
        facts["gender"] = str(character.gender)
    if character.aliases:
        facts["aliases"] = list(character.aliases)
    return facts


def _unsaid(settings: Mapping[str, Any], wishes: Wishes) -> dict[str, Any]:
    """The settings that no person has given."""
    said = {key for key, words in wishes.items() if not all(wish.cast_by_program for wish in words)}
    return {key: value for key, value in settings.items() if key not in said}


def _elsewhere(place: str | None) -> tuple[str, ...]:
    return (f"# voice: from {place.rpartition(', line ')[0] or place}",) if place else ()


def _table_name(character: Character, file: VoicesFile) -> str:
    """What the file calls the character: by name, or by an alias."""
    called = {name.casefold() for name in (character.name, *character.aliases)}
    folded = {name.casefold(): name for name in file.names}
    if character.name.casefold() in folded:
        return folded[character.name.casefold()]
    return next(
        (name for name in file.names if called & names_of(name, file.table("characters", name))),
        character.name,
    )


def _tidy(number: float) -> float | int:
    return int(number) if number == int(number) else round(number, 2)


# --- the text -------------------------------------------------------------------------------------


class _Edit:
    """Adds to a file's text, line by line."""

    def __init__(self, file: VoicesFile, record: Mapping[Key, Any]) -> None:
        self._file = file
        self._record = record
        self._end = "\r\n" if "\r\n" in file.text else "\n"
        self._lines = file.text.replace("\r\n", "\n").split("\n")
        self._begun = {s.key[:depth] for s in file.statements for depth in range(1, len(s.key) + 1)}
        self._ends = dict(self._table_ends())

    def completed(self, entries: list[Entry]) -> str:
        """The text with what is missing added, and what the program wrote brought up to date."""
        appended: list[str] = []
        inserted: dict[int, list[str]] = {}
        for entry in entries:
            missing = {}
            for name, value in entry.settings.items():
                if (*entry.table, name) in self._file.settings:
                    self._renew((*entry.table, name), value)
                elif name not in entry.needless:
                    missing[name] = value
            if (last := self._ends.get(entry.table)) is not None:
                inserted.setdefault(last, []).extend(_assignments(missing))
            elif entry.table not in self._begun:
                appended += ["", *filter(None, [entry.above]), f"[{header(entry.table)}]"]
                appended += [*_assignments(missing), *entry.below]
        for line in sorted(inserted, reverse=True):
            self._lines[line + 1 : line + 1] = inserted[line]
        while appended and self._lines and not self._lines[-1].strip():
            self._lines.pop()
        return self._end.join([*self._lines, *appended, ""] if appended else self._lines)

    def _renew(self, key: Key, value: Any) -> None:
        """A new value for a setting that is the program's own, in the line where it stands."""
        old = self._file.settings[key].value
        if old == value or self._record.get(key) != old:
            return
        statement = next(s for s in self._file.statements if s.key == key and not s.header)
        lines = slice(statement.first, statement.last + 1)
        document = tomlkit.parse("\n".join(self._lines[lines]))
        if key[-1] in document:
            document[key[-1]] = value
            # as many lines as before: what stands below keeps its number
            self._lines[lines] = [tomlkit.dumps(document), *[""] * (statement.last - statement.first)]

    def _table_ends(self) -> Iterator[tuple[Key, int]]:
        """(a table that has a header of its own, the line where it ends), the last word on each last."""
        inside: Key = ()
        for statement in self._file.statements:
            if statement.header:
                inside = statement.key
            if inside:
                yield inside, statement.last


def _assignments(settings: Mapping[str, Any]) -> Iterator[str]:
    for name, value in settings.items():
        yield f"{tomlkit.key(name).as_string()} = {tomlkit.item(value).as_string()}"


def _deliveries() -> str:
    """The delivery defaults, to be had by taking away the marks."""
    lines = [
        "",
        "## How lines are said by default. Take away the # to change one; rate and intonation are factors,",
        '## effect = "none" takes the effect alone away, off = true has such lines said plainly.',
    ]
    plain = asdict(Delivery())
    for name, delivery in DELIVERIES.items():
        changed = {key: value for key, value in asdict(delivery).items() if value != plain[key]}
        if changed:
            lines += ["#", f"# [delivery.{name}]", *(f"# {line}" for line in _assignments(changed))]
    return "\n".join([*lines, ""])


PAUSES = {
    "head": "before a chapter's first word",
    "tail": "after a chapter's last word",
    "heading": "after a chapter's heading",
    "headings": "between two parts of a heading",
    "scene": "before a new scene",
    "paragraph": "between paragraphs",
    "turn": "before another speaker answers",
    "quick_turn": "the same, when both say but a few words",
    "sentence": "between sentences",
    "hand_over": "a sentence ends and another voice goes on in the same paragraph",
    "tag": 'between words and the tag of the same sentence: "Yes," she said.',
    "clause": "where a very long sentence is parted",
    "glued": "between two voices without a space between them",
    "pace": "a factor on all of these but head and tail",
}
"""What each pause is, for the file."""


def _pauses() -> str:
    """The default pauses, likewise."""
    said = [
        f"# {f'{name} = {_tidy(getattr(Pauses(), name))}':<18} # {meaning}"
        for name, meaning in PAUSES.items()
    ]
    return "\n".join(["", "## Silence, in seconds: the defaults, likewise.", "#", "# [pauses]", *said, ""])


CREDITS = """
## What the narrator says before and after the book, with --credits; reader stands in the tags too.
#
# [credits]
# opening = "{title}, by {author}, read by {reader}."
# closing = "This was {title}, by {author}, read by {reader}."
# reader = "computer voices"
"""


# --- the record -----------------------------------------------------------------------------------


def _owned(
    entries: list[Entry], completed: VoicesFile, before: VoicesFile, record: Mapping[Key, Any]
) -> dict[Key, Any]:
    """What of the completed file is the program's own: written now, or earlier and never touched.

    Every table says which engine it was cast for, whatever becomes of the engines in the file.
    """
    mine = {key: value for key, value in record.items() if key[-1] == CAST_FOR or _has(completed, key, value)}
    for entry in entries:
        mine[(*entry.table, CAST_FOR)] = entry.engine
        for name in entry.settings:
            key = (*entry.table, name)
            untouched = key not in before.settings or _has(before, key, record.get(key))
            if untouched and key in completed.settings:
                mine[key] = completed.settings[key].value
    return mine


def _has(file: VoicesFile, key: Key, value: Any) -> bool:
    return key in file.settings and file.settings[key].value == value


def _record(mine: Mapping[Key, Any]) -> str:
    tables: dict[Key, dict[str, Any]] = {}
    for key, value in mine.items():
        tables.setdefault(key[:-1], {})[key[-1]] = value
    texts = ["\n".join([f"[{header(table)}]", *_assignments(said), ""]) for table, said in tables.items()]
    return "\n".join([RECORD_HEAD, *texts])
