"""The proof as files: the same page, read-only, with its sound, to be sent or put on a web host."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from typing import Any

from audiobook.errors import BadInput
from audiobook.files import write_whole
from audiobook.proof.desk import Desk
from audiobook.proof.page import page_file

MARK = "proof-of.json"
"""Tells a folder of ours, which may be written again."""


def export(desk: Desk, folder: Path) -> Path:
    """Write the page and all it shows into `folder`; gives the file to open.

    The data stand in scripts, since a page opened as a file may not read other files. Raises BadInput for a
    folder with anything else in it, OSError.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).exists())):
        raise BadInput("there is something else", place=str(folder), remedy="Name a new folder.")
    (folder / "audio").mkdir(parents=True, exist_ok=True)
    book = desk.book()
    write_whole(folder / MARK, json.dumps({"title": book["title"], "revision": book["revision"]}) + "\n")
    for name in ("proof.css", "proof.js"):
        write_whole(folder / name, page_file(name))
    _data(folder, "book", {**book, "folder": "", "undo": 0})
    for number in range(desk.chapters):
        _data(folder, f"chapter/{number}", {**desk.chapter(number), **_sound(desk, folder, number)})
        peaks = base64.b64encode(desk.peaks(number)).decode("ascii")
        _data(folder, f"peaks/{number}", peaks)
    page = page_file("index.html").decode("utf-8").replace('data-mode="desk"', 'data-mode="export"')
    write_whole(folder / "index.html", page)
    return folder / "index.html"


def _sound(desk: Desk, folder: Path, number: int) -> dict[str, Any]:
    path = desk.sound(number)
    if path is None:
        return {}
    place = folder / "audio" / f"{number}{path.suffix}"
    aside = place.with_name(f".{place.name}.part")
    shutil.copyfile(path, aside)
    aside.replace(place)
    return {"file": f"audio/{place.name}"}


def _data(folder: Path, name: str, content: object) -> None:
    """A script that hands its content to the page."""
    told = json.dumps(content, ensure_ascii=True).replace("<", "\\u003c")
    write_whole(folder / "data" / f"{name}.js", f"proofData({json.dumps(name)}, {told});\n")
