"""Who says each line, in small conversations of every kind."""

from __future__ import annotations

import pytest

from audiobook.model import Kind
from audiobook.script.attribution import Attribution, attribute
from audiobook.script.attribution.asking import asked_by_name
from audiobook.script.attribution.attribute import Case
from audiobook.script.attribution.confidence import Doubt, confidence
from audiobook.script.attribution.cues import survey
from audiobook.script.attribution.introductions import told_after
from audiobook.script.attribution.pronouns import resolve
from audiobook.script.people import build_roster
from audiobook.script.quotations import find_quotations

OPENING = (
    "Nora Quill came down to the harbour with her brother Edgar. Nora carried the lantern. Edgar whistled."
)


def told(*paragraphs: str, fixed: dict[int, str] | None = None) -> list[tuple[str | None, Attribution]]:
    """(speaker's first name, attribution) of every quotation."""
    quotations = find_quotations(paragraphs)
    roster = build_roster(paragraphs, quotations)
    found = attribute(paragraphs, quotations, roster, fixed or {})
    return [(None if a.person is None else roster.people[a.person].name.split()[0], a) for a in found]


def speakers(*paragraphs: str, fixed: dict[int, str] | None = None) -> list[str | None]:
    return [name for name, _ in told(*paragraphs, fixed=fixed)]


@pytest.mark.parametrize(
    "paragraph",
    [
        '"The boat is gone," said Nora.',
        '"The boat is gone," Nora said.',
        'Nora said, "The boat is gone."',
        'Nora, laughing a little, said: "The boat is gone."',
        '"The boat", Nora said quietly, "is gone."',
        '"The boat is gone", Nora told Edgar.',
        'Nora could not help saying, "The boat is gone."',
        "'The boat is gone,' whispered Nora.",
        "“The boat is gone,” Nora went on.",
        '"The boat is gone." Nora set the lantern down.',
        'Nora looked at Edgar and said "The boat is gone".',
        '"The boat is gone!" was Nora\'s answer.',
        'Nora goes "The boat is gone."',
        'And Nora was like, "The boat is gone!"',
        'Edgar heard Nora screaming, "The boat is gone!"',
        '"The boat is gone", cried Nora. Edgar tried to see.',
        '"The boat is gone," sighed Nora.',
        'Nora, who had never trusted Edgar, replied, "The boat is gone."',
        'Nora, the keeper, turned his way and cried, "The boat is gone."',
        'Nora saw that he was cold, and said gruffly, "The boat is gone."',
        '"The boat is gone," exploded Nora.',
        '"The boat is gone," Nora flashed, and Edgar sat down.',
        'Edgar heard Nora say, in a low voice, "The boat is gone."',
        'Only once that night did Nora say, "The boat is gone."',
    ],
)
def test_tags_in_all_their_forms(paragraph: str) -> None:
    assert set(speakers(OPENING, paragraph)) == {"Nora"}


def test_a_paragraph_that_breaks_off_announces_the_next() -> None:
    told_by = speakers(
        OPENING, "Edgar rose, and then Nora said in a small, tired voice", '"The boat is gone."'
    )
    assert told_by == ["Nora"]


@pytest.mark.parametrize(
    "ending",
    [
        "Nora shook her head, and then she said:",
        "At last Nora began again.",
        "Nora, trying not to smile, went on in a lower voice.",
    ],
)
def test_a_paragraph_with_speech_in_it_announces_the_next(ending: str) -> None:
    told_by = speakers(OPENING, f'"Never," said Edgar, and looked away. {ending}', '"The boat is gone."')
    assert told_by == ["Edgar", "Nora"]


@pytest.mark.parametrize(
    "ending",
    ["Nora stirred, but the rain went on.", "Nora had left before Edgar began.", "Nora spoke of it."],
)
def test_what_goes_on_of_itself_announces_nothing(ending: str) -> None:
    lines = told(OPENING, f'"Never," said Edgar, and looked away. {ending}', '"The boat is gone."')
    assert not lines[1][1].reason.startswith("tag")


def test_what_somebody_did_behind_a_full_stop_is_no_tag() -> None:
    assert [a.reason for _, a in told(OPENING, '"The boat is gone." Nora flashed the lantern.')] == [
        "no tag; Nora acts beside it"
    ]


def test_pronouns_go_by_gender() -> None:
    assert speakers(OPENING, '"Where are the oars?" he asked.', '"Under the bench," she said.') == [
        "Edgar",
        "Nora",
    ]


FERRY = (
    "Anna and Tom kept the ferry house. Anna was never still.",
    "“Mind the step,” said Anna.",
    "“You never do,” Anna said. “Look at your boots, Tom. I washed that floor.”",
    "Anna shook out the cloth.",
)


@pytest.mark.parametrize(
    "before",
    [
        "Martha got up to shut the door. The wind was in the north.",
        "Martha got up. The man on the bench had no hat, and a face like a walnut, and he did not look up.",
        "“Anna is right,” said Tom. Martha got up to shut the door.",
    ],
)
def test_she_is_the_one_woman_just_named(before: str) -> None:
    name, line = told(*FERRY, before, "“Snow tonight,” she said.")[-1]
    assert name == "Martha"
    assert line.confidence > confidence(0.85, "pronoun")


def test_she_is_not_whoever_spoke_just_before() -> None:
    name, line = told(*FERRY, "Martha had the lamp.", "“It is out,” said Martha.", "“Light it,” she said.")[
        -1
    ]
    assert name != "Martha" or line.confidence < confidence(0.85, "pronoun")


def test_what_somebody_tells_himself_puts_nobody_else_in_focus() -> None:
    paragraphs = (
        "Edgar and Jonas came to the mill.",
        "Edgar stopped. He told himself that he was not afraid.",
    )
    roster = build_roster(paragraphs, [])
    inward = paragraphs[1].index("himself")
    focus = resolve(paragraphs, roster, {})
    assert (1, inward) not in focus.meant
    (last, sure), *_ = focus.meant[1, paragraphs[1].index("he was")]
    assert roster.people[last].name == "Edgar"
    assert sure > 0.7


def test_a_woman_whose_name_is_known_is_not_he() -> None:
    paragraphs = (
        "Nora met Edgar. She stopped. She knew the place, and she knew what was to be done.",
        "He left.",
    )
    roster = build_roster(paragraphs, [])
    (person, sure), *_ = resolve(paragraphs, roster, {}).meant[1, 0]
    assert roster.people[person].name == "Edgar"
    assert sure > 0.7


def test_sentences_that_tell_of_nobody_stand_between_who_acts_and_his_words() -> None:
    scene = (
        '"Your name and number," said Edgar.',
        'Jonas took off his cap. His ears were red. "Eleven," he said.',
    )
    assert speakers("Edgar and Jonas stood on the quay.", *scene) == ["Edgar", "Jonas"]


def test_who_is_asked_for_a_name_gives_one() -> None:
    asked = (
        "Edgar and Jonas met on the quay.",
        '"Name?" said Edgar.',
        '"Jonas, of the Order of the Quiet Sea."',
    )
    assert speakers(*asked)[-1] == "Jonas"


def test_who_says_i_am_is_not_spoken_to() -> None:
    found = speakers(OPENING, 'Nora stared. Edgar put up his hands. "Easy, I\'m Edgar," he said.')
    assert found == ["Edgar"]


def test_he_is_not_whoever_had_the_last_word_of_the_paragraph_before() -> None:
    paragraphs = ('"Lunch," chirped Edgar. "It is getting cold."', '"I am saving mine," he muttered.')
    assert speakers("Jonas sat at the table with Edgar. Jonas was hungry.", *paragraphs)[-1] == "Jonas"


def test_whoever_acted_last_is_meant_rather_than_whoever_is_named_most() -> None:
    told_by = speakers(*FERRY, "Anna laughed. Martha laughed too. “Snow tonight,” she said.")
    assert told_by[-1] == "Martha"


def test_a_driver_who_is_nobody_else_speaks_for_himself() -> None:
    told_by = told(
        *FERRY,
        "A carter with a red beard pulled up beside Tom and Anna. He had two horses.",
        "“Which end?” the carter asked.",
        "“The far end,” said Tom.",
        "“You two look cold,” said the carter, and he spat.",
    )
    assert [name for name, _ in told_by][-3:] == ["carter", "Tom", "carter"]
    doubts: dict[Doubt, float] = {"always": 1.0, "noun": 1.0, "crowd": 2.0}
    assert told_by[-1][1].confidence > confidence(0.9, "noun", doubts)


def test_a_sentence_of_its_own_that_ends_in_a_comma_announces_what_follows() -> None:
    told_by = speakers(
        OPENING,
        'Nora said, "It will not float." He answered in a low, tired voice, "It floated on Monday."',
    )
    assert told_by == ["Nora", "Edgar"]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (" from under the table, and Martha crawled out, followed by the cat.", True),
        (" behind them. Martha was standing on the stairs.", True),
        (".", False),
        (". Anna looked round.", False),
    ],
)
def test_a_voice_is_whoever_then_appears(seen: str, expected: bool) -> None:
    told_by = speakers(*FERRY, "“Nobody is coming,” said Tom.", f"“He is lying,” said a voice{seen}")
    assert (told_by[-1] == "Martha") is expected
    assert told_by[-1] != "Tom"


@pytest.mark.parametrize(
    "story",
    [
        ('From across the road somebody yelled "At last!" It was Nora. She waved.',),
        ('"At last!" called a voice behind the boats.', "It was Nora, with the lantern."),
        ('"At last!" called a voice, and Edgar\'s heart jumped, because it was Nora.',),
    ],
)
def test_the_narrator_tells_whose_words_those_were(story: tuple[str, ...]) -> None:
    assert speakers(OPENING, '"Is it far?" asked Edgar.', *story)[-1] == "Nora"


def test_the_narrator_may_answer_a_question() -> None:
    surveyed = survey(
        ['"Who is there?" It was Nora.'], find_quotations(['"Who is there?" It was Nora.']), [[]]
    )
    assert told_after(['"Who is there?" It was Nora.'], surveyed[0], [[]]) is None


def test_one_of_several_is_somebody_of_their_own() -> None:
    told_by = speakers(
        OPENING,
        "Some men were mending a net.",
        '"Is there a boat?" Nora asked.',
        '"Not here," one of the men said.',
        '"Try the other side," said another.',
        '"Nor there," said a third.',
        '"Ask the harbour master," said somebody in waders.',
        '"We did," said Edgar.',
    )
    assert told_by == ["Nora", "one", "another", "third", "somebody", "Edgar"]


def test_a_crowd_hides_nobody_whom_a_tag_names() -> None:
    names = "Nora Edgar Agnes Bertram Clara Duncan Esther Felix Greta Hamish Irene Julian".split()
    lines = [f'"I carried rope number {n}," said {name}.' for n, name in enumerate(names)]
    assert speakers(OPENING, *lines, *lines) == names * 2


def test_who_is_brought_in_by_a_tag_is_nobody_there() -> None:
    told_by = speakers(
        OPENING,
        '"Who has the oars?" said Edgar.',
        '"It was not us," said a woman with a basket.',
        '"Then who?" Edgar asked.',
        '"Your brother," said the woman with the basket.',
    )
    assert told_by == ["Edgar", "woman", "Edgar", "woman"]


def test_a_conversation_without_tags_alternates_from_its_anchor() -> None:
    lines = ['"Is it deep?" asked Edgar.', '"Deep enough."', '"And cold?"', '"Very," said Nora.']
    assert speakers(OPENING, *lines) == ["Edgar", "Nora", "Edgar", "Nora"]


def test_the_one_spoken_to_does_not_speak() -> None:
    assert speakers(OPENING, '"Hold the rope, Edgar."', '"I have it, Nora."') == ["Nora", "Edgar"]


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("There is none left. Martha, did you see it?", True),
        ("There is none left. Did you see it, Martha?", True),
        ("Did you see it, Martha? It was a whole pot.", False),
        ("There is none left. Martha, I suppose, has had it?", False),
        ("There is none left. Martha?", False),
    ],
)
def test_whoever_is_asked_by_name_answers(asked: str, answers: bool) -> None:
    paragraphs = ["Martha sat down.", f"“{asked}” said Anna."]
    quotations = find_quotations(paragraphs)
    roster = build_roster(paragraphs, quotations)
    (line,) = survey(paragraphs, quotations, roster.mentions)
    martha = roster.find("Martha")
    assert martha is not None
    assert (asked_by_name(paragraphs[1], line, roster.mentions[1]) == martha.id) is answers
    if answers:
        scene = (
            "Martha and Tom sat down by the stove, and Anna gave them the pot.",
            "“Who ate the jam?” said Anna.",
            "“It was there on Monday,” said Tom.",
            "“There is none left,” said Anna. “Martha, did you see it?”",
            "“I had the last of it on Sunday.”",
        )
        assert speakers(*FERRY, *scene)[-1] == "Martha"


@pytest.mark.parametrize(
    ("leaves", "gone"),
    [
        ("The door shut behind him.", True),
        ("He put on his boots and he went out.", True),
        ("He hung up.", True),
        ("He had left the lamp on.", False),
        ("He had gone red.", False),
        ("The door shut behind him. He opened it again.", False),
    ],
)
def test_whoever_has_left_is_not_heard(leaves: str, gone: bool) -> None:
    story = (
        *FERRY,
        "Martha came in with the milk. Anna cut the bread.",
        f"“You will have to ask the cat,” said Tom. {leaves}",
        "“He had it.”",
        "“You think so?” said Anna.",
        "“I saw the spoon.”",
    )
    quotations = find_quotations(story)
    case = Case(story, quotations, build_roster(story, quotations))
    tom = case.roster.find("Tom")
    assert tom is not None
    assert (tom.id in case.witness.departed[-1]) is gone
    if gone:
        assert speakers(*story)[-3:] == ["Martha", "Anna", "Martha"]


def test_the_story_goes_where_its_hero_goes() -> None:
    story = (
        "Tom had a dog. Tom fed it and Tom walked it. Tom went out.",
        "“It is cold,” said Anna.",
        "“Yes.”",
    )
    quotations = find_quotations(story)
    assert Case(story, quotations, build_roster(story, quotations)).witness.departed == [frozenset()] * 2


def test_thoughts_are_his_or_hers_whose_thoughts_are_told() -> None:
    story = (
        "Mara kept still behind the barrels. Nils had the lamp.",
        "*He has not seen me,* thought Mara.",
        "“Nobody here,” said Nils.",
        "Nils turned the lamp, and Nils coughed. *Not this way.* Nils took a step.",
    )
    name, line = told(*story)[-1]
    assert (name, line.reason) == ("Mara", "no tag; Mara is the one whose thoughts are told")
    assert speakers(*story[:3], "*Not this way,* he thought. Nils coughed.")[-1] == "Nils"


@pytest.mark.parametrize(
    "words", ["I'm Anna.", "My name's Anna.", "Call me Anna!", "I am Anna, of the mill."]
)
def test_whoever_says_their_name_is_the_speaker(words: str) -> None:
    story = "Tom and Ben looked up. The door had opened. Anna stood there.", "“Who is it?” said Tom."
    assert speakers(*story, f"“{words}”", "“Sit down,” said Ben.")[1] == "Anna"
    assert (
        speakers(*story, f"“Ben here. {words.replace('Anna', 'Anna’s aunt')}”", "“So?” said Tom.")[1] == "Ben"
    )


def test_whoever_always_speaks_in_capitals_speaks_the_lines_in_capitals() -> None:
    story = (
        "Tom, Anna and the Bell stood in the yard.",
        "“WHO IS THERE?” said the Bell.",
        "“Tom,” said Tom.",
        "“AND WHO ELSE?” asked the Bell.",
        "“Only me,” said Anna.",
        "They waited. Anna looked at Tom.",
        "“COME NEARER, BOTH OF YOU.”",
        "“No,” said Tom.",
    )
    assert speakers(*story)[4] == speakers(*story)[0]


def test_a_correction_anchors_its_neighbours() -> None:
    lines = ['"Row."', '"I am rowing."', '"Faster."', '"I cannot."']
    assert speakers(OPENING, *lines, fixed={0: "Edgar"})[:2] == ["Edgar", "Nora"]
    assert speakers(OPENING, *lines, fixed={0: "Nora"})[:2] == ["Nora", "Edgar"]


def test_what_was_set_by_hand_is_certain() -> None:
    (name, attribution), *_ = told(OPENING, '"Row," said Edgar.', fixed={0: "Nora"})
    assert (name, attribution.confidence, attribution.reason) == ("Nora", 1.0, "set by hand")


def test_a_line_set_to_the_narrator_is_narration() -> None:
    (_, attribution), *_ = told(OPENING, '"Row," said Edgar.', fixed={0: "narrator"})
    assert attribution.kind is Kind.NARRATION


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ('"It will rain," said Edgar.', Kind.SPEECH),
        ('"It will rain," Edgar thought.', Kind.THOUGHT),
        ('"It will rain," Edgar told himself.', Kind.THOUGHT),
        ('"It will rain," Edgar said more to himself than to Nora.', Kind.SPEECH),
        ("*It will rain,* thought Edgar.", Kind.THOUGHT),
        ("*Now,* Edgar thought.", Kind.THOUGHT),
        ("*It never even rained,* he was thinking.", Kind.THOUGHT),
        ('"It will rain." Edgar thought it over.', Kind.SPEECH),
        ('"It will rain," it said.', Kind.SPEECH),
        ('The sign over the door said "Closed".', Kind.NARRATION),
        ('Edgar called it his "yacht" and was proud of it.', Kind.NARRATION),
    ],
)
def test_kinds(paragraph: str, kind: Kind) -> None:
    (_, attribution), *_ = told(OPENING, paragraph)
    assert attribution.kind is kind


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ('Nora shut the door and said, "The boat is gone."', Kind.SPEECH),
        ('At the door Nora said, "The boat is gone."', Kind.SPEECH),
        ('Behind the wall Nora\'s voice said, "The boat is gone."', Kind.SPEECH),
        ('Edgar shook his head at the notice and then quietly said "No."', Kind.SPEECH),
        ('The sign on the door said "Closed".', Kind.NARRATION),
        ('Nora held up a sign that said "Closed".', Kind.NARRATION),
        ('Nora turned over the card Edgar had left, which said "Gone fishing".', Kind.NARRATION),
        ('Edgar pointed at the board, and it said "Ferry at nine".', Kind.NARRATION),
    ],
)
def test_a_door_does_not_speak_but_whoever_shuts_it(paragraph: str, kind: Kind) -> None:
    assert [a.kind for _, a in told(OPENING, paragraph)] == [kind]


def test_a_single_word_is_thought_where_the_teller_thinks_it() -> None:
    story = "I wake up and I listen.", "*Tom,* I think, and I put out my hand.", "I get up, and I go."
    assert [a.kind for _, a in told(*story)] == [Kind.THOUGHT]


def test_what_is_said_without_a_voice_is_speech() -> None:
    story = (
        "Mara kept still. The engine of the ship knew her, and it spoke in her head.",
        "*You are late,* said the engine.",
        "*I know,* she thought.",
        "*We could go by the canal.*",
        "*Turn left,* the engine said.",
    )
    found = told(*story)
    assert [a.kind for _, a in found][:2] == [Kind.SPEECH, Kind.THOUGHT]
    assert found[3][1].kind is Kind.SPEECH
    tilde = "~Down here,~ said the engine. ~Behind the stove, Mara.~"
    assert [(name, a.kind) for name, a in told(story[0], tilde)] == [(found[0][0], Kind.SPEECH)] * 2


def test_what_somebody_tells_herself_is_thought() -> None:
    found = told(OPENING, "*keep still keep still* Nora told herself. Edgar held his breath.")
    assert [(name, a.kind) for name, a in found] == [("Nora", Kind.THOUGHT)]


def test_what_is_said_behind_a_written_word_is_said() -> None:
    found = told(OPENING, 'Edgar had written "boat" and underlined it twice. "Do I arrest them, then?"')
    assert [a.kind for _, a in found] == [Kind.NARRATION, Kind.SPEECH]


def test_emphasised_messages_are_said_by_whoever_types_them() -> None:
    story = (
        OPENING,
        "*no*, Nora typed.",
        "*there is a goat in my boat*, Edgar wrote back.",
        "*define goat*",
        "*small*, Edgar replied. *it has horns*",
    )
    found = told(*story)
    assert [name for name, _ in found] == ["Nora", "Edgar", "Nora", "Edgar", "Edgar"]
    assert {a.kind for _, a in found} == {Kind.SPEECH}


@pytest.mark.parametrize("note", ["*Two hours later*", "*flashback*", "*the next morning*"])
def test_emphasised_notes_are_the_narrators(note: str) -> None:
    assert [a.kind for _, a in told(OPENING, note, "Edgar sat down.")] in ([], [Kind.NARRATION])


def test_a_note_in_front_of_the_story_is_no_thought() -> None:
    found = told("*They all work in a bakery, because I say so*", OPENING, "*I am cold,* thought Edgar.")
    assert [a.kind for _, a in found] == [Kind.NARRATION, Kind.THOUGHT]


def test_an_aside_in_brackets_is_the_narrators() -> None:
    found = told(OPENING, 'Nora sat down (she never fixed anything "which was so unfair") and sighed.')
    assert [a.kind for _, a in found] == [Kind.NARRATION]


def test_who_thinks_about_it_does_not_think_the_words() -> None:
    found = told(OPENING, '"When did you last go out?" Edgar thought about it. "On Tuesday."')
    assert [a.kind for _, a in found] == [Kind.SPEECH, Kind.SPEECH]


def test_a_thought_goes_on_through_its_paragraph() -> None:
    """The second sentence has no capital that would set it off."""
    found = told(OPENING, "*keep still* Edgar thought. *if you keep still it goes away.* He held his breath.")
    assert [a.kind for _, a in found] == [Kind.THOUGHT, Kind.THOUGHT]


@pytest.mark.parametrize(
    ("paragraph", "delivery"),
    [
        ('"Down!" whispered Nora.', "whispering"),
        ('"Get down!" Nora yelled.', "shouting"),
        ('"I am here," Nora said over the phone.', "phone"),
        ('Nora said, "GET DOWN NOW"', "shouting"),
        ('"Down," Nora said under her breath.', "whispering"),
        ('"I can do it," sobbed Nora.', "crying"),
        ('"I can do it," said Nora, laughing.', "laughing"),
        ('"I can do it," Nora said in a rush.', "quickly"),
        ('"Dear all," Nora read out.', "reading"),
        ('"Is it far," asked Nora.', "asking"),
        ('"Come down now," Nora\'s voice said over the phone.', "phone"),
        ('"Come down now," said the voice at the other end of the line.', "phone"),
        ('"Come down now," said the intercom.', "radio"),
        ('The radio on the bench crackled. "Come down now," said Nora.', "radio"),
        ('"Doors are closing," Nora said in a metallic voice.', "robot"),
    ],
)
def test_deliveries_come_from_tags(paragraph: str, delivery: str) -> None:
    (_, attribution), *_ = told(OPENING, paragraph)
    assert delivery in attribution.delivery


@pytest.mark.parametrize(
    "paragraph",
    [
        '"I will come down," Nora said into the phone.',
        '"It was on the phone," said Nora, and put the phone on the radio.',
        '"I will come down," said Nora, and slowly closed the door.',
        '"I will come down," said Nora as the children were shouting.',
        '"Is it far?" asked Nora.',
        '"It was the next line," said Nora, and picked up the receiver.',
        'Nora turned off the radio. "I will come down now."',
    ],
)
def test_what_else_happens_is_no_delivery(paragraph: str) -> None:
    (_, attribution), *_ = told(OPENING, paragraph)
    assert attribution.delivery == ()


def test_reasons_are_for_people() -> None:
    (_, attribution), *_ = told(OPENING, '"Down!" whispered Nora.')
    assert attribution.reason == "tag: whispered Nora"


def test_a_story_without_people_has_no_speakers() -> None:
    assert speakers('"Drip," and again "drip".', "The roof had a hole.") is not None


@pytest.mark.parametrize(
    ("reply", "speaker"),
    [
        ('"Nobody move," she heard Edgar say.', "Edgar"),
        ('"Nobody move," they heard Edgar whispering.', "Edgar"),
        ('"Nobody move," he heard her say.', "Nora"),
    ],
)
def test_whoever_is_heard_saying_it_says_it(reply: str, speaker: str) -> None:
    assert speakers(OPENING, '"Is it late?" asked a sailor.', reply)[-1] == speaker


def test_two_tags_between_two_quotations_are_two_peoples() -> None:
    asked = '"Is it late?" asked the sailor.'
    assert speakers(OPENING, asked, '"No," she said, at the same instant as he said "Yes."')[1:] == [
        "Nora",
        "Edgar",
    ]
    assert speakers(OPENING, asked, '"No," said Nora, as Edgar came up, "it is early."')[1:] == ["Nora"] * 2


def test_a_voice_that_is_only_heard_is_not_trusted_to_be_nobody_else() -> None:
    case = tagged_case(
        OPENING, '"Is it late?" said Nora.', '"It is," said the radio.', '"Then go," said Nora.'
    )
    assert 1 not in case.witness.clear
    case = tagged_case(
        OPENING, '"Is it late?" said Nora.', '"It is," said the baker.', '"Then go," said Nora.'
    )
    assert 1 in case.witness.clear


def tagged_case(*paragraphs: str) -> Case:
    quotations = find_quotations(paragraphs)
    return Case(paragraphs, quotations, build_roster(paragraphs, quotations))


def test_what_the_narrator_hears_somebody_else_does() -> None:
    story = (
        "I came down to the harbour with Nora. I had a lantern, and I was cold.",
        '"Is it late?" I asked.',
        '"It is." I could hear that Nora was smiling. "Go to bed."',
    )
    case = tagged_case(*story)
    beat = next(cue for cue in case.lines[1].cues if cue.place == "beat after")
    assert beat.mention is not None
    assert story[2][beat.mention.start : beat.mention.end] == "Nora"
