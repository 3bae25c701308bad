"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

story = click.argument("story", metavar="STORY", type=click.Path(path_type=Path))

stories = click.argument(
    "stories", metavar="STORY...", type=click.Path(path_type=Path), nargs=-1, required=True
)

voices_file = click.option(
    "--voices",
    "voices_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take the voices from this voices.toml before any other.",
)

engine = click.option(
    "--engine", metavar="NAME", help="Speak with this engine (`audiobook doctor` lists them)."
)

preset = click.option(
    "--preset",
    metavar="NAME",
    help="acx (the default): files as shops want them. small: a third of the size.",
)

loudness = click.option(
    "--loudness",
    metavar="LUFS",
    type=float,
    help="This integrated loudness instead of the audio spec's: -16 for podcasts, -23 for broadcast.",
)

credits = click.option(
    "--credits/--no-credits",
    "with_credits",
    default=None,
    help="Have the narrator speak opening and closing credits.",
)

sample = click.option(
    "--sample/--no-sample", default=None, help="Make a retail sample of one to five minutes as well."
)

output_folder = click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The book's folder; the title's name in the current folder by default.",
)


def quoted(path: Path) -> str:
    """A path as a person would type it."""
    text = str(path)
    return f'"{text}"' if " " in text else text
