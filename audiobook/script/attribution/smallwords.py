"""The words by which a sentence of narration is read: what joins, leads, owns, stands before a verb."""

from __future__ import annotations

from audiobook.script.attribution.verbs import words

PREPOSITIONS = words(
    """
    to at with by of for from in on upon over under behind beside near past toward towards into onto
    about against around round like between among amongst without through across above below beyond unto
    """
)
CONJUNCTIONS = words(
    """
    and but or so then when while as because if though although that before after until till since than
    where whereupon here thus yet once what which who whom how why whether nor for
    """
)
DETERMINERS = words(
    """
    the a an his her its my your their our no any this that some every each another one's whose
    another's more much same first last only own little long short low loud quick sharp sudden soft
    brief simple
    """
)
AUXILIARIES = words(
    """
    had has have was were is are am did does do would could should might must may can will shall 'd 'll
    been be being
    """
)
NEGATIONS = words(
    """
    not never nothing n't didn't don't doesn't couldn't wouldn't cannot can't hardly neither nor
    """
)
PAST = words(
    """
    was were had did could would should might went came took saw knew felt sat stood ran held kept left
    heard found bought made got gave gripped rose fell drew threw put set shut let lay led met read rode
    sent shook shot slid spun struck swung tore woke wore won bent bit blew broke brought built caught chose
    clung crept drank drove ate flew froze hid hit hung leapt leaned lost paid rang sank sought sold
    slept spent sprang stole swept swore swam taught told turned understood wept wound wrote is has are
    does says knows looks gets takes goes comes sits stands keeps feels seems wants
    """
)
NOMINATIVE = words(
    """
    he she they i we it who
    """
)
VOICE_NOUNS = words(
    """
    voice answer reply response retort words tone whisper cry mouth lips question comment remark shout
    scream voices eyes face smile brow brows eyebrow eyebrows head hand hands jaw shoulders gaze
    expression breath laugh sigh grin frown cheeks fingers fists arms throat heart mind thought thoughts
    """
)
UTTERANCES = words(
    """
    voice answer reply response retort words whisper cry question comment remark shout scream thought
    exclamation observation rejoinder greeting command
    """
)
TAKES_PERSON = words(
    """
    tell ask assure inform answer remind warn beg order greet implore beseech urge bid advise reassure
    interrupt command question query prompt entreat address instruct thank quiz tease taunt scold chide
    comfort correct challenge accuse beckon caution
    """
)
PERCEIVED = words(
    """
    heard hear hears saw see sees watched noticed found caught
    """
)
SUBORDINATING = words(
    """
    where when as while till until before after because if though although that which whom since unless
    """
)
COMING = words(
    """
    when till until for
    """
)
"""Behind a comma they tell what comes next: "she had hardly sat down, when Tom came in, and said"."""
ASIDE = words(
    """
    when as if before after which
    """
)
LINGERING = words(
    """
    now then there here at last once to ventured began continued managed proceeded contrived only merely
    therefore
    """
)
"""What may stand between a comma and the verb that goes on with the main clause."""
INWARD = words(
    """
    himself herself myself themselves itself
    """
)
PONDERED = words(
    """
    about of over for hard back it this that twice
    """
)
"""Behind "thought": somebody was thinking, and the words beside it are not what."""
HEARD_ONLY = words(
    """
    voice voices radio phone telephone mobile cellphone headset earpiece intercom speaker loudspeaker
    loudhailer megaphone receiver handset tannoy walkie-talkie
    """
)
"""Who is heard and not seen, and what carries a voice: somebody else speaks, who may be known by name."""
WITNESSED = words(
    """
    hear heard see saw seen watch watched know knew known notice noticed remember remembered felt
    forgot forgotten
    """
)
"""What the narrator does who only tells what somebody else does: "I saw him smile"."""
