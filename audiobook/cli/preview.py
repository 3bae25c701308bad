"""`audiobook preview`: hear a character on their own lines."""

from __future__ import annotations

from pathlib import Path

import click

from audiobook.cli import options


@click.command(
    epilog="""\b
Examples:
  audiobook preview story.txt --character Mara --play
  audiobook preview story.txt --character narrator -o narrator.mp3"""
)
@options.story
@click.option(
    "-c", "--character", metavar="NAME", required=True, help="Whose lines; `narrator` for the narration."
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write here (.mp3, .wav, .flac, .opus); “preview - NAME.mp3” by default.",
)
@options.voices_file
@options.engine
@click.option(
    "--lines", metavar="N", type=click.IntRange(min=1), default=4, show_default=True, help="How many."
)
@click.option("--play", is_flag=True, help="Open the file in the media player.")
def preview(
    story: Path,
    character: str,
    output: Path | None,
    voices_file: Path | None,
    engine: str | None,
    lines: int,
    play: bool,
) -> None:
    """Hear a character of STORY, or the narrator, on a few of their own lines.

    The lines are spoken as they would be in the book, with the voice that voices.toml or the casting gives.
    """
    from audiobook import production, studio
    from audiobook.cli.summary import in_words
    from audiobook.script.spoken import spoken
    from audiobook.studio.filenames import file_name

    prepared = production.prepare(story, voices_file=voices_file, engine=engine)
    name, chosen = production.own_lines(prepared.script, character, lines)
    path = output or Path(f"preview - {file_name(name)}.mp3")
    studio.preview(chosen, prepared.casting.cast, path, spoken=spoken)
    click.echo(f"{name}, {in_words(prepared.casting.cast.voice_of(chosen[0]))}: {path}")
    for line in chosen:
        click.echo(f"  {line.text}")
    if play:
        click.launch(str(path))
