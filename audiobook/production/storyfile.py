"""What a story's file holds, tagged: a manuscript, or a script that the program wrote and a person edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from audiobook.errors import BadInput
from audiobook.model import NARRATOR, Character, Manuscript, Script


def read_script(story: Path | str, *, voices_file: Path | None = None, keep: Path | None = None) -> Script:
    """The tagged script of a story; what a person corrected in the script `keep` is kept and learnt from."""
    from audiobook.cast import layers

    path = None if str(story) == "-" else Path(story)
    voices = layers.find(path, None, voices_file)
    opened = open_story(story, voices.deliveries)
    known = voices.known_characters(text_of(opened))
    kept = None
    if keep is not None:
        kept = read_if_there(keep, voices.deliveries())
        if kept is None:
            raise BadInput("there is no such script", place=str(keep), remedy="Name a script that exists.")
    return merged(tagged(opened, known, kept), known)


def open_story(story: Path | str, deliveries: Callable[[], Collection[str]]) -> Manuscript | Script:
    """What a story's file holds: a manuscript, or a script that this program wrote.

    `deliveries` finds out which ones voices.toml defines; it is asked only for a script, which may use them.
    """
    from audiobook import manuscript
    from audiobook.manuscript.files import place_of
    from audiobook.script import jsonform, textform

    suffix = "" if str(story) == "-" else Path(story).suffix.lower()
    if suffix == ".json":
        return jsonform.read_json(manuscript.read_text_source(story), str(story))
    opened = manuscript.read_unless(str(story), textform.is_tagged_script)
    if isinstance(opened, Manuscript):
        return opened
    return textform.read_text(opened, place_of(str(story)), deliveries())


def tagged(opened: Manuscript | Script, known: Sequence[Character], kept: Script | None = None) -> Script:
    """The script, tagged if it is none yet; what a person corrected in `kept` is kept and learnt from."""
    from audiobook.script.tagging import tag

    return opened if isinstance(opened, Script) else tag(opened, known, kept)


def text_of(opened: Manuscript | Script) -> str:
    """All that is written in it, in which somebody may be named."""
    if isinstance(opened, Manuscript):
        return opened.source
    return "\n".join(f"{line.speaker}: {line.text}" for line in opened.lines)


def read_if_there(path: Path, deliveries: Collection[str]) -> Script | None:
    """The script at `path`, None when there is none. Raises BadInput for mistakes in it; empty is one."""
    from audiobook.manuscript import read_text_source
    from audiobook.script.textform import read_text

    if not path.exists():
        return None
    if not path.stat().st_size:
        raise BadInput(
            "the file is empty", place=str(path), remedy="Put your script back, or delete it to start over."
        )
    return read_text(read_text_source(path), str(path), deliveries)


def merged(script: Script, known: Sequence[Character]) -> Script:
    """The script with every tag that a person listed as somebody's alias changed to that somebody, and every
    tag that is another one in capitals or small letters to that one."""
    names = {alias: character.name for character in known for alias in character.aliases}
    taken = {character.name for character in known}
    names = _respelled(script) | {alias: name for alias, name in names.items() if alias not in taken}
    if not names.keys() & {line.speaker for line in script.lines}:
        return script
    lines = tuple(replace(line, speaker=names.get(line.speaker, line.speaker)) for line in script.lines)
    people = {character.name: character for character in (*script.characters, *known)}
    characters: dict[str, Character] = {}
    for character in script.characters:
        name = names.get(character.name, character.name)
        characters.setdefault(name, people.get(name, character))
    return replace(script, lines=lines, characters=tuple(characters.values()))


def _respelled(script: Script) -> dict[str, str]:
    """Tags that differ in capitals alone from one with more lines (else the first one): [mara] is [Mara]."""
    counts = Counter(line.speaker for line in script.lines if line.speaker != NARRATOR)
    spelled: dict[str, str] = {}
    for tag, _ in counts.most_common():
        spelled.setdefault(tag.casefold(), tag)
    return {tag: name for tag in counts if (name := spelled[tag.casefold()]) != tag}
