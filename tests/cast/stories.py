"""Small scripts for the tests of this folder."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.model import Book, Character, Gender, Kind, Line, Script

F, M, U = Gender.FEMALE, Gender.MALE, Gender.UNKNOWN


def script(scenes: Sequence[Sequence[str]], *characters: Character, language: str = "") -> Script:
    """Each scene is a chapter, in which those named speak in turn. Nobody knows who is not described."""
    lines: list[Line] = []
    for chapter, speakers in enumerate(scenes):
        lines.append(Line("They met.", chapter, 0))
        lines += [Line("Well.", chapter, at, name, Kind.SPEECH) for at, name in enumerate(speakers, 1)]
    said = [line.speaker for line in lines if line.speaker != "narrator"]
    described = {character.name: character for character in characters}
    everybody = sorted(dict.fromkeys(said), key=lambda name: -said.count(name))
    return Script(
        Book("A Test", language=language),
        tuple(f"Chapter {n + 1}" for n in range(len(scenes))),
        tuple(lines),
        tuple(described.get(name, Character(name)) for name in everybody),
    )
