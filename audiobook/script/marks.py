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
from itertools import islice
from typing import NamedTuple


class Span(NamedTuple):
    """A quotation within a paragraph: offsets (marks included), its opening mark, whether it is closed."""

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
    r"|(?P<D>([\"“”„‟])\2*|``|‘‘|’’|''(?!(?i:t|tis|twas|twere|twill|em|cause|cos|til|cept|kay|nuff|ere|ow|im|fraid|ave|ello|alf|ome)\b))"
    r"|(?P<G>[«»‹›「」『』])"
    r"|(?P<S>(?<!\w)['‘’‚‛`]|['‘’‛`](?!\w))"
)
_QUOTES = frozenset("\"“”„‟«»‹›「」『』'‘’‚‛`")
_ELISION = re.compile(  # words that an apostrophe opens wherever they stand
    r"(?:t(?:is|was|were|will|would|ween|isn|wasn|weren|wouldn|ill|il|ain|wixt)?|em|im|er|e|ere|ome|ouse|ow"
    r"|cause|cos|coz|cuz|n|d|s|ll|ve|re|m|uns?|ang|ard|neath|gainst|midst|mongst|nother|ee|ave|ello"
    r"|nuff|pon|scuses?|stead|kay|sup|spect|specially|specting|fraid|member|zat|arry|eard|ead|igh|undred"
    r"|ospital|orse|ope|oo|ood|ud|appen|appened|usband|phone|prentice|tention|lectric|\d\d?s?)(?!\w)",
    re.IGNORECASE,
)
_MAYBE_ELISION = re.compile(  # and those that are words of their own as well
    r"(?:round|bout|fore|way|mid|as|ad|is|old|and|at|ell|ull|all|alf|less|sides|ow|bus|flu|plane|cello|air|eat"
    r"|it|art|eel|ill|ole|our|ouses|over|eyday|ate|ear|arm|arms|and?s)(?!\w)"
)
_CLIPPED = re.compile(r"(?:s|in|z|x|\b(?:o|th|wi|t|of|an|i|ol|ha|mo|d))$", re.IGNORECASE)

_NO_OPENER = 2.5
_NO_CLOSER = 1.5
_UNCLOSED = 2.0
_UNCLOSED_GOES_ON = 0.8
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
            elif mark.opening == 0 and mark.nothing > 2:
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
    marks = _marks_of(text)
    chunk = list(islice(marks, _CHUNK))
    while chunk:
        rest = list(islice(marks, _CHUNK))
        end = rest[0].start if rest else len(text)
        yield from _spans(text, chunk, _cheapest(chunk, "" if rest else following, style), end)
        chunk = rest


def _marks_of(text: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        if (family := match.lastgroup) is None:
            continue
        if family.isdigit():
            family = "D"
        start, end = match.span()
        left, right = _neighbours(text, start, end)
        written = match.group()
        if len(written) > 1 and left == right == " ":
            continue  # an empty pair
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
    if left != " " and right == " ":
        opening += 1.0
    elif left == " " and right != " ":
        closing += 1.0
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
    """The same for a single mark, which may be an apostrophe."""
    nothing = 1.2
    if not left.isalnum() and right.isalnum():
        within = start > 1 and (text[start - 2].isalnum() or text[start - 2] in ",;")
        nothing = 3.0
        if _ELISION.match(text, end):
            opening, nothing = opening + (1.5 if within else 0.7), 0.1 if within else 0.5
        elif within and text[start - 2].isalnum() and _MAYBE_ELISION.match(text, end):
            opening, nothing = opening + 1.0, 0.5
        elif written == "’":
            opening, nothing = opening + 1.5, 0.4
        elif within and not right.isupper() and text[start - 2].isalnum():
            # in the middle of a sentence: a clipped word sooner than somebody's words
            opening, nothing = opening + 0.7, 1.0
    elif left in ".,?!…—–-;:":
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

_OPEN, _CLOSE, _REOPEN, _STRAY, _INNER, _NOTHING = range(6)  # what a mark does to the outer quotation


class _Step(NamedTuple):
    state: str
    """The families of the marks that are open behind this one, outermost first."""
    taken: int
    price: int
    """Which of the mark's prices is paid: 0 opening, 1 closing, 2 nothing."""
    extra: float


@lru_cache(maxsize=256)
def _steps(state: str, family: str, single: bool) -> tuple[_Step, ...]:
    """All that a mark of this family can be taken for in this state."""
    apart = 1.2 if family == "S" and not single else 0.0
    steps = [_Step(state, _NOTHING, 2, 0.0)]
    if not state:
        steps.append(_Step(family, _OPEN, 0, apart))
        if not apart:
            steps.append(_Step("", _STRAY, 1, _NO_OPENER + (1.0 if family == "S" else 0.0)))
    elif state == family:
        steps += [_Step("", _CLOSE, 1, 0.0), _Step(family, _REOPEN, 0, _NO_CLOSER)]
        steps.append(_Step(family * 2, _INNER, 0, 2.5 if family == "S" else 1.6))
    elif state[-1] == family:
        steps.append(_Step(state[:-1], _INNER, 1, 0.0))
    elif len(state) < 3:
        steps.append(_Step(state + family, _INNER, 0, 0.2 if len(state) == 1 else 1.0))
        if len(state) == 1:
            steps.append(_Step(family, _REOPEN, 0, _NO_CLOSER + 1.0 + apart))
    if len(state) > 1 and state[0] == family:
        steps += [_Step("", _CLOSE, 1, 0.8), _Step(family, _REOPEN, 0, _NO_CLOSER + 0.8)]
    return tuple(steps)


def _cheapest(marks: list[_Mark], following: str, style: Style) -> list[int]:
    """What each mark is taken for, on the cheapest path."""
    prices = {"": 0.0}
    back: list[dict[str, tuple[str, int]]] = []
    for mark in marks:
        own = (mark.opening, mark.closing, mark.nothing)
        ahead: dict[str, float] = {}
        came: dict[str, tuple[str, int]] = {}
        for before, so_far in prices.items():
            for after, taken, which, extra in _steps(before, mark.family, style.single):
                total = so_far + own[which] + extra
                if after not in ahead or total < ahead[after]:
                    ahead[after] = total
                    came[after] = (before, taken)
        bound = min(ahead.values()) + 8
        prices = {state: price for state, price in ahead.items() if price < bound}
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
            if text[opened.end : mark.start].strip():
                yield Span(opened.start, mark.end, opened.text, True)
            opened, free = None, mark.end
        elif taken == _STRAY:
            start = _start_of_stray(text, free, mark.start)
            if start < mark.start:
                yield Span(start, mark.end, "", True)
            free = mark.end
    if opened and text[opened.end : end].strip():
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
