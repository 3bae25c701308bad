"""Which words are names, and which names are one person's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from audiobook.model import Character, Gender
from audiobook.script.people import Person, Roster, build_roster
from audiobook.script.quotations import find_quotations


def roster(*paragraphs: str, known: Sequence[Character] = ()) -> Roster:
    return build_roster(paragraphs, find_quotations(paragraphs), known)


def named(found: Roster) -> set[str]:
    return {person.name for person in found.people if person.kind == "named"}


def person(found: Roster, name: str) -> Person:
    got = found.find(name)
    assert got is not None, f"{name} is nobody"
    return got


def test_words_that_only_start_sentences_are_no_names() -> None:
    found = roster(
        "Suddenly the lamp went out. Nothing moved. Arriving late was bad enough.",
        "“Well,” said Mira, “nobody is here.” Something creaked.",
        "Mira waited. Perhaps it was the wind.",
    )
    assert named(found) == {"Mira"}


def test_names_that_are_common_words() -> None:
    found = roster(
        "Hope closed the door. “Will you come, Will?” she asked.",
        "“I will,” said Will. He smiled at Hope.",
        "“There is no hope,” said Mark. Will marked the day. Hope looked at Mark.",
        "“Grace,” said Hope, “where is Joy?” “Joy is asleep,” said Grace.",
    )
    assert {"Hope", "Will", "Mark", "Grace", "Joy"} <= named(found)


def test_places_days_peoples_and_institutions_are_nobody() -> None:
    found = roster(
        "On Monday Ida took the train from London to Harwick. In Harwick it rained, as it does in April.",
        "“I hate Harwick,” said Ida. She spoke French to the porter of the Grand Hotel.",
        "The Grand Hotel stood in Station Road, and the English papers came at Christmas.",
    )
    assert named(found) == {"Ida"}


def test_a_month_is_a_name_when_it_speaks() -> None:
    found = roster(
        "“Come in,” said May.", "“Thank you,” said Otto. It was early in May.", "“Sit down,” said May."
    )
    assert {"May", "Otto"} <= named(found)


def test_robots_initials_and_invented_names() -> None:
    found = roster(
        "Unit 7 rolled into the bay. “Report,” said Captain Zyx.",
        "“All decks clear,” said Unit 7. “K-9 is charging.” Zyx looked at K-9.",
        "“Good,” said Zyx. Q'Tar nodded. “HAL, open the doors,” Q’Tar said. “I can't,” said HAL.",
        "“And you, Unit 9?” “Ready,” said Unit 9.",
    )
    assert {"Unit 7", "Unit 9", "HAL"} <= named(found)
    assert found.find("Unit 7") != found.find("Unit 9")
    assert found.find("Q'Tar") == found.find("Q’Tar") is not None
    assert found.find("Zyx") == found.find("Captain Zyx")


def test_article_and_possessive_make_no_difference() -> None:
    found = roster(
        "The Falcon came in. “Sit,” said Falcon.", "The Falcon's eyes were red. Falcons hand shook."
    )
    assert found.find("the falcon") == found.find("Falcon's") == person(found, "Falcon")
    assert found.find("nobody at all") is None


def test_without_capital_letters() -> None:
    found = roster(
        '"hi" said jake. he looked at maria and she looked at jake.',
        '"what do you want jake?" maria said. her eyes were red.',
        "jake didnt answer. maria sighed. then jake left. she cried for hours. it was over. nobody cared.",
    )
    assert named(found) == {"Jake", "Maria"}
    assert (person(found, "jake").gender, person(found, "maria").gender) == (Gender.MALE, Gender.FEMALE)


def test_shouted_names() -> None:
    found = roster("“Hello,” said Rufus.", "“WHAT IS RUFUS DOING”, thought Ann. Rufus looked at Ann.")
    shouted = [m for m in found.mentions[1] if m.start == 9]
    assert [m.person for m in shouted] == [person(found, "Rufus").id]


def test_a_family_is_kept_apart() -> None:
    found = roster(
        *(
            "Mr. Tarrant put down his paper. “Well?” said Mr. Tarrant.",
            "“Ada is late,” said Mrs. Tarrant. She looked at the clock, and Ada came in.",
            "“I am here, Mamma,” said Ada. “Miss Tarrant!” cried the maid.",
            "Ada Tarrant kissed her mother. Mrs. Tarrant sighed. Mr. Tarrant read on. Ada sat down.",
        )
        * 4
    )
    father, mother, daughter = (person(found, name) for name in ("Mr. Tarrant", "Mrs. Tarrant", "Ada"))
    assert len({father.id, mother.id, daughter.id}) == 3
    assert (father.gender, mother.gender, daughter.gender) == (Gender.MALE, Gender.FEMALE, Gender.FEMALE)
    assert found.find("Miss Tarrant") == found.find("Ada Tarrant") == daughter


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Elizabeth", "Lizzy"),
        ("William", "Bill"),
        ("Margaret", "Peggy"),
        ("Mortlock", "Mort"),
        ("Mortlock", "Morty"),
    ],
)
def test_short_forms(full: str, short: str) -> None:
    found = roster(
        f"“Good morning,” said {full}. {full} smiled.",
        f"“You are early, {short},” said Otto. “Sit down, {short}.”",
        f"{full} sat down. {full} was tired. {full} looked at Otto. {full} yawned, and {full} slept.",
    )
    assert found.find(short) == found.find(full) is not None


def test_two_people_of_like_names_stay_two() -> None:
    found = roster(
        *(
            "“Good morning,” said Thomas. Thomas was old. Tom was young.",
            "“Morning,” said Tom. Thomas and Tom went out. “Rain,” said Thomas.",
        )
        * 4
    )
    assert found.find("Tom") != found.find("Thomas")


def test_names_that_only_look_like_short_forms() -> None:
    found = roster("“Come in,” said Joanna. Anna came in.", "“Cold,” said Anna. Joanna looked at Anna.")
    assert found.find("Anna") != found.find("Joanna")


def test_a_surname_goes_to_who_is_called_by_it() -> None:
    found = roster(
        "Inspector Edgar Pellow rang. “Pellow here,” he said. Lucy Pellow was out. Lucy never rang.",
        "“Where is Lucy?” asked Pellow. Lucy came in. “Here,” said Lucy. Inspector Pellow laughed.",
    )
    assert found.find("Pellow") == found.find("Inspector Pellow") != found.find("Lucy")


def test_known_characters_are_obeyed() -> None:
    paragraphs = (
        "“Down,” said Grey. Sam ran. Samantha stayed. “Why?” said Sam.",
        "“Because,” said Samantha. Grey looked at Rook. Rook shrugged. “So,” said Rook.",
    )
    known = (
        Character("Colonel Rook", Gender.FEMALE, ("Grey", "Rook")),
        Character("Sam", Gender.MALE),
        Character("Samantha", Gender.FEMALE),
    )
    found = roster(*paragraphs, known=known)
    assert found.find("Grey") == found.find("Rook") == found.find("Colonel Rook")
    assert person(found, "Rook").name == "Colonel Rook"
    assert [p.gender for p in found.people[:3]] == [Gender.FEMALE, Gender.MALE, Gender.FEMALE]
    assert found.find("Sam") != found.find("Samantha")


def test_known_characters_exist_even_if_the_text_never_names_them() -> None:
    found = roster("Nothing happened.", known=(Character("Ivo", Gender.MALE, ("the Bear",)),))
    assert person(found, "bear").name == "Ivo"
    assert person(found, "Ivo").mentions == 0


def test_listed_names_are_found_wherever_they_stand() -> None:
    paragraphs = ("“Pip, are you there?” Ada asked.", "Nobody answered. Ada waited.")
    assert person(roster(*paragraphs, known=(Character("Pip"),)), "Pip").mentions == 1
    careless = ["ozolin went home. it rained. nobody came. a dog barked. we slept. it was late. she knew."]
    assert person(roster(*careless, known=(Character("Ozolin"),)), "Ozolin").mentions == 1


def test_a_slip_in_the_list() -> None:
    paragraphs = ("“Down,” said Marchetti. Ada ran.", "“Why?” said Ada. Marchetti shrugged.")
    found = roster(*paragraphs, known=(Character("Marcheti", Gender.FEMALE), Character("Ida")))
    assert found.find("Marchetti") == person(found, "Marcheti")
    assert found.find("Ada") != found.find("Ida")


def test_a_slip_is_none_where_the_text_has_both_names() -> None:
    paragraphs = ("“Down,” said Halvorsen. Halversen ran.", "“Why?” said Halversen. Halvorsen shrugged.")
    found = roster(*paragraphs, known=(Character("Halversen"),))
    assert found.find("Halvorsen") != found.find("Halversen")


@pytest.mark.parametrize(("short", "full"), [("Reggie", "Réginald"), ("Joey", "Josiah"), ("Mari", "Marisol")])
def test_short_forms_of_given_names(short: str, full: str) -> None:
    found = roster(f"{full} sat down.", f"“Eat, {short},” said Odile.", f"“I am eating,” said {full}.")
    assert person(found, short) == person(found, full)


def test_a_full_stop_ends_a_title_that_is_no_abbreviation() -> None:
    found = roster(
        "“I cleaned it for years, Judge. Nights, mostly,” said Mrs. Dorn.", "Judge Halvard nodded."
    )
    assert "Judge. Nights" not in named(found)


def test_names_in_their_thousands_are_joined_as_a_few_are() -> None:
    letters = "bdfgkmpr"
    surnames = [
        f"{a.upper()}{v}{b}{w}{c}ov" for a in letters for b in letters for c in "klm" for v, w in ("ao", "iu")
    ]
    text = [f"“Rain,” said Tom {name}. “Rain again,” said Mr. {name}." for name in surnames]
    found = roster(*text)
    assert len(found.people) == len(surnames)


def test_particles_belong_to_the_surname() -> None:
    found = roster(
        "Mr. van der Hoeven bowed. Mrs. van der Hoeven did not.",
        "“Sit,” said Mrs. van der Hoeven.",
        "“Thank you,” said Mr. van der Hoeven to Clara de Wit.",
        "“You are late, Ms. de Wit,” said Mr. van der Hoeven.",
        "“I am,” said Clara.",
    )
    assert person(found, "Mr. van der Hoeven") != person(found, "Mrs. van der Hoeven")
    assert person(found, "Ms. de Wit") == person(found, "Clara")


def test_the_full_name_is_shown_wherever_it_stands() -> None:
    found = roster(
        "Philippa Marsh came late.",
        "“Rain,” said Miss Marsh.",
        "“More rain,” said Otto. Miss Marsh sighed, and Philippa's coat dripped.",
    )
    assert person(found, "Miss Marsh").name == "Philippa Marsh"


def test_a_full_name_told_once_is_not_what_readers_know_somebody_by() -> None:
    often = ["“Tea,” said Miss Marsh.", "Miss Marsh poured it.", "“Sugar?” asked Philippa."] * 12
    found = roster("This was Philippa Marsh, the aunt of nobody.", *often)
    assert person(found, "Miss Marsh").name == "Philippa"
    assert person(found, "Philippa Marsh").id == person(found, "Miss Marsh").id


def test_told_in_full_once_a_bare_surname_stays() -> None:
    often = ["“Tea,” said Marsh.", "Marsh poured it.", "“Sugar?” asked Marsh."] * 10
    found = roster("This was Philip Marsh, whose uncle was nobody.", *often)
    assert person(found, "Philip Marsh").name == "Marsh"


def test_a_surname_of_two_is_shown_with_its_title() -> None:
    found = roster(
        "“Tea,” said Mr. Marsh. Mrs. Marsh poured it.",
        "Marsh drank it. “Cold,” said Marsh. “It is not,” said Mrs. Marsh.",
        "Marsh got up. “I am going out,” said Marsh.",
    )
    assert {"Mr. Marsh", "Mrs. Marsh"} <= named(found)


def test_no_lady_is_a_miss() -> None:
    found = roster(
        "Lady Tarrant came down. “Where is Miss Tarrant?” asked Lady Tarrant.",
        "“Here, Mamma,” said Ada Tarrant. Miss Tarrant was sixteen. “Miss Tarrant!” cried the maid.",
    )
    assert person(found, "Miss Tarrant") == person(found, "Ada Tarrant") != person(found, "Lady Tarrant")


def test_no_general_is_a_mister() -> None:
    found = roster(
        *["“Sit, Mr. Tarrant,” said General Tarrant."] * 4,
        *["“Thank you, father,” said Mr. Henry Tarrant. Henry sat. Mr. Tarrant was thirty."] * 4,
    )
    assert person(found, "Mr. Tarrant") == person(found, "Henry") != person(found, "General Tarrant")


def test_a_wife_by_her_husbands_name_and_without_it_is_one() -> None:
    found = roster(
        "Mrs. Manson Tarrant was the oldest of them all.",
        "“Sit down,” said Mrs. Tarrant. Mrs. Tarrant had a stick.",
        "“Ellen Tarrant is late,” said Mrs. Manson Tarrant.",
        "“She is,” said Otto. Mrs. Tarrant frowned.",
        "Mrs. Manson Tarrant knocked on the floor.",
    )
    assert person(found, "Mrs. Tarrant") == person(found, "Mrs. Manson Tarrant")
    assert person(found, "Mrs. Tarrant") != person(found, "Ellen Tarrant")


def test_the_eldest_is_called_by_the_surname() -> None:
    found = roster(
        "Miss Lydia Tarrant was fifteen, and Jane Tarrant was twenty.",
        "“Come and dance, Miss Tarrant,” said Otto. Jane shook her head.",
        *["“And you?” asked Otto. “I will,” said Lydia. Lydia danced, and Jane watched."] * 3,
        *["“Miss Tarrant,” said Otto. Miss Tarrant looked up."] * 3,
    )
    assert person(found, "Miss Tarrant") == person(found, "Jane") != person(found, "Lydia")


def test_in_a_crowd_names_that_only_look_alike_stay_apart() -> None:
    crowd = (
        "Otto Rudi Hans Emil Karl Kurt Fritz Egon Bruno Gustav Oskar Willi Erich Alfons Horst Heinz".split()
    )
    crowd += "Ursula Gerda Hilde Irma Olga Frieda".split()
    there = [f"“I am here,” said {name}. {name} sat down." for name in crowd]
    found = roster(*there, "“Where is Miss Markham?” asked Mary.", "Mary looked for Miss Markham.")
    assert person(found, "Mary") != person(found, "Miss Markham")


def test_much_told_of_a_people_makes_nobody() -> None:
    told = "The Indians were silent. Indians did not shout, said Ida, and the Indians had come first."
    assert named(roster(*[told] * 12)) == {"Ida"}


def test_a_wife_and_a_daughter_in_one_breath_are_two() -> None:
    found = roster(
        "“The shop is late,” said Mrs. Tarn. She looked at Clara Tarn.",
        "Mrs. Tarn sent Clara for the bread.",
        "“It is always late,” said Clara.",
        "“Hurry,” said Mrs. Tarn.",
    )
    assert person(found, "Mrs. Tarn") != person(found, "Clara Tarn")


def test_father_and_son_though_the_son_is_called_mister_once() -> None:
    walks = ["Mr. Tarn walked to the gate.", "Simon walked to the gate."] * 12
    found = roster("“Is that Mr. Simon Tarn?” said Clara.", "Simon Tarn bowed.", *walks)
    assert person(found, "Mr. Tarn") != person(found, "Simon")
    assert person(found, "Mr. Simon Tarn") == person(found, "Simon")


def test_my_father_is_dad_and_dad_tells_no_story() -> None:
    found = roster(
        "“Has anyone emptied the gauge?” my father said. I looked at the floor.",
        "“I know it does, Dad,” I said. I had come a long way.",
        "My father turned his head. I waited for him, and I thought of the gauge.",
        "“Dad?” I said.",
    )
    dad = person(found, "Dad")
    assert not dad.narrates
    fathers = {m.person for here in found.mentions for m in here if m.form == "noun"}
    assert fathers <= {dad.id}


def test_a_nickname_that_is_only_called_out_begins_as_the_name_does() -> None:
    found = roster(
        "Delphine held the ladder. Marcus was up on the roof with the nails.",
        "“Higher, Dee,” he called. “No, to the left.”",
        "“It is on the left,” said Delphine. She looked up at Marcus.",
        "“Come up here, Zed, and see,” he said. Delphine stayed where she was.",
    )
    assert person(found, "Dee") == person(found, "Delphine")
    assert person(found, "Zed") not in (person(found, "Delphine"), person(found, "Marcus"))


def test_two_names_called_in_one_breath_are_two() -> None:
    found = roster(
        "“Dee! Delphine! Come in, it's raining,” called Marcus. Delphine ran.",
        "Marcus waited. “Dee, your shoes,” he said. “Delphine has hers off,” said Delphine.",
    )
    assert person(found, "Dee") != person(found, "Delphine")


def test_a_name_that_begins_the_full_one() -> None:
    found = roster(
        "“That's five,” said Rosa. She counted them again. Ursula counted too.",
        "“Six,” said Ursula. “Look behind you, Rosa.”",
        "Rosalind Bright put on her glasses. She had never been good at this.",
        "“Six,” Rosa agreed. Ursula wrote it down.",
    )
    assert person(found, "Rosa") == person(found, "Rosalind Bright")


def test_an_initial_behind_a_title() -> None:
    found = roster(
        "“Good morning, Miss P,” said the boys. Miss Penhallow sat down at her desk.",
        "“Good morning,” said Miss Penhallow. Mrs Parr came in with the register.",
        "“Thank you,” said Miss Penhallow to Mrs Parr.",
    )
    assert person(found, "Miss P") == person(found, "Miss Penhallow")


def test_doc_is_the_doctor_and_an_honorific_behind_a_name_is_no_surname() -> None:
    found = roster(
        "Dr. Appel put down her bag. “What have you got for me, Doc?” asked Mirza Hakim.",
        "“Very little, Mirza Sahib,” said Dr. Appel. Mirza Hakim sighed.",
    )
    assert person(found, "Doc") == person(found, "Dr. Appel")
    assert person(found, "Mirza Sahib") == person(found, "Mirza Hakim")


@pytest.mark.parametrize(
    ("told", "name", "other"),
    [
        (
            "“Does he know that Wren is short for Renata?” said Tom. Renata sat. Wren laughed.",
            "Wren",
            "Renata",
        ),
        ("Tobias Grue, better known as Spike, sat. “No,” said Spike. “Yes,” said Tobias.", "Spike", "Tobias"),
        ("“Juniper, but people call me Junie.” “Well, Junie,” said Tom. Juniper rose.", "Junie", "Juniper"),
        ("Martha, Zaz to her friends, came. “Hi,” said Zaz. “Oh,” said Martha.", "Zaz", "Martha"),
        ("Nell's real name was Cordula. Nell said no. Cordula said yes.", "Nell", "Cordula"),
        (
            "Ivan Petrovich Sorin rose. Sorin bowed. “Good day, Ivan Petrovich,” said Olga.",
            "Sorin",
            "Ivan Petrovich",
        ),
    ],
)
def test_names_that_the_text_makes_one(told: str, name: str, other: str) -> None:
    found = roster(told, "The clock struck nine.")
    assert person(found, name).id == person(found, other).id


def test_a_surname_is_no_short_form_of_another_name() -> None:
    found = roster(
        "“You weren't asked, Ardane,” said Ilse. “I never am,” said Ardane.",
        "Tessa Dane stood on the threshold. “Dane,” said Ilse. “Ilse,” said Tessa Dane.",
        "“Well, well,” said Ardane.",
    )
    assert person(found, "Ardane").id != person(found, "Tessa Dane").id == person(found, "Dane").id


def test_an_inn_is_nobody() -> None:
    found = roster(
        "They met at the Silver Bell. The Silver Bell was empty but for Tom.",
        "“Is it always like this?” said Ada. “On Mondays,” said Tom.",
    )
    assert named(found) == {"Tom", "Ada"}


def test_somebody_is_called_without_a_comma() -> None:
    found = roster("“Wren have you seen my hat?” said Tom. “Tom there's a hat on you,” said Wren.")
    assert [m.vocative for m in found.mentions[0] if m.quotation is not None and m.form == "name"] == [
        True
    ] * 2


def test_a_title_of_a_place_is_no_surname() -> None:
    found = roster(
        "The Duchess of Corvedale sat down. “Tea,” said the Duchess of Corvedale to Ida.",
        "“I met Corvedale at the races,” said Ida. Corvedale waved at Ida from the lawn.",
    )
    assert person(found, "Duchess of Corvedale").name == "Duchess of Corvedale"
    assert person(found, "Corvedale").name == "Corvedale"


def test_a_family_is_several_people() -> None:
    found = roster(
        "“Come in,” said Miss Tarrant to Ada Tarrant. The Miss Tarrants were at home.",
        "“Soup,” said Ada Tarrant. The Miss Tarrants dined late.",
    )
    assert person(found, "Miss Tarrants").kind == "group"
    assert person(found, "Miss Tarrant").kind == "named"


def test_two_brothers_of_whom_one_is_mister_in_full() -> None:
    scenes = ("“Rain,” said Mr. Tarrant to Mr. John Tarrant.", "Mr. Tarrant yawned. “Yes,” said Ida.") * 16
    found = roster(*scenes)
    assert person(found, "Mr. Tarrant") != person(found, "Mr. John Tarrant")


def test_a_father_who_only_starts_sentences_is_somebody() -> None:
    found = roster("Dad turned a page. 'Leave the lad be.'", "'Who won?' Dad asked.", "'Nobody,' said Mum.")
    assert {person.name for person in found.people} >= {"Dad", "Mum"}


def test_a_word_of_no_language_that_is_called_or_acts_is_a_name() -> None:
    found = roster(
        "Mira put down the lamp. “Orvane, bring the ladder,” she said. “Orvane, hurry.”",
        "“Brrr, it’s cold,” said Mira. “Brrr, listen to that.”",
        "Pellamy took the other end of it and said nothing.",
        "“You’re Sarvik?” said Mira. “You’re late.”",
    )
    assert named(found) == {"Mira", "Orvane", "Pellamy", "Sarvik"}


def test_a_place_that_is_only_gone_to_stays_nobody() -> None:
    found = roster(
        "Mira came back from Tessaly with the cart.", "“Sell it in Orvane,” said Dan. Mira shook her head."
    )
    assert named(found) == {"Mira", "Dan"}


@pytest.mark.parametrize(
    ("full", "short"),
    [("Reginald", "Rex"), ("Svetlana", "Sveta"), ("Tatiana", "Tanya"), ("Domenico", "Mimmo")],
)
def test_familiar_forms_of_other_languages_and_times(full: str, short: str) -> None:
    found = roster(
        f"{full} was late again.",
        f"“You are late, {short},” said Mira.",
        f"“I am not,” said {full}. “The tram was.”",
        f"“{short}, the tram left at six,” said Mira.",
    )
    assert person(found, full) == person(found, short)


def test_a_form_that_women_and_men_go_by_is_theirs_all_the_same() -> None:
    found = roster(
        "Frederica shut her umbrella. She had walked from the station.",
        "“Give me that, Freddie,” said Dan.",
        "“I can carry it,” said Frederica.",
    )
    assert person(found, "Freddie") == person(found, "Frederica")


def test_goody_is_a_title() -> None:
    found = roster("Goody Orde shut the gate.", "“Ruth Orde, come in,” said Dan.", "Goody Orde did not stir.")
    assert person(found, "Goody Orde") == person(found, "Ruth Orde")
