"""Which English a story is spelled in."""

from __future__ import annotations

import pytest

from audiobook.script.spoken.spelling import AMERICAN, BRITISH, english_of


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The grey boats left the harbour.", BRITISH),
        ("The gray boats left the harbor.", AMERICAN),
        ("She travelled to the centre and apologised.", BRITISH),
        ("She traveled to the center and apologized.", AMERICAN),
        ("Mr Birkett owed Mrs Crane a good deal.", BRITISH),
        ("It cost £350.", BRITISH),
        ("Mr. Birkett owed Mrs. Crane a good deal.", ""),
        ("One grey boat.", ""),
        ("The gray harbor, the color; Mr Crane was paid £5.", ""),
        ("The boats went out at noon.", ""),
        ("", ""),
    ],
)
def test_a_story_tells_by_its_spelling(text: str, english: str) -> None:
    assert english_of([text]) == english


def test_one_word_said_often_is_no_more_than_a_habit() -> None:
    assert english_of(["grey"] * 50 + ["color", "center"]) == ""
