"""The playlist: an extended M3U in UTF-8."""

from __future__ import annotations

from collections.abc import Sequence

MARK = "# made by audiobook"


def playlist(title: str, entries: Sequence[tuple[str, str, float]]) -> str:
    """Text of a playlist of (file name, title, seconds)."""
    lines = ["#EXTM3U", MARK, f"#PLAYLIST:{_one_line(title)}"]
    for name, entry, seconds in entries:
        lines += [f"#EXTINF:{round(seconds)},{_one_line(entry)}", name]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
