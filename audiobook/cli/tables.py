"""Tables on the terminal, and plain in a pipe."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table


def show(table: Table) -> None:
    """Print a table on stdout; as wide as it needs to be when nobody is looking at a terminal."""
    width = None if sys.stdout.isatty() else 240
    console = Console(file=sys.stdout, width=width, highlight=False, emoji=False, markup=False)
    if width is None:
        console.print(table)
        return
    with console.capture() as printed:
        console.print(table)
    sys.stdout.write("".join(row.rstrip() + "\n" for row in printed.get().splitlines()))
