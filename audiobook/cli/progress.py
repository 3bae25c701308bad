"""Progress of long work: a bar with an estimate on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobook.studio import Progress as Report

Bars = Callable[[str], "Report | None"]
"""What draws the bars of a book, asked for by its name; the name is empty where there is but one."""


@contextmanager
def shown_progress() -> Iterator[Bars]:
    """Bars on stderr while the block runs, one per book and stage; none where nobody is looking."""
    if not sys.stderr.isatty():
        yield lambda book: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<12}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(compact=True),
        TextColumn("[dim]{task.fields[note]}", markup=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def bars_of(book: str) -> Report:
            bars: dict[str, TaskID] = {}

            def report(stage: str, done: float, total: float, note: str) -> None:
                if stage not in bars:
                    name = f"{_plain(book)}: {stage}" if book else stage.capitalize()
                    bars[stage] = progress.add_task(name, total=total, note="")
                progress.update(bars[stage], completed=done, total=total, note=_plain(note))
                if book and stage == "join" and done >= total:
                    for bar in bars.values():
                        progress.remove_task(bar)
                    bars.clear()

            return report

        yield bars_of


def _plain(note: str) -> str:
    from rich.markup import escape

    return escape(note if len(note) <= 48 else note[:47] + "…")
