"""Building the roster from the text: names, who is who, genders, the narrator, and all mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from audiobook.model import Character, Gender
from audiobook.script.people.aliases import Cluster, clustered, only_noun
from audiobook.script.people.gender import decided, weigh_pronouns
from audiobook.script.people.epithets import Epithets, NounPerson
from audiobook.script.people.mentions import pronoun
from audiobook.script.people.names import Found, Name, Page, Sighting, find_names, joined, stray_sightings
from audiobook.script.people.narrator import first_person, narrator_among
from audiobook.script.people.phrases import NounPhrase, noun_phrases, speaking_nouns
from audiobook.script.people.roster import Mention, Person, Roster, folded
from audiobook.script.people.titles import title_of
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
    clusters = [cluster for cluster in clusters if not only_noun(cluster)]
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
    entries = [entry for cluster in clusters for entry in cluster.entries]
    stray_sightings(page, entries, _taken(page, entries))
    names = _named_places(clusters, len(page))
    taken = _taken(page, entries)
    speaking = speaking_nouns(page)
    phrases = [list(noun_phrases(i, tokens, taken[i], speaking)) for i, tokens in enumerate(page)]
    places = [[(s.first, s.last, number) for s, number in here] for here in names]
    vocatives = {(i, s.first) for i, here in enumerate(names) for s, _ in here if s.vocative}
    epithets = Epithets(page, clusters, places, phrases, narrator, vocatives)
    people = [_person(n, cluster, epithets.votes[n]) for n, cluster in enumerate(clusters)]
    people += [_noun_person(len(people) + n, person) for n, person in enumerate(epithets.people)]
    mentions: list[list[Mention]] = []
    counts: Counter[int] = Counter()
    for paragraph, tokens in enumerate(page):
        here = [_name_mention(paragraph, tokens, s, people[n]) for s, n in names[paragraph]]
        for phrase in phrases[paragraph]:
            number = epithets.meant.get((paragraph, phrase.first))
            if number is not None or not phrase.told:
                here.append(_noun_mention(tokens, phrase, None if number is None else people[number]))
                taken[paragraph][phrase.first : phrase.last + 1] = [True] * (phrase.last + 1 - phrase.first)
        for i in range(len(tokens)):
            if not taken[paragraph][i] and (mention := pronoun(paragraph, tokens, i)) is not None:
                if mention.form == "first" and mention.quotation is None and not mention.plural:
                    mention = replace(mention, person=narrator)
                here.append(mention)
        here.sort(key=lambda m: m.start)
        counts.update(m.person for m in here if m.person is not None and m.form in ("name", "noun"))
        mentions.append(here)
    people = [replace(p, mentions=counts[p.id], narrates=p.id == narrator) for p in people]
    index: dict[str, int] = {}
    for person in sorted(people, key=lambda p: (p.kind != "named", -p.mentions)):
        for name in (person.name, *person.aliases):
            index.setdefault(folded(name), person.id)
    return Roster(tuple(people), mentions, narrator, index)


def _taken(page: Page, entries: Iterable[Found]) -> list[list[bool]]:
    """For each paragraph which tokens belong to a name."""
    taken = [[False] * len(tokens) for tokens in page]
    for entry in entries:
        for sighting in entry.sightings:
            here = taken[sighting.paragraph]
            here[sighting.first : sighting.last + 1] = [True] * (sighting.last + 1 - sighting.first)
    return taken


def _named_places(clusters: Sequence[Cluster], paragraphs: int) -> list[list[tuple[Sighting, int]]]:
    """For each paragraph its sightings with the number of the cluster, in order."""
    places: list[list[tuple[Sighting, int]]] = [[] for _ in range(paragraphs)]
    for number, cluster in enumerate(clusters):
        for entry in cluster.entries:
            for sighting in entry.sightings:
                places[sighting.paragraph].append((sighting, number))
    for here in places:
        here.sort(key=lambda place: place[0].first)
    return places


def _name_mention(paragraph: int, tokens: Sequence[Token], sighting: Sighting, person: Person) -> Mention:
    first, last = tokens[sighting.first], tokens[sighting.last]
    return Mention(
        paragraph, first.start, last.end, person.id, "name", person.gender, False, _inside(first), last.possessive,
        sighting.vocative,
    )  # fmt: skip


def _noun_mention(tokens: Sequence[Token], phrase: NounPhrase, person: Person | None) -> Mention:
    first, last = tokens[phrase.first], tokens[phrase.last]
    gender = phrase.gender if person is None or phrase.gender is not Gender.UNKNOWN else person.gender
    return Mention(
        phrase.paragraph, first.start, last.end, None if person is None else person.id, "noun", gender,
        phrase.plural, _inside(first), last.possessive,
    )  # fmt: skip


def _inside(token: Token) -> int | None:
    return token.quotation if token.quotation >= 0 else None


def _person(number: int, cluster: Cluster, votes: float) -> Person:
    spellings: Counter[str] = Counter()
    for entry in cluster.entries:
        spellings.update(entry.spellings)
    names = [name for name, _ in spellings.most_common()]
    full = [n for n in names if n.endswith(f" {names[0]}") and not title_of(n.split()[0])]
    if full and spellings[full[0]] > 1:
        # A surname alone is what the narrator says; a reader knows them by the full name.
        names.remove(full[0])
        names.insert(0, full[0])
    gender, score = decided(cluster.odds + min(2.0, max(-2.0, votes)))
    if cluster.known is not None:
        names = list(dict.fromkeys([cluster.known.name, *cluster.known.aliases, *names]))
    return Person(number, names[0], tuple(names[1:]), gender, score, False, 0, "named")


def _noun_person(number: int, known: NounPerson) -> Person:
    name = known.phrases.most_common(1)[0][0]
    aliases = tuple(phrase for phrase, _ in known.phrases.most_common() if phrase != name)
    gender, score = decided(known.odds)
    return Person(number, name, aliases, gender, score, False, 0, "group" if known.plural else "noun")
