"""Dates in words."""

from __future__ import annotations

import re

from audiobook.script.spoken.numbers import ordinal, year
from audiobook.script.spoken.patterns import any_of

_MONTHS = ("January February March April May June July August September October November December").split()
_SHORT = {month[:3]: month for month in _MONTHS if month != "May"} | {"Sept": "September"}
_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_MONTH = rf"(?P<month>{any_of(_MONTHS)}|(?:{any_of(_SHORT)})\b\.?)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_NTH = r"(?:st|nd|rd|th|d)?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})"

_WEEKDAY = re.compile(rf"\b({any_of(_DAYS)})\.?(?=,? (?:{any_of(_MONTHS)}|(?:{any_of(_SHORT)})\b|\d))")
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}\s(?:the\s)?{_DAY}{_NTH}(?:[–-](?P<last>3[01]|[12]\d|[1-9]){_NTH})?(?:,?\s{_YEAR})?(?![\w:%/]|[.,]\d)"
)
_DAY_FIRST = re.compile(
    rf"(?<![\w.,:$£€])(?P<the>the\s)?{_DAY}{_NTH}(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR})?(?![\w])", re.IGNORECASE
)
_MONTH_ONLY = re.compile(rf"\b(?P<month>(?:{any_of(_SHORT)})\b\.?),?\s{_YEAR}\b")
_ISO = re.compile(
    r"(?<![\w/-])(?P<year>1\d{3}|20\d{2})-(?P<m>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\w/-])"
)
_SLASHED = re.compile(r"(?<![\w/.-])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)(?![\w/]|[.-]\d)")


def said(text: str, *, british: bool = False) -> str:
    """Every date of an English text in words. `british`: 3/4/1999 is the third of April."""
    text = _WEEKDAY.sub(lambda m: _DAYS[m[1]], text)
    in_figures = _british if british else _american
    text = _ISO.sub(lambda m: in_figures(_MONTHS[int(m["m"]) - 1], m["day"], m["year"]), text)
    text = _SLASHED.sub(lambda m: _slashed(m, british), text)
    text = _MONTH_FIRST.sub(_month_first, text)
    text = _DAY_FIRST.sub(_day_first, text)
    return _MONTH_ONLY.sub(lambda m: f"{_month(m['month'])} {year(m['year'])}", text)


def _month(written: str) -> str:
    name = written.rstrip(".")
    return _SHORT.get(name.capitalize(), name)


def _year(written: str | None) -> str:
    return f", {year(written)}" if written else ""


def _american(month: str, day: str, of_year: str | None) -> str:
    return f"{month} {ordinal(int(day))}{_year(of_year)}"


def _british(month: str, day: str, of_year: str | None) -> str:
    return f"the {ordinal(int(day))} of {month}{_year(of_year)}"


def _month_first(match: re.Match[str]) -> str:
    month = _month(match["month"])
    if match["last"]:
        return f"{month} {ordinal(match['day'])} to {ordinal(match['last'])}{_year(match['year'])}"
    return _american(month, match["day"], match["year"])


def _day_first(match: re.Match[str]) -> str:
    day = f"{match['the'] or 'the '}{ordinal(int(match['day']))}"
    return f"{day} of {_month(match['month'])}{_year(match['year'])}"


def _slashed(match: re.Match[str], british: bool) -> str:
    first, second, of_year = int(match[1]), int(match[3]), match[4]
    day, month = (first, second) if british or match[2] == "." or first > 12 else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    if len(of_year) == 2:
        of_year = f"20{of_year}" if int(of_year) < 40 else f"19{of_year}"
    return (_british if british else _american)(_MONTHS[month - 1], str(day), of_year)
