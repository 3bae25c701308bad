"""`audiobook check`: finished audio measured against the audio spec."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audiobook.studio import Checked

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


@click.command(
    short_help="Measure finished audio against the audio spec.",
    epilog="""\b
Examples:
  audiobook check "The Lamp Room"
  audiobook check chapter1.mp3 chapter2.mp3
  audiobook check "The Lamp Room" --json""",
)
@click.argument("paths", metavar="DIR", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures for programs.")
def check(paths: tuple[Path, ...], as_json: bool) -> int:
    """Measure the finished audio in DIR, or single files, against the ACX audio spec.

    Loudness, peaks, noise floor, head and tail, gaps, format and tags, all of the encoded files themselves.
    Exit status 1 when something does not meet the spec; each failure says what to do.
    """
    from audiobook import studio

    checked = studio.check(paths[0] if len(paths) == 1 else paths)
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in checked], ensure_ascii=False, indent=1))
    else:
        _report(checked)
    return 0 if all(one.passed for one in checked) else 1


def _report(checked: Sequence[Checked]) -> None:
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
                click.echo(
                    f"\n{place}: {finding.item} is {value}, wanted {finding.wanted}.\n{finding.remedy}"
                )
    click.echo(
        "\nMeets the audio spec." if all(one.passed for one in checked) else "\nDoes not meet the audio spec."
    )


def _cell(item: str, value: float | str) -> str:
    from audiobook.cli.summary import clock

    if isinstance(value, str):
        return value
    if item == "length":
        return clock(value)
    return f"{value:.2f}" if item in ("head", "tail", "longest gap") else f"{value:.1f}"
