"""Quotations in every style of marks, right and wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.script.quotations import find_quotations


def quoted(*paragraphs: str) -> list[str]:
    """The quotations as written, in order."""
    return [paragraphs[q.paragraph][q.start : q.end] for q in find_quotations(paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Not again," said Mara. "Never."', ['"Not again,"', '"Never."']),
        ("“Not again,” said Mara, “never.”", ["“Not again,”", "“never.”"]),
        ("«Si», dijo. « Oui », dit-il.", ["«Si»", "« Oui »"]),
        ("»Ja«, sagte sie. „Nein“, sagte er.", ["»Ja«", "„Nein“"]),
        ("``Well,'' he said, ``come.''", ["``Well,''", "``come.''"]),
        ('""Stop,"" he said. ""Now.""', ['""Stop,""', '""Now.""']),
        ("\"He said 'no' to me,\" she said.", ["\"He said 'no' to me,\""]),
        ("“A ‘b’ c,” he said.", ["“A ‘b’ c,”"]),
        ("“A “b” c,” he said.", ["“A “b” c,”"]),
        ('"He told me "no" at once," she said.', ['"He told me "no" at once,"']),
        ('" Wait for me", said Jo.', ['" Wait for me"']),
        ('"Yes",Jo said, "Why?".', ['"Yes"', '"Why?"']),
        ('"Yes.""No."', ['"Yes."', '"No."']),
        ('He said" Hello there" and left.', ['" Hello there"']),
        ("”Hello,” she said. “Yes“ he said.", ["”Hello,”", "“Yes“"]),
        ('“Mixed," she said. "As it comes.”', ['“Mixed,"', '"As it comes.”']),
        ('"I was--" He stopped. "--going."', ['"I was--"', '"--going."']),
        ('A "" B', []),
    ],
)
def test_double_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "'Not again,' said Mara. 'I can't see the boys' lamp at six o'clock.'",
            ["'Not again,'", "'I can't see the boys' lamp at six o'clock.'"],
        ),
        ("''Tis late,' he said, ‘but ’tis “fine”.’", ["''Tis late,'", "‘but ’tis “fine”.’"]),
        ("'They like rock 'n' roll from the '60s,' he said.", ["'They like rock 'n' roll from the '60s,'"]),
        ("'I saw 'em, I did,' said Jo. 'An' you?'", ["'I saw 'em, I did,'", "'An' you?'"]),
        ("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’"]),
        ("`Come,' he said. `Quick!'", ["`Come,'", "`Quick!'"]),
    ],
)
def test_single_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The boys' toys lay in the dogs' house; 'twas six o'clock in the '90s.",
        'He was 6\'2" tall and the board was 12" wide.',
        "They played rock 'n' roll, an' drinkin' was what they were doin'.",
    ],
)
def test_apostrophes_and_measures_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_single_quoted_thoughts_beside_double_quoted_speech() -> None:
    text = "\"Come in,\" he said. 'I should not,' she thought. It was the boys' house."
    assert quoted(text) == ['"Come in,"', "'I should not,'"]


def test_a_missing_closer_ends_before_the_next_opener() -> None:
    text = 'She stopped, "Well I... um... , "This is hard", she thought. Then she said "I am tired", and sat.'
    assert quoted(text) == ['"Well I... um... ,', '"This is hard"', '"I am tired"']


def test_a_missing_closer_ends_before_a_plain_tag() -> None:
    assert quoted('"I am here, she said. "Come in."') == ['"I am here,', '"Come in."']
    assert quoted('"I am here, she said.', '"What?" he asked.') == ['"I am here,', '"What?"']


def test_reported_speech_is_no_tag_that_ends_a_quotation() -> None:
    letter = '"We moved to the coast, and Aunt Hilda said that she would follow as soon as the cow was sold.'
    assert quoted(letter, '"She never did."') == [letter, '"She never did."']
    assert quoted('"We moved to the coast, said Hilda that evening.', "Rain.") == ['"We moved to the coast,']


def test_a_missing_opener_begins_with_the_paragraph_or_the_sentence() -> None:
    assert quoted('Yes," he said. "No."') == ['Yes,"', '"No."']
    assert quoted('"No." He turned. I am off," he said.')[0] == '"No."'


def test_an_error_does_not_reach_beyond_its_paragraph() -> None:
    found = quoted('He said "go.', "Rain fell.", "They ran.", "It grew late.", "Dark.", '"Up," she said.')
    assert found == ['"go.', '"Up,"']


def test_speech_that_goes_on_over_paragraphs() -> None:
    story = ['"First this.', '"Then that.', '"And so on," he said.', '"Really?"']
    found = find_quotations(story)
    assert [q.closed for q in found] == [False, False, True, True]
    assert [q.continues for q in found] == [False, True, True, False]


def test_an_apostrophe_behind_a_single_mark() -> None:
    text = "'You are late,' said Ann, ''cept for once.'", "'I am not,' said Joe."
    assert quoted(*text)[0] == "'You are late,'"


def test_words_that_break_off_are_not_carried_on_behind_a_new_mark() -> None:
    found = find_quotations(['"Which boat', '"You know which boat. The green one."'])
    assert [quotation.continues for quotation in found] == [False, False]


def test_a_letter_within_one_pair_of_marks() -> None:
    story = ['She read: "Dear Tom,', "The lamp is out.", "I cannot mend it.", 'Yours, Mara."', "He sighed."]
    found = find_quotations(story)
    assert [q.paragraph for q in found] == [0, 1, 2, 3]
    assert [q.continues for q in found] == [False, True, True, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("— Come in, she said. Sit down.", ["— Come in,", "Sit down."]),
        ("—Look here, he said, you great fool!", ["—Look here,", "you great fool!"]),
        ("—Tell me, Mara, the old man said quietly.", ["—Tell me, Mara,"]),
        ("—Back! she called. She turned away.", ["—Back!"]),
        ("—No, he said; it is gone. He shrugged. Ask her.", ["—No,", "it is gone.", "Ask her."]),
        ("—Well, she said, laughing, you may try. The boy took it.", ["—Well,", "you may try."]),
        ("—The key! Mr. Bell bowed. His hand shook. It was cold.", ["—The key!"]),
        ("—No, said Tom. He got up. —It can wait, he added.", ["—No,", "—It can wait,"]),
        ("It rolled away under the stove. — There it goes, she said.", ["— There it goes,"]),
        (
            "—The large one. She had the pan down already. —Will you eat?",
            ["—The large one.", "—Will you eat?"],
        ),
        (
            "—It is yours, Tom said, not unkindly. —You could sell it.",
            ["—It is yours,", "—You could sell it."],
        ),
        ("—So they say, said Tom. He didn't get up. —Let her in.", ["—So they say,", "—Let her in."]),
        (
            "—Ten, said Ada. I had lent her my glasses. —There's one behind.",
            ["—Ten,", "—There's one behind."],
        ),
        ("—He was out. He spun the coin on the desk. —Really.", ["—He was out.", "—Really."]),
        ("—Will you write, she said, —when it is over?", ["—Will you write,", "—when it is over?"]),
        ("—Hello, he heard her say. —Come in.", ["—Hello,", "—Come in."]),
        ("—Tom, I said I'd do it.", ["—Tom, I said I'd do it."]),
        ("—You did! You said it was late!", ["—You did! You said it was late!"]),
        ("It was late — too late, perhaps — and she slept.", []),
        ("—Hola —dijo ella—. ¿Cómo estás?", ["—Hola", "¿Cómo estás?"]),
        ("—No sé… —La niña miró al suelo—. Tal vez.", ["—No sé…", "Tal vez."]),
        ("— Tak — powiedział Jan. — Idę.", ["— Tak", "Idę."]),
        ("— Entrez, dit-elle. Vite.", ["— Entrez,", "Vite."]),
        ("— I think — no, I know — that he lied.", ["— I think — no, I know — that he lied."]),
    ],
)
def test_dash_dialogue(text: str, expected: list[str]) -> None:
    assert quoted("It was late.", text, "— Yes.") == [*expected, "— Yes."]


def test_a_dash_in_a_text_with_marks_is_no_dialogue() -> None:
    story = ['"Come," she said.', '"No," he said.', '"Oh," she said.', "— and then it rained."]
    assert len(quoted(*story)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*I should go.* Nobody moved.", ["*I should go.*"]),
        ("_What now_, she wondered.", ["_What now_"]),
        ("She read *The Long Day* and *really* meant it.", []),
        ("_The Long Day_, a novel, lay there.", []),
        ('"I *really must go.* Now," he said.', ['"I *really must go.* Now,"']),
        ("Then it struck her: *no!*", ["*no!*"]),
        ("*no*, she typed back.", ["*no*"]),
    ],
)
def test_emphasised_clauses(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


marks = st.text(alphabet="aB .,'\"“”‘’„«»—-*_`\\n?é1", max_size=60)


def test_what_is_emphasised_in_a_letter_belongs_to_the_letter() -> None:
    story = ['She read: "The label says', "_To the lamp, Old Pier,_ (_with care_).", 'That is all."']
    found = find_quotations(story)
    assert [q.paragraph for q in found] == [0, 1, 2]
    assert found[1].end == len(story[1])


stretches = st.lists(
    st.sampled_from(
        ['"', "“", "”", "'", "‘", "’", "— ", "_so it is_", "*Go on.*", "Tom said, ", "come in", "no.", ","]
    ),
    max_size=8,
).map(" ".join)


@settings(deadline=None)
@given(st.lists(marks, max_size=6) | st.lists(stretches, max_size=8))
def test_quotations_are_ordered_lie_inside_and_never_overlap(paragraphs: list[str]) -> None:
    last = (-1, 0)
    for quotation in find_quotations(paragraphs):
        text = paragraphs[quotation.paragraph]
        assert (quotation.paragraph, quotation.start) >= last
        assert 0 <= quotation.start < quotation.end <= len(text)
        assert text[quotation.start : quotation.end].startswith(quotation.mark)
        last = (quotation.paragraph, quotation.end)
