"""Said aloud, thought, or nobody's line: what kind of words a quotation holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.model import Kind
from audiobook.script.attribution.cues import Cue, Surroundings
from audiobook.script.attribution.letters import in_letters
from audiobook.script.attribution.unsaid import never_said
from audiobook.script.attribution.verbs import VERBS, Act
from audiobook.script.attribution.woven import Habits
from audiobook.script.emphasis import thinking_follows

Verdict = tuple[Kind, float, str]
"""(kind, how sure, why); narration means that nobody speaks it."""

_SURE, _THOUGHT = 0.3, 0.5
"""The strength from which a tag counts, and from which one behind the words makes them a thought."""
_NAMING = re.compile(
    r"\b(?:called|titled|entitled|named|nicknamed|labell?ed|marked|dubbed|so-called|known as|spelled|spelt"
    r"|(?:the|a|an|this|that|his|her|its|their|my|old|new|word|words)"
    r" (?:word|words|phrase|term|title|song|book|film|movie|play|poem|chapter|headline|heading|motto|slogan"
    r"|caption|inscription|sign|plaque|label|banner|poster|name|prefix|adjective|noun|verb))$",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:signs?|notice|plaque|label|banner|poster|placard|headline|card|tag|badge|inscription|caption|screen"
    r"|display|letters|lettering|sticker|graffiti|title|cover|spine|door|board|menu|receipt|t-shirt|shirt|mug|stamp"
    r"|wall|plate|nameplate|billboard|newspaper|cap|hat|apron|jacket|tin|box|bottle|packet|jar|map|sheet|arrow)\b"
    r"[^.!?]{0,40}\b(?:said|says|read|reads|reading|saying|declared|announced|proclaimed|warned|spelled)\b"
    r"[,:]?(?: that)?$"
    r"|\b(?:written|printed|painted|stencilled|stenciled|carved|engraved|scrawled|scratched|embroidered|stamped)\b"
    r"[^.!?]{0,25}$",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\b(?:and|then|voice)(?: \w+ly)? (?:said|says|saying|declared|announced|proclaimed|warned|spelled)"
    r"(?: that)?$",
    re.IGNORECASE,
)
"""The verb has its subject further left, not in the thing beside it."""
_MENTIONING = re.compile(
    r"\b(?:a|an|the|this|that|his|her|its|their|my|your|our|these|those|some|any|no|of|as|than|such|in|by|very|so|more)$",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"(?:an? |the |one|two|three|four|five|six|ten|several|some|many|\d+|next|later|that|back|end)\b"
    r"[\w ,'’]{0,30}\b(?:later|earlier|ago|before|after|morning|afternoon|evening|night|day|week|month|year"
    r"|home|school|flashback|dream|chapter|part)"
    r"|(?:time ?skip|flash ?back|later|meanwhile|earlier|(?:\w+['’]?s? )?pov|scene (?:break|change))\b"
    r"[\w ,'’]{0,20}",
    re.IGNORECASE,
)
"""Where and when a scene takes place: "Two hours later"."""
_LIVE = re.compile(r"\b(?:i|i'?m|i'?ll|i'?ve|i'?d|me|my|we|us|our|you|your|yours|you'?re)\b", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:he|she|they|him|his|her|their|them)\b", re.IGNORECASE)


def kinds_of(paragraphs: Sequence[str], surveyed: Sequence[Surroundings]) -> list[Verdict]:
    """The kind of each quotation, in order."""
    verdicts: list[Verdict] = []
    letters, habits = in_letters(paragraphs, surveyed), Habits(surveyed)
    emphasised = {s.quotation.paragraph for s in surveyed if s.quotation.emphasised}
    for s in surveyed:
        before = surveyed[s.index - 1] if s.index else None
        exchanged = bool({s.quotation.paragraph - 1, s.quotation.paragraph + 1} & emphasised)
        verdict = _kind(s, exchanged)
        if s.index in letters:
            verdict = Kind.NARRATION, 0.8, "a letter"
        elif verdict[0] is not Kind.NARRATION and habits.narrated(s, before):
            verdict = Kind.NARRATION, 0.7, "quoted words in the narrator's sentence"
        if before is not None and before.quotation.paragraph == s.quotation.paragraph:
            verdict = _carried(s, verdict, before, verdicts[-1])
        verdicts.append(verdict)
    return verdicts


def _carried(s: Surroundings, verdict: Verdict, before: Surroundings, earlier: Verdict) -> Verdict:
    """What the quotation before in the same paragraph says about this one."""
    tag = _tag(s)
    own = tag is not None and tag.place == "after"
    same_clause = tag is not None and before.tag is not None and tag.clause is before.tag.clause
    if s.quotation.mark in "*_" and before.quotation.mark in "*_":
        ended = s.text[-1] in ".?!…" or s.after.blank
        if " " not in s.text or not ended or verdict[0] is not Kind.NARRATION:
            return verdict
        if earlier[0] is Kind.THOUGHT:
            return Kind.THOUGHT, 0.85, "the same thought goes on"
        return (Kind.SPEECH, 0.85, "the same message goes on") if earlier[0] is Kind.SPEECH else verdict
    if s.quotation.mark in "*_" or before.quotation.mark in "*_":
        return verdict
    if earlier[0] is Kind.THOUGHT and not own and (tag is None or same_clause) and verdict[0] is Kind.SPEECH:
        return Kind.THOUGHT, 0.85, "the same thought goes on"
    if (
        earlier[0] is Kind.NARRATION
        and "written" in earlier[2]
        and s.before.text.strip().startswith(("and", ",", "or"))
        and len(s.before.sentences) == 1
        and s.before.text.rstrip()[-1:] not in (".", "!", "?")
        and tag is None
    ):
        return earlier
    return verdict


def _kind(s: Surroundings, exchanged: bool) -> Verdict:
    """`exchanged`: words are emphasised in the paragraph before or after as well."""
    tag = _tag(s)
    if s.quotation.emphasised:
        return _emphasis(s, tag, exchanged)
    if s.quotation.mark in "—–-":
        return _tagged(tag) if tag else (Kind.SPEECH, 0.95, "dialogue dash")
    if _written(s):
        return Kind.NARRATION, 0.8, "written words, not said"
    if never_said(s):
        return Kind.NARRATION, 0.75, "told of, never said"
    aside = _aside(s)
    if aside >= 4:
        return Kind.NARRATION, 0.85, "quoted words in the middle of a sentence"
    if tag is not None:
        return _tagged(tag)
    if aside >= 2:
        return Kind.NARRATION, 0.7, "quoted words in the middle of a sentence"
    return Kind.SPEECH, 0.97 if aside <= 0 else 0.85, "quoted"


def _tagged(tag: Cue) -> Verdict:
    if tag.clause is not None and tag.clause.act is Act.THOUGHT:
        if tag.place == "after" and tag.strength < _THOUGHT:
            return Kind.SPEECH, 0.8, "said before a thought"
        return Kind.THOUGHT, 0.95, f"tag: {tag.clause.verb}"
    return Kind.SPEECH, 0.98, "tag"


def _tag(s: Surroundings) -> Cue | None:
    return next((c for c in s.cues if c.clause and c.strength >= _SURE), None)


def _emphasis(s: Surroundings, tag: Cue | None, exchanged: bool) -> Verdict:
    if tag is not None and tag.clause is not None and tag.strength >= 0.5 and tag.clause.act is Act.THOUGHT:
        return Kind.THOUGHT, 0.97, f"tag: {tag.clause.verb}"
    if thinking_follows(s.after.text):
        return Kind.THOUGHT, 0.97, "tag"
    if tag is not None and tag.clause is not None and tag.clause.act is Act.SPEECH:
        return Kind.SPEECH, 0.95, f"tag: {tag.clause.verb}"
    before, after = s.before.text.rstrip(), s.after.text.lstrip()
    alone = (not before or before[-1] in '.!?…:”"’—') and (
        not after or after[0].isupper() or after[0] in "“\"‘'*_—"
    )
    whole = not before and not after
    if whole and tag is None and (s.quotation.paragraph == 0 or _STAGE.fullmatch(s.text)):
        return Kind.NARRATION, 0.8, "a note"
    sentence = s.text[:1].isupper() and (s.text[-1:] in ".?!…—" or whole)
    if alone and (sentence or (whole and exchanged and " " in s.text)):
        return Kind.THOUGHT, 0.8, "emphasised sentence of its own"
    return Kind.NARRATION, 0.8, "emphasis"


def _written(s: Surroundings) -> bool:
    """A sign, a title, a word that is spoken of."""
    before = s.before.text.rstrip()
    written = _WRITTEN.search(before)
    return bool(_NAMING.search(before)) or (written is not None and not _says_aloud(s, written.start()))


def _says_aloud(s: Surroundings, thing: int) -> bool:
    """Somebody says it beside the door or the board: "Mara shut the door and said", "at the door she said".

    `thing`: where the word for what may be written on stands in the gap before.
    """
    clause = next((c.clause for c in s.cues if c.place == "before" and c.clause and c.mention), None)
    if clause is None or clause.subject is None or clause.verb == "read":
        return False
    start, end = clause.subject.start - s.before.start, clause.subject.end - s.before.start
    to_verb = re.split(r"\W+", s.before.text[end:].rstrip(" ,:\n"))
    if start > thing:
        return not {"that", "which", "it"} & set(to_verb)
    return bool(_SHARED.search(" ".join(to_verb)))


def _aside(s: Surroundings) -> float:
    """How much the quoted words are part of the narration's own sentence; from 2 on rather than not."""
    before, after = s.before.text.rstrip(), s.after.text.lstrip()
    text, words = s.text, s.text.split()
    if not words or s.quotation.continues or not s.quotation.closed:
        return 0.0
    inside = bool(before) and (before[-1].isalnum() or before[-1] in "'’(")
    goes_on = bool(after) and (after[0].islower() or after[0] in ",;)")
    complete = text[-1] in ".!?…—"
    if not inside:
        opens = not before and after and text[-1] not in ".?!…—," and len(words) <= 3 and after[0].islower()
        return 2.0 if opens and not any(c.clause for c in s.cues) else 0.0
    last = (re.findall(r"[\w'’]+", before) or [""])[-1].lower()
    verb = VERBS.get(last)
    says = verb is not None and verb.act in (Act.SPEECH, Act.THOUGHT)
    says = says and verb is not None and (verb.finite or last.endswith("ing"))
    if says or last in (
        "with",
        "that",
        "out",
        "then",
    ):
        return 0.0
    score = 2.0 if _MENTIONING.search(before) else 0.0
    score += 1.0 if goes_on else 0.0
    score += 1.0 if not complete else 0.0
    score += 1.0 if len(words) <= 3 and not complete else 0.0
    score += 1.5 if before.endswith("(") else 0.0
    score += 3.0 if "(" in before and ")" not in before.rpartition("(")[2] and after.startswith(")") else 0.0
    if _LIVE.search(text):
        score -= 1.5
    elif _TOLD.search(text) and not complete:
        score += 1.0
    if complete and text[0].isupper():
        score -= 2.0 if text[-1] in "!?" else 1.0
    if any(c.says and c.strength >= 0.3 for c in s.cues):
        score -= 1.0
    return score
