"""`audiobook cast`: who speaks, how much, in which voice."""

from __future__ import annotations

from pathlib import Path

import click

from audiobook.cli import options


@click.command(
    short_help="Show who speaks in which voice.",
    epilog="""\b
Examples:
  audiobook cast story.txt           writes voices.toml into the book's folder
  audiobook cast story.txt -o "My Book"
  audiobook preview story.txt --character Mara""",
)
@options.story
@options.output_folder
@options.voices_file
@options.engine
def cast(story: Path, output: Path | None, voices_file: Path | None, engine: str | None) -> None:
    """Show who speaks in STORY, how much, and in which voice; write script.txt and voices.toml.

    Both go into the book's folder, ready to be edited before anything is recorded. What is there already
    is kept: new characters are added to voices.toml, a person's own settings never change.
    """
    from audiobook import production
    from audiobook.cast import casting
    from audiobook.cli.summary import cast_rows
    from audiobook.plural import counted

    prepared = production.prepare(story, output, voices_file=voices_file, engine=engine)
    backup = production.save(prepared)
    script = prepared.script
    words = sum(len(line.text.split()) for line in script.lines)
    click.echo(
        f"{script.book.title}: {counted(len(script.chapters), 'chapter')}, {words:,} words, "
        f"{counted(len(script.characters), 'character')}\n"
    )
    click.echo("\n".join(cast_rows(prepared)))
    for close in casting.close_pairs(script, prepared.casting.cast):
        click.echo(
            f"\n{close.first} and {close.second} share a scene and sound alike ({close.likeness:.2f})."
        )
    for note in prepared.casting.notes:
        click.echo(f"\n{note}")
    if backup is not None:
        click.echo(f"\nYour script before this run is kept as {backup}.")
    click.echo(
        f"\nEdit {prepared.folder / production.VOICES}, then: {_make(story, output, voices_file, engine)}"
    )


def _make(story: Path, output: Path | None, voices_file: Path | None, engine: str | None) -> str:
    """The command that makes the book just cast."""
    parts = ["audiobook make", options.quoted(story)]
    parts += ["-o", options.quoted(output)] if output else []
    parts += ["--voices", options.quoted(voices_file)] if voices_file else []
    parts += ["--engine", engine] if engine else []
    return " ".join(parts)
