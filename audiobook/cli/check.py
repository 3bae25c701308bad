"""`audiobook check`: finished audio measured against the audio spec."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobook.cli import options

if TYPE_CHECKING:
    from audiobook.finish import Finish
    from audiobook.studio import Checked, LineHeard

COLUMNS = (
    ("length", "length"),
    ("rms", "RMS dBFS"),
    ("peak", "peak dBFS"),
    ("true peak", "true peak"),
    ("noise floor", "floor dBFS"),
    ("loudness", "LUFS"),
    ("head", "head s"),
    ("tail", "tail s"),
    ("longest gap", "gap s"),
    ("bit rate", "kbit/s"),
)

MANY = ("tags", "chapter marks", "channels")
"""Findings whose names are plurals."""


@click.command(
    short_help="Measure finished audio against the audio spec.",
    epilog="""\b
Examples:
  audiobook check "The Lamp Room"
  audiobook check chapter1.mp3 chapter2.mp3
  audiobook check "The Lamp Room" --pictures
  audiobook check "The Lamp Room" --listen""",
)
@click.argument("paths", metavar="DIR", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.preset
@options.loudness
@click.option("--pictures", is_flag=True, help="Draw each chapter: its wave by speaker, loudness, pauses.")
@click.option("--listen", is_flag=True, help="Transcribe each line; list those whose words did not come out.")
@click.option("--recogniser", metavar="NAME|DIR", help="What --listen listens with: a Whisper model.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for programs.")
def check(
    paths: tuple[Path, ...],
    preset: str | None,
    loudness: float | None,
    pictures: bool,
    listen: bool,
    recogniser: str | None,
    as_json: bool,
) -> int:
    """Measure the finished audio in DIR, or single files, against what it was made for: the ACX audio spec,
    unless --preset or --loudness said otherwise.

    Loudness, peaks, noise floor, head and tail, gaps, format and tags, all of the encoded files themselves.
    Exit status 1 when something does not meet the spec; each failure says what to do.
    """
    from audiobook import studio

    finish = _made_for(paths[0], preset, loudness)
    checked = studio.check(paths[0] if len(paths) == 1 else paths, finish.standard)
    files = [one.path for one in checked if one.path]
    heard = _listened(recogniser, files) if listen or recogniser else {}
    if as_json:
        told = [one.as_dict() | _heard_figures(heard.get(one.path) if one.path else None) for one in checked]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _report(checked, finish)
        _report_heard(heard)
    if pictures:
        drawn = [studio.save_picture(one.path, one.sound) for one in checked if one.path and one.sound]
        click.echo(f"\nPictures: {drawn[0].parent}", err=as_json)
    return 0 if all(one.passed for one in checked) else 1


def _made_for(path: Path, preset: str | None, loudness: float | None) -> Finish:
    """What is named, and otherwise what the book was made for."""
    from audiobook.finish import Finish, last_finish
    from audiobook.production import FINISH, STATE

    folder = path if path.is_dir() else path.parent
    last = last_finish(folder / STATE / FINISH)
    return Finish(preset=preset, loudness=loudness).after(Finish(preset=last.preset, loudness=last.loudness))


def _listened(model: str | None, paths: Sequence[Path]) -> dict[Path, list[LineHeard]]:
    """What a recogniser hears of each file whose cues tell what is said in it."""
    from audiobook.cli.progress import shown_progress
    from audiobook.errors import BadInput
    from audiobook.script.spoken import spoken
    from audiobook.studio.cues import cues_of
    from audiobook.studio.listening import MODEL_ENGLISH, Recogniser

    lines = {path: len(cues_of(path)) for path in paths}
    if not any(lines.values()):
        raise BadInput(
            "there are no cues that tell what is said in these files",
            place=", ".join(map(str, paths)),
            remedy="Name a folder that `audiobook make` has filled.",
        )
    ear = Recogniser(model or MODEL_ENGLISH)
    heard: dict[Path, list[LineHeard]] = {}
    with shown_progress() as bars:
        report = bars("")
        for path in (path for path in paths if lines[path]):
            done = sum(map(len, heard.values()))
            heard[path] = []
            for line in ear.listen(path, spoken):
                heard[path].append(line)
                if report:
                    report("listening", done + len(heard[path]), sum(lines.values()), path.name)
    return heard


def _heard_figures(heard: Sequence[LineHeard] | None) -> dict[str, object]:
    """For JSON; nothing when nobody listened."""
    from audiobook.studio import error_rate

    if heard is None:
        return {}
    lost = [line for line in heard if not line.came_out]
    return {
        "word_error_rate": round(error_rate(heard), 4),
        "misheard": [
            {"line": line.cue.line, "start": line.cue.start, "speaker": line.cue.speaker}
            | {"text": line.cue.text, "heard": line.heard, "letters": round(line.letters, 2)}
            for line in lost
        ],
    }


def _report_heard(heard: Mapping[Path, Sequence[LineHeard]]) -> None:
    """The lines whose words did not come out, the worst first."""
    from audiobook.cli.summary import clock
    from audiobook.studio import error_rate

    lines = [line for each in heard.values() for line in each]
    if not lines:
        return
    click.echo(
        f"\nThe recogniser got {error_rate(lines):.1%} of {sum(line.words for line in lines):,} words wrong."
    )
    lost = sorted((line for line in lines if not line.came_out), key=lambda line: line.letters)
    if lost:
        click.echo("Lines whose words did not come out, as far as it can tell; hear them yourself:")
    for line in lost:
        click.echo(f"  {line.path.name} {clock(line.cue.start)} [{line.cue.speaker}] {line.cue.text}")
        click.echo(f"      heard: {line.heard or 'nothing'}")


def _report(checked: Sequence[Checked], finish: Finish) -> None:
    from rich.table import Table

    from audiobook.cli.tables import show

    table = Table("file", *(head for _, head in COLUMNS), "", box=None, header_style="bold", pad_edge=False)
    for one in checked:
        if one.path is not None:
            figures = {finding.item: finding.value for finding in one.findings}
            cells = [_cell(item, figures.get(item, "")) for item, _ in COLUMNS]
            table.add_row(one.path.name, *cells, "meets the spec" if one.passed else "DOES NOT")
    show(table)
    for one in checked:
        if one.path is None:
            click.echo("")
            for finding in one.findings:
                click.echo(f"{finding.item}: {_cell(finding.item, finding.value)} {finding.unit}".rstrip())
    for one in checked:
        for finding in one.findings:
            if not finding.passed:
                place = one.path.name if one.path else "all files"
                value = f"{_cell(finding.item, finding.value)} {finding.unit}".strip()
                verb = "are" if finding.item in MANY else "is"
                click.echo(
                    f"\n{place}: {finding.item} {verb} {value}, wanted {finding.wanted}.\n{finding.remedy}"
                )
    options = finish.options()
    wanted = f"what {options} asks for" if options else "the audio spec"
    click.echo(f"\n{'Meets' if all(one.passed for one in checked) else 'Does not meet'} {wanted}.")


def _cell(item: str, value: float | str) -> str:
    from audiobook.cli.summary import clock

    if isinstance(value, str):
        return value
    if item == "length":
        return clock(value)
    return f"{value:.2f}" if item in ("head", "tail", "longest gap") else f"{value:.1f}"
