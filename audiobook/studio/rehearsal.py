"""A preview: a few lines as they will sound, in one file, without a pool of workers or a folder of takes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from audiobook import engines
from audiobook.errors import BadInput, JobFailed
from audiobook.model import Book, Cast, Line, Script
from audiobook.studio import levels
from audiobook.studio.edition import PART_FORMATS
from audiobook.studio.encode import FORMATS, Encoder, Format
from audiobook.studio.master import ACX, Standard
from audiobook.studio.sheets import Phrase, Placed, Sheet, chapters
from audiobook.studio.takes import Facts, Takes

HEAD, TAIL = 0.1, 0.3
"""Seconds of silence around a preview."""


def form_of(path: Path) -> Format:
    """The format that a file's suffix stands for. Raises BadInput."""
    forms = {form.suffix: form for form in FORMATS.values() if form.name not in PART_FORMATS}
    if path.suffix.lower() not in forms:
        raise BadInput(
            f"there is no format for {path.suffix or path.name!r}",
            place=str(path),
            remedy=f"Known: {', '.join(forms)}.",
        )
    return forms[path.suffix.lower()]


def preview(
    lines: Sequence[Line],
    cast: Cast,
    path: Path,
    *,
    spoken: Callable[[Line], str],
    standard: Standard = ACX,
) -> float:
    """Record these lines, mixed and levelled as in the book, into `path` (its suffix says the format).

    Returns its length in seconds. Raises BadInput for a suffix, engine or voice that is not there, JobFailed
    when the engine cannot say a line.
    """
    form = form_of(path)
    names = sorted({cast.voice_of(line).engine for line in lines})
    available = {name: engines.get(name, cast.settings.get(name)) for name in names}
    # Lines from anywhere in the book, as one chapter.
    script = Script(Book(""), ("",), tuple(replace(line, chapter=0) for line in lines))
    short = replace(cast, pauses=replace(cast.pauses, head=HEAD, tail=TAIL))
    planned = chapters(script, short, spoken, available)
    phrases = [phrase for chapter in planned for phrase in chapter.phrases]
    if not phrases:
        raise BadInput("these lines hold nothing to say")
    with tempfile.TemporaryDirectory() as folder:
        takes = Takes(Path(folder))
        facts = {phrase.key: _recorded(phrase, available, takes) for phrase in phrases}
        references = levels.references(planned)
        found = levels.measured(references, facts, {}, standard)
        gains = {references[name].voice: standard.loudness - level.loudness for name, level in found.items()}
        placed = tuple(Placed(p.key, p.gap, gains[p.reading.voice] + p.gain) for p in phrases)
        aside = Path(folder) / f"preview{path.suffix}"
        seconds = _mixed(Sheet(placed, TAIL, standard), takes, (form.name, aside))
        path.write_bytes(aside.read_bytes())
    return seconds


def _recorded(phrase: Phrase, available: dict[str, engines.Engine], takes: Takes) -> Facts:
    from audiobook.studio.worker import record

    engine = available[phrase.reading.voice.engine]
    engine.resolve(phrase.reading.voice.voice)
    take = record(engine, phrase.reading)
    if isinstance(take, str):
        raise JobFailed(f"{phrase.reading.text[:60]!r} could not be recorded: {take}")
    takes.write(phrase.key, phrase.reading, take, safe=False)
    return take.facts


def _mixed(sheet: Sheet, takes: Takes, output: tuple[str, Path]) -> float:
    from audiobook.studio.mix import Mix

    form, path = output
    mix = Mix(sheet, takes)
    samples = 0
    with Encoder(mix.rate, [(FORMATS[form], path)]) as encoder:
        for pcm in mix:
            samples += len(pcm) // 2
            encoder.write(pcm)
    return samples / mix.rate
