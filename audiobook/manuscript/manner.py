"""How a line is said, from the parenthetical before it: "(in a whisper)" → whispering."""

from __future__ import annotations

import re

_MANNERS = {
    "whispering": r"whisper\w*|hushed|sotto voce|under (?:his|her|their|my) breath",
    "murmuring": r"murmur\w*|mutter\w*|mumbl\w*",
    "screaming": r"scream\w*|shriek\w*|howl\w*",
    "shouting": r"shout\w*|yell\w*|bellow\w*|roar\w*|loud(?:ly|er)?|at the top of (?:his|her|their) "
    r"(?:voice|lungs)",
    "calling": r"calls?|calling|hailing",
    "crying": r"cry|cries|crying|sob\w*|weep\w*|tearful\w*|in tears|through tears",
    "laughing": r"laugh\w*|chuckl\w*|giggl\w*",
    "singing": r"sings?|singing|hums?|humming",
    "quietly": r"quiet\w*|soft\w*|in a (?:low|small) voice|low|gently",
    "weakly": r"weak\w*|faint\w*|feebl[ey]\w*",
    "slowly": r"slow\w*",
    "quickly": r"quick\w*|fast|rapid\w*|hurried\w*|in a rush",
    "thought": r"think\w*|thought|thoughts|inner voice|in (?:his|her|their|my) (?:head|mind)",
    "phone": r"(?:tele)?phone|filtered|on the line|voicemail|answering machine",
    "radio": r"radio|walkie\W?talkie|intercom|loud\W?speaker|speaker\W?phone|tannoy|megaphone|comms?|p\.?a\.",
    "reading": r"reads?|reading",
    "robot": r"robot\w*|mechanical\w*|synthe\w+ voice|computer voice",
}
_PATTERNS = "|".join(f"(?P<{name}>{words})" for name, words in _MANNERS.items())
_MANNER = re.compile(rf"\b(?:{_PATTERNS})(?!\w)", re.IGNORECASE)
_INTO_PHONE = re.compile(
    r"\b(?:into|to|on to) (?:the |a |an |his |her |their |my )?(?:\w+ )?(?:tele)?phone\b", re.IGNORECASE
)
"""The speaker is here, the listener at the other end."""


def deliveries(direction: str) -> tuple[str, ...]:
    """The deliveries that a parenthetical asks for, in its order; none when it only tells an action."""
    found = [match.lastgroup for match in _MANNER.finditer(_INTO_PHONE.sub("", direction)) if match.lastgroup]
    return tuple(dict.fromkeys(found))
