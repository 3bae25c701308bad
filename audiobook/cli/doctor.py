"""`audiobook doctor`: what is installed, what is missing, what to type."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audiobook.engines import Engine

GOOD, BAD, NONE = "ok  ", "MISS", "--  "
EXTRAS: Mapping[str, Sequence[str]] = {
    "proof": ("starlette", "uvicorn"),
    "listen": ("faster-whisper", "jiwer"),
    "cluster": ("distributed", "fsspec"),
}
"""What can be installed besides the engines, and the packages that it takes."""


@click.command(
    short_help="Say what is installed and what is missing.",
    epilog="""\b
Examples:
  audiobook doctor
  audiobook doctor "The Lamp Room"     also the health of a book's folder""",
)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
def doctor(folder: Path | None) -> int:
    """Say what is installed, what is missing, and what to type; with DIR, how a book's folder fares.

    Exit status 1 when something that every audiobook needs is missing.
    """
    from audiobook import engines

    click.echo(f"{GOOD} audiobook {metadata.version('audiobook')}")
    click.echo(f"{GOOD} Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    click.echo(f"     {sys.executable}")
    healthy = _encoder()
    for name in engines.names():
        healthy &= _engine(name)
    for extra, packages in EXTRAS.items():
        _extra(extra, packages)
    if folder is not None:
        healthy &= _folder(folder)
    click.echo("\nAll is well." if healthy else "\nMend what is marked MISS, then try again.")
    return 0 if healthy else 1


def _encoder() -> bool:
    from audiobook.errors import AudiobookError
    from audiobook.studio.encode import encoder_version

    try:
        click.echo(f"{GOOD} encoder: {encoder_version()}")
    except AudiobookError as error:
        click.echo(f"{BAD} encoder: {error}")
        return False
    return True


def _program(engine: Engine) -> str:
    """What speaks, without the number that its sound goes by in the takes."""
    return re.sub(r"^\d+ ", "", engine.version)


def _engine(name: str) -> bool:
    """Says whether an engine can really speak."""
    from audiobook import engines
    from audiobook.cast.layers import told_here
    from audiobook.engines.weights import MODELS, missing_of
    from audiobook.errors import AudiobookError, BadInput
    from audiobook.model import Voice
    from audiobook.plural import counted

    try:
        engine = engines.get(name, told_here(name))
        voices = engine.voices()
        has = f"{_program(engine)}, {counted(len(voices), 'voice')}"
        if not voices:
            click.echo(
                f"{NONE} engine {name}: {_program(engine)}, no voices yet. Set {MODELS} to a folder "
                f"with some, or type: audiobook voices --engine {name} --download NAME"
            )
            return True
        if engine.price is not None:
            click.echo(f"{GOOD} engine {name}: set up, not tried, as that may cost something")
            return True
        if missing := missing_of(engine.needs([voices[0].name])):
            size = sum(weights.size for weights in missing) / 1e6
            click.echo(
                f"{NONE} engine {name}: {has}; its model ({size:.0f} MB) "
                f"is fetched on first use, or now: audiobook voices --engine {name} --download"
            )
            return True
        speech = engine.speak("All is well.", Voice(engine=name, voice=voices[0].name))
    except engines.NotInstalled as error:
        click.echo(f"{NONE} engine {name}: not installed. {error.remedy}")
        return True
    except BadInput as error:
        click.echo(f"{NONE} engine {name}: {error.problem}. {error.remedy}")
        return True
    except AudiobookError as error:
        click.echo(f"{BAD} engine {name}: {error}")
        return False
    state = GOOD if speech.seconds > 0.2 else BAD
    click.echo(f"{state} engine {name}: {has}, speaks")
    return state == GOOD


def _extra(name: str, packages: Sequence[str]) -> None:
    """Says whether something is there that nobody needs for an audiobook."""
    try:
        click.echo(f"{GOOD} {name}: {', '.join(f'{one} {metadata.version(one)}' for one in packages)}")
    except metadata.PackageNotFoundError:
        click.echo(f'{NONE} {name}: not installed. Type: pip install "audiobook[{name}]"')


def _folder(folder: Path) -> bool:
    from audiobook.errors import BadInput
    from audiobook.plural import counted
    from audiobook.studio import takes_health

    if not folder.is_dir():
        raise BadInput("there is no such folder", place=str(folder), remedy="Name a book's folder.")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    click.echo(f"{GOOD} {folder}: {size / 1e6:,.1f} MB in all")
    health = takes_health(folder)
    click.echo(f"{GOOD} {counted(health.sound, 'take')}, {health.size / 1e6:,.1f} MB")
    if health.damaged:
        click.echo(
            f"     {counted(health.damaged, 'damaged take')}, recorded again when a chapter needs them"
        )
    return True
