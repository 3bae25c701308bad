"""A novel out of a machine: as long as is asked for, the same every time, hardly a sentence twice.

It is no literature, but it has what costs time in one: chapters, scenes, narration, tagged and untagged
speech, people in turns.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

FIRST = """Alda Bram Cora Dirk Edna Falk Greta Hugo Ines Jost Karla Lorenz Mina Nils Olga Piet Rosa Sven Tilda
Ulf Vera Wim Yara Zeno""".split()
LAST = "Ashdown Birkett Crane Dunmore Elling Farrow Garrick Holm Iveson Jarvis Kettle Larch".split()
ADJECTIVES = """old new narrow bright crooked quiet heavy pale empty distant wet cold warm rusty hollow sudden
steep patient broken yellow gentle stubborn dusty silver""".split()
THINGS = """bridge lantern ferry orchard ledger kettle window harbour staircase mill compass garden letter
engine clock river chapel workshop ladder market boat wall key road bell roof table chimney""".split()
ACTS = """watched crossed mended carried followed counted painted opened measured left found guarded
remembered passed circled reached sold drew cleaned studied""".split()
PLACES = """behind the mill|at the edge of town|below the weir|in the upper room|along the quay|past the last
houses|under the eaves|by the lower gate|on the far bank|near the tannery|above the shop""".replace(
    "\n", " "
).split("|")
TIMES = """before dawn|after supper|all that week|for the third time|on market day|without a word|in the rain|
as the tide turned|long past midnight|until the oil ran out|when nobody looked""".replace("\n", "").split("|")
VERBS = "said asked answered whispered called replied muttered".split()


def novel(words: int, *, chapter_words: int = 3000, people: int = 12, seed: int = 1) -> str:
    """A story of about so many words as plain text, in chapters of about `chapter_words`."""
    dice = random.Random(seed)
    cast = _names(people)
    text = ["The Long Ferry", "by the benchmark", ""]
    written = chapter = 0
    while written < words:
        chapter += 1
        text += ["", f"Chapter {chapter}", ""]
        until = min(written + chapter_words, words)
        company = dice.sample(cast, min(4, len(cast)))
        while written < until:
            for paragraph in _scene(dice, company):
                text += [paragraph, ""]
                written += len(paragraph.split())
    return "\n".join(text)


def _names(people: int) -> list[str]:
    """Distinct first names: with more people than there are, the later ones are made up of two."""
    first = [*FIRST, *(one + other.lower() for one in FIRST for other in FIRST if one != other)]
    return [f"{first[n]} {LAST[n * 5 % len(LAST)]}" for n in range(people)]


def _scene(dice: random.Random, company: Sequence[str]) -> Iterator[str]:
    """A paragraph or two of narration, then some talk."""
    for _ in range(dice.randint(1, 2)):
        sentences = [_sentence(dice, dice.choice(company)) for _ in range(dice.randint(2, 6))]
        yield " ".join(sentences)
    first, second = dice.sample(list(company), 2)
    for turn in range(dice.randint(2, 6)):
        speaker = (first, second)[turn % 2].split()[0]
        said, more = _remark(dice), _remark(dice)
        match dice.randint(0, 4):
            case 0 if turn > 1:
                yield f"“{said}.”"
            case 1:
                yield f"“{said},” {dice.choice(VERBS)} {speaker}. “{more}.”"
            case 2:
                yield f"{speaker} {dice.choice(ACTS)} the {_thing(dice)}. “{said}.”"
            case _:
                yield f"“{said},” {dice.choice(VERBS)} {speaker} {dice.choice(TIMES)}."


def _thing(dice: random.Random) -> str:
    return f"{dice.choice(ADJECTIVES)} {dice.choice(THINGS)}"


def _sentence(dice: random.Random, name: str) -> str:
    who = dice.choice([name, name.split()[0], f"The {_thing(dice)}"])
    rest = f"{dice.choice(ACTS)} the {_thing(dice)} {dice.choice(PLACES)}"
    match dice.randint(0, 3):
        case 0:
            return f"{who} {rest}, and {dice.choice(TIMES)} the {_thing(dice)} {dice.choice(ACTS)} it."
        case 1:
            who = f"t{who[1:]}" if who.startswith("The ") else who
            return f"{dice.choice(PLACES).capitalize()} {who} {rest}."
        case 2:
            return (
                f"{who} {rest} {dice.choice(TIMES)}; the {_thing(dice)} was still {dice.choice(ADJECTIVES)}."
            )
        case _:
            return f"{who} {rest}."


def _remark(dice: random.Random) -> str:
    match dice.randint(0, 3):
        case 0:
            return f"I never {dice.choice(ACTS)} the {_thing(dice)}, not {dice.choice(TIMES)}"
        case 1:
            return f"You {dice.choice(ACTS)} a {_thing(dice)} {dice.choice(PLACES)}"
        case 2:
            return f"There was a {_thing(dice)} {dice.choice(PLACES)}, I swear it"
        case _:
            return f"Take the {_thing(dice)} and the {_thing(dice)}, {dice.choice(TIMES)} if you must"
