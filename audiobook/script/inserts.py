"""Narration that stands among somebody's words without a mark of its own: ", she said", "He turned away." """

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

_SAYING = (
    r"said|says|asked|asks|replied|replies|answered|answers|cried|cries|called|calls|shouted|shouts|whispered"
    r"|whispers|murmured|murmurs|muttered|mutters|added|adds|continued|resumed|exclaimed|screamed|yelled|remarked"
    r"|observed|returned|repeated|began|begged|demanded|inquired|enquired|insisted|persisted|suggested|sighed"
    r"|laughed|sobbed|snapped|growled|hissed|groaned|mumbled|admitted|agreed|assented|announced|declared"
    r"|explained|interrupted|retorted|protested|pleaded|ventured|concluded|breathed|gasped|panted|whimpered|urged"
    r"|wailed|moaned|giggled|squeaked|squealed|barked|chuckled|spluttered|stuttered|whined|grumbled|hollered|chirped"
    r"|warned|promised|confessed|corrected|informed|assured|faltered|stammered|purred|roared|bellowed|shrieked"
    r"|pursued|proceeded|echoed|conceded|objected|thought|wondered|told|went on|put in|broke in|burst out"
    r"|chimed in|cried out|called out|was saying|was asking"
)
_ELSEWHERE = (
    r"dijo|dice|preguntó|respondió|contestó|gritó|susurró|murmuró|exclamó|dit|demanda|répondit|cria|murmura"
    r"|s['’]écria|fit|sagte|fragte|rief|antwortete|flüsterte|disse|perguntou|respondeu|rispose|chiese"
    r"|powiedział|powiedziała|zapytał|zapytała|odparł|odparła|odpowiedział|odpowiedziała"
    r"|сказал|сказала|спросил|спросила|ответил|ответила"
)
VERB = rf"(?:{_SAYING}|{_ELSEWHERE})"
"""Verbs that set off somebody's words, in English and in the languages that set speech with dashes."""

_NAME = (
    r"(?-i:(?:(?:Mrs?|Ms|Dr|St)\. |(?:don|doña|old|little|poor|young|dear|big) )?"
    r"(?!(?:You|We|That|This|What|Who|Nobody|Everybody|Somebody)\b)"
    r"[A-Z][\w'’-]+(?: (?:[A-Z]\. )?[A-Z][\w'’-]+){0,2})"
)
_NOUN = r"(?:the|my|his|her|their|our|an?|old|young)(?: [\w'’-]+){1,3}?"
_WHO = rf"(?:he|she|they|we|I|it|{_NOUN}|{_NAME})"
_TAG = (
    rf"{_WHO} (?:\w+ly |had |then |only |just )?{VERB}\b"
    rf"|{_WHO} heard (?:him|her|them|{_NOUN}|{_NAME}) (?:say|ask|call|shout|whisper|saying|asking|calling)\b"
    rf"|(?:he|she|they) (?-i:[a-z]+ed)(?=[,.;:?!])"
    rf"|{VERB} {_WHO}\b|{VERB}(?:-t)?-(?:il|elle|on|je)s?\b"
    rf"|was (?:(?:the|his|her|their|{_NAME}['’]s) )(?:\w+ )?(?:reply|retort|answer|response|comment)\b"
)
_REPORTED = (
    r"\s+(?:that\s+(?:I|you|he|she|it|we|they|there|the|my|your|his|her|our|their|an?)\b"
    r"|(?:I|you|we|they|he|she)(?:['’]\w+|\s+\w)|it\s+(?:is|was|would|will)\b)"
)
"""Behind a verb of speech: it sets off no words but reports some (not "said that night")."""
_INSERT = re.compile(rf"(?<=[,?!…—–-])[*_]?\s+(?:(?:and|then|so) )?(?:{_TAG})(?!{_REPORTED})", re.IGNORECASE)

_SPOKEN = re.compile(
    r"\b(?:I|will|(?i:me|my|mine|myself|we|us|our|ours|you|your|yours|is|are|am|isn['’]t|aren['’]t|won['’]t|shall"
    r"|can|can['’]t|must|don['’]t|doesn['’]t|has|hasn['’]t|haven['’]t|let['’]s|please|\w+['’](?:m|re|ll|ve)"
    r"|(?:it|that|he|she|there|what|who|where|how)['’]s))\b"
)
"""Words that are spoken sooner than told in a story in the past tense: I, you, is, will …"""
_PAST = (
    r"(?:went|came|took|gave|made|saw|stood|sat|put|set|kept|held|told|turned|ran|fell|rose|drew|threw|shook"
    r"|spoke|broke|wore|bent|lit|met|led|heard|sent|caught|brought|laid|lay|began|drank|hung|struck|swung|flung"
    r"|slid|bit|hid|slept|wept|swept|crept|leapt|said|thought|felt|knew|left|found|grew|bowed|got|spun|strode"
    r"|sank|sprang|wound|wrung|clung|froze|knelt|slung|spat"
    r"|(?:didn['’]t|did not) (?:look|answer|move|reply|speak|seem|turn|stop|smile)|(?!used)[a-z]+ed)"
)
_ACTS = re.compile(
    rf"(?:(?:Then|Again|Now|And|But|So|Here|At last|Suddenly|Slowly),? )?(?:after a \w+,? )?"
    rf"(?:He|he|She|she|They|they|(?:The|the|His|his|Her|her|Their|their|A|a)(?: [a-z]+){{1,3}}?|{_NAME}) "
    rf"(?:(?:then|only|just|suddenly|\w+ly|at once) )?{_PAST}\b"
)
_PAST_TENSE = re.compile(rf"\b(?:was|were|had|could|would|{_PAST[3:-1]})\b")
_THIRD_PERSON = re.compile(
    r"(?!(?:What|Which|Where|Why|How|That|This|These|Those|Not|No|Yes|Well|Oh|If|Just|Some|All|Every)\b)"
    r"(?:\w+ly,? |Then,? |But |And |So |As |When |While |After |Before |For a )?"
    r"(?:He|he|She|she|They|they|It|it|There|there|His|his|Her|her|Their|their|The|the"
    rf"|{_NAME})\b"
)
_SENTENCE_END = re.compile(
    r"[.?!…]+[)\"'”’*_]*(?=\s|$)|(?:--|[—–])(?=\s+(?-i:[A-Z]))|:(?=\s)|,(?=\s+(?-i:[A-Z¿¡])(?!['’\w]*\s*[,.]))"
)
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Capt|Sr|Jr|[A-Z])\.$")
_ADJUNCT = re.compile(
    r"\s*(?:\w+ing|\w+ed|\w+ly|with|in|at|after|before|as|while|when|to|for|from|by|on|over|his|her|their|the"
    r"|without|and|who|whose|quite|half|still|not)\b"
)


class Telling(Enum):
    """What stood before a sentence."""

    WORDS = auto()
    TAG = auto()
    NARRATION = auto()


class Insert(NamedTuple):
    """A stretch of narration within somebody's words."""

    start: int
    """Where the words before it end; the blank between belongs to neither."""
    end: int
    """Where the narration ends; the words may go on from there."""


def find_insert(text: str, start: int, end: int) -> Insert | None:
    """The first tag in `text[start:end]` ("she said", "replied the old man"), or None."""
    match = _INSERT.search(text, start, end)
    if match is None:
        return None
    before = match.start() + (text[match.start()] in "*_")
    return Insert(before, _tag_end(text, match.end(), end, text[match.start() - 1] == ","))


def tells(text: str, start: int, end: int, before: Telling) -> bool:
    """Whether a sentence is narration among spoken ones: more easily so after a tag or another such."""
    if _SPOKEN.search(text, start, end):
        return False
    if _ACTS.match(text, start, end):
        return True
    if before is Telling.WORDS or text[end - 1] in "?!" or not _PAST_TENSE.search(text, start, end):
        return False
    return before is Telling.NARRATION or _THIRD_PERSON.match(text, start, end) is not None


def sentence_end(text: str, start: int, end: int) -> int:
    """The end of the sentence that holds `start`, or of the tag before a capital letter."""
    for match in _SENTENCE_END.finditer(text, start, end):
        if not _ABBREVIATION.search(text, max(start - 6, match.end() - 6, 0), match.end()):
            return match.end()
    return end


def _tag_end(text: str, at: int, end: int, in_sentence: bool) -> int:
    """The end of a tag that runs on from `at`: of its sentence, or before the words that go on in it."""
    stop = sentence_end(text, at, end)
    if not in_sentence:
        return stop
    for match in re.finditer(r"[,;]\s", text[at:stop]):
        here = at + match.start() + 1
        following = re.compile(r"[,;]\s").search(text, here, stop)
        segment_end = following.start() if following else stop
        spoken = _SPOKEN.search(text, here, segment_end) is not None
        if match[0][0] == ";" or spoken or not _ADJUNCT.match(text, here, segment_end):
            return here
    return stop
