"""Every mention has its place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.model import Gender
from audiobook.script.people import Mention, Roster, build_roster
from audiobook.script.quotations import find_quotations


def roster(*paragraphs: str) -> Roster:
    return build_roster(paragraphs, find_quotations(paragraphs))


def said(text: str, mentions: list[Mention]) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.form) for m in mentions]


def test_forms() -> None:
    text = "“My sister saw you, Lotte,” he told her. Lotte's hand shook, their eyes met. The mate saw them."
    found = roster(text).mentions[0]
    assert said(text, found) == [
        ("My sister", "noun"), ("Lotte", "name"), ("he", "pronoun"), ("her", "pronoun"), ("Lotte", "name"),
        ("their", "pronoun"), ("The mate", "noun"), ("them", "pronoun"),
    ]  # fmt: skip
    inside = [m.quotation for m in found]
    assert inside[:2] == [0, 0]
    assert set(inside[2:]) == {None}
    assert [m.possessive for m in found] == [False, False, False, False, True, True, False, False]
    assert [m.vocative for m in found] == [False, True] + [False] * 6
    assert [m.plural for m in found][-3:] == [True, False, True]
    assert [m.gender for m in found][2:4] == [Gender.MALE, Gender.FEMALE]


def test_a_call_without_a_comma_asks() -> None:
    text = ("Lotte saw Win. “Lotte is tired.” “Lotte can you row?” “Win will never row.” “Win is it far?”",)
    called = [m for m in roster(*text).mentions[0] if m.vocative]
    assert [text[0][m.start :][:7] for m in called] == ["Lotte c", "Win is "]


def test_her_hand_and_her() -> None:
    text = "Lotte took her hand and led her away."
    assert [m.possessive for m in roster(text).mentions[0] if m.form == "pronoun"] == [True, False]


def test_counts() -> None:
    found = roster("Lotte ran. “Lotte!” cried Bram.", "Lotte stopped.")
    lotte = found.find("Lotte")
    assert lotte is not None
    assert lotte.mentions == 3


WORDS = st.sampled_from(
    """Tom Ada Mr. Mrs. Tarrant the The a captain old said asked “ ” " ' — , . ! ? he she her I me my was and
    of Unit 7 mother cat it's Ada's TOM tom whose name In London May don't … *so* (well) K-9 Dr. sir the
    boys' é 李""".split()
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=25).map(" ".join), max_size=8)


@settings(max_examples=150, deadline=None)
@given(PARAGRAPHS | st.lists(st.text(min_size=1, max_size=60), max_size=5))
def test_mentions_lie_in_their_paragraphs_in_order(paragraphs: list[str]) -> None:
    quotations = find_quotations(paragraphs)
    found = build_roster(paragraphs, quotations)
    assert len(found.mentions) == len(paragraphs)
    assert [person.id for person in found.people] == list(range(len(found.people)))
    for index, (text, mentions) in enumerate(zip(paragraphs, found.mentions, strict=True)):
        end = 0
        for m in mentions:
            assert m.paragraph == index
            assert end <= m.start < m.end <= len(text)
            assert m.person is None or 0 <= m.person < len(found.people)
            if m.quotation is not None:
                around = quotations[m.quotation]
                assert around.paragraph == index
                assert around.start <= m.start < around.end
            end = m.end
    for person in found.people:
        assert person.name
        assert 0 <= person.gender_score <= 1
        assert found.find(person.name) is not None
    assert build_roster(paragraphs, quotations) == found
