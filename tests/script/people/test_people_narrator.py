"""Who tells the story."""

from __future__ import annotations

from audiobook.model import Character
from audiobook.script.attribution.attribute import settle
from audiobook.script.people import Roster, build_roster
from audiobook.script.quotations import find_quotations


def roster(*paragraphs: str, known: tuple[Character, ...] = ()) -> Roster:
    return build_roster(paragraphs, find_quotations(paragraphs), known)


def narrator(found: Roster) -> str | None:
    if found.narrator is None:
        return None
    assert found.people[found.narrator].narrates
    return found.people[found.narrator].name


I_TELL = (
    "I had been waiting for an hour when Petra came up the path. I put down my book.",
    "“You look cold,” said Petra.",
    "“I am,” I said. She gave me her scarf, and I took it.",
    "We walked on. I could not think of a thing to say to her.",
)


def test_a_story_in_the_third_person_has_none() -> None:
    assert (
        narrator(
            roster("Petra came up the path.", "“I am cold,” said Petra. “I want my scarf, and I am late.”")
        )
        is None
    )


def test_a_letter_makes_no_narrator() -> None:
    told = ["Petra walked to the mill, and Otto walked behind her with the dog."] * 20
    assert (
        narrator(roster(*told, "I write in haste. I miss you, and I am well. I shall come in May.", *told))
        is None
    )


def test_who_says_i_beside_words_tells_it_though_seldom() -> None:
    told = ["Petra walked to the mill, and Otto walked behind her with the dog and the two heavy pails."] * 9
    spoken = ("“Not yet,” I said.", "“Is it far?” Otto asked.", "“Not very,” I said.")
    assert narrator(roster(*told, *spoken)) == "I"
    assert narrator(roster(*told, *spoken, *told * 40)) is None


def test_without_a_name_it_is_i() -> None:
    found = roster(*I_TELL)
    assert narrator(found) == "I"
    assert all(m.person == found.narrator for m in found.mentions[0] if m.form == "first")


def settled(*paragraphs: str) -> Roster:
    quotations = find_quotations(paragraphs)
    return settle(paragraphs, quotations, build_roster(paragraphs, quotations))[0]


def test_the_name_may_come_late_from_somebody_else() -> None:
    story = (*I_TELL, "“Come in, Ottoline,” said Petra.", "“In a minute.” I shut the gate behind us.")
    found = settled(*story)
    assert narrator(found) == "Ottoline"
    assert [m.person for m in found.mentions[2] if m.form == "first" and m.quotation is None] == [
        found.narrator
    ] * 3
    assert roster(*story).presumed is not None
    assert narrator(roster(*story, "“Ottoline!” said Petra.", "“I am coming,” I said.")) == "Ottoline"


def test_whoever_is_called_and_answers_for_themselves_is_not_the_narrator() -> None:
    found = settled(
        *I_TELL,
        "Miss Vane shut the gate behind us. “Come in, Ottoline,” said Petra.",
        "“In a minute,” Miss Vane told her. I waited.",
        "“Ottoline!” said Petra.",
        "“In a minute, I told you,” said Miss Vane.",
    )
    assert narrator(found) == "I"


def test_narrators_name_themselves() -> None:
    assert narrator(roster("My name is Tom Pellow, and I keep bees.", *I_TELL)) == "Tom Pellow"
    assert narrator(roster("Call me Ines. I was born at sea.", *I_TELL)) == "Ines"
    assert narrator(roster("I, Rufus, saw it.", *I_TELL)) == "Rufus"


def test_sir_is_no_name() -> None:
    assert narrator(roster(*I_TELL, "“Tickets, sir?” said a boy. I gave him mine. “Thank you, sir.”")) == "I"


def test_the_caller_may_say_who_tells() -> None:
    assert narrator(roster("Petra slept.", known=(Character("Otto", narrates=True),))) == "Otto"


def test_the_narrator_gives_a_name_in_speech() -> None:
    found = roster(
        *I_TELL, "“Who are you?” said the gatekeeper.", "“Bryn Oakley,” I said.", "“Go in, Oakley,” he said."
    )
    assert narrator(found) == "Bryn Oakley"


def test_a_narrator_who_writes_a_small_i() -> None:
    story = [text.replace("I ", "i ") for text in I_TELL]
    found = roster(*story)
    assert narrator(found) == "I"
    assert all(m.person == found.narrator for m in found.mentions[0] if m.form == "first")


def test_small_letters_in_a_list_are_no_narrator() -> None:
    told = "She ticked i and j, and then i again; he crossed out i, ii and i. I? No: i, said Petra."
    assert narrator(roster(told, *["Petra walked on, and Otto followed with the dog."] * 20)) is None


def test_whom_the_narrator_calls_is_somebody_else() -> None:
    found = roster(*I_TELL, "“Come back, Lotte,” I said.", "“Lotte, please!” I said again.", "Nobody came.")
    assert narrator(found) != "Lotte"


def test_who_is_listed_as_i_tells_the_story() -> None:
    paragraphs = (
        "I shut the door. I was cold, and my coat was wet.",
        "“Sit,” said Ada. I sat down, and I said nothing. My hands shook.",
    )
    found = build_roster(
        paragraphs, find_quotations(paragraphs), (Character("Ada"), Character("Wim", aliases=("I",)))
    )
    assert found.narrator is not None
    assert found.people[found.narrator].name == "Wim"


def test_a_narrator_who_says_little_of_themselves_tells_the_story_all_the_same() -> None:
    others = ("Petra lit the stove, and Otto fetched the water from the pump.",) * 2
    told = [f"I said nothing. I {did}." for did in ("held the rope", "sat down", "let go", "slept")]
    assert narrator(roster(told[0], *others, told[1], *others, told[2], *others, told[3])) == "I"
    assert narrator(roster(*told, *others * 3)) is None


KNOWN = (Character("Petra"), Character("Ottoline"), Character("Mrs Varga", aliases=("my grandmother",)))


def test_whoever_is_listed_and_never_told_of_tells_it() -> None:
    assert narrator(roster(*I_TELL, "“Come in, Ottoline,” said Petra.", known=KNOWN[:2])) == "Ottoline"


def test_of_two_it_is_not_the_one_who_is_told_of_by_a_noun() -> None:
    story = (*I_TELL, "“Ask Mrs Varga, Ottoline,” said Petra.", "My grandmother was at the gate.")
    assert narrator(roster(*story, known=KNOWN)) == "Ottoline"


def test_of_two_it_is_not_the_one_whom_the_narrator_calls() -> None:
    known = (Character("Petra"), Character("Ottoline"), Character("Bastian"))
    story = (*I_TELL, "“Come in, Ottoline,” said Petra.", "“Bastian, hold the door,” I said.")
    assert narrator(roster(*story, known=known)) == "Ottoline"


def test_a_list_that_hardly_has_anybody_tells_nothing_of_who_is_never_called() -> None:
    story = (*I_TELL, "“Ottoline has my keys,” said Petra.")
    assert narrator(roster(*story, known=(Character("Ottoline"),))) == "I"
