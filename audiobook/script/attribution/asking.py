"""Whom a turn asks by name: "Tom, is it far?", "Is it far, Tom?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.script.attribution.cues import Surroundings
from audiobook.script.people.roster import Mention

_SENTENCE_END = re.compile(r"[.?!…]\s")
_ASKED_OF = re.compile(
    r"[\s,]*(?:wh\w+|how|do|does|did|are|is|was|were|am|can|could|will|would|shall|should|have|has|had|may"
    r"|might|must|don['’]t|didn['’]t|aren['’]t|isn['’]t|can['’]t|won['’]t|if|you|your|you['’]\w+|and|or|so"
    r"|any|got)\b",
    re.IGNORECASE,
)
"""What a question begins with behind the name of whoever it asks."""


def asked_by_name(text: str, s: Surroundings, inside: Sequence[Mention]) -> int | None:
    """Who is asked by name in a quotation's last sentence, which is a question; None if nobody is.

    `text` is its paragraph, `inside` who is mentioned in it.
    """
    called = [m for m in inside if m.vocative and m.person is not None]
    if not called or not s.text.endswith("?"):
        return None
    name = called[-1]
    lead, rest = text[s.quotation.start : name.start].rstrip(), text[name.end : s.quotation.end]
    if _SENTENCE_END.search(rest) or not any(ch.isalnum() for ch in lead + rest):
        return None
    if any(ch.isalnum() for ch in rest):
        opens = lead[-1:] in ".?!…" or not any(ch.isalnum() for ch in lead)
        return name.person if opens and _ASKED_OF.match(rest) else None
    return name.person if lead.endswith(",") else None
