"""The page that the browser gets: plain HTML, CSS and JavaScript, as they stand in this folder."""

from __future__ import annotations

from importlib import resources


def page_file(name: str) -> bytes:
    """One of the page's files."""
    return (resources.files(__name__) / name).read_bytes()
