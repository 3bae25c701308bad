"""Nouns that prove to be somebody named, and those that are somebody new."""

from __future__ import annotations

from audiobook.script.attribution import settle
from audiobook.script.people import build_roster
from audiobook.script.quotations import find_quotations


def speakers(*paragraphs: str) -> list[str | None]:
    quotations = find_quotations(paragraphs)
    roster, lines = settle(paragraphs, quotations, build_roster(paragraphs, quotations))
    return [None if line.person is None else roster.people[line.person].name for line in lines]


def test_somebody_brought_in_is_somebody_new() -> None:
    found = speakers(
        "“We are closed,” said Odile.",
        "“You were open a minute ago,” said Barnaby. He put his bag on the counter.",
        "A porter who had been leaning on his cart came over to watch.",
        "“They're always closed on Mondays,” the porter said.",
        "“It is Tuesday,” said Odile.",
        "“Then I can't help you,” said the porter.",
    )
    assert found[2] == found[4] == "porter"


def test_a_name_called_in_answer() -> None:
    found = speakers(
        "“It wasn't me,” said the hedgehog at once.",
        "“Nobody said it was, Bristle,” said Aunt Hazel.",
        "“Everybody was thinking it,” said the hedgehog.",
        "“Have some tea, Bristle,” said Aunt Hazel.",
        "Bristle had some tea.",
    )
    assert found[0] == found[2] == "Bristle"


def test_a_name_in_the_sentence_after() -> None:
    found = speakers(
        "“Lower me,” said Wynne.",
        "Beside her the medic was already clipping on. Tobias weighed nothing and feared nothing.",
        "“Ask whether they can feel their toes,” said the medic.",
        "“Can you feel your toes?” called Wynne.",
        "“Good,” said Tobias.",
    )
    assert found[1] == found[3] == "Tobias"


def test_a_given_name_called_completes_a_surname() -> None:
    paragraphs = [
        "“The boiler is out again,” said Miss Tunnicliffe.",
        "“Then light it, Agatha,” said Mr Prowse.",
        "“I lit it yesterday,” said Miss Tunnicliffe.",
        "“You are a saint, Agatha.”",
        "“I am cold,” said Miss Tunnicliffe. Mr Prowse gave her his scarf.",
    ]
    quotations = find_quotations(paragraphs)
    roster, _ = settle(paragraphs, quotations, build_roster(paragraphs, quotations))
    one, other = roster.find("Agatha"), roster.find("Miss Tunnicliffe")
    assert one is not None
    assert one == other


def test_nouns_that_go_with_a_title() -> None:
    found = speakers(
        "“Shall we begin?” said Dr. Ansel. Brother Tobit sat down opposite Wanda.",
        "“I would rather not,” said Wanda.",
        "“Nobody would,” said the therapist.",
        "“It passes,” said the friar. Wanda did not believe it.",
        "“Who is first?” asked Dr. Ansel.",
    )
    assert found[2] == "Dr. Ansel"
    assert found[3] == "Brother Tobit"


def test_a_title_that_only_one_person_has_tells_who_the_judge_is() -> None:
    story = [
        "They came for the mill on a Monday, three of them, and one was a judge.",
        "“This is Judge Lund,” said Harker. “Tell them.” Judge Lund coughed.",
        "“It would appear,” said the judge, “that the mill is his.”",
    ]
    another = "“I agree,” said Judge Ostrow. Judge Ostrow nodded at Harker."

    def titled(*paragraphs: str) -> set[str]:
        roster = build_roster(paragraphs, find_quotations(paragraphs))
        (noun,) = (p.id for p in roster.people if p.kind == "noun" and p.name == "judge")
        readings = roster.guises[noun]
        return {roster.people[who].name for who, clues in readings.items() if clues.get("titled")}

    assert titled(*story) == {"Judge Lund"}
    assert titled(*story, another) == set()


def test_the_noun_that_answers_has_the_name() -> None:
    found = speakers(
        "“Who's there?” said Colonel Vance.",
        "“It's only the post,” said the chauffeur.",
        "“Put it down, Lionel, and go to bed,” said Colonel Vance.",
        "“Very good,” said the chauffeur.",
        "“Lionel!” said Mrs Vance.",
        "“Good night, ma'am,” said the chauffeur.",
    )
    assert found[1] == found[3] == found[5] == "Lionel"


def test_the_noun_stands_in_the_name() -> None:
    found = speakers(
        "The Emberfox climbed onto the stove. It was warm there.",
        "“Is it morning?” said the fox.",
        "“Not yet,” said Hanna. She banked the fire.",
        "“Then I shall sleep,” said the fox.",
        "“So shall I,” said Hanna. Emberfox was asleep already.",
    )
    assert found[0] == found[2] == "Emberfox"


def test_a_rank_is_nobodys_who_has_another() -> None:
    found = speakers(
        "“Somebody has been in the vestry,” said the vicar.",
        "Constable Pell licked his pencil. “When was that?” he said.",
        "“At nine o'clock,” said the vicar.",
        "“And who was it?” asked the constable.",
        "“I was at breakfast,” said the vicar.",
    )
    assert found == ["vicar", "Constable Pell", "vicar", "Constable Pell", "vicar"]


def test_a_father_is_not_a_priest() -> None:
    found = speakers(
        "“Mind the lamp, Oona,” said Father Keogh.",
        "“I'll mind it,” said Oona.",
        "Her father came out on the step. “Is it raining?” said her father.",
        "“It is,” said Father Keogh.",
    )
    assert found[2] != "Father Keogh"


def test_my_uncle_is_the_one_uncle() -> None:
    found = speakers(
        "Uncle Bart put another log on the fire. I held out my hands, and so did Ned.",
        "“It was a night like this,” said my uncle.",
        "“It always is,” said Ned.",
    )
    assert found[0] == "Uncle Bart"


def test_whoever_is_spoken_of_is_somebody_else() -> None:
    paragraphs = [
        "“How much was it?” said Brona.",
        "“It was your mother's money,” he said.",
        "“She never said,” said Brona.",
        "“Next year, Maisie, I used to say to her.”",
        "“That's every penny Maisie left us,” said Brona.",
        "“Play it again, Maisie!” called her father to nobody.",
    ]
    quotations = find_quotations(paragraphs)
    roster, _ = settle(paragraphs, quotations, build_roster(paragraphs, quotations))
    one, other = roster.find("Maisie"), roster.find("Brona")
    assert one is not None
    assert other is not None
    assert one.id != other.id


def test_names_that_their_owners_bring() -> None:
    paragraphs = [
        "A nurse went by with a tray. “Is there any news?” said Pilar.",
        "“They're still in there,” the nurse told her. “I'm Gwil, I'm here till seven.”",
        "“Thank you,” said Pilar.",
        "“I'll come and find you,” said the nurse. Gwil went through the double doors.",
    ]
    assert speakers(*paragraphs)[1:] == ["Gwil", "Gwil", "Pilar", "Gwil"]


def test_a_girl_is_not_a_married_woman() -> None:
    found = speakers(
        "“It is too warm in here,” said Signora Ferri. She opened a window.",
        "“I like it,” said the girl by the door.",
        "“Children always do,” said Signora Ferri.",
        "“I am nineteen,” said the girl.",
    )
    assert found[1] != "Signora Ferri" != found[3]


def test_a_ship_is_not_a_man_with_a_title() -> None:
    found = speakers(
        "“How far is it?” said Mr. Wick.",
        "“Nine minutes,” said the ship.",
        "“And if we run?” said Mr. Wick.",
        "“Eight,” said the ship.",
    )
    assert found == ["Mr. Wick", "ship", "Mr. Wick", "ship"]


def test_a_name_that_its_owner_brings_is_found_without_a_tag() -> None:
    found = speakers(
        "A young man was leaning on the gate. “Good evening,” said Hester.",
        "The young man took off his hat. “Evening, ma'am. My name's Rufus. I've come about the horse.”",
        "“You had better come in,” said Hester.",
        "“Thank you,” said the young man. Rufus wiped his boots.",
    )
    assert found[1] == found[3] == "Rufus"


def test_whoever_has_a_husband_is_his_wife() -> None:
    found = speakers(
        "“You've put your teeth in,” said Greta.",
        "“I have,” said Norbert.",
        "“A chap is coming from the council,” her husband admitted. Greta sat down.",
        "Norbert stood before him with his hat in his hands. Ada Pell had come to the fence to look.",
        "“It's under the rhubarb,” his wife said.",
        "“It always was,” said Norbert.",
    )
    assert found[2] != "Greta"
    assert found[3] == "Greta"


def test_nobody_answers_themselves() -> None:
    found = speakers(
        "Nobody had asked the old man to the table. He was there when Piet came back with the bread.",
        "“Sit down,” said Piet.",
        "“I was sitting before you were born,” said the old man.",
        "“Is that so?” said Piet.",
        "“It is,” said the old man. “On this very chair.”",
    )
    assert found[0] == found[2] == "Piet"
    assert found[1] == found[3] == found[4] == "old man"
