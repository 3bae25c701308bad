"""Web and mail addresses as they are read out."""

from __future__ import annotations

import re

_WEB = re.compile(
    r"\b(?:https?://|www\.)([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?:[/?#:][^\s<>\"”’]*[\w/])?", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w@.])((?:[A-Za-z0-9-]{2,63}\.)+(?:com|org|net|edu|gov|io|co\.uk|info|biz))\b(?:/[^\s<>\"”’]*[\w/])?(?!\.?\w)"
)
_DOT_WITHIN = re.compile(r"\.\w")
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})\b")


def said(text: str) -> str:
    """`www.example.com/a?b` is example dot com; `mara@example.org` is mara at example dot org."""
    if "." not in text:
        return text
    text = _WEB.sub(lambda match: _dotted(match[1].removeprefix("www.")), text)
    if "@" in text:
        text = _MAIL.sub(lambda match: f"{_user(match[1])} at {_dotted(match[2])}", text)
    return _BARE.sub(lambda match: _dotted(match[1]), text) if _DOT_WITHIN.search(text) else text


def _dotted(host: str) -> str:
    return host.replace(".", " dot ").replace("-", " dash ").replace("_", " underscore ")


def _user(name: str) -> str:
    return _dotted(name).replace("+", " plus ")
