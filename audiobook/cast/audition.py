"""A character's own lines, to judge a voice by."""

from __future__ import annotations

from audiobook.errors import BadInput, did_you_mean
from audiobook.model import Line, Script, names_by_spelling


def own_lines(script: Script, character: str, most: int) -> tuple[str, list[Line]]:
    """A character's name in the script, and up to `most` of their lines that are good to judge a voice by.

    Raises BadInput for somebody who has no line.
    """
    names = names_by_spelling(script.characters)
    name = names.get(character.casefold())
    if name is None:
        speakers = [person.name for person in script.characters]
        raise BadInput(
            f"nobody called “{character}” has a line in this story",
            remedy=did_you_mean(character, names, shown=names.__getitem__)
            or f"Who speaks: {', '.join(speakers[:12])}.",
        )
    lines = [line for line in script.lines if line.speaker == name and not line.heading]
    telling = [line for line in lines if 30 <= len(line.text) <= 240] or lines
    return name, telling[:most]
