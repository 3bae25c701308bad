"""Words written without spaces ("ohGodIcan'tbelieveit") parted again, so that they can be spoken.

The cheapest way to cut the letters into words: common words cost little, rare ones more, what is no
word costs by the letter; capitals and marks inside say where a word begins.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from math import inf, log

from audiobook.script.people.tables import first_name, word_class

LONGEST_WORD = 25
"""Letters. A longer run is several words: English has hardly a longer one."""

# The commonest words of spoken English, most frequent first (our own list).
_COMMON = re.findall(
    r"\S+",
    """
    the and I to you a it that of in is what me we this he on for my your don't have do no be are
    know not was with can just I'm it's so all but there get go here like they she right out up
    about him her think oh that's one now want if come got at how will well why as good who his see
    let when did yeah time back us then an been would were them had look from down could need over
    say where love man tell way too really our or by something more never only take okay even has
    mean their yes hey going make can't very please after before you're little he's I'll I've didn't
    into some any these than God other first people because gonna off again much through around two
    last feel thing things night day life still give always nothing anything everything maybe sorry
    thank thanks stop help put must should might may ever away home long old new girl boy mother
    father woman men women house eyes hand hands head face heart mind world place work leave left
    keep made said told thought knew saw came went took found done gone seen heard felt kill killed
    dead die dying live lives alive fight run running wait talk talking speak listen hear believe
    understand remember forget happen happened find show try trying ask asked call called bring
    start started stay stand sit turn open close hold hate hope wish care fine bad better best great
    big small real true sure wrong same own another every each both many few most such enough else
    together alone without against between under behind inside outside while until since though
    those being having doing getting making coming looking thinking saying seem seems sound sounds
    quite rather almost already yet soon later today tomorrow tonight morning yesterday year years
    week minute minutes hour second friend friends brother sister son daughter wife husband child
    children baby family name word words money door room bed car water fire blood body voice story
    book whole half part end far near high low hard easy hot cold dark light black white red blue
    green young pretty beautiful happy sad mad crazy stupid scared afraid tired sick ready hurt pain
    fear feeling feelings kiss kissed smile laugh cry crying ha haha hee ho hum um uh er erm ah aah
    aw ow ooh wow hmm mmm shh hi hello bye damn hell shit fuck bloody ass wanna gotta ain't isn't
    wasn't aren't weren't doesn't won't wouldn't couldn't shouldn't haven't hasn't hadn't let's
    there's here's what's who's where's how's she's we're we'll we've they're they'll they've you'll
    you've he'll she'll it'll I'd you'd he'd she'd we'd they'd that'll whenever whatever wherever
    whoever however forever someone somebody everyone everybody anyone anybody nobody somewhere
    everywhere anywhere nowhere sometimes himself herself myself yourself itself themselves
    ourselves quick quickly slow slowly sudden suddenly possible possibly actual actually exact
    exactly special question answer idea kind sort bit lot number point case fact matter reason
    chance problem trouble secret truth lie lies
    """,
)
_PRICES = {word.lower(): 2.0 + log(rank + 2) for rank, word in enumerate(_COMMON)}
_ENDINGS = (
    ("'s", 1.0),
    ("s", 1.5),
    ("ed", 1.5),
    ("d", 1.5),
    ("ing", 1.5),
    ("ly", 2.0),
    ("er", 2.5),
    ("n't", 1.0),
)
_LONGEST_PIECE = 20
_DEAREST = 1.5
"""Price of a letter, on average, up to which a run counts as English …"""
_COMMON_SHARE = 0.25
"""… or this share of its letters is in common words."""
_ENDLESS = 4000
"""Letters: nobody wrote that to be read."""


_RUN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:,[^\W\d_]+(?:['’][^\W\d_]+)*)*")


def parted_runs(text: str) -> str:
    """The text with words that were run together parted, commas and all."""
    if all(len(word) <= LONGEST_WORD for word in text.split()):
        return text
    return _RUN.sub(_parted_run, text)


def breathless(text: str) -> bool:
    """It holds words that were run together, the way one writes what is said in one breath."""
    return len(text) > LONGEST_WORD and any(_parted_run(run) != run[0] for run in _RUN.finditer(text))


def _parted_run(match: re.Match[str]) -> str:
    if len(match[0]) <= LONGEST_WORD:
        return match[0]
    return ", ".join(parted(run) for run in match[0].split(","))


def parted(run: str) -> str:
    """The words of a run of letters (apostrophes within), with spaces.

    The run itself when it is a word, or hardly any English.
    """
    plain = run.replace("’", "'")
    if len(run) > _ENDLESS or _known(plain.lower()) < inf:
        return run
    ways: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(plain) + 1):
        ways.append(
            min(
                (ways[start][0] + _price(plain[start:end], plain[start - 1 : start]), start)
                for start in range(max(0, end - _LONGEST_PIECE), end)
            )
        )
    words = []
    end = len(plain)
    while end:
        start = ways[end][1]
        words.append(run[start:end])
        end = start
    common = sum(len(word) for word in words if word.lower().replace("’", "'") in _PRICES)
    english = ways[-1][0] <= _DEAREST * len(run) or common >= _COMMON_SHARE * len(run)
    return " ".join(reversed(words)) if english else run


def _price(piece: str, before: str) -> float:
    """What it costs to take a stretch as one word."""
    if piece[0] == "'" or piece[-1] == "'":
        return inf
    known = _known(piece.lower())
    price = known if known < inf else 9.0 + 2.5 * len(piece)
    inner = sum(a.islower() and b.isupper() for a, b in pairwise(piece))
    price += 8.0 * inner  # a capital within a word
    if before.islower() and piece[0].isupper():
        price -= 1.0
    return price


@cache
def _known(word: str) -> float:
    """The price of a word in small letters; infinite for what is none."""
    if (price := _PRICES.get(word)) is not None:
        return price
    if len(word) < 2:
        return inf
    if word_class(word):
        return 9.0 + (3.0 if len(word) <= 3 else 0.0)
    for ending, extra in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and (stem in _PRICES or word_class(stem)):
            return (_PRICES.get(stem) or 9.0) + extra
    return 10.0 + (3.0 if len(word) <= 3 else 0.0) if first_name(word) else inf
