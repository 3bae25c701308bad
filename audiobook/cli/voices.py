"""`audiobook voices`: what voices there are."""

from __future__ import annotations

import click


@click.command(
    epilog="""\b
Examples:
  audiobook voices                       the English ones
  audiobook voices --language de
  audiobook voices --gender female"""
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
def voices(engine: str, language: str, gender: str | None) -> None:
    """List the voices of an engine, by the names that voices.toml takes."""
    from rich.table import Table

    from audiobook import engines
    from audiobook.cli.tables import show
    from audiobook.errors import BadInput, nearest

    offered = list(engines.get(engine).voices())
    wanted = [
        voice
        for voice in offered
        if (language == "all" or voice.language.casefold().split("-")[0] == language.casefold().split("-")[0])
        and (gender is None or voice.gender == gender)
    ]
    if not wanted:
        languages = {voice.language for voice in offered}
        close = nearest(language, languages)
        raise BadInput(
            f"{engine} has no {gender + ' ' if gender else ''}voice for “{language}”.",
            remedy=f"Nearest: --language {close}"
            if close
            else "`audiobook voices --language all` lists every voice.",
        )
    table = Table("voice", "language", "gender", "age", "", box=None, header_style="bold", pad_edge=False)
    for voice in wanted:
        remarks = " · ".join(filter(None, (voice.description, ", ".join(voice.tags))))
        table.add_row(voice.name, voice.language, voice.gender, voice.age, remarks)
    show(table)
    click.echo(f'\n{len(wanted)} voices. In voices.toml:  [characters.NAME]  voice = "{wanted[0].name}"')
