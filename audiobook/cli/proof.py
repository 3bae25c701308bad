"""`audiobook proof`: the book in the browser, to hear, check and mend it."""

from __future__ import annotations

from pathlib import Path

import click

from audiobook.cli import options


@click.command(
    short_help="Check and mend a book in the browser.",
    epilog="""\b
Examples:
  audiobook proof story.txt
  audiobook proof story.txt --export "For Anna"     a read-only copy""",
)
@options.story
@options.output_folder
@options.voices_file
@options.engine
@click.option(
    "--port", metavar="N", type=click.IntRange(0, 65535), default=0, help="Any free one by default."
)
@click.option("--browser/--no-browser", default=True, help="Open the page; or only say its address.")
@click.option(
    "--export", "copy", metavar="DIR", type=click.Path(path_type=Path), help="Write a read-only copy there."
)
def proof(
    story: Path,
    output: Path | None,
    voices_file: Path | None,
    engine: str | None,
    port: int,
    browser: bool,
    copy: Path | None,
) -> None:
    """Open STORY in the browser: the text by speaker, the sound, and the lines most worth checking.

    Click a line to hear it; give it another speaker, join two names, try voices, record what changed. Every
    change goes at once into script.txt or voices.toml in the book's folder. The page is served to this
    machine only, until Ctrl-C.
    """
    from audiobook.errors import BadInput

    try:
        from audiobook.proof import server
    except ImportError as error:
        raise BadInput(
            "the proof needs a few more packages", remedy='Type: pip install "audiobook[proof]"'
        ) from error
    from audiobook.proof.desk import Desk

    desk = Desk(story, output, voices_file=voices_file, engine=engine)
    try:
        if copy is not None:
            from audiobook.proof.export import export

            click.echo(f"Wrote {export(desk, copy)}")
            return
        server.serve(desk, port=port, opened=lambda address: _opened(address, browser))
    finally:
        desk.close()


def _opened(address: str, browser: bool) -> None:
    click.echo(f"The proof is at {address}\nCtrl-C ends it; what you changed is saved already.")
    if browser:
        click.launch(address)
