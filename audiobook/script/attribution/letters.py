"""Letters, notes and telegrams that a story shows in quotation marks.

Nobody in the scene says them: they are the narrator's to read. Read aloud by somebody ("Dear Tom," she
read), they are that reader's; and what people type to each other turn by turn is conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.tags import Gap
from audiobook.script.attribution.verbs import VERBS, Act

_LETTER = r"(?:letters?|telegrams?|post-?cards?|cablegrams?|epistles?|missives?|post-?scripts?)"
_PAPER = (
    rf"(?:{_LETTER}|notes?|cables?|wires?|despatch(?:es)?|billets?|memorandums?|memoranda|advertisements?|handbills?"
    r"|extracts?|document|lines)"
)
_LETTERS = re.compile(rf"\b{_LETTER}\b", re.IGNORECASE)
_TYPED = re.compile(
    r"\b(?:typ(?:e[sd]?|ing)|text(?:s|ed|ing)?|messag(?:es?|ed|ing)|chats?|phones?|screens?|posts?|posted|online"
    r"|e-?mail(?:s|ed)?|comment(?:s|ed)?|tweet(?:s|ed)?|app|group)\b",
    re.IGNORECASE,
)
"""Words of a story whose people write to each other as others talk."""

_SHOWN = (
    r"(?:wr[io]t\w*|wrote|sent|came|c[oa]me|arriv\w+|receiv\w+|brought|contain\w*|contents|from|extract|dated|addressed"
    r"|headed|follow\w*|phrases|passages?|recall\w*|composed|these|this|pinned|lay|was|were|is)"
)
_RUNS = r"(?:said|says|read|reads|ran|runs|began|begins|ended|ends|went on|continued|concluded|added)"
_COLON = r"(?::[-—]*)$"
_ANNOUNCED = re.compile(
    rf"\b{_SHOWN}\b[^.!?;]{{0,60}}\b{_PAPER}\b(?:[^.!?;]|\b(?:Mrs?|Dr)\.){{0,80}}{_COLON}"
    rf"|\b{_PAPER}\b(?:[^.!?;]|\b(?:Mrs?|Dr)\.){{0,80}}\b{_SHOWN}\b[^.!?;]{{0,80}}{_COLON}"
    rf"|\b(?:{_PAPER}|written|wrote|dated)\b.{{0,300}}"
    r"\b(?:as follows|in (?:these|the following) words|to this effect)[.:,;—-]*$"
    rf"|\b{_PAPER}\b.{{0,200}}\b(?:these were the contents|(?:was|ran|read) thus)[.:,;—-]*$"
    r"|\bcontain(?:s|ed|ing)? (?:only |but )?(?:the|these|a few|two|three|this)(?: following| \w+)?"
    r" (?:words?|lines?|sentences?)[.:,—-]*$"
    r"|\bread as follows\b[^?!]{0,100}[.:,;—-]*$|\bread on[.:,;—-]*$"
    r"|\b(?:wrote|writes) (?:thus|as follows)\b[^.!?]{0,80}$"
    rf"|\bthe following {_PAPER}\b[^.!?;]{{0,160}}[.:,;—-]*$|\bthis was the {_PAPER}[.:,;—-]*$"
    rf"|\b{_PAPER}(?: \w+){{0,2}} {_RUNS}\b(?: (?:to say|on|as follows|thus))?[:,—-]*$"
    rf"|\b(?:wrote|writes?|writing|written|read|reads)\b[^.!?,;]{{0,60}}{_COLON}",
    re.IGNORECASE | re.DOTALL,
)
_ALOUD = re.compile(
    r"\b(?:aloud|out|loud|voices?|tone|heard|hears?|read\w*(?: it| this)? to (?:him|her|them|us|me))\b",
    re.IGNORECASE,
)
_HANDLED = re.compile(
    r"\b(?:fold|crumpl|wav|tapp?|toss|hand|push|point|dropp?)(?:ed|ing|s)\b|\b(?:put|puts|putting|laid|lays|laying"
    r"|threw|tore|held|holding|holds|took|takes|taking|set|shook|slid|gave|giving|gives)\b",
    re.IGNORECASE,
)
"""What somebody does with a letter, and then speaks."""
_READ = re.compile(rf"\b(?:read|reads|wrote|ran|as follows|contents)\b[^.!?]{{0,60}}{_COLON}", re.IGNORECASE)

_DEAR = r"(?:my |our )?(?:very |own )?dear(?:est)? [\w’'][^.!?;:,]{0,40}"
_GREETING = re.compile(rf"(?:{_DEAR}|sir|madam|gentlemen)(?:[,:]|\.?[—-]+)\s*", re.IGNORECASE)
_GREETING_ALONE = re.compile(rf"{_DEAR}[,:]", re.IGNORECASE)
_GREETING_ABOVE = re.compile(rf"(?:^|[.\n]\s*){_DEAR}[,:]$", re.IGNORECASE)
_KIN = (
    r"(?:friend|servant|mother|father|sister|brother|son|daughter|wife|husband"
    r"|aunt|uncle|niece|nephew|cousin)"
)
_FAITHFULLY = (
    r"(?:ever|very|most|truly|sincerely|faithfully|\w*affectionate(?:ly)?|respectfully|obedient(?:ly)?"
    r"|grateful(?:ly)?|loving(?:ly)?|etc|always|till|in haste)"
)
_NAME = r"(?-i:(?: (?:[A-Z][\w.]*|etc\.?)){1,4}$|$)"
_SIGNED = re.compile(
    rf"(?:^|[\s,.;—-])(?-i:Yours|Your's|YOURS)(?:,{_NAME}|(?:(?: {_FAITHFULLY},?)+|,? ?&c\.?)[^?!]{{0,40}}$)"
    rf"|(?:^|[\s,.;—-])your (?:[\w-]+,? ){{0,3}}{_KIN},{_NAME}"
    r"|^I (?:am|remain), (?:&c|(?:my )?dear\b|with\b).{0,30}$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:I am|I remain|believe me), (?:my )?dear [\w ]{1,20},"
    rf"|(?:yours|your's)(?:,? {_FAITHFULLY})+,(?: [\w. ]{{1,30}})?"
    rf"|(?:yours|your's|I am|believe me), ?&c\.?(?: ?&c\.?)?|your(?: \w+){{0,3}} {_KIN},)",
    re.IGNORECASE,
)
"""What stands between a letter and the name."""
_NAMED = re.compile(r"(?<!\b[MDS][rst])(?<!\bMrs)[.!?—-]+ (?:[A-Z]\w+|[A-Z]\. ?[A-Z]\.|A [A-Z]+)\.?$")
_LATELY = re.compile(rf"\b{_PAPER}\b.{{0,120}}[.!?]$", re.IGNORECASE | re.DOTALL)
"""A name as a sentence of its own at the end, and something written spoken of right before."""
_CAPITALS = re.compile(r"[A-Z][A-Z.]*(?: [A-Z][A-Z.]*){1,3}")
_DATED = re.compile(r"(?:[\w.'’&]+,? ){0,8}(?:\d{4}|\d{1,2}(?:st|nd|rd|th)?|S\. ?W)[.,]*")
_HEADED = re.compile(
    r"\s*[,—-]*\s*(?:it|the letter|the note|(?:her|his|the) \w+) (?:ran|read|began|went on)\b"
)
_WRITER = re.compile(rf"\s*[,—-]*\s*(?:the|his|her|this) (?:{_LETTER}|note|writer) {_RUNS}\b", re.IGNORECASE)
_FURTHER = re.compile(
    rf"\b(?:wrote|writes?|written|it|letter|writer|postscript|below) ?{_RUNS}?\b"
    r"|^[\s,.—-]*(?:and |then|and then|&c)?[:,.—-]*$",
    re.IGNORECASE,
)
"""Narration behind which a letter goes on in the same paragraph."""
_WRITING = frozenset({"write", "read", "sign", "telegraph"})

_LONGEST = 60
"""Paragraphs that a letter may have."""
_BODY = 200
"""Letters of a paragraph below which a name in capitals may be a signature."""
_LEAD = 600
"""Characters in front of a quotation that may announce it."""
_LINE = 60
"""Letters that a greeting or a signature has at most."""


def in_letters(paragraphs: Sequence[str], surveyed: Sequence[Surroundings]) -> set[int]:
    """The quotations that are letters, or parts of them."""
    found: set[int] = set()
    bare = {s.quotation.paragraph: s for s in surveyed if _bare(s)}
    for s in surveyed:
        before = surveyed[s.index - 1] if s.index else None
        after = surveyed[s.index + 1] if s.index + 1 < len(surveyed) else None
        if s.index not in found and _signs_off(s):
            found.update(part.index for part in _interrupted(s, surveyed))
        begins = _begins(paragraphs, s, before) or _salutes(s, after)
        if s.index not in found and (begins or _goes_on(s, before, found)):
            found.update(part.index for part in _to_the_end(s, bare))
    for s in bare.values():
        if s.index not in found and _CLOSING.fullmatch(s.text):
            found.update(part.index for part in _up_to(s, bare))
    return found


def _bare(s: Surroundings) -> bool:
    """Its paragraph is this quotation and nothing else."""
    return s.first and s.last and s.quotation.start == 0 and s.after.blank


def _goes_on(s: Surroundings, before: Surroundings | None, found: set[int]) -> bool:
    """The letter that stands before it in the paragraph goes on."""
    if before is None or before.index not in found or before.quotation.paragraph != s.quotation.paragraph:
        return False
    return not _said(s) and bool(_FURTHER.search(s.before.text)) and (not s.before.blank or _greets(before))


def _begins(paragraphs: Sequence[str], s: Surroundings, before: Surroundings | None) -> bool:
    if s.quotation.emphasised or s.quotation.continues:
        return False
    if _signs_off(s) or _said(s):
        return _signs_off(s)
    lead = _lead(paragraphs, s, before)
    if _announced(lead) and not _tag_of(s.before, before):
        return True
    if _GREETING_ABOVE.search(lead):
        return True
    if _WRITER.match(s.after.text) or (s.after.blank and _NAMED.search(s.text) and _LATELY.search(lead)):
        return True
    if _GREETING.match(s.text) and (_SIGNED.search(s.text) or _HEADED.match(s.after.text)):
        return True
    return _wrote(paragraphs, s)


def _interrupted(s: Surroundings, surveyed: Sequence[Surroundings]) -> Iterator[Surroundings]:
    """The parts that only a tag parts from it, backwards: "I am well," he went on, "and so is she"."""
    for index in range(s.index - 1, -1, -1):
        before, behind = surveyed[index], surveyed[index + 1]
        if before.quotation.paragraph != s.quotation.paragraph or not _tag_of(behind.before, before):
            return
        yield before


def _signs_off(s: Surroundings) -> bool:
    """Long, and signed, whatever verb its tag has, if nobody reads it out."""
    return len(s.text) >= _BODY and _SIGNED.search(s.text) is not None and not _readers(s)


def _readers(s: Surroundings) -> bool:
    """Somebody beside it reads, or has it read to them."""
    return _ALOUD.search(s.before.text) is not None or "read" in f"{s.before.text} {s.after.text}".lower()


def _salutes(s: Surroundings, after: Surroundings | None) -> bool:
    """A greeting that stands alone above what is written."""
    if after is None or not s.after.blank or not after.before.blank or _said(after):
        return False
    below = after.quotation.paragraph - s.quotation.paragraph
    return (below == 0 or (below == 1 and _bare(after))) and _GREETING_ALONE.fullmatch(s.text) is not None


def _announced(lead: str) -> bool:
    """The narration says that something written follows, and not that somebody says it."""
    found = _ANNOUNCED.search(lead)
    if found is None or _ALOUD.search(lead[-80:]):
        return False
    if _HANDLED.search(found[0]) and not _READ.search(found[0]):
        return False
    verbs = [verb for word in re.findall(r"\w+", found[0].lower()) if (verb := VERBS.get(word))]
    last = verbs[-1] if verbs else None
    spoken = last is not None and last.act is Act.SPEECH and last.finite and last.lemma not in _WRITING
    return not spoken or re.search(rf"{_PAPER}(?: \w+){{0,2}} {_RUNS}\b", found[0], re.IGNORECASE) is not None


def _wrote(paragraphs: Sequence[str], s: Surroundings) -> bool:
    """A tag says that it was written, in a letter, and no chat is going on."""
    tag = next((c for c in s.cues if c.clause and c.strength >= 0.3), None)
    if tag is None or tag.clause is None or tag.clause.verb != "write":
        return False
    here = paragraphs[max(0, s.quotation.paragraph - 2) : s.quotation.paragraph + 1]
    return any(_LETTERS.search(p) for p in here) and not any(_TYPED.search(p) for p in here)


def _tag_of(gap: Gap, before: Surroundings | None) -> bool:
    """The narration is nothing but the tag of the quotation before."""
    if before is None or len(gap.sentences) != 1:
        return False
    return any(c.clause in gap.sentences[0].clauses and c.place == "after" for c in before.cues if c.clause)


def _said(s: Surroundings) -> bool:
    """A tag says that it was spoken, or read by somebody to others."""
    for cue in s.cues:
        if cue.clause is None or cue.strength < 0.3 or not cue.says:
            continue
        if cue.clause.verb not in _WRITING:
            return True
        if cue.clause.verb == "read" and cue.place == "after":
            return True
    return False


def _to_the_end(s: Surroundings, bare: dict[int, Surroundings]) -> list[Surroundings]:
    """A letter from its first quotation on: as far as it is signed, else as far as it plainly goes on."""
    whole = [s, *islice(_behind(s, bare), _LONGEST)]
    plain = 1
    while plain < len(whole) and (whole[plain].quotation.continues or _heads(whole[plain - 1])):
        plain += 1
    end = next((n for n in range(max(1, plain - 1), len(whole)) if _signed(whole, n)), None)
    if end is None:
        long = all(len(part.text) >= _BODY for part in whole[plain - 1 :])
        return whole if long else whole[:plain]
    if end + 1 < len(whole) and len(whole[end].text) < _LINE and len(whole[end + 1].text) < _LINE // 2:
        end += 1  # the name below
    return whole[: end + 1]


def _behind(s: Surroundings, bare: dict[int, Surroundings]) -> Iterator[Surroundings]:
    """The paragraphs of nothing but one quotation that follow one at the end of its paragraph."""
    paragraph = s.quotation.paragraph + 1
    while s.last and s.after.blank and (following := bare.get(paragraph)) is not None:
        yield following
        paragraph += 1


def _up_to(s: Surroundings, bare: dict[int, Surroundings]) -> Iterator[Surroundings]:
    """What stands above somebody's closing words, themselves and the name below."""
    paragraph = s.quotation.paragraph
    below, above = bare.get(paragraph + 1), bare.get(paragraph - 1)
    if above is None or len(above.text) < _LINE:
        return
    yield s
    if below is not None and len(below.text) < _LINE // 2 and below.text[-1:] not in "?!":
        yield below
    while above is not None and (len(above.text) > _LINE or _heads(above)):
        yield above
        paragraph -= 1
        above = bare.get(paragraph - 1)


def _signed(whole: Sequence[Surroundings], n: int) -> bool:
    if _greets(whole[n]):
        return False
    named = _CAPITALS.fullmatch(whole[n].text.rstrip(".")) and len(whole[n - 1].text) >= _BODY
    return bool(named) or _SIGNED.search(whole[n].text) is not None


def _heads(s: Surroundings) -> bool:
    """A greeting, a place, a date or a headline that stands alone above a letter."""
    return _greets(s) or bool(_DATED.fullmatch(s.text)) or (s.text.isupper() and len(s.text) < _LINE)


def _greets(s: Surroundings) -> bool:
    return _GREETING.fullmatch(s.text + ("," if s.text[-1:].isalnum() else "")) is not None


def _lead(paragraphs: Sequence[str], s: Surroundings, before: Surroundings | None) -> str:
    """The narration that leads up to a quotation, the paragraph before if it opens its own."""
    if not s.before.blank:
        return s.before.text.rstrip()[-_LEAD:]
    paragraph = s.quotation.paragraph - 1
    if not s.first or paragraph < 0:
        return ""
    start = before.quotation.end if before is not None and before.quotation.paragraph == paragraph else 0
    return paragraphs[paragraph][start:].rstrip()[-_LEAD:]
