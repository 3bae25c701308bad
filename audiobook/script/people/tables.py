"""The two small tables that come with this package: first names with their gender, words with their class.

Made by tools/people_tables.py; NOTICE names their sources.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def _groups(table: str) -> Iterator[tuple[str, list[str]]]:
    packed = files("audiobook.script.people").joinpath(table).read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        key, *words = line.split(" ")
        yield key, words


@cache
def _names() -> dict[str, tuple[float, bool]]:
    return {
        name: (int(key.rstrip("+")) / 10, key.endswith("+"))
        for key, names in _groups("names.txt.gz")
        for name in names
    }


@cache
def _words() -> dict[str, str]:
    return {word: key for key, words in _groups("words.txt.gz") for word in words}


def first_name(name: str) -> tuple[float, bool] | None:
    """(share of its bearers who are female, whether it is common), or None when it is no first name."""
    name = name.casefold().replace("’", "'")
    names = _names()
    if name in names or name.isascii():
        return names.get(name)
    plain = unicodedata.normalize("NFKD", name)
    return names.get("".join(c for c in plain if not unicodedata.combining(c)))


def word_class(word: str) -> str:
    """The Penn Treebank tag that the lower-case English word has most often; empty for other words."""
    return _words().get(word, "")
