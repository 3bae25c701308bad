"""`audiobook voices`: what voices there are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audiobook.engines import Engine
    from audiobook.engines.protocol import EngineVoice

LISTED = "listed"
"""Stands for all voices that would be listed."""


@click.command(
    short_help="List the voices there are.",
    epilog="""\b
Examples:
  audiobook voices                       the English ones
  audiobook voices --language de         or german
  audiobook voices --gender female
  audiobook voices --engine kokoro --download""",
)
@click.option("--engine", metavar="NAME", default="pyttsx3", show_default=True, help="Whose voices.")
@click.option(
    "--language",
    metavar="CODE",
    default="en",
    show_default=True,
    help="Voices of this language; `all` for every one.",
)
@click.option("--gender", type=click.Choice(["female", "male", "unknown"]), help="Only these.")
@click.option(
    "--download",
    metavar="[VOICE]",
    is_flag=False,
    flag_value=LISTED,
    help="Fetch now what a voice, or all that would be listed, takes to speak offline.",
)
def voices(engine: str, language: str, gender: str | None, download: str | None) -> None:
    """List the voices of an engine, by the names that voices.toml takes."""
    from rich.table import Table

    from audiobook import engines
    from audiobook.cast.layers import told_here
    from audiobook.cli.tables import show
    from audiobook.errors import BadInput
    from audiobook.plural import counted

    speaker = engines.get(engine, told_here(engine))
    if download not in (None, LISTED):
        _fetch(speaker, [str(download)])
        return
    speaking = _speaking(speaker, language)
    wanted = [voice for voice in speaking if gender in (None, voice.gender)]
    if not wanted:
        raise BadInput(
            f"{engine} has no {gender + ' ' if gender else ''}voice for “{language}”",
            remedy="Leave --gender away."
            if speaking
            else "`audiobook voices --language all` lists every voice.",
        )
    if download:
        _fetch(speaker, [voice.name for voice in wanted])
        return
    table = Table("voice", "language", "gender", "age", "", box=None, header_style="bold", pad_edge=False)
    for voice in wanted:
        remarks = " · ".join(filter(None, (voice.description, ", ".join(voice.tags))))
        table.add_row(voice.name, voice.language, voice.gender, voice.age, remarks)
    show(table)
    click.echo(
        f'\n{counted(len(wanted), "voice")}. In voices.toml:  [characters.NAME]  voice = "{wanted[0].name}"'
    )


def _fetch(engine: Engine, voices: list[str]) -> None:
    """Bring here the model files of these voices."""
    from audiobook.cli.progress import shown_progress
    from audiobook.engines.weights import fetch
    from audiobook.plural import counted

    with shown_progress() as bars:
        report = bars("")
        fetch(engine.needs(voices), partial(report, "fetch") if report else None)
    click.echo(f"{engine.name}: everything for {counted(len(voices), 'voice')} of it is here.")


def _speaking(engine: Engine, language: str) -> list[EngineVoice]:
    """An engine's voices for a language, by its code or its name, with the variants that casting draws on."""
    from audiobook.engines.protocol import EngineVoice

    wanted = language.casefold()
    voices = list(engine.voices())
    if wanted == "all":
        return voices
    code = wanted.split("-")[0]
    found = [
        voice
        for voice in voices
        if voice.language.casefold().split("-")[0] == code or voice.description.casefold() == wanted
    ]
    if found:
        home, listed = found[0].language, {voice.name for voice in found}
        found += [
            EngineVoice(one.voice, home, one.gender, one.age, one.tags)
            for one in engine.auditions(home)
            if not one.pitch and one.voice not in listed
        ]
    return found
