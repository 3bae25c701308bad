"""Words that are spelled alike and said differently: read, lead, wind, tear, bow, close, use …

Engines know most of them by their commonest reading and guess at the rest. Here stands what the neighbouring
words settle. Where a plain word sounds the same (red, led) that word is read, which suits every engine and
every accent; elsewhere phonemes. Sounds of the throat that are spelled without vowels (shh, brr) stand here
too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from audiobook.script.spoken.lexicon import Entry, Lexicon
from audiobook.script.spoken.wordclass import Place, part_of_speech

_METAL_AFTER = frozenset(
    """pipe pipes paint poisoning bullet bullets weight weights shot balloon roof roofs coffin pencil
    pencils mine mines crystal box ore oxide foil apron ball balls slug slugs seal seals soldier
    soldiers type plate plates casket casing sinker sinkers acetate glaze lined""".split()
)
_METAL_BEFORE = frozenset(
    """made weight weights ton tons pound pounds lump lumps piece pieces bar bars slug ball sheet sheets
    taste colour color full block blocks ounce ounces smell drop drops bit bits cup vein""".split()
)
_FILLED = frozenset("filled lined loaded weighted lined heavy covered sealed turned".split())
_CLOTH = frozenset(
    """fabric cloth sleeve shirt dress coat trousers jeans sail sails canvas curtain paper skin page wall
    sky jacket cloak veil stocking tent lining knee seam net roof""".split()
)
_WAYS = frozenset(
    """into in for under off through behind down from head headfirst over toward towards out back after
    across beneath onto forward sideways straight deep""".split()
)
_SMALL = frozenset(
    """detail details quantity quantities amount amounts particle particles examination inspection speck
    specks fraction movement movements hole holes creature creatures difference differences crack
    cracks fragment fragments trace traces portion grains scratch scratches changes scrutiny
    observation attention""".split()
)
_SHIP = frozenset(
    "ship boat vessel yacht canoe ferry barge schooner trawler raft dinghy craft galley".split()
)
_TURNS = frozenset(
    "around round up down through along about past between back its their uphill towards".split()
)
_ONES = frozenset("i you we they he she it who".split())


def _read_past(place: Place) -> bool:
    previous = place.previous
    if previous in (
        "have",
        "has",
        "had",
        "having",
        "been",
        "being",
        "be",
        "was",
        "were",
        "i've",
        "you've",
        "we've",
        "they've",
        "he'd",
        "she'd",
        "hadn't",
        "haven't",
        "hasn't",
        "well",
    ):
        return True
    if previous in _ONES and len(place.before) > 1 and place.before[1] in ("had", "have", "has"):
        return True
    if (
        previous in _ONES
        and len(place.before) > 1
        and place.before[1] in ("did", "do", "can", "could", "will", "would", "should", "does", "let")
    ):
        return False
    if part_of_speech(place) in ("noun", "adjective"):
        return False
    if previous in ("he", "she", "it", "who", "everyone", "nobody") or (previous and place.after_name):
        return not {"let", "make", "makes", "made", "help", "watch", "see", "hear"} & set(place.before[1:3])
    if previous in ("i", "we", "they", "you", "and"):
        return place.in_the_past
    if len(place.before) > 1 and place.before[1] in ("the", "a", "his", "her", "my", "that", "this"):
        return (not previous.endswith("s") and place.text[place.end : place.end + 1] in (":", ",", "—")) or (
            place.in_the_past and place.next in ("the", "a", "it", "his", "her", "my", "from", "out", "aloud")
        )
    return False


def _lead_metal(place: Place) -> bool:
    previous = place.previous
    two_back = place.before[1] if len(place.before) > 1 else ""
    if place.next in _METAL_AFTER:
        return previous not in ("to", "will", "would", "i", "they", "we", "you")
    if previous in ("molten", "melted", "red", "white", "liquid", "pencil") and place.next != "the":
        return True
    if previous in ("of", "with", "into", "to", "like", "as"):
        return (
            (two_back in _METAL_BEFORE if previous == "of" else two_back in _FILLED)
            or (previous == "like" and not place.next)
            or (previous == "as" and two_back in ("heavy", "grey", "gray", "dull"))
        )
    return False


def _wind_turn(place: Place) -> bool:
    previous = place.previous
    if place.word.lower() == "winds":
        return place.next in _TURNS and previous not in ("the", "of", "strong", "high", "and")
    if previous in ("the", "a", "of", "this", "that", "cold", "no") or part_of_speech(place) in (
        "noun",
        "adjective",
    ):
        return False
    if part_of_speech(place) == "verb" and previous != "":
        return True
    return place.opens and place.next in ("up", "the", "it", "your", "down", "back", "them", "that")


def _wound_turned(place: Place) -> bool:
    if place.previous in (
        "a",
        "the",
        "his",
        "her",
        "my",
        "this",
        "that",
        "of",
        "to",
        "will",
        "would",
        "or",
        "head",
        "gunshot",
    ):
        return False
    if place.next in (
        "up",
        "around",
        "round",
        "down",
        "its",
        "through",
        "along",
        "about",
        "past",
        "between",
        "back",
        "tightly",
        "tight",
        "their",
        "across",
        "among",
        "itself",
    ):
        return True
    return place.previous in ("he", "she", "it", "who") or (
        place.after_name and place.next in ("the", "it", "a", "her")
    )


def _tear_rip(place: Place) -> bool:
    part = part_of_speech(place)
    if place.word.lower() == "tear":
        if place.next in ("gas", "duct", "ducts", "drop", "drops", "stained", "tracks", "streaked"):
            return False
        if place.next in ("up", "apart", "off", "away", "open", "down", "out", "through", "into", "at"):
            return part not in ("noun", "adjective") or place.next in ("apart", "up", "off")
        if len(place.before) > 1 and place.before[0] == "and" and place.before[1] == "wear":
            return True
        if place.next in ("in", "along") and _CLOTH & set(place.after[1:4]):
            return True
        return part == "verb"
    if place.previous in ("to", "into", "of", "in", "with", "the", "her", "his", "their", "and", "my"):
        return False
    return place.next in (
        "up",
        "apart",
        "off",
        "away",
        "open",
        "at",
        "through",
        "it",
        "them",
        "the",
        "a",
        "down",
    ) and (place.previous in ("he", "she", "it", "who") or place.after_name)


def _bow_bend(place: Place) -> bool:
    words = set(place.after[:4])
    if place.next in ("tie", "ties", "string", "strings", "and", "window", "legs") and not _SHIP & words:
        return False
    of_ship = {word.removesuffix("'s") for word in place.before[:1]} & _SHIP
    if of_ship or (_SHIP & words and place.next == "of"):
        return True
    part = part_of_speech(place)
    if part != "noun" and place.next in ("down", "out", "before", "low"):
        return True
    if place.next in ("my", "your", "his", "her", "their") and set(place.after[1:2]) & {"head", "heads"}:
        return True
    if part == "verb":
        return place.next not in ("a", "the", "an")
    if (
        place.before[:1] == ["a"]
        and place.before[1:2]
        and place.before[1] in ("took", "take", "takes", "taking", "made", "gave", "with")
    ):
        return True
    return place.previous in (
        "low",
        "deep",
        "slight",
        "polite",
        "formal",
        "stiff",
        "courtly",
        "graceful",
        "mock",
        "sweeping",
        "little",
        "curt",
        "gallant",
        "ironic",
        "respectful",
        "solemn",
    )


def _close_shut(place: Place) -> bool:
    if place.next == "of" and place.previous in ("the", "a"):
        return True
    if place.opens:
        return place.next in (
            "the",
            "your",
            "it",
            "that",
            "them",
            "my",
            "his",
            "her",
            "all",
            "those",
            "this",
            "up",
            "off",
        )
    return part_of_speech(place) == "verb" and place.next not in ("to", "by", "enough", "friends", "together")


def _use_verb(place: Place) -> bool:
    if place.opens:
        return place.next in (
            "it",
            "the",
            "your",
            "a",
            "that",
            "this",
            "them",
            "my",
            "all",
            "some",
            "me",
            "both",
            "one",
        )
    if place.word.lower() == "uses":
        return place.next in (
            "it",
            "the",
            "a",
            "his",
            "her",
            "them",
            "that",
            "this",
            "my",
            "your",
            "me",
            "him",
            "us",
        ) and (place.previous not in ("the", "many", "its", "other", "of"))
    return part_of_speech(place) == "verb"


def _used_to(place: Place) -> bool:
    """`used to` before a verb, or of what somebody is accustomed to."""
    return (place.next == "to" and place.previous not in ("is", "are", "was", "were", "been", "be")) or (
        place.next == "to"
        and place.after[1:2] != []
        and place.after[1] in ("it", "the", "this", "that", "him", "her", "being")
    )


def _row_quarrel(place: Place) -> bool:
    words = place.before[:4]
    if place.next in ("of", "boat", "in") or place.next.endswith("house"):
        return False
    if place.next in ("with", "about", "over") and place.previous in (
        "a",
        "terrible",
        "the",
        "big",
        "blazing",
        "fearful",
        "another",
    ):
        return True
    return (
        place.before[:1] in (["a"], ["such"], ["terrible"], ["blazing"], ["furious"])
        and bool(
            {"had", "having", "have", "kick", "kicked", "make", "making", "made", "kicking"} & set(words)
        )
    ) or place.before[:2] == ["a", "such"]


def _excuse_somebody(place: Place) -> bool:
    return (
        place.next in ("me", "us", "him", "her", "them", "my", "our", "you")
        or part_of_speech(place) == "verb"
    )


def _verb(place: Place) -> bool:
    return part_of_speech(place) == "verb"


def _after_determiner(place: Place) -> bool:
    return part_of_speech(place) == "adjective"


def _invalid_person(place: Place) -> bool:
    return part_of_speech(place) == "noun" and place.next in (
        "",
        "and",
        "who",
        "in",
        "was",
        "had",
        "is",
        "lay",
        "of",
        "for",
        "with",
    )


def _dove_jumped(place: Place) -> bool:
    return place.next in _WAYS and (
        place.previous in ("i", "he", "she", "they", "we", "it", "you", "and", "who", "then")
        or place.after_name
    )


def _pig(place: Place) -> bool:
    return place.previous in (
        "a",
        "the",
        "fat",
        "old",
        "sleeping",
        "prize",
        "huge",
        "big",
        "pregnant",
    ) and place.next not in ("the", "a", "seeds")


def _to_polish(place: Place) -> bool:
    return (
        place.word == "Polish"
        and place.opens
        and place.next in ("the", "it", "your", "that", "them", "this", "his", "her", "my")
    )


_BY_PLACE: tuple[tuple[str, Callable[[Place], bool], tuple[str, ...]], ...] = (
    ("read", _read_past, ("red",)),
    ("lead", _lead_metal, ("led",)),
    ("wind", _wind_turn, ("/wˈaɪnd/", "wined")),
    ("winds", _wind_turn, ("/wˈaɪndz/", "wines")),
    ("wound", _wound_turned, ("/wˈaʊnd/", "wownd")),
    ("tear", _tear_rip, ("tare",)),
    ("tears", _tear_rip, ("tares",)),
    ("bow", _bow_bend, ("bough",)),
    ("bows", _bow_bend, ("boughs",)),
    ("close", _close_shut, ("/klˈoʊz/", "cloze")),
    ("use", _use_verb, ("/jˈuːz/", "yooz")),
    ("uses", _use_verb, ("/jˈuːzɪz/", "yoozes")),
    ("used", _used_to, ("/jˈuːst/", "yoost")),
    ("minute", lambda place: place.next in _SMALL, ("/maɪnjˈuːt/", "my-newt")),
    ("row", _row_quarrel, ("/ɹˈaʊ/", "rau")),
    ("dove", _dove_jumped, ("/dˈoʊv/", "dohv")),
    ("sow", _pig, ("/sˈaʊ/", "sau")),
    ("invalid", _invalid_person, ("/ˈɪnvəlɪd/", "in-va-lid")),
    ("blessed", _after_determiner, ("/blˈɛsɪd/", "bless-id")),
    ("aged", _after_determiner, ("/ˈeɪdʒɪd/", "age-id")),
    ("cursed", _after_determiner, ("/kˈɜːɹsɪd/", "curse-id")),
    ("polish", _to_polish, ("polish",)),
    ("excuse", _excuse_somebody, ("/ɪkskjˈuːz/", "excuse")),
    ("excused", lambda place: True, ("/ɪkskjˈuːzd/", "excused")),
    ("excusing", lambda place: True, ("/ɪkskjˈuːzɪŋ/", "excusing")),
)  # fmt: skip
_AS_VERBS = {
    "record": "ɹɪkˈɔːɹd", "object": "əbdʒˈɛkt", "present": "pɹɪzˈɛnt", "permit": "pɚmˈɪt",
    "conduct": "kəndˈʌkt", "project": "pɹədʒˈɛkt", "suspect": "səspˈɛkt", "convict": "kənvˈɪkt",
    "contract": "kəntɹˈækt", "perfect": "pɚfˈɛkt", "rebel": "ɹɪbˈɛl", "subject": "səbdʒˈɛkt",
    "desert": "dɪzˈɜːɹt", "contest": "kəntˈɛst", "insult": "ɪnsˈʌlt", "transport": "tɹænspˈɔːɹt",
    "protest": "pɹətˈɛst", "survey": "sɚvˈeɪ", "extract": "ɛkstɹˈækt", "escort": "ɛskˈɔːɹt",
    "torment": "tɔːɹmˈɛnt", "transfer": "tɹænsfˈɜːɹ", "increase": "ɪnkɹˈiːs", "progress": "pɹəɡɹˈɛs",
    "separate": "sˈɛpəɹeɪt", "estimate": "ˈɛstɪmeɪt", "abuse": "əbjˈuːz",
    "house": "hˈaʊz", "attribute": "ətɹˈɪbjuːt", "intimate": "ˈɪntɪmeɪt", "moderate": "mˈɑːdəɹeɪt",
    "graduate": "ɡɹˈædʒueɪt", "deliberate": "dɪlˈɪbəɹeɪt",
}  # fmt: skip
"""Verbs that sound unlike the noun or adjective of the same spelling."""
_SOUNDS = {
    "shh": ("/ʃʃʃʃ/", "shh"), "sh": ("/ʃʃʃ/", "sh"), "brr": ("/bɹɹɜː/", "brr"), "grr": ("/ɡɹɹɜː/", "grr"),
    "zzz": ("/zzzz/", "zzz"), "mm": ("/mmm/", "mm"), "tsk": ("/tsk/", "tisk"),
}  # fmt: skip


def _entries() -> Iterator[Entry]:
    for written, when, say in _BY_PLACE:
        yield Entry(written, say, when=when)
    for written, phonemes in _AS_VERBS.items():
        yield Entry(written, (f"/{phonemes}/", written), when=_verb)
    for written, say in _SOUNDS.items():
        yield Entry(written, say)


HETERONYMS = Lexicon(_entries())
"""What this module knows, as a lexicon of its own."""
