import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.studio.phrases import LONGEST, Seam, speakable, split


def phrases(text: str) -> list[str]:
    return [phrase for phrase, _ in split(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('"Go!" she cried. He went.', ['"Go!" she cried.', "He went."]),
        (
            "Mr. Vane met Dr. Okoro at St. James. It rained.",
            ["Mr. Vane met Dr. Okoro at St. James.", "It rained."],
        ),
        ("See no. 4. No. Never.", ["See no. 4.", "No.", "Never."]),
        ("J. R. Vane wrote it.", ["J. R. Vane wrote it."]),
        ("Wait ... what? Oh", ["Wait ... what?", "Oh"]),
        ("“No.” “Yes!” ‘Why?’", ["“No.”", "“Yes!”", "‘Why?’"]),
        ("それは凧だ。高い！", ["それは凧だ。", "高い！"]),
        ("...", []),
        ("— ", []),
        ("*** One.", ["*** One."]),
        ("It cost 3.50 at 5 p.m. on a wet day.", ["It cost 3.50 at 5 p.m. on a wet day."]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert phrases(text) == parts


def test_a_sentence_without_end_is_parted_at_clauses() -> None:
    found = list(split("and the kite rose, " * 100))
    assert all(seam is Seam.CLAUSE for _, seam in found[:-1])
    assert all(phrase.endswith(",") for phrase, _ in found)


@given(st.text(alphabet=st.sampled_from("ab1 .!?,…\"'”“;—\n") | st.characters(), max_size=3000))
def test_no_word_is_lost_or_made_up(text: str) -> None:
    assert list(filter(str.isalnum, "".join(phrases(text)))) == list(filter(str.isalnum, text))


@given(st.text(min_size=LONGEST, max_size=5 * LONGEST))
def test_a_phrase_is_never_empty_and_never_without_bound(text: str) -> None:
    for phrase in phrases(text):
        assert speakable(phrase)
        assert len(phrase) <= LONGEST
