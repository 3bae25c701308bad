"""Marks that the eye needs and the ear does not: emphasis, quotation marks, odd dots and dashes."""

from __future__ import annotations

import re

_EMPHASIS = re.compile(
    r"(?<![\w*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*_])|(?<!\S)(?<!\d )[*_~#]+(?!\S)"
)
_BETWEEN = re.compile(r"(?<=[^\W_])_+(?=[^\W_])")
_STRUCK = re.compile(r"~~(?=\S)|(?<=\S)~~")
_DOUBLE = re.compile(r"[\"“”„‟«»‹›「」『』]|``|''")
_SINGLE = re.compile(r"(?<!\w)['‘’‚‛`]|['‘’‛`](?!\w)")
_ELLIPSIS = re.compile(r"\s*(?:\.\s?\.[\s.…]*|…[\s.…]*)(?:,(?!\d)[\s.…]*)*")
_DOTS = re.compile(r"\.\s?\.")
_SPACE_BEFORE = re.compile(r"\s+(?=[,;:.!?…](?!\w))")


def without_emphasis(text: str) -> str:
    """*no*, _no_ and **no** are no."""
    if not any(mark in text for mark in "*_~#"):
        return text
    return _STRUCK.sub("", _EMPHASIS.sub("", _BETWEEN.sub(" ", text)))


def without_quotes(text: str) -> str:
    """Quotation marks dropped, apostrophes within words written the one way that every engine knows."""
    text = re.sub(r"(?<=\w)[’‘](?=\w)", "'", text)
    text = re.sub(r"(?<=[\w,.!?])(?:[\"“”«»]+)(?=\w)", " ", text)
    return _SINGLE.sub("", _DOUBLE.sub("", text))


def evened(text: str) -> str:
    """One dash for --, one ellipsis for any row of dots, one mark for !!!! and ?!?!."""
    text = re.sub(r"-{2,}|—{2,}|―+", "—", text)
    if "…" in text or _DOTS.search(text):
        text = _ELLIPSIS.sub("… ", text)
    return re.sub(r"[!?]{2,}", lambda match: "?" if "?" in match[0] else "!", text)


def spaced(text: str) -> str:
    """Single spaces, none before a mark, one after a comma."""
    return " ".join(_SPACE_BEFORE.sub("", re.sub(r",(?=[^\W\d])", ", ", text)).split())
