"""Which English a story is written in, British or American, told by its own spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

BRITISH, AMERICAN = "en-GB", "en-US"
MOST = 3
"""How often one word counts: it may be the one habit of somebody who writes otherwise."""
ENOUGH = 2
"""Marks that it takes to tell, and how many times those of the other English there must be."""

_OUR = """ard arm behavi clam cand col demean endeav fav ferv flav harb hon hum lab neighb od parl ranc rum
sav savi splend tum val vap vig""".split()
_RE = "cent theat lit fib calib lust meag sab somb spect".split()
_DOUBLED = """cancel channel counsel dial duel fuel jewel label level marvel model panel quarrel shovel signal
snivel swivel total towel travel tunnel yodel""".split()
_ISE = "apolog author civil critic memor modern organ real recogn symbol sympath".split()
_ENDS = ("", "s", "ed", "ing", "able", "ite", "ites", "hood", "ful")
_WORDS = {
    BRITISH: """grey greyish greying plough ploughed ploughing tyre tyres kerb pyjamas mum aeroplane
    aeroplanes jewellery defence offence pretence licence sceptical mould mouldy manoeuvre
    aluminium draught draughty whilst amongst learnt dreamt leant arse bloke blokes fortnight quid
    lorry lorries petrol cheque moustache storey woollen wilful skilful fulfil cosy programme""",
    AMERICAN: """gray grayish graying plow plowed plowing pajamas mom mommy airplane airplanes jewelry defense
    offense pretense skeptical mold moldy maneuver aluminum drafty gotten sidewalk sidewalks
    gasoline mustache woolen willful skillful fulfill cozy""",
}


def _marks() -> dict[str, str]:
    """Each word that tells, and which English it is of."""
    marks = {word: kind for kind, words in _WORDS.items() for word in words.split()}
    for kind, our, centre, doubled, ise in (
        (BRITISH, "our", "re", "ll", "is"),
        (AMERICAN, "or", "er", "l", "iz"),
    ):
        marks |= {stem + our + end: kind for stem in _OUR for end in _ENDS}
        marks |= {stem + centre + end: kind for stem in _RE for end in ("", "s")}
        marks |= {stem[:-1] + doubled + end: kind for stem in _DOUBLED for end in ("ed", "ing", "er", "ers")}
        marks |= {stem + ise + end: kind for stem in _ISE for end in ("e", "es", "ed", "ing", "ation")}
    return marks


_MARKS = _marks()
_WORD = re.compile(r"[a-z]{3,}")
_NO_STOP = re.compile(r"\b(?:Mr|Mrs|Dr) (?=[A-Z])")
"""As the British write it now; the stop says nothing, they had it once."""


def english_of(texts: Iterable[str]) -> str:
    """`BRITISH` or `AMERICAN`; empty when a story of these texts does not tell."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(word for word in _WORD.findall(text.lower()) if word in _MARKS)
        found["£"] += text.count("£")
        found["Mr"] += len(_NO_STOP.findall(text))
    marks: Counter[str] = Counter()
    for mark, count in found.items():
        marks[_MARKS.get(mark, BRITISH)] += min(count, MOST)
    marks[BRITISH] += bool(found["£"])  # what costs pounds is counted as those do who pay in them
    for kind, other in ((BRITISH, AMERICAN), (AMERICAN, BRITISH)):
        if marks[kind] >= ENOUGH * max(marks[other], 1):
            return kind
    return ""
