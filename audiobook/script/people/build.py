"""Building the roster from the text: names, who is who, genders, the narrator, and all mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from audiobook.model import Character, Gender
from audiobook.script.people.aliases import Cluster, clustered
from audiobook.script.people.gender import decided, weigh_pronouns
from audiobook.script.people.mentions import NounPhrase, bare_noun, noun_phrases, pronoun
from audiobook.script.people.names import Found, Name, Page, Sighting, find_names, joined
from audiobook.script.people.narrator import first_person, narrator_among
from audiobook.script.people.nouns import GROUPS, THINGS, noun_gender
from audiobook.script.people.roster import Mention, Person, Roster, folded
from audiobook.script.people.lexicon import SPEECH_VERBS
from audiobook.script.people.tokens import Token, tokenized
from audiobook.script.quotations import Quotation


def build_roster(
    paragraphs: Sequence[str], quotations: Sequence[Quotation], known: Sequence[Character] = ()
) -> Roster:
    """Everybody in the story and where they are mentioned, from the text alone.

    `known` characters (from voices.toml) are obeyed: their names and aliases are one person with
    the gender given, and no two of them are ever taken for one.
    """
    page = _page(paragraphs, quotations)
    found = find_names(page, paragraphs)
    weigh_pronouns(page, found.values())
    clusters = clustered(found, joined(page, found.values()), known)
    narrator = None
    if first_person(page):
        narrator = next((i for i, c in enumerate(clusters) if c.known is not None and c.known.narrates), None)
        if narrator is None:
            teller = narrator_among(page, clusters)
            narrator = clusters.index(teller) if teller is not None else len(clusters)
            if teller is None:
                clusters.append(Cluster([Found(Name("", ("i",)), Counter({"I": 0}))]))
    return _assembled(page, clusters, narrator)


def _page(paragraphs: Sequence[str], quotations: Sequence[Quotation]) -> Page:
    spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for index, quotation in enumerate(quotations):
        spans[quotation.paragraph].append((quotation.start, quotation.end, index))
    return [tokenized(text, spans.get(i, ())) for i, text in enumerate(paragraphs)]


def _assembled(page: Page, clusters: Sequence[Cluster], narrator: int | None) -> Roster:
    names: dict[int, list[tuple[Sighting, int, Found]]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        for entry in cluster.entries:
            for sighting in entry.sightings:
                names[sighting.paragraph].append((sighting, number, entry))
    people = [_person(number, cluster) for number, cluster in enumerate(clusters)]
    phrases: list[NounPhrase] = []
    nouns: dict[str, int] = {}
    mentions: list[list[Mention]] = []
    by_word = {folded(name): p.id for p in reversed(people) for name in (p.name, *p.aliases)}
    counts: Counter[int] = Counter()
    for paragraph, tokens in enumerate(page):
        taken = [False] * len(tokens)
        here: list[Mention] = []
        for sighting, number, entry in names.get(paragraph, ()):
            first, last = sighting.first, sighting.last
            taken[first : last + 1] = [True] * (last + 1 - first)
            quotation = tokens[first].quotation
            here.append(
                Mention(paragraph, tokens[first].start, tokens[last].end, number, "name", people[number].gender, False,
                        None if quotation < 0 else quotation, tokens[last].possessive, sighting.vocative)
            )  # fmt: skip
            counts[number] += 1
        phrases = list(noun_phrases(paragraph, tokens, taken))
        for phrase in phrases:
            head = phrase.head
            speaks = _speaks(tokens, phrase.first, phrase.last)
            if head in THINGS and head not in nouns and head not in by_word and not speaks:
                continue
            number = by_word.get(head, -1)
            if number < 0:
                if head not in nouns:
                    nouns[head] = len(people)
                    people.append(_noun_person(len(people), head))
                number = nouns[head]
            quotation = tokens[phrase.first].quotation
            taken[phrase.first : phrase.last + 1] = [True] * (phrase.last + 1 - phrase.first)
            here.append(
                Mention(paragraph, tokens[phrase.first].start, tokens[phrase.last].end, number, "noun",
                        people[number].gender, phrase.plural, None if quotation < 0 else quotation,
                        tokens[phrase.last].possessive)
            )  # fmt: skip
            counts[number] += 1
        for i, token in enumerate(tokens):
            if taken[i] and token.lower not in ("his", "her", "my", "our", "their"):
                continue
            mention = pronoun(paragraph, tokens, i) if not taken[i] else None
            if mention is not None:
                if mention.form == "first" and mention.quotation is None and not mention.plural:
                    mention = replace(mention, person=narrator)
                here.append(mention)
        here.sort(key=lambda m: m.start)
        mentions.append(here)
    people = [
        Person(p.id, p.name, p.aliases, p.gender, p.gender_score, p.id == narrator, counts[p.id], p.kind) for p in people
    ]
    index: dict[str, int] = {}
    for person in sorted(people, key=lambda p: -p.mentions):
        for name in (person.name, *person.aliases):
            index.setdefault(folded(name), person.id)
    return Roster(tuple(people), mentions, narrator, index)


def _speaks(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Subject of a verb of speech."""
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is not None and after.before == " " and after.lower in SPEECH_VERBS:
        return True
    return before is not None and tokens[first].before == " " and before.lower in SPEECH_VERBS


def _person(number: int, cluster: Cluster) -> Person:
    spellings: Counter[str] = Counter()
    for entry in cluster.entries:
        spellings.update(entry.spellings)
    names = [name for name, _ in spellings.most_common()]
    gender, score = decided(cluster.odds)
    if cluster.known is not None:
        names = list(dict.fromkeys([cluster.known.name, *cluster.known.aliases, *names]))
    return Person(number, names[0], tuple(names[1:]), gender, score, False, 0, "named")


def _noun_person(number: int, head: str) -> Person:
    gender = noun_gender(head) or Gender.UNKNOWN
    score = 0.0 if gender is Gender.UNKNOWN else 0.9
    return Person(number, head, (), gender, score, False, 0, "group" if head in GROUPS else "noun")
