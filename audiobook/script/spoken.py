"""What the engine is given to say, apart from what the script says."""

from __future__ import annotations

import re

_EMPHASIS = re.compile(r"(?<!\w)([*_]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_QUOTATION_MARKS = re.compile(r"[\"“”„«»]|``|''|(?<!\w)[‘'](?=\s*\w)(?!\w{1,2}\b)|(?<=[.,!?…])[’']")
_DOTS = re.compile(r"(?:\s*(?:…|\.{2,})[.…\s]*)+")
_CAPITALS = re.compile(r"\b[A-Z][A-Z']+(?:[\s,]+[A-Z][A-Z']*)+\b|\b[A-Z]{5,}\b")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_DASHES = re.compile(r"\s*(?:—|--+|―)\s*")
_MARKS_ONLY = re.compile(r"[^\w]+")


def spoken(text: str) -> str:
    """The form of a line's text that an engine reads well; empty when there is nothing to say."""
    text = _INVISIBLE.sub("", text)
    text = _EMPHASIS.sub(r"\2", text)
    text = _QUOTATION_MARKS.sub("", text)
    text = _DOTS.sub("... ", text)
    text = _DASHES.sub(", ", text)
    text = _CAPITALS.sub(lambda shouted: shouted[0].lower(), text)
    text = " ".join(text.split()).strip(" ,")
    return "" if _MARKS_ONLY.fullmatch(text) else text
