"""People known by nouns, and nouns that mean somebody with a name."""

from __future__ import annotations

from audiobook.model import Character, Gender
from audiobook.script.people import Mention, Roster, build_roster
from audiobook.script.quotations import find_quotations


def roster(*paragraphs: str) -> Roster:
    return build_roster(paragraphs, find_quotations(paragraphs))


def meant(found: Roster, paragraphs: tuple[str, ...], words: str) -> list[str | None]:
    """Whom each occurrence of these words means, by name."""
    return [
        None if m.person is None else found.people[m.person].name
        for text, mentions in zip(paragraphs, found.mentions, strict=True)
        for m in mentions
        if text[m.start : m.end].lower() == words
    ]


def test_minor_speakers_without_a_name() -> None:
    text = ("“Full up,” said the landlord.", "“A pity,” said an old woman. The landlord shrugged.")
    found = roster(*text)
    assert [p.name for p in found.people] == ["landlord", "old woman"]
    assert meant(found, text, "the landlord") == ["landlord", "landlord"]
    assert {p.kind for p in found.people} == {"noun"}


def test_groups() -> None:
    found = roster("“Hurrah!” shouted the boys. Everybody laughed.")
    boys = found.find("boys")
    assert boys is not None
    assert boys.kind == "group"


def test_appositions() -> None:
    for sentence in (
        "Bram, the old captain, looked up.",
        "The old captain, Bram, looked up.",
        "Bram was the captain here.",
        "The old captain, whose name was Bram, looked up.",
        "Bram came in. He was the captain.",
    ):
        text = (sentence, "“Rain,” said Bram.", "“Rain,” said the captain. “More rain,” said Lotte.")
        assert meant(roster(*text), text, "the captain")[-1] == "Bram", sentence


def test_a_title_is_a_noun() -> None:
    text = ("“Sit,” said Doctor Quarle. Lotte sat.", "“Better?” the doctor asked.")
    assert meant(roster(*text), text, "the doctor") == ["Doctor Quarle"]


def test_nouns_the_lists_do_not_know() -> None:
    text = ("“Cold in here,” said the chandler.", "“It is,” said Lotte. The chandler coughed.")
    assert roster(*text).find("chandler") is not None


def test_things_are_somebody_only_when_they_speak() -> None:
    silent = roster("Lotte fed the cat. The cat slept.", "“Good,” said Lotte.")
    speaking = roster("Lotte fed the cat.", "“More,” said the cat.", "“No,” said Lotte.")
    assert silent.find("cat") is None
    assert speaking.find("cat") is not None


def test_the_painter_is_whoever_is_there() -> None:
    scene = (
        "Orla came into the studio, and Hugh followed her.",
        "“Sit,” said the painter. He was in a bad mood.",
        "“I will not,” said Orla. “You are late, Hugh.”",
        "The painter laughed. He went to the window.",
    )
    elsewhere = (
        "Orla walked in the garden. The roses were dead.",
        "“Dead,” said Orla to Win.",
        "Win nodded.",
    ) * 15
    text = (*scene, *elsewhere, *scene, *elsewhere, *scene)
    assert set(meant(roster(*text), text, "the painter")) == {"Hugh"}


def test_sir_and_mother_address_somebody() -> None:
    text = ("“Yes, sir,” said Orla. “Mother, come here!” “Sit down, my dear boy.”",)
    called = [m for m in roster(*text).mentions[0] if m.vocative]
    assert [text[0][m.start : m.end] for m in called] == ["sir", "Mother", "my dear boy"]
    assert all(isinstance(m, Mention) and m.form == "noun" for m in called)


def test_a_listed_noun_is_obeyed() -> None:
    text = ("“Who is it?” asked the detective.", "“Me,” said Orla. The old man sat. The detective yawned.")
    known = (
        Character("Vesna", Gender.FEMALE, ("the detective",)),
        Character("Bo", Gender.MALE, ("the old man",)),
    )
    found = build_roster(text, find_quotations(text), known)
    assert meant(found, text, "the detective") == ["Vesna", "Vesna"]
    assert meant(found, text, "the old man") == ["Bo"]


def test_a_title_decides_whatever_pronoun_follows() -> None:
    text = (
        "Mr. Dorn swore to tell the truth. He asked to sit, and the judge told him that he might.",
        "“Go on,” said Judge Halvard.",
        "“Sit,” said the judge. “And take off your hat, Mr. Dorn.”",
    )
    assert meant(roster(*text), text, "the judge") == ["Judge Halvard", "Judge Halvard"]


def test_two_of_one_noun_told_apart() -> None:
    text = (
        "“Halt,” said the taller guard.",
        "“He means stop,” said the shorter guard. The taller guard sighed.",
    )
    found = roster(*text)
    assert meant(found, text, "the taller guard") == ["taller guard", "taller guard"]
    assert meant(found, text, "the shorter guard") == ["shorter guard"]


def listed(text: tuple[str, ...], *known: Character) -> Roster:
    return build_roster(text, find_quotations(text), known)


ODA = Character("Oda Fenn", Gender.FEMALE, ("Oda", "the harbour master", "his aunt"))
BRAM = Character("Bram", Gender.MALE, ("the man in the oilskin", "a boy with a kite"))


def test_nouns_of_several_words_in_the_list() -> None:
    text = (
        "Oda and Bram came in. “Rain,” said the harbour master.",
        "“More rain,” said the man in the oilskin. His aunt sighed. “It is,” the old harbour master said.",
    )
    found = listed(text, ODA, BRAM)
    assert meant(found, text, "the harbour master") == ["Oda Fenn"]
    assert meant(found, text, "the old harbour master") == ["Oda Fenn"]
    assert meant(found, text, "the man") == ["Bram"]
    assert meant(found, text, "his aunt") == ["Oda Fenn"]


def test_a_listed_noun_with_more_to_it_is_not_every_such_noun() -> None:
    text = (
        "Oda and Bram came in. “Rain,” said the man in the apron.",
        "“More rain,” said my aunt. “Snow,” said another harbour master.",
    )
    found = listed(text, ODA, BRAM)
    assert meant(found, text, "the man") != ["Bram"]
    assert meant(found, text, "my aunt") != ["Oda Fenn"]
    assert meant(found, text, "another harbour master") != ["Oda Fenn"]


def test_listed_nouns_that_no_list_of_nouns_has() -> None:
    text = ("Wim bowed to the tidewarden. “Sit,” the tidewarden said.",)
    found = listed(text, Character("Wim", Gender.MALE), Character("Ilse Dray", aliases=("the tidewarden",)))
    assert meant(found, text, "the tidewarden") == ["Ilse Dray", "Ilse Dray"]


def test_people_listed_by_a_noun_alone() -> None:
    text = ("A sentry coughed. “Halt,” said the sentry.", "“Why?” said Oda.", "“Orders,” the sentry said.")
    found = listed(text, ODA, Character("the sentry", Gender.FEMALE, ("the guard",)))
    sentry = found.find("the guard")
    assert sentry is not None
    assert (sentry.name, sentry.gender, sentry.listed) == ("the sentry", Gender.FEMALE, True)
    assert meant(found, text, "the sentry") == ["the sentry", "the sentry"]


def test_people_listed_by_a_noun_that_the_text_never_has() -> None:
    found = listed(("Oda slept.",), ODA, Character("the sentry", Gender.MALE))
    sentry = found.find("sentry")
    assert sentry is not None
    assert (sentry.name, sentry.mentions) == ("the sentry", 0)


def test_how_far_a_list_has_everybody() -> None:
    text = ("“Rain,” said Oda. “Snow,” said Bram. “Hail,” said Oda.", "“Sun,” said Bram. “Wind,” said Oda.")
    assert roster(*text).closed == 0.0
    assert listed(text, BRAM).closed == 0.0
    assert 0.0 < listed(text, ODA, BRAM).closed < 1.0


FENNS = (
    Character("Mrs. Fenn", Gender.FEMALE),
    Character("Oda Fenn", Gender.FEMALE, ("Oda",)),
    Character("Tom Fenn", Gender.MALE, ("Tom",)),
    Character("Mrs. Dorn", Gender.FEMALE),
    Character("Lotte", Gender.FEMALE),
)


def test_the_list_tells_who_is_of_one_family() -> None:
    text = (
        "Mrs. Dorn and Lotte came in. “Rain,” said Tom. His mother sighed.",
        "“Snow,” said Oda. Lotte laughed. “Hail,” said Oda's brother.",
        "“Sun,” said Lotte. “Tom!” cried Mrs. Dorn. His sister looked up.",
    )
    found = listed(text, *FENNS)
    assert meant(found, text, "his mother") == ["Mrs. Fenn"]
    assert meant(found, text, "brother") == ["Tom Fenn"]


def test_a_family_of_two_brothers_leaves_it_open() -> None:
    text = ("Oda came in. “Rain,” said Oda's brother.", "“Snow,” said Tom. “Hail,” said Sam.")
    found = listed(text, *FENNS, Character("Sam Fenn", Gender.MALE, ("Sam",)))
    assert meant(found, text, "brother") == ["brother"]


def test_a_wife_is_no_mother() -> None:
    text = ("Tom came in. “Rain,” said his wife.", "“Snow,” said Tom. “Hail,” said his mother.")
    assert meant(listed(text, *FENNS), text, "his wife") != ["Mrs. Fenn"]
    assert meant(listed(text[:1], *FENNS), text[:1], "his wife") == ["Mrs. Fenn"]


def test_one_family_without_a_list() -> None:
    text = (
        "Mrs. Fenn sighed. Tom Fenn came in with Mrs. Dorn. “Rain,” said Tom. He sat. His mother shrugged.",
        "“Snow,” said Mrs. Dorn. “Hail,” said Mrs. Fenn. She yawned. “He is late,” said Tom's mother.",
    )
    assert meant(roster(*text), text, "mother") == ["Mrs. Fenn"]


def test_somebody_called_by_a_bare_noun_of_the_list() -> None:
    text = ("“Yes, boss,” said Lotte.", "“Boss?” said Bram.", "“Not you, boss,” said Lotte.")
    found = listed(text, Character("Oda", aliases=("boss",)), Character("Bram"), Character("Lotte"))
    called = [m for row in found.mentions for m in row if m.vocative]
    assert [None if m.person is None else found.people[m.person].name for m in called] == ["Oda"] * 3


RAIN = ("It rained on the roofs and on the river.",) * 320
"""So much of nothing that a story with it is long."""


def test_in_a_long_story_a_calling_is_nobodys_whom_nothing_calls_so() -> None:
    scenes = tuple(
        text
        for _ in range(4)
        for text in ("Otto lay in bed. He was ill.", "“Breathe in,” said the surgeon.", *RAIN[:90])
    )
    assert set(meant(roster(*scenes), scenes, "the surgeon")) == {"surgeon"}


def test_in_a_long_story_what_somebody_always_is_called_is_theirs() -> None:
    scenes = tuple(
        text
        for _ in range(14)
        for text in ("Otto sat at the easel. He yawned.", "“Sit still,” said the painter.", *RAIN[:30])
    )
    assert set(meant(roster(*scenes), scenes, "the painter")) == {"Otto"}


def test_of_two_doctors_the_one_who_is_there() -> None:
    text = (
        *("Dr. Ash knocked. “Well?” said Dr. Ash.", "The doctor took off his hat. He sighed.") * 4,
        *RAIN,
        *("Dr. Bell rang. “Well?” said Dr. Bell.", "The doctor wiped his boots. He coughed.") * 2,
    )
    assert meant(roster(*text), text, "the doctor") == ["Dr. Ash"] * 4 + ["Dr. Bell"] * 2
