"""Before the first line is recorded: a story is read, tagged and cast, with everything that a person changed.

The book's folder is the working state. `script.txt` and `voices.toml` in it belong to the person; what the
program itself last wrote is remembered in `.takes/`, so that an edit is told from its own words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.apart import apart
from audiobook.errors import BadInput
from audiobook.files import write_whole
from audiobook.model import Character, Credits, Manuscript, Script
from audiobook.production.storyfile import merged, open_story, read_if_there, tagged, text_of

if TYPE_CHECKING:
    from audiobook.cast.casting import Casting
    from audiobook.cast.layers import Voices
    from audiobook.script.carry import Carried
    from audiobook.script.spoken.lexicon import Lexicon

SCRIPT = "script.txt"
VOICES = "voices.toml"
MEMORY = "tagged.json"
STATE = ".takes"
"""Recorded lines, and what the program last wrote; safe to delete."""
LONG = 1_000_000
"""Bytes from which a story is read and tagged in a process of its own: some 170,000 words."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A story read, tagged and cast: everything that is known before the first line is recorded."""

    folder: Path
    """The book's folder; it may not be there yet."""
    script: Script
    fresh: Script
    """The script as the program alone tags the story."""
    carried: Carried | None
    """What was taken from a script.txt that was there; None on the first run."""
    voices: Voices
    casting: Casting
    owns_script: bool
    """The story is this folder's own script.txt: a person's file, never written to."""
    lexicon: Lexicon
    """How words are to be said."""
    digest: str
    """Of all that `fresh` was tagged from; empty when that is remembered already, or is no tagging."""

    @property
    def credits(self) -> Credits:
        """What the narrator may say before and after the book."""
        from audiobook.cast.credits import credits_of

        return credits_of(self.script.book, self.voices)


def prepare(
    story: Path | str,
    output: Path | str | None = None,
    *,
    voices_file: Path | None = None,
    engine: str | None = None,
    shelf: Path | None = None,
) -> Prepared:
    """Read, tag and cast a story, with everything a person changed since the last run; nothing is written.

    The book's folder is `output`, or else one of the title's name in `shelf`. What a long story takes to be
    tagged, some hundred megabytes, is given back before anything is recorded.
    """
    settings = story, output, voices_file, engine, shelf
    return apart(_prepared, *settings) if _is_long(story) else _prepared(*settings)


def _is_long(story: Path | str) -> bool:
    try:
        return str(story) != "-" and Path(story).stat().st_size > LONG
    except OSError:
        return False


def _prepared(
    story: Path | str,
    output: Path | str | None,
    voices_file: Path | None,
    engine: str | None,
    shelf: Path | None,
) -> Prepared:
    """`prepare`, in this process."""
    from audiobook.cast import casting, layers, lexiconfile
    from audiobook.script.carry import carry

    path = None if str(story) == "-" else Path(story)
    given = Path(output) if output is not None else None
    opened = open_story(story, lambda: layers.find(path, given, voices_file).deliveries())
    folder = given if given is not None else _folder_of(story, opened, shelf)
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if there.exists() and not there.is_dir():
        raise BadInput("this is a file", place=str(there), remedy="Name a folder with --output.")
    voices = layers.find(path, folder, voices_file, record=folder / STATE / VOICES)
    deliveries, known = voices.deliveries(), voices.known_characters(text_of(opened))
    words = lexiconfile.find((folder, path.parent if path else None, Path.cwd()))
    fresh, digest = _recalled_or_tagged(opened, known, folder / STATE / MEMORY)
    owns_script = path is not None and path.resolve() == (folder / SCRIPT).resolve()
    edited = None if owns_script else read_if_there(folder / SCRIPT, deliveries)
    base = _remembered(folder / STATE / SCRIPT, deliveries)
    if edited and not any(_same_book(kept, fresh) for kept in (base, edited) if kept):
        raise BadInput(
            f"the script.txt in it is of another book, “{edited.book.title}”",
            place=str(folder),
            remedy="Choose another folder with --output, or move that script.txt away.",
        )
    carried = carry(base, edited, fresh) if edited else None
    script = merged(carried.script if carried else fresh, known)
    cast = casting.cast(script, voices, engine=engine)
    lexicon, notes = lexiconfile.for_story(words, script.characters)
    cast = replace(cast, notes=(*cast.notes, *notes))
    return Prepared(folder, script, fresh, carried, voices, cast, owns_script, lexicon, digest)


def _recalled_or_tagged(
    opened: Manuscript | Script, known: Sequence[Character], path: Path
) -> tuple[Script, str]:
    """The story tagged, if need be; and the digest to remember it by, empty when it is remembered already."""
    from audiobook.script.memory import digest, recalled

    if isinstance(opened, Script):
        return opened, ""
    made_from = digest(opened, known)
    if (script := recalled(path, opened, made_from)) is not None:
        return script, ""
    return tagged(opened, known), made_from


def _same_book(kept: Script, fresh: Script) -> bool:
    """The title or a line of the story is still what it was: not two books that met in one folder."""
    return kept.book.title == fresh.book.title or not {line.text for line in kept.lines}.isdisjoint(
        line.text for line in fresh.lines
    )


def _folder_of(story: Path | str, opened: Manuscript | Script, shelf: Path | None) -> Path:
    """The folder that holds the story, when it is a book's own script; else the title's name."""
    from audiobook.studio.filenames import file_name

    path = Path(story)
    own = isinstance(opened, Script) and path.name == SCRIPT and (path.parent / VOICES).exists()
    if own and shelf is None:
        return path.parent
    return (shelf or Path()) / file_name(opened.book.title)


def _remembered(path: Path, deliveries: Collection[str]) -> Script | None:
    """What the program wrote last; a memory that came to harm is none."""
    try:
        return read_if_there(path, deliveries)
    except BadInput:
        return None


def save(prepared: Prepared) -> Path | None:
    """Write script.txt and voices.toml into the book's folder, where they are new or have to change.

    Returns the copy that was kept of a person's script, when the story's changes and theirs collided.
    Raises JobFailed when the folder cannot be written.
    """
    from audiobook.cast.completion import write_completed
    from audiobook.script.textform import write_text

    folder, carried = prepared.folder, prepared.carried
    path = folder / SCRIPT
    backup = None
    if not prepared.owns_script and (carried is None or carried.changed):
        if carried is not None and carried.conflicts:
            backup = _set_aside(path)
        write_whole(path, write_text(prepared.script if carried is None else carried.script))
    write_whole(folder / STATE / SCRIPT, write_text(prepared.fresh))
    if prepared.digest:
        from audiobook.script.memory import written

        write_whole(folder / STATE / MEMORY, written(prepared.fresh, prepared.digest))
    write_completed(
        folder / VOICES, folder / STATE / VOICES, prepared.casting, prepared.script, prepared.voices
    )
    return backup


def _set_aside(path: Path) -> Path:
    """A copy of a person's script beside it, under a name of its own."""
    stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    backup = path.with_name(f"script (yours, {stamp}).txt")
    write_whole(backup, path.read_bytes())
    return backup
