"""`audiobook check`: finished audio measured against the audio spec."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    epilog="""\b
Examples:
  audiobook check "The Lamp Room"
  audiobook check "The Lamp Room" --json"""
)
@click.argument("paths", metavar="DIR", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures for programs.")
def check(paths: tuple[Path, ...], as_json: bool) -> int:
    """Measure the finished audio in DIR (or single files) against the ACX audio spec.

    Loudness, peaks, noise floor, head and tail, format, gaps and tags of the encoded files themselves.
    Exit status 1 when something does not meet the spec; each failure says what to type.
    """
    from audiobook.cli.preflight import report
    from audiobook.studio import check as preflight

    reports = preflight(paths)
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in reports], ensure_ascii=False, indent=1))
    else:
        report(reports)
    return 0 if all(one.passed for one in reports) else 1
