"""`audiobook make`: the whole job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobook.cli import options

if TYPE_CHECKING:
    from audiobook.finish import Finish
    from audiobook.production import Prepared
    from audiobook.studio.pool import Pool


@dataclass(frozen=True, slots=True)
class Wish:
    """How the books are to be made."""

    output: Path | None
    voices: Path | None
    engine: str | None
    jobs: int | None
    cluster: str | None
    prune: bool
    finish: Finish

    @contextmanager
    def pool(self) -> Iterator[Pool]:
        """Who does the work."""
        from audiobook.studio.pool import Pool

        if self.cluster is None:
            with Pool(self.jobs) as pool:
                yield pool
            return
        from audiobook.studio.dask_cluster import connected

        with connected(self.cluster) as executor, Pool(self.jobs, executor) as pool:
            yield pool


@click.command(
    short_help="Make the whole audiobook of a story.",
    epilog="""\b
Examples:
  audiobook make "The Lamp Room.txt"
  audiobook make novel.epub --format m4b       one file with chapter marks
  audiobook make story.txt -o "My Book" --jobs 2
  audiobook make *.epub -o Books               each in a folder of its own
  audiobook make story.txt --dry-run           what would be recorded
  audiobook make novel.epub --cluster tcp://host:8786 --takes s3://books
  pandoc notes.org -t plain | audiobook make -""",
)
@options.stories
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The book's folder (of several books: the one that theirs are in); the title's name in the current "
    "folder by default.",
)
@options.voices_file
@options.engine
@click.option(
    "--format",
    "formats",
    metavar="LIST",
    help="What to publish: mp3 (the default), m4b, opus, flac, wav; srt, vtt, epub …; with commas between.",
)
@options.preset
@options.loudness
@options.credits
@options.sample
@click.option("--jobs", metavar="N", type=click.IntRange(min=1), help="Processes; all cores by default.")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Record on the Dask cluster whose scheduler is there: tcp://HOST:8786.",
)
@click.option(
    "--takes",
    metavar="PLACE",
    help='Keep recorded lines there: a folder, or a URL such as s3://BUCKET/NAME; by default, or with "", in '
    "the book's folder.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, mixed and encoded; write nothing.")
@click.option("--prune", is_flag=True, help="Delete recorded lines that the book no longer needs.")
def make(
    stories: tuple[Path, ...],
    output: Path | None,
    voices_file: Path | None,
    engine: str | None,
    formats: str | None,
    preset: str | None,
    loudness: float | None,
    with_credits: bool | None,
    sample: bool | None,
    jobs: int | None,
    cluster: str | None,
    takes: str | None,
    dry_run: bool,
    prune: bool,
) -> int:
    """Make the audiobook of STORY: read, tag, cast, record, mix, master, publish.

    STORY is a .txt, .md, .docx, .epub, .html or .fountain file, a play script, or a script that this program
    wrote; - reads standard input. The book's folder is left ready for any media player. Change script.txt
    or voices.toml in it and make it again: only what changed is recorded again, and --format, --preset,
    --loudness, --credits, --sample and --takes stay as they were until you name them anew.

    Several stories are made side by side; one that fails does not stop the others.
    """
    from audiobook.finish import Finish, takes_at

    finish = Finish(_listed(formats), preset, loudness, with_credits, sample, takes_at(takes))
    finish.check()  # whatever is wrong with it is said before any work
    wish = Wish(output, voices_file, engine, jobs, cluster, prune, finish)
    stories = tuple(dict.fromkeys(stories))  # one that is named twice is made once
    if len(stories) > 1:
        return _rehearse_all(stories, wish) if dry_run else _make_all(stories, wish)
    return _rehearse(stories[0], wish) if dry_run else _make(stories[0], wish)


def _listed(formats: str | None) -> tuple[str, ...] | None:
    if formats is None:
        return None
    return tuple(dict.fromkeys(name.strip().lower() for name in formats.split(",") if name.strip()))


def _make(story: Path, wish: Wish) -> int:
    from audiobook import production
    from audiobook.cli.progress import shown_progress
    from audiobook.cli.summary import summary

    prepared = production.prepare(story, wish.output, voices_file=wish.voices, engine=wish.engine)
    with wish.pool() as pool, shown_progress() as bars:
        made = production.record(
            prepared,
            pool,
            wish.finish,
            prune=wish.prune,
            progress=bars(""),
        )
    click.echo(summary(made))
    return 1 if made.production.failed else 0


def _make_all(stories: Sequence[Path], wish: Wish) -> int:
    from audiobook import slate
    from audiobook.cli.progress import shown_progress
    from audiobook.cli.summary import all_books, summary

    outcomes, statuses = [], []
    with wish.pool() as pool, shown_progress() as bars:
        for outcome in slate.make_all(
            stories,
            pool,
            wish.output,
            voices=wish.voices,
            engine=wish.engine,
            finish=wish.finish,
            prune=wish.prune,
            progress=lambda story: bars(story.name),
        ):
            outcomes.append(outcome)
            if outcome.made is None:
                assert outcome.error is not None
                statuses.append(_report(outcome.story, outcome.error))
            else:
                click.echo(f"{summary(outcome.made)}\n")
                statuses.append(1 if outcome.made.production.failed else 0)
    click.echo(all_books(outcomes))
    return _overall(statuses)


def _rehearse(story: Path, wish: Wish) -> int:
    from audiobook import production

    prepared = production.prepare(story, wish.output, voices_file=wish.voices, engine=wish.engine)
    click.echo(_planned(prepared, wish))
    return 0


def _rehearse_all(stories: Sequence[Path], wish: Wish) -> int:
    from audiobook.slate import Slate

    slate = Slate(wish.output, wish.voices, wish.engine)
    statuses = []
    for story in stories:
        try:
            click.echo(_planned(slate.prepare(story), wish))
            statuses.append(0)
        except Exception as error:
            statuses.append(_report(story, error))
    return _overall(statuses)


def _planned(prepared: Prepared, wish: Wish) -> str:
    from audiobook import production
    from audiobook.cli.summary import dry_run_report

    prepared, plan = production.plan(prepared, wish.finish, jobs=wish.jobs)
    if wish.cluster is not None:  # how fast that is nobody knows
        plan = replace(plan, seconds=None)
    return dry_run_report(prepared, plan)


def _report(story: Path, error: Exception) -> int:
    """Say what is wrong with one of several books; its exit status."""
    from audiobook.cli.failures import explained

    words, status = explained(error)
    named = words if story.name in words else words.replace("audiobook: ", f"audiobook: {story}: ", 1)
    click.echo(named, err=True)
    return status


def _overall(statuses: Sequence[int]) -> int:
    """Of several books: 0 when all are made, 2 when bad input is all that is wrong, else 1."""
    return 1 if 1 in statuses else max(statuses)
