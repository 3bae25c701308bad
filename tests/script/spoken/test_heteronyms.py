"""Words that are spelled alike: the neighbours say which is meant."""

from __future__ import annotations

import pytest

from audiobook.model import Line
from audiobook.script.spoken.lexicon import Lexicon, shown
from audiobook.script.spoken.reading import Reader
from audiobook.script.spoken.wordclass import Place, part_of_speech


def said(text: str) -> str:
    return shown(Reader(Lexicon(), "en").read(Line(text, 0, 0), phonemes=True))


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("I read it yesterday.", "red"),
        ("He had read the letter.", "red"),
        ("She read the letter aloud.", "red"),
        ("Mara read on.", "red"),
        ("Had she read it?", "red"),
        ("It was made of lead.", "led"),
        ("The lead pipe fell.", "led"),
        ("Wind the clock.", "/wˈaɪnd/"),
        ("He wound the clock.", "/wˈaʊnd/"),
        ("They wound their way home.", "/wˈaʊnd/"),
        ("The road winds uphill.", "/wˈaɪndz/"),
        ("Do not tear it.", "tare"),
        ("Mara tears the page.", "tares"),
        ("There was a tear in her sleeve.", "tare"),
        ("He took a bow.", "bough"),
        ("They bow to nobody.", "bough"),
        ("She stood at the bow of the ship.", "bough"),
        ("Close the door!", "/klˈoʊz/"),
        ("Use it.", "/jˈuːz/"),
        ("Mara uses it.", "/jˈuːzɪz/"),
        ("We used to sing.", "/jˈuːst/"),
        ("There was a minute crack.", "/maɪnjˈuːt/"),
        ("He dove into the lake.", "/dˈoʊv/"),
        ("Object to it, then.", "/əbdʒˈɛkt/"),
        ("Present the case.", "/pɹɪzˈɛnt/"),
        ("Excuse me.", "/ɪkskjˈuːz/"),
        ("An aged man came.", "/ˈeɪdʒɪd/"),
        ("Polish the silver.", "polish"),
    ],
)
def test_the_rarer_reading_where_the_neighbours_ask_for_it(written: str, word: str) -> None:
    assert word in said(written).replace(".", " ").replace("!", " ").split()


@pytest.mark.parametrize(
    "written",
    [
        "Did you read it? I will read it, and they read every night. He let her read.",
        "She took the lead. They lead the way. He will lead them home.",
        "The wind blew. A deep wound. The west winds blew.",
        "A tear ran down her cheek. There were tears in her eyes.",
        "He drew his bow. A bow and arrow. A red bow in her hair.",
        "He stood close to her. It was a close call. They were close friends.",
        "It is no use. What use is that? The uses of wood.",
        "A minute ago. Wait a minute.",
        "A dove cooed. A row of houses. He sowed.",
        "The object of the record was a present. A permit for a convict.",
        "It was used to good effect. Polish bread.",
    ],
)
def test_the_common_reading_is_left_to_the_engine(written: str) -> None:
    assert said(written) == written


@pytest.mark.parametrize(
    ("text", "word", "part"),
    [
        ("He wanted to record it.", "record", "verb"),
        ("He played the record.", "record", "noun"),
        ("He had read.", "read", "past"),
        ("A live wire hung there.", "live", "adjective"),
        ("Record it.", "Record", "verb"),
    ],
)
def test_the_part_of_speech_is_told_by_the_neighbours(text: str, word: str, part: str) -> None:
    start = text.index(word)
    assert part_of_speech(Place(text, start, start + len(word))) == part
