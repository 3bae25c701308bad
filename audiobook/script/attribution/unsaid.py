"""Words that are told of and never said: what somebody might have said, seemed to say or wanted to say."""

from __future__ import annotations

import re

from audiobook.script.attribution.cues import Surroundings
from audiobook.script.attribution.verbs import VERBS, Act, words

_LEMMAS = words(
    """
    say ask answer reply cry exclaim add remark shout call tell declare whisper murmur observe retort respond
    announce proclaim protest scream
    """
)
_SAYS = {form: verb for form, verb in VERBS.items() if verb.lemma in _LEMMAS}


def _any_of(forms: list[str]) -> str:
    return rf"(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?: out| (?:him|her|them|me|us|back))?"


_SAY = _any_of([form for form, verb in _SAYS.items() if form == verb.lemma])
_SAYING = _any_of([form for form in _SAYS if form.endswith("ing")])
_SAID = _any_of([form for form, verb in _SAYS.items() if verb.finite and not form.endswith("s")])
_WISHED = (
    r"(?:want|wants|wanted|wish|wishes|wished|long|longs|longed|ached|itched|tempted|yearned|inclined"
    r"|would like)"
)
_IMAGINED = (
    rf"(?:(?:as much as|as if|as though|as who should|as who would) (?:to )?{_SAY}|as (?:if|though) {_SAYING}"
    rf"|(?:seem|seems|seemed|seeming|appear|appears|appeared|appearing) to (?:\w+ )?{_SAY}"
    rf"|(?:might|would|could)(?:n['’]t)? (?:\w+ )?(?:\w+ )?have {_SAID}"
    rf"|{_WISHED} to {_SAY}|felt like {_SAYING}|(?:on|at) the point of {_SAYING}"
    r"|(?:nearly|almost) (?:said|exclaimed|asked|replied|answered|added)"
    rf"|(?:was|were|is|been) (?:just )?(?:about|going) to {_SAY}"
    rf"|how (?:could|can) (?:he|she|I|they|one|you) {_SAY}"
    rf"|(?:imagin|fanc|pictur|conceiv)\w* [^.!?;:]{{1,40}}? {_SAYING}"
    rf"|(?:as )?(?:if|though) (?:he|she|they|one|any(?:body|one)) (?:had|were to have) {_SAID}"
    rf"|(?:in (?:his|her|their|my|one['’]s) power|tongue|on (?:his|her|their|my) lips"
    rf"|(?:through|crossed) (?:his|her|their|my) mind|easy|possible|impossible|difficult"
    rf"|too (?:tired|proud|shy|afraid|angry|polite)|so that (?:he|she|they) (?:could|might)) (?:to )?{_SAY})"
)
_DENIED = (
    r"(?:did not|didn['’]t|never|dared not|does not|doesn['’]t) (?:once |quite |dare |even )?(?:to )?"
    r"(?:say|said|add)"
)
_MEANT = (
    r"(?:meant|means|implied|implies|implying|signified|conveyed|indicated|indicating|expressed|expressing"
    r"|(?:attitude|theory|notion|idea|principle|motto|maxim|proverb|creed|policy|moral|rule)"
    r" (?:was|is|ran|being)"
    r"|(?:his|her|their|my|your|['’]s) (?:\w+ )?(?:eyes|face|look|glance|smile|expression|eyebrows"
    r"|gesture|shrug) (?:\w+ly )?(?:said|says|asked|told \w+|answered|declared|proclaimed))"
)
_BEFORE = re.compile(
    rf"\b(?:{_IMAGINED}\b([^.!?;:\"“”]{{0,60}})|{_DENIED}|{_MEANT})[:,]*[-—]*$", re.IGNORECASE
)
_AFTER = re.compile(
    r"\s*[,—-]*\s*(?-i:[a-z]|I |[A-Z]\w+ (?=[a-z]))['’\w]*(?: ['’\w]+){0,4}? "
    rf"{_IMAGINED}\s*(?:[.,;:]|(?:but|to|in|with|and|instead)\b)",
    re.IGNORECASE,
)

_LEAD = 300
"""Characters in front of a quotation that tell of it."""


def never_said(s: Surroundings) -> bool:
    """The narration says that nobody says these words: "as if to say", "she might have said"."""
    found = _BEFORE.search(s.before.text.rstrip()[-_LEAD:])
    if found is not None and not any(_says(word) for word in (found[1] or "").split()):
        return True
    return s.text[-1:] in ",?!" and s.quotation.closed and _AFTER.match(s.after.text) is not None


def _says(word: str) -> bool:
    verb = VERBS.get(word.lower().strip(",'’"))
    return verb is not None and verb.act is Act.SPEECH and verb.finite
