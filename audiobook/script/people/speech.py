"""What a name's or noun's place beside speech tells: its subject, or somebody spoken to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from audiobook.script.people.lexicon import REPORTING
from audiobook.script.people.tokens import Token

_ASKING = frozenset("who what and or the a an".split())
_CALLING = frozenset(
    """oh dear hey hi hello yes no goodbye thanks okay ok please well sorry old poor sir night
    morning""".split()
)
_AFTER_CALL = frozenset(
    """i you we if why what how where who when please don't do it's whats i'm you're we're that's
    there's theres dont stop listen wait look come get give take let's lets""".split()
)
_ASKING_YOU = frozenset("have had did do does were was should may must haven't didn't aren't".split())
_VERB_OF_QUESTION = frozenset("can could will would is are".split())
_ASKED_ABOUT = frozenset("i you he she it we they this that these those there anyone anybody".split())


def speaks(tokens: Sequence[Token], first: int, last: int, verbs: Collection[str]) -> bool:
    """The tokens stand right beside one of the verbs as its subject: "said Tom", "Tom said"."""
    if tokens[first].quotation >= 0:
        return False
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is not None and after.before == " " and after.lower in verbs and not tokens[last].clitic:
        return True
    return first > 0 and tokens[first].before == " " and tokens[first - 1].lower in verbs


def reports(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Subject of a verb that hardly does anything but introduce speech, an article or adverb between."""
    if tokens[first].quotation >= 0 or tokens[last].clitic:
        return False
    before = first - 1
    if before >= 0 and tokens[before].lower == "the" and tokens[first].before == " ":
        before -= 1
    beside = before >= 0 and tokens[before + 1].before == " " and tokens[before].quotation < 0
    if beside and tokens[before].lower in REPORTING:
        return True
    for token in tokens[last + 1 : last + 3]:
        if token.before != " " or token.quotation >= 0:
            return False
        if token.lower in REPORTING:
            return True
        if not token.lower.endswith("ly"):
            return False
    return False


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """What follows a call without a comma: "Tom do you", "Tom is it cold", but not "Tom is cold"."""
    here, after = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    about = "" if after is None else after.lower
    asks = here.lower in _VERB_OF_QUESTION and about in _ASKED_ABOUT
    asks_you = here.lower in _ASKING_YOU and about == "you"
    return asks or asks_you or here.lower in _AFTER_CALL or here.lower + here.clitic in _AFTER_CALL


def addressed(tokens: Sequence[Token], first: int, last: int, text: str) -> bool:
    """Set off inside a quotation as somebody spoken to: "Come here, Tom!", "Tom, come here"."""
    here = tokens[last]
    before = tokens[first - 1] if first else None
    if here.quotation < 0 or here.clitic or (before is not None and before.lower in _ASKING):
        return False
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    ends = after is None or after.quotation != here.quotation
    behind = text[here.end : here.end + 1]
    if before is None or before.quotation != here.quotation:
        return ends or behind in ",!?.—-…" or _goes_on(tokens, last + 1)
    closed = ends or behind in ",!?.;:—…"
    gap = tokens[first].before.strip()
    if gap[-1:] in (",", "—", "-", "…") or gap == "...":
        return closed
    if gap[-1:] in (".", "!", "?"):
        return behind in ",!?"
    return closed and before.lower in _CALLING
