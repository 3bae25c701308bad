"""Progress of long work: a bar with an estimate on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobook.studio import Progress as Report


@contextmanager
def shown_progress() -> Iterator[Report | None]:
    """What draws one bar per stage on stderr while the block runs; None where nobody is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    bars: dict[str, TaskID] = {}
    columns = (
        TextColumn("{task.description:<12}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(compact=True),
        TextColumn("[dim]{task.fields[note]}", markup=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def report(stage: str, done: float, total: float, note: str) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(stage.capitalize(), total=total, note="")
            progress.update(bars[stage], completed=done, total=total, note=_plain(note))

        yield report


def _plain(note: str) -> str:
    from rich.markup import escape

    return escape(note if len(note) <= 48 else note[:47] + "…")
