"""How a line is said: the deliveries that scripts know, and the words that tell of each.

One vocabulary for prose tags ("she whispered", "he said under his breath") and for the parentheticals of
play scripts ("(in a whisper)").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_WHOSE = "(?:his|her|its|my|our|their|your)"
_IN_A = r"in an? (?:\w+ )?"


@dataclass(frozen=True, slots=True)
class Manner:
    """The words for one delivery."""

    verbs: str = ""
    """Verbs of speech, by their lemmas, that say so in a prose tag."""
    anywhere: str = r"(?!)"
    """What says so beside any verb of speech, and in a parenthetical (a regular expression)."""
    directions: str = r"(?!)"
    """What says so in a parenthetical alone, where no story is told that the word could belong to."""


MANNERS: Mapping[str, Manner] = {
    "whispering": Manner(
        "whisper breathe hiss mouth",
        rf"whisper(?:s|ed|ing)?|sotto voce|under {_WHOSE} breath|{_IN_A}whisper",
        r"whisper\w*|hushed",
    ),
    "murmuring": Manner(
        "murmur mutter mumble", "murmuring|muttering|mumbling", r"(?:murmur|mutter|mumbl)\w*"
    ),
    "quietly": Manner(
        anywhere=r"quietly|softly|in a (?:low|quiet|soft|small|hushed) (?:voice|tone)",
        directions=r"quiet\w*|soft\w*|in a (?:low|small) voice|low|gently",
    ),
    "screaming": Manner("scream shriek screech", "screaming|shrieking", r"(?:scream|shriek|screech|howl)\w*"),
    "shouting": Manner(
        "shout yell bellow roar holler bawl thunder boom",
        rf"loudly|shouting|yelling|bellowing|at the top of {_WHOSE} (?:voice|lungs)",
        r"(?:shout|yell|bellow|roar)\w*|loud(?:er)?",
    ),
    "calling": Manner("call call_out sing_out", "calling out", "calls?|calling|hailing"),
    "crying": Manner(
        "sob weep wail",
        rf"sobbing|weeping|tearfully|through {_WHOSE} tears|between sobs|in tears",
        r"cry|cries|crying|(?:sob|weep|tearful)\w*|through tears",
    ),
    "laughing": Manner(
        "laugh giggle chuckle chortle guffaw",
        "laughing|giggling|chuckling|with a (?:laugh|chuckle|giggle)",
        r"(?:laugh|chuckl|giggl)\w*",
    ),
    "singing": Manner("sing chant croon warble", "singing", "sings?|singing|hums?|humming"),
    "slowly": Manner("drawl", "slowly", r"slow\w*"),
    "quickly": Manner(
        "blurt blurt_out gush babble gabble",
        "quickly|hurriedly|hastily|rapidly|breathlessly|in a (?:rush|hurry)|all in one breath",
        r"quick\w*|fast|rapid\w*|hurried\w*",
    ),
    "weakly": Manner(
        "croak rasp wheeze",
        r"weakly|faintly|feebly|in a (?:weak|faint|feeble) voice",
        r"weak\w*|faint\w*|feebl[ey]\w*",
    ),
    "asking": Manner(),
    "thought": Manner(
        directions=rf"think\w*|thoughts?|inner voice|in {_WHOSE} (?:head|mind)|to \w{{2,4}}sel(?:f|ves)"
    ),
    "phone": Manner(
        anywhere=r"(?:over|on|through|down) the (?:tele)?(?:phone|line|receiver)|(?:on|at|from) the other end"
        r"(?! of the (?!line|phone|call))",
        directions=r"(?:tele)?phone|filtered|on the line|voicemail|answering machine",
    ),
    "radio": Manner(
        "radio",
        r"(?:over|on|through) the (?:radio|comms?|intercom|(?:loud)?speakers?|walkie\W?talkie|tannoy)",
        r"radio|walkie\W?talkie|intercom|loud\W?speaker|speaker\W?phone|tannoy|megaphone|comms?|p\.?a\.",
    ),
    "reading": Manner("read read_out recite", "reading (?:aloud|out|from)", "reads?|reading"),
    "robot": Manner(
        anywhere=_IN_A + r"(?:robotic|mechanical|synthetic|synthesi[sz]ed|metallic|robot) (?:voice|tone)",
        directions=r"robot\w*|mechanical\w*|synthe\w+ voice|computer voice",
    ),
}

DELIVERIES = tuple(name for name in MANNERS if name != "thought")
"""What may stand behind a name in a script, besides `thought` and the deliveries that voices.toml defines."""

_DIRECTION = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{name}>{words.anywhere}|{words.directions})" for name, words in MANNERS.items())
    + r")(?!\w)",
    re.IGNORECASE,
)
_INTO_PHONE = re.compile(
    r"\b(?:into|to|on to) (?:the |a |an |his |her |their |my )?(?:\w+ )?(?:tele)?phone\b", re.IGNORECASE
)
"""The speaker is here, the listener at the other end."""


def deliveries(direction: str) -> tuple[str, ...]:
    """The deliveries that a parenthetical asks for, in its order; none when it only tells an action."""
    text = _INTO_PHONE.sub("", direction)
    found = [match.lastgroup for match in _DIRECTION.finditer(text) if match.lastgroup and match.group()]
    return tuple(dict.fromkeys(found))
