"""The networks that read conversations: what they are told, and what must not matter to them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from audiobook.script.attribution.attribute import Case, attribute
from audiobook.script.attribution.conversation import SPEAKERS, Talk, find_talks
from audiobook.script.attribution.network import Networks, shipped
from audiobook.script.attribution.prior import prior
from audiobook.script.attribution.ranking import softmax
from audiobook.script.people import build_roster
from audiobook.script.quotations import find_quotations

QUAY = """“You're late,” said Hanne.
“The tide was late,” said Tobias.
“Did you bring the rope?”
“I brought half of it.”
“Which half?”
“The wet half.”
Hanne looked at the water for a while.
“You'll have to go back.”
“Not before breakfast.”""".split("\n")

KITCHEN = """Wilma opened the oven. “Who wants the burnt one?”
“I do,” said Otto.
“You always do.”""".split("\n")


def _conversations(paragraphs: list[str]) -> tuple[list[Talk], np.ndarray]:
    quotations = find_quotations(paragraphs)
    witness = Case(paragraphs, quotations, build_roster(paragraphs, quotations)).witness
    table, starts = witness.words()
    likely = softmax(prior(table), starts)
    talks = find_talks(
        witness.surveyed, witness.candidates, likely, witness.clear, witness.calling, witness.crowded
    )
    return talks, table


@pytest.fixture(scope="module", params=range(len(shipped().networks)))
def network(request: pytest.FixtureRequest) -> Networks:
    return replace(shipped(), networks=(shipped().networks[request.param],))


def test_every_line_shares_out_one_among_those_who_may_speak_it(network: Networks) -> None:
    talks, table = _conversations(QUAY)
    for talk, answer in zip(talks, network.read(talks, table), strict=True):
        shares = np.exp(answer)
        assert shares.sum(axis=1) == pytest.approx(1.0, abs=1e-4)
        assert shares[talk.rows < 0].max(initial=0.0) < 1e-6


def test_the_order_of_the_speakers_tells_nothing(network: Networks) -> None:
    talks, table = _conversations(QUAY)
    order = np.random.default_rng(3).permutation(SPEAKERS)
    turned = [replace(talk, rows=talk.rows[:, order], sure=talk.sure[:, order]) for talk in talks]
    straight, shuffled = network.read(talks, table), network.read(turned, table)
    for one, other in zip(straight, shuffled, strict=True):
        np.testing.assert_allclose(np.exp(one[:, order]), np.exp(other), atol=1e-5)


def test_what_is_read_beside_a_conversation_tells_nothing(network: Networks) -> None:
    quay, quay_table = _conversations(QUAY)
    kitchen, kitchen_table = _conversations(KITCHEN)
    later = [
        replace(talk, rows=np.where(talk.rows >= 0, talk.rows + len(quay_table), -1)) for talk in kitchen
    ]
    together = network.read([*later, *quay], np.concatenate([quay_table, kitchen_table]))
    apart = [*network.read(kitchen, kitchen_table), *network.read(quay, quay_table)]
    for one, other in zip(together, apart, strict=True):
        np.testing.assert_allclose(np.exp(one), np.exp(other), atol=1e-5)


def test_a_line_set_by_hand_is_felt_in_the_lines_beside_it() -> None:
    paragraphs = [text for text in QUAY if not text.startswith("Hanne")]
    quotations = find_quotations(paragraphs)
    roster = build_roster(paragraphs, quotations)
    names = {person.id: person.name for person in roster.people}

    def speakers(fixed: dict[int, str]) -> list[str]:
        found = attribute(paragraphs, quotations, roster, fixed)
        return [names[line.person] for line in found if line.person is not None]

    free, told = speakers({}), speakers({4: "Tobias"})
    assert free == ["Hanne", "Tobias"] * 4
    assert told[5:] == ["Hanne", "Tobias", "Hanne"]
