"""The whole job: a story and settings become a finished folder, and the same again after a tweak."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.finish import AS_EVER, Finish, last_finish, takes_at
from audiobook.production.preparation import STATE, Prepared, prepare, save
from audiobook.production.pronunciation import spoken_form

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from audiobook.studio import Commission, Plan, Production, Progress
    from audiobook.studio.pool import Pool

FINISH = "finish.json"
"""How the book was last finished, in its folder's `STATE`."""


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
    from audiobook.studio.edition import encoded

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
