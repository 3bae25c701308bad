"""Times of day in words."""

from __future__ import annotations

import re

from audiobook.script.spoken.numbers import cardinal, digits, two_digits

_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_CLOCK = re.compile(
    rf"(?<![\w:.,])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:\s?{_HALF})?(?![\w:])",
    re.I,
)
_POINT = re.compile(rf"(?<![\w:.,])(?P<hour>1?\d)\.(?P<minute>[0-5]\d)\s?{_HALF}", re.I)
_PLAIN_POINT = re.compile(
    r"(?<=\bat )(?P<hour>1[0-2]|[1-9])\.(?P<half>)(?P<minute>[0-5]\d)"
    r"(?![\w%]|[.,]\d|\s(?:per|a|million|meters)\b)"
)
_HOUR = re.compile(rf"(?<![\w:.,])(?P<hour>1?\d)(?P<minute>)\s?{_HALF}", re.I)
_RANGE = re.compile(
    r"(?:(?<=\d)|(?<=[ap]\.m\.)|(?<=[ap]m))\s?[–—-]\s?(?=\d{1,2}(?:[:.][0-5]\d)?\s?[ap]\.?m\b)", re.I
)
_HOURS = re.compile(r"(?<![\w:.,])([01]\d|2[0-4])([0-5]\d)(?=\s?(?:hrs|hours)\b)")
_RATIO = re.compile(r"(?<![\w:.,])(\d{1,3}):(\d{1,3})(?![\w:])")


def said(text: str) -> str:
    """Every time of day of an English text in words; 3:1 is read as a ratio."""
    text = _RANGE.sub(" to ", text)
    for pattern in (_CLOCK, _POINT, _PLAIN_POINT, _HOUR):
        text = pattern.sub(_time, text)
    text = _HOURS.sub(lambda m: _military(m[1], m[2]), text)
    return _RATIO.sub(_ratio, text)


def _ratio(match: re.Match[str]) -> str:
    """Odds and proportions; behind a name it is chapter and verse."""
    verse = re.search(r"[A-Z][a-z]+\.? $", match.string[max(match.start() - 20, 0) : match.start()])
    return f"{cardinal(match[1])}{' ' if verse else ' to '}{cardinal(match[2])}"


def _time(match: re.Match[str]) -> str:
    hour, minute, half = int(match["hour"]), match["minute"], match["half"]
    if not half and hour >= 13 and minute == "00":
        words = f"{cardinal(hour)} hundred hours"
    elif minute in ("", "00"):
        words = cardinal(hour) + ("" if half else " o'clock" if 0 < hour < 13 else " hundred hours")
    else:
        words = f"{cardinal(hour)} {two_digits(minute)}"
    if match.groupdict().get("second"):
        words += f" and {cardinal(int(match['second']))} seconds"
    if not half:
        return words
    return f"{words} {half.upper()}M{_full_stop(match)}"


def _full_stop(match: re.Match[str]) -> str:
    """The stop after p.m. ends the sentence too where nothing or a capital follows."""
    if not match[0].endswith("."):
        return ""
    after = match.string[match.end() :].lstrip("\"'”’)» ")[:1]
    return "." if not after or after.isupper() else ""


def _military(hour: str, minute: str) -> str:
    spoken_hour = f"oh {digits(hour[1])}" if hour[0] == "0" else cardinal(hour)
    return f"{spoken_hour} {two_digits(minute)}"
