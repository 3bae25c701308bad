"""Said aloud, thought, or nobody's line: what kind of words a quotation holds."""

from __future__ import annotations

import re

from audiobook.model import Kind
from audiobook.script.attribution.cues import Cue, Surroundings
from audiobook.script.attribution.verbs import VERBS, Act

_SURE = 0.3
_NAMING = re.compile(
    r"\b(?:called|titled|entitled|named|nicknamed|labell?ed|marked|dubbed|word|words|phrase|term|title|song|book|film"
    r"|movie|play|poem|chapter|headline|heading|motto|slogan|caption|inscription|sign|signs|plaque|label|banner"
    r"|poster|so-called|known as|the name|spelled|spelt)(?: \w+)? ?[,:]?$",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:sign|signs|notice|plaque|label|banner|poster|placard|headline|card|tag|inscription|caption|screen|display"
    r"|letters|lettering|note|sticker|graffiti|title|cover|spine|page|door|board|menu|receipt|t-shirt|shirt|mug|stamp"
    r"|wall|plate|nameplate|billboard|book|paper|newspaper)\b"
    r"(?:[^.!?]{0,40})\b(?:said|says|read|reads|reading|saying|declared|announced|proclaimed|warned)\b[,:]? ?(?:that)?$",
    re.IGNORECASE,
)
_MENTIONING = re.compile(r"\b(?:a|an|the|this|that|his|her|its|their|my|your|our|these|those|some|any|no|of|as|or|and|like|such)$", re.I)
_FIRST = re.compile(r"\b(?:I|I'm|I’m|I'll|I’ll|I've|I’ve|me|my|we|you|your)\b")


def kind_of(s: Surroundings) -> tuple[Kind, float, str]:
    """(kind, how sure, why) of a quotation; narration means that nobody speaks it."""
    tag = _tag(s)
    if s.quotation.mark in ("*", "_"):
        return _emphasis(s, tag)
    if written_not_said(s):
        return Kind.NARRATION, 0.8, "written words, not said"
    if tag is not None and tag.clause is not None:
        if tag.clause.act is Act.THOUGHT or (tag.clause.inward and tag.clause.act is Act.THOUGHT):
            return Kind.THOUGHT, 0.95, f"tag: {tag.clause.verb}"
        return Kind.SPEECH, 0.98, "tag"
    if s.quotation.mark and s.quotation.mark not in "—–-" and is_aside(s):
        return Kind.NARRATION, 0.75, "quoted words in the middle of a sentence"
    return Kind.SPEECH, 0.9, "quoted"


def _tag(s: Surroundings) -> Cue | None:
    return next((c for c in s.cues if c.clause and c.strength >= _SURE), None)


def _emphasis(s: Surroundings, tag: Cue | None) -> tuple[Kind, float, str]:
    if tag is not None and tag.clause is not None and tag.strength >= 0.5:
        if tag.clause.act is Act.THOUGHT:
            return Kind.THOUGHT, 0.97, f"tag: {tag.clause.verb}"
        if tag.clause.act is Act.SPEECH and s.quotation.mark == "*":
            return Kind.THOUGHT, 0.6, "emphasised clause"
    words = s.text.split()
    before, after = s.before.text.rstrip(), s.after.text.lstrip()
    alone = (not before or before[-1] in ".!?…:”\"’—") and (not after or after[0].isupper() or after[0] in "“\"‘'*_—")
    if alone and s.text[:1].isupper() and (s.text[-1:] in ".?!…—" or (not before and not after)) and words:
        return Kind.THOUGHT, 0.8, "emphasised sentence of its own"
    return Kind.NARRATION, 0.8, "emphasis"


def written_not_said(s: Surroundings) -> bool:
    """A sign, a title, a word that is spoken of."""
    before = s.before.text.rstrip()
    return bool(_WRITTEN.search(before) or (_NAMING.search(before) and not before.endswith(":")))


def is_aside(s: Surroundings) -> bool:
    """Quoted words that are part of the narration's own sentence."""
    before, after = s.before.text.rstrip(), s.after.text.lstrip()
    text = s.text
    if not text or s.quotation.continues or not s.quotation.closed:
        return False
    inside = bool(before) and (before[-1].isalnum() or before[-1] in "'’(")
    words = text.split()
    goes_on = bool(after) and (after[0].islower() or after[0] in ",;)")
    complete = text[-1] in ".!?…—" or text[-1:] == ","
    if inside:
        last = re.findall(r"[\w'’]+", before)[-1].lower()
        verb = VERBS.get(last)
        if (verb is not None and verb.act is Act.SPEECH) or last in ("with", "that") and text[0].isupper():
            return False
        if any(c.clause and c.strength >= 0.15 and c.clause.act in (Act.SPEECH, Act.THOUGHT) for c in s.cues):
            return bool(_MENTIONING.search(before)) and len(words) <= 4 and not complete
        if _MENTIONING.search(before):
            return not (complete and text[0].isupper() and len(words) > 3)
        return not (complete and text[0].isupper() and not goes_on)
    if not before and after and not complete and len(words) <= 3 and after[0].islower():
        return not any(c.clause for c in s.cues)
    return False
