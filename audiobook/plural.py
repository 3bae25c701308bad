"""A number and what it counts, as people write them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """ "1 line", "1,200 lines"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
