"""The cheapest reading of a paragraph's quotation marks.

A straight mark may open or close, an apostrophe may be neither, and people leave marks out. So every
mark is given a price for opening, for closing and for being no quotation mark at all, from its shape
and its neighbours; leaving a mark out has a price as well; and the cheapest reading of the whole
paragraph wins (a shortest path over the marks, linear in their number).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """A quotation within a paragraph: its offsets (marks included), its opening mark, whether it is closed."""

    start: int
    end: int
    mark: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Style:
    """How a document marks its quotations."""

    single: bool = False
    """Single marks stand outside, double ones inside (British); else the other way round."""


class _Mark(NamedTuple):
    start: int
    end: int
    text: str
    family: str
    """D: double, S: single or apostrophe, G: guillemets and the like."""
    opening: float
    closing: float
    nothing: float


_OPENERS, _CLOSERS = "“„‘‚‛«‹「『`", "”’»›」』"
_MARK = re.compile(
    r"(?<!\w)['‘’]n['’](?!\w)"  # rock 'n' roll
    r"|(?P<D>([\"“”„‟])\2*|``|‘‘|’’|'')"
    r"|(?P<G>[«»‹›「」『』])"
    r"|(?P<S>(?<!\w)['‘’‚‛`]|['‘’‛`](?!\w))"
)
_QUOTES = frozenset("\"“”„‟«»‹›「」『』'‘’‚‛`")
_ELISION = re.compile(
    r"(?:t(?:is|was|were|will|would|ween|isn|wasn|weren|wouldn|ill|il|ain)|em|im|er|e|ere|ome|ouse|ow|round|bout"
    r"|cause|cos|coz|cuz|n|d|s|ang|ard|alf|neath|gainst|fore|way|mid|midst|mongst|nother|ee|ave|ad|as|is|ello"
    r"|less|nuff|pon|scuse|stead|kay|sup|sides|spect|fraid|member|specially|specting|zat|old|arry|eard|ead|and"
    r"|igh|undred|ospital|orse|at|ell|ope|oo|ood|ud|ull|appen|appened|usband|phone|bus|flu|plane|cello|ud"
    r"|\d\d?s?)(?!\w)",
    re.IGNORECASE,
)
_CLIPPED = re.compile(r"(?:s|in|z|x|\bo|\bth|\bwi|\bt|\bof|\ban|\bi|\bol|\bha|\bmo|\bd|\bhavin)$", re.IGNORECASE)

_NO_OPENER = 2.5
_NO_CLOSER = 1.5
_UNCLOSED = 2.0
_UNCLOSED_GOES_ON = 0.8
_NEVER = 99.0
_CHUNK = 4096  # marks read in one go; a real paragraph never has as many


def decide_style(paragraphs: Iterable[str]) -> Style:
    """Which marks stand outside, from all of the text: whichever can be speech more often."""
    double = opening = closing = 0
    for text in paragraphs:
        for mark in _marks_of(text):
            if mark.family != "S":
                double += 1
            elif mark.closing == 0 and mark.nothing > 2:
                closing += 1
            elif mark.opening == 0:
                opening += 1
    return Style(single=2 * min(opening, closing) > double)


def starts_with_opener(text: str, mark: str) -> bool:
    """Whether the text starts with an opening mark of the same kind as `mark`."""
    first = _MARK.match(text)
    if not first or not mark:
        return False
    own = _MARK.match(mark)
    return own is not None and own.lastgroup is not None and first.lastgroup == own.lastgroup


def read_marks(text: str, following: str, style: Style) -> Iterator[Span]:
    """The outermost quotations of a paragraph, in order; `following` is the next paragraph's text."""
    marks = list(_marks_of(text))
    for at in range(0, len(marks), _CHUNK):
        chunk = marks[at : at + _CHUNK]
        last = at + _CHUNK >= len(marks)
        end = len(text) if last else marks[at + _CHUNK].start
        yield from _spans(text, chunk, _cheapest(chunk, following if last else "", style), end)


def _marks_of(text: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        if (family := match.lastgroup) is None:
            continue
        if family.isdigit():
            family = "D"
        start, end = match.span()
        left, right = _neighbours(text, start, end)
        written = match.group()
        if written in ('""', "''") and left not in " (" and right not in " " and right.isalnum():
            # "Yes.""No.": one closes, the next opens
            yield _Mark(start, start + 1, written[0], "D", 3.0, 0.0, 3.0)
            yield _Mark(start + 1, end, written[0], "D", 0.0, 3.0, 3.0)
            continue
        yield _Mark(start, end, written, family, *_prices(text, written, family, left, right, start, end))


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters left and right of a mark, other marks passed over; a blank at the edges."""
    while start > 0 and text[start - 1] in _QUOTES:
        start -= 1
    while end < len(text) and text[end] in _QUOTES:
        end += 1
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    return left, right


def _prices(
    text: str, written: str, family: str, left: str, right: str, start: int, end: int
) -> tuple[float, float, float]:
    """What it costs to take a mark as opening, as closing, and as no quotation mark."""
    opening = _opening_left(left) + _opening_right(right, end, text)
    closing = _closing_left(left, start, text) + _closing_right(right)
    if end == len(text):
        opening += 2.0
    if start == 0:
        closing += 2.0
    if written[0] in _OPENERS:
        closing += 0.6
    elif written[0] in _CLOSERS and family != "S":
        opening += 0.6
    if written[0] in "「」『』":
        opening, closing = (0.0, 3.0) if written[0] in _OPENERS else (3.0, 0.0)
    if family == "S":
        return _single_prices(text, written, left, right, start, end, opening, closing)
    nothing = 4.0
    if left.isdigit() and written[0] in "\"'”":
        nothing = 0.7  # an inch mark
    elif left.isalnum() and right.isalnum():
        nothing = 1.5
    return opening, closing, nothing


def _single_prices(
    text: str, written: str, left: str, right: str, start: int, end: int, opening: float, closing: float
) -> tuple[float, float, float]:
    nothing = 1.2
    if left == " " or not left.isalnum():
        if _ELISION.match(text, end):
            opening, nothing = opening + 1.5, 0.1
        elif written == "‘":
            nothing = 3.0
        elif right.isalnum():
            nothing = 0.4 if written == "’" else 1.5
        if written == "’" and right.isalnum():
            opening += 1.5
    if left in ".,?!…—–-;:" and not right.isalnum():
        nothing = 3.0
    elif left.isdigit():
        nothing = 0.5
    elif left.isalpha() and _CLIPPED.search(text, max(0, start - 4), start):
        nothing = 0.3
    return opening, closing, nothing


def _opening_left(left: str) -> float:
    if left in " ([{*_¿¡":
        return 0.0
    if left in "—–-/":
        return 0.3
    return 2.0 if left.isalnum() else 1.0


def _opening_right(right: str, end: int, text: str) -> float:
    if right == " ":
        return 0.6
    if right.isalnum() or right in "—–-([*_$£€#¿¡":
        return 0.0
    return 0.3 if right in "…" or text.startswith("..", end) else 1.0


def _closing_left(left: str, start: int, text: str) -> float:
    if left == " ":
        return 0.5 if start > 1 and text[start - 2] in ".,?!…—–-" else 0.8
    if left in ".,?!…—–-":
        return 0.0
    return 0.3 if left.isalnum() or left in ")]}*_;:" else 1.0


def _closing_right(right: str) -> float:
    return 1.0 if right.isalnum() else 0.0


# --- the shortest path ----------------------------------------------------------------------------

# A state is the stack of open marks' families, outermost first. A step is (next state, what the mark
# is taken for, extra price).
_OPEN, _CLOSE, _REOPEN, _STRAY, _INNER, _NOTHING = range(6)


@lru_cache(maxsize=256)
def _steps(state: str, family: str, single: bool) -> tuple[tuple[str, int, int, float], ...]:
    """Next state, what happens to the outer quotation, which price (0 opening, 1 closing, 2 nothing), extra."""
    apart = 1.2 if family == "S" and not single else 0.0
    steps: list[tuple[str, int, int, float]] = [(state, _NOTHING, 2, 0.0)]
    if not state:
        steps.append((family, _OPEN, 0, apart))
        if not apart:
            steps.append(("", _STRAY, 1, _NO_OPENER + (1.0 if family == "S" else 0.0)))
        return tuple(steps)
    if state == family:
        steps += [("", _CLOSE, 1, 0.0), (family, _REOPEN, 0, _NO_CLOSER)]
        steps.append((family * 2, _INNER, 0, 2.5 if family == "S" else 1.6))
    elif state[-1] == family:
        steps.append((state[:-1], _INNER, 1, 0.0))
    elif len(state) < 3:
        steps.append((state + family, _INNER, 0, 0.2))
        if len(state) == 1:
            steps.append((family, _REOPEN, 0, _NO_CLOSER + 1.0 + apart))
    if len(state) > 1 and state[0] == family:
        steps += [("", _CLOSE, 1, 0.8), (family, _REOPEN, 0, _NO_CLOSER + 0.8)]
    return tuple(steps)


def _cheapest(marks: list[_Mark], following: str, style: Style) -> list[int]:
    """What each mark is taken for, on the cheapest path."""
    prices = {"": 0.0}
    back: list[dict[str, tuple[str, int]]] = []
    for mark in marks:
        ahead: dict[str, float] = {}
        came: dict[str, tuple[str, int]] = {}
        for state, price in prices.items():
            for following_state, taken, which, extra in _steps(state, mark.family, style.single):
                total = price + extra + mark[4 + which]
                if total < ahead.get(following_state, _NEVER + price):
                    ahead[following_state] = total
                    came[following_state] = (state, taken)
        least = min(ahead.values())
        prices = {state: price - least for state, price in ahead.items() if price < least + 8}
        back.append(came)
    goes_on = _MARK.match(following)
    family = goes_on.lastgroup if goes_on else None
    state = min(prices, key=lambda end: prices[end] + _price_of_end(end, family, style))
    taken_for = []
    for came in reversed(back):
        state, taken = came[state]
        taken_for.append(taken)
    return taken_for[::-1]


def _price_of_end(state: str, following: str | None, style: Style) -> float:
    """What it costs to end a paragraph with these marks open."""
    if not state:
        return 0.0
    price = _UNCLOSED_GOES_ON if state[0] == following else _UNCLOSED
    if state[0] == "S" and not style.single:
        price = 4.0
    return price + 0.5 * (len(state) - 1)


def _spans(text: str, marks: list[_Mark], taken_for: list[int], end: int) -> Iterator[Span]:
    opened: _Mark | None = None
    free = 0
    for mark, taken in zip(marks, taken_for, strict=True):
        if taken in (_OPEN, _REOPEN):
            if opened:
                yield Span(opened.start, _trimmed(text, opened.end, mark.start), opened.text, False)
            opened = mark
        elif taken == _CLOSE and opened:
            yield Span(opened.start, mark.end, opened.text, True)
            opened, free = None, mark.end
        elif taken == _STRAY:
            start = _start_of_stray(text, free, mark.start)
            if start < mark.start:
                yield Span(start, mark.end, "", True)
            free = mark.end
    if opened:
        yield Span(opened.start, _trimmed(text, opened.end, end), opened.text, False)


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _start_of_stray(text: str, free: int, end: int) -> int:
    """Where a quotation without an opening mark begins: with the paragraph, else with its sentence."""
    if free == 0:
        return len(text) - len(text.lstrip())
    start = free
    for match in re.finditer(r"[.?!…]\s+", text[free : end - 1]):
        start = free + match.end()
    while start < end and not text[start].isalnum():
        start += 1
    return start
