"""Titles that stand before a name, with what they tell about gender."""

from __future__ import annotations

from audiobook.model import Gender

_MALE = """mr mister sir lord king prince duke count baron earl viscount marquis marquess emperor sultan
    czar tsar monsieur m herr senor señor signor signore don dom father fr brother uncle grandpa
    grandfather granddad master squire friar monk pope abbot sheik sheikh sahib nawab rabbi imam
    chevalier seigneur mssr pan baronet tío"""

_FEMALE = """mrs miss ms mx_ lady dame queen princess duchess countess baroness empress sultana czarina
    tsarina madame madam mme mademoiselle mlle frau fraulein fräulein senora señora senorita señorita
    signora signorina doña donna sister aunt auntie aunty grandma grandmother granny nana mother nurse
    missus mistress marchioness viscountess abbess nun ma'am missis tía goody goodwife"""

_NEUTRAL = """dr doctor doc prof professor captain capt cap'n colonel col general gen major maj lieutenant
    lt sergeant sgt sarge corporal cpl private pvt admiral adm commander cmdr commodore ensign
    midshipman marshal inspector insp detective det superintendent supt constable officer sheriff deputy
    chief commissioner agent judge justice senator sen governor gov president mayor minister ambassador
    chancellor councillor councilor counsellor secretary reverend rev bishop archbishop cardinal deacon
    pastor vicar parson saint st cousin nanny warden coach chef principal headmaster headmistress dean
    director chairman chairwoman master_chief elder lieutenant-colonel brigadier pilot specialist
    trooper cadet squire's guardian hon honorable honourable archdeacon canon dowager hadji effendi
    comrade citizen brother-in-christ"""

TITLES: dict[str, Gender] = {
    **dict.fromkeys(_MALE.split(), Gender.MALE),
    **dict.fromkeys(_FEMALE.split(), Gender.FEMALE),
    **dict.fromkeys(_NEUTRAL.split(), Gender.UNKNOWN),
}
"""Title, lower case without full stop → gender."""

COURTESY = frozenset(
    """mr mister mrs miss ms madame mme monsieur mlle mademoiselle herr frau senor señor senora señora
    signor signora don missus mistress master sir lady lord""".split()
)
"""Titles that tell nothing about somebody but gender, marriage and rank."""

MARRIED = frozenset("mrs madame mme frau senora señora signora missus mistress".split())
UNMARRIED = frozenset("miss mademoiselle mlle fraulein fräulein senorita señorita signorina".split())

KIN = frozenset(
    """aunt auntie aunty uncle grandpa grandfather granddad grandma grandmother granny nana mother
    father sister brother cousin nanny nurse""".split()
)
"""Titles that go before a given name or a surname, and often stand alone."""

_SPELT_OUT = {
    "mr": "mister",
    "dr": "doctor doc",
    "prof": "professor",
    "captain": "capt cap'n",
    "colonel": "col",
    "general": "gen",
    "major": "maj",
    "lieutenant": "lt",
    "sergeant": "sgt sarge",
    "inspector": "insp",
    "detective": "det",
    "superintendent": "supt",
    "governor": "gov",
    "senator": "sen",
    "reverend": "rev",
    "commander": "cmdr",
    "corporal": "cpl",
    "private": "pvt",
    "admiral": "adm",
    "honourable": "hon honorable",
    "father": "fr",
    "monsieur": "m mssr",
    "madame": "mme madam",
    "mademoiselle": "mlle",
    "mrs": "missus missis",
    "aunt": "auntie aunty",
    "saint": "st",
    "grandfather": "grandpa granddad",
    "grandmother": "grandma granny nana",
}
_SAME = {other: title for title, others in _SPELT_OUT.items() for other in others.split()}


def title_of(word: str) -> str:
    """The title that `word` writes, abbreviations spelt out the same way; empty when it is none."""
    word = word.lower().rstrip(".")
    return _SAME.get(word, word) if word in TITLES else ""


def title_gender(title: str) -> Gender:
    return TITLES.get(title, Gender.UNKNOWN)
