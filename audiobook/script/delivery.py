"""The deliveries that scripts know: how a line is said."""

from __future__ import annotations

DELIVERIES = (
    "whispering",
    "murmuring",
    "quietly",
    "shouting",
    "screaming",
    "calling",
    "crying",
    "laughing",
    "slowly",
    "quickly",
    "weakly",
    "phone",
    "radio",
    "reading",
    "singing",
    "robot",
)
"""What may stand behind a name in a script, besides `thought` and the deliveries that voices.toml defines."""
