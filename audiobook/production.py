"""The whole job: a story and settings become a finished folder, and the same again after a tweak.

The book's folder is the working state. `script.txt` and `voices.toml` in it belong to the person; what the
program itself last wrote is remembered in `.takes/`, so that an edit is told from its own words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.apart import apart
from audiobook.errors import BadInput, did_you_mean
from audiobook.files import write_whole
from audiobook.finish import AS_EVER, Finish, last_finish, takes_at
from audiobook.model import NARRATOR, Character, Credits, Line, Manuscript, Script, names_by_spelling

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from audiobook.cast.casting import Casting
    from audiobook.cast.layers import Voices
    from audiobook.cast.unknown import UnknownWord
    from audiobook.script.carry import Carried
    from audiobook.script.spoken.lexicon import Lexicon
    from audiobook.studio import Commission, Plan, Production, Progress
    from audiobook.studio.pool import Pool

SCRIPT = "script.txt"
VOICES = "voices.toml"
MEMORY = "tagged.json"
FINISH = "finish.json"
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


@dataclass(frozen=True, slots=True)
class Made:
    """A finished run of `make`."""

    prepared: Prepared
    production: Production
    backup: Path | None
    """Where the person's own script went when the story's changes and theirs collided."""
    finish: Finish
    """What was named, and the rest as the last time."""
    dropped: tuple[str, ...]
    """Formats of the last time that were not made again: their files stay as they were."""


def make(
    story: Path | str,
    output: Path | str | None = None,
    *,
    voices: Path | None = None,
    engine: str | None = None,
    formats: Sequence[str] | None = None,
    preset: str | None = None,
    loudness: float | None = None,
    credits: bool | None = None,
    sample: bool | None = None,
    jobs: int | None = None,
    prune: bool = False,
    progress: Progress | None = None,
    takes: Path | str | None = None,
    executor: Executor | None = None,
    pool: Pool | None = None,
) -> Made:
    """Make the audiobook of `story` in the folder `output` (by default the title's name in the current one).

    `voices` names a voices.toml that goes before any other; `engine` the speech engine; `jobs` the number of
    processes (all cores by default). `formats`, `preset`, `loudness`, `credits`, `sample` and `takes` are
    those of `Finish`: what is None is as the book was made the last time. What is already recorded is kept.
    Lines that could not be recorded are listed in the result. Raises BadInput and JobFailed.

    `takes` is a folder or an fsspec URL in which each book keeps its recorded lines in a folder of its own
    ("": they stay in the book's own). `executor` records instead of processes here: any
    `concurrent.futures.Executor` whose workers have this package and reach the takes. `pool` serves several
    books, in place of `jobs` and `executor`.
    """
    from audiobook.studio.pool import Pool

    named = None if formats is None else tuple(formats)
    finish = Finish(named, preset, loudness, credits, sample, takes_at(takes))
    finish.check()
    prepared = prepare(story, output, voices_file=voices, engine=engine)
    with nullcontext(pool) if pool else Pool(jobs, executor) as workers:
        return record(prepared, workers, finish, prune=prune, progress=progress)


def record(
    prepared: Prepared,
    pool: Pool,
    finish: Finish = AS_EVER,
    *,
    prune: bool = False,
    progress: Progress | None = None,
) -> Made:
    """The second half of `make`: what was prepared is saved, recorded and published by `pool`."""
    from audiobook import studio
    from audiobook.studio.publish import encoded

    last = last_finish(prepared.folder / STATE / FINISH)
    finish = finish.after(last)
    going_on = {*finish.published, *encoded(finish.published)}
    dropped = tuple(form for form in last.published if form not in going_on and last is not AS_EVER)
    backup = save(prepared)
    finish.remember(prepared.folder / STATE / FINISH)
    first, chapters = int(bool(finish.credits)), len(prepared.script.chapters)
    prepared = with_credits(prepared, finish)
    production = studio.produce(
        _commission(prepared, finish),
        prune=prune,
        progress=progress,
        pool=pool,
        sample=range(first, first + chapters) if finish.sample else None,
    )
    return Made(prepared, production, backup, finish, dropped)


def plan(prepared: Prepared, finish: Finish = AS_EVER, *, jobs: int | None = None) -> tuple[Prepared, Plan]:
    """What `make` would record, mix and encode, and of what; nothing is written."""
    from audiobook import studio

    finish = settled(prepared, finish)
    prepared = with_credits(prepared, finish)
    return prepared, studio.plan(_commission(prepared, finish), jobs=jobs)


def _commission(prepared: Prepared, finish: Finish) -> Commission:
    """What the studio is asked for."""
    from audiobook import studio
    from audiobook.studio.distant import inside

    return studio.Commission(
        prepared.script,
        prepared.casting.cast,
        prepared.folder,
        spoken=spoken_form(prepared),
        formats=finish.published,
        standard=finish.standard,
        reader=prepared.credits.reader,
        takes=inside(finish.takes, prepared.folder.resolve().name) if finish.takes else None,
    )


def settled(prepared: Prepared, finish: Finish) -> Finish:
    """How a book is to be finished: what is not named as it was the last time."""
    return finish.after(last_finish(prepared.folder / STATE / FINISH))


def with_credits(prepared: Prepared, finish: Finish) -> Prepared:
    """The same with opening and closing credits, if the book is to have them."""
    from audiobook.script import credits

    if not finish.credits:
        return prepared
    return replace(prepared, script=credits.with_credits(prepared.script, prepared.credits))


def chapter_files(prepared: Prepared, finish: Finish) -> list[str]:
    """The names of the chapters' files, without suffix, as the book is finished."""
    from audiobook.studio.filenames import chapter_names

    first = int(bool(finish.credits))
    names = chapter_names(with_credits(prepared, finish).script.chapters)
    return names[first : first + len(prepared.script.chapters)]


def spoken_form(prepared: Prepared) -> Callable[[Line], str]:
    """What an engine is given to read for each line: with phonemes, where its engine takes them."""
    from audiobook import engines
    from audiobook.script.spoken.reading import Reader

    cast = prepared.casting.cast
    reader = Reader(prepared.lexicon, language_of(prepared))
    names = {voice.engine for voice in (cast.narrator, *cast.characters.values())}
    able = {
        name
        for name in names
        if engines.Ability.PHONEMES in engines.get(name, cast.settings.get(name)).abilities
    }
    return lambda line: reader.read(line, phonemes=cast.voice_of(line).engine in able)


def unknown_words(prepared: Prepared) -> list[UnknownWord]:
    """Names and words that the narrator's voice may say wrong, in most lines first."""
    from audiobook import engines
    from audiobook.cast import unknown
    from audiobook.script.spoken.reading import Reader

    cast = prepared.casting.cast
    narrator = cast.narrator
    engine = engines.get(narrator.engine, cast.settings.get(narrator.engine))
    reader = Reader(prepared.lexicon, language_of(prepared))

    def pronounced(word: str) -> str:
        return engine.pronounced(word, narrator.voice) if isinstance(engine, engines.Pronouncing) else ""

    return unknown.unknown_words(prepared.script.lines, reader.left_to_engine, pronounced)


def language_of(prepared: Prepared) -> str:
    """The book's language; where the book does not say, that of the narrator's voice."""
    from audiobook import engines

    if prepared.script.book.language:
        return prepared.script.book.language
    cast = prepared.casting.cast
    narrator = cast.narrator
    name = narrator.voice.partition("+")[0]
    voices = engines.get(narrator.engine, cast.settings.get(narrator.engine)).voices()
    return next((voice.language for voice in voices if voice.name in (narrator.voice, name)), "")


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
    deliveries, known = voices.deliveries(), voices.known_characters(_text_of(opened))
    words = lexiconfile.find((folder, path.parent if path else None, Path.cwd()))
    fresh, digest = _recalled_or_tagged(opened, known, folder / STATE / MEMORY)
    owns_script = path is not None and path.resolve() == (folder / SCRIPT).resolve()
    edited = None if owns_script else _read_if_there(folder / SCRIPT, deliveries)
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


def read_script(story: Path | str, *, voices_file: Path | None = None, keep: Path | None = None) -> Script:
    """The tagged script of a story; what a person corrected in the script `keep` is kept and learnt from."""
    from audiobook.cast import layers

    path = None if str(story) == "-" else Path(story)
    voices = layers.find(path, None, voices_file)
    opened = open_story(story, voices.deliveries)
    known = voices.known_characters(_text_of(opened))
    kept = None
    if keep is not None:
        kept = _read_if_there(keep, voices.deliveries())
        if kept is None:
            raise BadInput("there is no such script", place=str(keep), remedy="Name a script that exists.")
    return merged(_tagged(opened, known, kept), known)


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


def _tagged(opened: Manuscript | Script, known: Sequence[Character], kept: Script | None = None) -> Script:
    from audiobook.script.tagging import tag

    return opened if isinstance(opened, Script) else tag(opened, known, kept)


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
    return _tagged(opened, known), made_from


def _text_of(opened: Manuscript | Script) -> str:
    if isinstance(opened, Manuscript):
        return opened.source
    return "\n".join(f"{line.speaker}: {line.text}" for line in opened.lines)


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


def _read_if_there(path: Path, deliveries: Collection[str]) -> Script | None:
    from audiobook.manuscript import read_text_source
    from audiobook.script.textform import read_text

    if not path.exists():
        return None
    if not path.stat().st_size:
        raise BadInput(
            "the file is empty", place=str(path), remedy="Put your script back, or delete it to start over."
        )
    return read_text(read_text_source(path), str(path), deliveries)


def _remembered(path: Path, deliveries: Collection[str]) -> Script | None:
    """What the program wrote last; a memory that came to harm is none."""
    try:
        return _read_if_there(path, deliveries)
    except BadInput:
        return None


def _set_aside(path: Path) -> Path:
    """A copy of a person's script beside it, under a name of its own."""
    stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    backup = path.with_name(f"script (yours, {stamp}).txt")
    write_whole(backup, path.read_bytes())
    return backup
