"""The verbs that introduce what somebody says or thinks, and how they look inflected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What a verb beside a quotation says about it."""

    SPEECH = "speech"
    """Says that the words were said: said, asked, whispered."""
    LOOSE = "loose"
    """May say so, or just tell what happened: began, continued, returned, tried."""
    THOUGHT = "thought"
    """Says that the words were thought: thought, wondered."""
    SOUND = "sound"
    """An expression or gesture that writers use as a tag: laughed, smiled, nodded."""
    PARTICLE = "particle"
    """Nothing without its particle: put in, burst out."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb form as written."""

    lemma: str
    act: Act
    finite: bool
    """Past or present tense, not a participle in -ing nor the bare form."""


def words(table: str) -> frozenset[str]:
    """The words of a table written as running text."""
    return frozenset(table.split())


_SPEECH = words(
    """
    say ask reply answer whisper shout cry exclaim mutter murmur mumble yell scream call respond retort
    remark observe declare announce state inquire enquire demand insist explain add interrupt interject
    interpose ejaculate protest plead beg urge warn suggest propose admit confess agree assure promise
    boast brag complain grumble groan moan growl snarl hiss bark snap roar bellow thunder boom rasp
    croak squeak squeal shriek screech wail whimper whine sob stammer stutter splutter sputter drawl
    purr coo quip joke tease taunt jeer sneer scoff mock gasp pant breathe chirp chime pipe blurt babble
    ramble chatter gush counter rejoin echo repeat recite quote read intone proclaim pronounce assert
    affirm maintain contend argue object concede allow acknowledge venture volunteer hazard query
    question quiz prompt press coax implore entreat beseech command order instruct direct bid tell
    advise caution scold chide reprove rebuke reproach admonish lecture comfort console soothe reassure
    greet welcome apologize apologise thank swear curse vow pray sing chant croon warble narrate recount
    relate report inform correct clarify elaborate reason comment note mention reveal divulge confide
    mouth hum crow cackle deadpan huff grouse gripe bemoan lament rant rave rage storm fume grunt
    vociferate articulate utter opine surmise speculate theorize theorise predict prophesy bawl holler
    hoot yelp yowl yap howl bray bleat simper wheedle cajole slur lisp rumble grate grind spit gloat
    exult enthuse crack text type message write signal sign radio transmit broadcast speak talk testify
    dictate reprimand threaten accuse challenge dare tut singsong whoop cheer concur assent dissent
    disagree deny contradict conclude summarize summarise exhort
    invite lie fib bluff chorus nag dismiss sympathize sympathise commiserate philosophize parrot
    mimic interrogate needle nudge prod smart tsk rhapsodize reiterate rephrase
    drone quaver remonstrate expostulate enunciate interpolate counsel gabble wheeze croon bluster
    prattle jabber harrumph gurgle burble squawk trill emphasise emphasize specify recap
    """
)

_LOOSE = words(
    """
    begin continue start finish resume proceed return try manage offer pursue persist persevere follow
    trail falter hesitate pause open close end stop fire shoot toss supply provide confirm remind recall
    reflect consider decide guess suppose believe grin reckon warble acquiesce submit hurry rush drop
    """
)

_THOUGHT = words(
    """
    think wonder muse ponder realize realise ruminate fret worry imagine fantasize contemplate marvel
    cogitate meditate brood reflect figure
    """
)

_SOUND = words(
    """
    smile grin laugh chuckle giggle snicker snigger guffaw titter smirk sigh nod shrug frown scowl glare
    wink blush beam grimace wince sniff snort sniffle shudder shiver gulp swallow cough choke blink yawn
    pout glower bristle tremble weep chortle leer gesture point wave bow flinch squint stare gaze glance
    look turn lean gape gloat cringe
    """
)

_IRREGULAR: dict[str, tuple[str, ...]] = {
    "say": ("said", "sez", "sayeth", "saith", "quoth"),
    "tell": ("told",),
    "think": ("thought",),
    "begin": ("began", "begun"),
    "speak": ("spoke", "spoken", "spake"),
    "sing": ("sang", "sung"),
    "swear": ("swore", "sworn"),
    "bid": ("bade", "bidden"),
    "beseech": ("besought",),
    "read": ("read",),
    "spit": ("spat", "spit"),
    "write": ("wrote", "written"),
    "go": ("went", "gone"),
    "come": ("came", "come"),
    "put": ("put",),
    "cut": ("cut",),
    "break": ("broke", "broken"),
    "burst": ("burst",),
    "throw": ("threw", "thrown"),
    "let": ("let",),
    "shoot": ("shot",),
    "grind": ("ground",),
    "weep": ("wept",),
    "give": ("gave", "given"),
    "get": ("got",),
    "forget": ("forgot",),
    "crow": ("crowed", "crew"),
}
_DOUBLED = {
    "beg",
    "stop",
    "nod",
    "grin",
    "sob",
    "hum",
    "quip",
    "drop",
    "chat",
    "rag",
    "snap",
    "yap",
    "slur",
    "wag",
    "tut",
    "shrug",
    "admit",
    "concur",
    "submit",
    "whip",
    "pip",
    "blur",
    "pat",
}

PARTICLES = {
    ("go", "on"): Act.SPEECH,
    ("put", "in"): Act.SPEECH,
    ("cut", "in"): Act.SPEECH,
    ("butt", "in"): Act.SPEECH,
    ("cut", "off"): Act.LOOSE,
    ("chime", "in"): Act.SPEECH,
    ("pipe", "up"): Act.SPEECH,
    ("blurt", "out"): Act.SPEECH,
    ("break", "in"): Act.SPEECH,
    ("burst", "out"): Act.SPEECH,
    ("burst", "forth"): Act.SPEECH,
    ("throw", "in"): Act.SPEECH,
    ("call", "out"): Act.SPEECH,
    ("cry", "out"): Act.SPEECH,
    ("speak", "up"): Act.SPEECH,
    ("trail", "off"): Act.SPEECH,
    ("let", "out"): Act.LOOSE,
    ("give", "back"): Act.LOOSE,
    ("come", "back"): Act.LOOSE,
    ("sing", "out"): Act.SPEECH,
}


def _inflected(lemma: str) -> tuple[list[str], str, str]:
    """(past forms, present third person, -ing form) of a regular or listed verb."""
    if lemma.endswith("e"):
        past, ing = [lemma + "d"], lemma[:-1] + "ing"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        past, ing = [lemma[:-1] + "ied"], lemma + "ing"
    elif lemma in _DOUBLED or lemma in ("begin", "put", "cut", "let", "get", "spit", "stop"):
        past, ing = [lemma + lemma[-1] + "ed"], lemma + lemma[-1] + "ing"
    else:
        past, ing = [lemma + "ed"], lemma + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third = lemma[:-1] + "ies"
    elif lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = lemma + "es"
    else:
        third = lemma + "s"
    return list(_IRREGULAR.get(lemma, past)), third, ing


def _lexicon() -> dict[str, Verb]:
    verbs: dict[str, Verb] = {}
    for act, lemmas in (
        (Act.SOUND, _SOUND),
        (Act.LOOSE, _LOOSE),
        (Act.SPEECH, _SPEECH),
        (Act.THOUGHT, _THOUGHT),
    ):
        for lemma in lemmas:
            past, third, ing = _inflected(lemma)
            for form in (*past, third):
                verbs[form] = Verb(lemma, act, finite=True)
            for form in (ing, lemma):
                verbs.setdefault(form, Verb(lemma, act, finite=False))
    for lemma in {lemma for lemma, _ in PARTICLES}:
        past, third, ing = _inflected(lemma)
        for form in (*past, third):
            verbs.setdefault(form, Verb(lemma, Act.PARTICLE, finite=True))
        for form in (ing, lemma):
            verbs.setdefault(form, Verb(lemma, Act.PARTICLE, finite=False))
    return verbs


VERBS = _lexicon()
"""Every inflected form that counts."""
