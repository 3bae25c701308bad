"""`audiobook preview`: hear a character on their own lines."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from audiobook.cli import options
from audiobook.files import write_whole
from audiobook.studio.filenames import file_name


@click.command(
    short_help="Hear a character on their own lines.",
    epilog="""\b
Examples:
  audiobook preview story.txt --character Mara
  audiobook preview story.txt --character narrator -o narrator.mp3""",
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
    help="Write here (.mp3, .wav, .flac, .opus) and do not play.",
)
@options.voices_file
@options.engine
@click.option(
    "--lines", metavar="N", type=click.IntRange(min=1), default=4, show_default=True, help="How many lines."
)
def preview(
    story: Path,
    character: str,
    output: Path | None,
    voices_file: Path | None,
    engine: str | None,
    lines: int,
) -> None:
    """Hear a character of STORY, or the narrator, on a few of their own lines.

    The lines are spoken as they would be in the book, with the voice that voices.toml or the casting gives.
    Without a way to play sound they are written to a file in the current folder.
    """
    from audiobook import production, studio
    from audiobook.cast.audition import own_lines
    from audiobook.cli.summary import in_words

    if output is not None:
        studio.form_of(output)  # a wrong suffix is said before any work
    prepared = production.prepare(story, voices_file=voices_file, engine=engine)
    name, chosen = own_lines(prepared.script, character, lines)
    cast = prepared.casting.cast
    spoken = production.spoken_form(prepared)
    click.echo(f"{name}, {in_words(cast.voice_of(chosen[0]))}:")
    for line in chosen:
        click.echo(f"  {line.text}")
    if output is not None:
        studio.preview(chosen, cast, output, spoken=spoken)
        click.echo(f"Wrote {output}")
        return
    with TemporaryDirectory() as folder:
        heard = Path(folder) / "preview.wav"
        studio.preview(chosen, cast, heard, spoken=spoken)
        if not studio.play(heard):
            path = Path(f"preview - {file_name(name)}.wav")
            write_whole(path, heard.read_bytes())
            click.echo(f"Nothing here plays sound; wrote {path}")
