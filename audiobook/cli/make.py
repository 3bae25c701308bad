"""`audiobook make`: the whole job."""

from __future__ import annotations

from pathlib import Path

import click

from audiobook.cli import options


@click.command(
    short_help="Make the whole audiobook of a story.",
    epilog="""\b
Examples:
  audiobook make "The Lamp Room.txt"
  audiobook make novel.epub --format m4b       one file with chapter marks
  audiobook make story.txt -o "My Book" --jobs 2
  audiobook make story.txt --dry-run           what would be recorded
  pandoc notes.docx -t plain | audiobook make -""",
)
@options.story
@options.output_folder
@options.voices_file
@options.engine
@click.option(
    "--format",
    "formats",
    metavar="LIST",
    default="mp3",
    show_default=True,
    help="What to publish: mp3, m4b, opus, flac, wav; srt, vtt, epub …; several separated by commas.",
)
@click.option("--jobs", metavar="N", type=click.IntRange(min=1), help="Processes; all cores by default.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, mixed and encoded; write nothing.")
@click.option("--prune", is_flag=True, help="Delete recorded lines that the book no longer needs.")
def make(
    story: Path,
    output: Path | None,
    voices_file: Path | None,
    engine: str | None,
    formats: str,
    jobs: int | None,
    dry_run: bool,
    prune: bool,
) -> int:
    """Make the audiobook of STORY: read, tag, cast, record, mix, master, publish.

    STORY is a .txt, .md, .epub, .html or .fountain file, a play script, or a script that this program
    wrote; - reads standard input. The book's folder is left ready for any media player. Change script.txt
    or voices.toml in it and type the same command again: only what changed is recorded again.
    """
    from audiobook import production
    from audiobook.cli.progress import shown_progress
    from audiobook.cli.summary import dry_run_report, summary

    wanted = tuple(dict.fromkeys(name.strip().lower() for name in formats.split(",") if name.strip()))
    if dry_run:
        prepared = production.prepare(story, output, voices_file=voices_file, engine=engine)
        click.echo(dry_run_report(prepared, production.plan(prepared, formats=wanted, jobs=jobs)))
        return 0
    with shown_progress() as progress:
        made = production.make(
            story,
            output,
            voices=voices_file,
            engine=engine,
            formats=wanted,
            jobs=jobs,
            prune=prune,
            progress=progress,
        )
    click.echo(summary(made))
    return 1 if made.production.failed else 0
