"""Words in capitals: shouting, which is spoken, and initialisms, which are spelled."""

from __future__ import annotations

import re

from audiobook.script.people.tables import word_class

_INITIALISMS = frozenset(
    """ABC AC AD AFK AI AM ATM BA BBC BC BCE BMW BTW CBS CCTV CD CE CEO CGI CIA CNN CPR CSI CV DC DIY DJ DNA
    DVD EMT ER ESP EU FAQ FBI FM FYI GPS HBO HIV HQ HTML IBM ICU ID IMF IOU IQ IRA IRS IT ITV IV JFK KGB LA
    LAPD LED LGBT LOL LSD MBA MI MIT MP MRI MTV NBA NBC NFL NGO NHS NYC NYPD OBE OCD OK OMG PA PC PE PHD PI
    PM POW PR PS PTA PTSD RAF RIP RN RSVP RV SAS SMS SOS SS STD SUV TB TNT TV UFO UK UN UPS URL US USA USB
    USSR VHS VIP VR WC WHO WTF WW WWI WWII YMCA""".split()
)
"""Spelled out, even amid shouting. Not those that are words as well when shouted."""
_WORDS = frozenset(
    """AIDS ASAP AWOL FEMA FIFA IKEA LASER NASA NATO NORAD OPEC OSHA POTUS RADAR SCOTUS SCUBA SONAR SWAT
    UNESCO UNICEF""".split()
)
"""Initialisms that are said as a word."""
_LETTER_BY_LETTER = frozenset({"YMCA", "YWCA", "WHO"})
"""Initialisms that engines take for a word."""
_SHOUTED = frozenset({"US", "IT", "WHO", "AM", "LA", "ID", "IV", "ER", "PA", "PI", "MI", "AD", "PE"})
"""Initialisms that are words when their neighbours are in capitals too."""
_NAMED = _SHOUTED - {"IT", "AM", "WHO"}
"""Of these again, initialisms after an article."""
_QUIET = (_INITIALISMS - _SHOUTED) | _WORDS
"""Capitals beside which nobody need be shouting."""
_CAPITALS = re.compile(r"(?<![\w&])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w&])")
_TWO_CAPITALS = re.compile(r"[^\W\d_a-z]['’]?[^\W\d_a-z]")


def lowered(text: str) -> str:
    """Shouting in small letters, so that it is spoken and not spelled; initialisms stay."""
    if not _TWO_CAPITALS.search(text):
        return text
    words = list(_CAPITALS.finditer(text))
    shouted = [len(word[0]) > 1 and word[0].isupper() for word in words]
    pieces: list[str] = []
    at = 0
    for n, word in enumerate(words):
        if not shouted[n]:
            continue
        near = [m for m in (n - 2, n - 1, n + 1, n + 2) if 0 <= m < len(words) and len(words[m][0]) > 1]
        named = n > 0 and words[n - 1][0].lower() in ("the", "a", "an") and word[0] in _NAMED
        amid = not named and any(shouted[m] and words[m][0] not in _QUIET for m in near)
        pieces += [text[at : word.start()], _said(word[0], amid, _opens(text, word.start()))]
        at = word.end()
    return "".join(pieces) + text[at:]


def _said(word: str, amid: bool, opens: bool) -> str:
    if word in _WORDS:
        return word.capitalize()
    if _is_initialism(word, amid):
        return " ".join(word) if word in _LETTER_BY_LETTER else word
    return word.capitalize() if opens else word.lower()


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    before = text[max(start - 6, 0) : start].rstrip("\"'“‘(¿¡ ")[-1:]
    return not before or before in ".!?…"


def _is_initialism(word: str, amid_shouting: bool) -> bool:
    """Whether a word in capitals is spelled (BBC) and not merely loud (STOP)."""
    if word in _INITIALISMS:
        return not (amid_shouting and word in _SHOUTED)
    if (
        not amid_shouting
        and len(word) <= 5
        and not re.search(r"[AEIOUY]", word)
        and word not in ("HM", "SH", "PSST")
    ):
        return True
    if len(word) > 3 or amid_shouting:
        return False
    return not word_class(word.lower()) and word.lower() not in ("ok", "no", "oh", "my", "me", "so")
