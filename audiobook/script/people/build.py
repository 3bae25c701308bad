"""Building the roster from the text: names, who is who, genders, the narrator, and all mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from audiobook.model import Character, Gender
from audiobook.script.people.aliases import Cluster, clustered, only_noun
from audiobook.script.people.apposition import roles
from audiobook.script.people.bynames import bynames
from audiobook.script.people.capitals import Page
from audiobook.script.people.company import SHORT, company
from audiobook.script.people.epithets import Epithets, NounPerson
from audiobook.script.people.gender import decided, weigh_pronouns
from audiobook.script.people.guises import Guises
from audiobook.script.people.listed import Listed, names_of, parted
from audiobook.script.people.mentions import mentions_in
from audiobook.script.people.namehood import find_names
from audiobook.script.people.names import Found, Name, joined, stray_sightings
from audiobook.script.people.narrator import first_person, is_called, narrator_among, untold
from audiobook.script.people.nouns import noun_gender
from audiobook.script.people.phrases import noun_phrases, speaking_nouns
from audiobook.script.people.roster import Mention, Person, PersonKind, Roster, folded
from audiobook.script.people.speech import reports
from audiobook.script.people.story import Story
from audiobook.script.people.tables import first_name
from audiobook.script.people.titles import COURTESY, MARRIED, title_of
from audiobook.script.people.tokens import tokenized
from audiobook.script.quotations import Quotation

_OFTEN_ENOUGH = 0.2
"""Share of what somebody is mostly called that makes another name one that readers know them by."""
_NOW_AND_THEN = 0.05
"""Share below which a full name is no name that readers know somebody by."""
_BEFORE_SURNAMES = MARRIED | {"mr", "miss", "ms", "monsieur", "herr", "signor", "señor", "senor"}
_ESTABLISHED = 3
"""Times that a name must stand in full where no list knows its first word."""
_MOST_VOTES = 2.0
"""The most that nouns add to the log odds of a named person's gender."""
_SMALL_I = 5
"""Times that "i" must stand for "I" to be how somebody writes."""
_PARTIAL = 4.0
"""A list that lacks a fourth of those whom tags name tells nothing of the rest."""


def build_roster(
    paragraphs: Sequence[str], quotations: Sequence[Quotation], known: Sequence[Character] = ()
) -> Roster:
    """Everybody in the story and where they are mentioned, from the text alone.

    `known` characters (from voices.toml) are obeyed: their names and aliases are one person with
    the gender given, and no two of them are ever taken for one.
    """
    page = _page(paragraphs, quotations)
    found = find_names(page, paragraphs, names_of(known))
    weigh_pronouns(page, found.values())
    named, unnamed = parted(found, known)
    apart, one = joined(page, found.values()), bynames(page, found.values())
    clusters = [c for c in clustered(found, apart, named, one) if not only_noun(c)]
    narrator, presumed = _narrator(page, clusters)
    entries = [entry for cluster in clusters for entry in cluster.entries]
    stray_sightings(page, entries, _taken(page, entries))
    taken = _taken(page, entries)
    listed = Listed.of(clusters, unnamed)
    speaking = speaking_nouns(page) | listed.strange
    phrases = [list(noun_phrases(i, tokens, taken[i], speaking)) for i, tokens in enumerate(page)]
    story = Story(page, clusters, phrases, narrator)
    said = roles(story)
    closed = _closed(page, clusters)
    epithets = Epithets(story, said, company(story, said), listed)
    shared, families = _shared_surnames(clusters), _families(clusters)
    people = [_person(n, c, epithets.votes[n], narrator, shared) for n, c in enumerate(clusters)]
    people = [replace(person, kind="group") if person.id in families else person for person in people]
    people += [_noun_person(len(people) + n, person) for n, person in enumerate(epithets.people)]
    met = {person.known.name for person in epithets.people if person.known is not None}
    people += [_unmet(len(people) + n, c) for n, c in enumerate(c for c in unnamed if c.name not in met)]
    mentions = [mentions_in(story, i, text, people, epithets) for i, text in enumerate(paragraphs)]
    roster = replace(_roster(people, mentions, narrator), closed=closed, presumed=presumed)
    if len(page) > SHORT:
        return roster
    return replace(roster, guises=Guises(story, said, epithets.meant, epithets.claims, closed).clues())


def _page(paragraphs: Sequence[str], quotations: Sequence[Quotation]) -> Page:
    spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for index, quotation in enumerate(quotations):
        spans[quotation.paragraph].append((quotation.start, quotation.end, index))
    page = [tokenized(text, spans.get(i, ())) for i, text in enumerate(paragraphs)]
    _capitalise_i(page)
    return page


def _capitalise_i(page: Page) -> None:
    """Where the first person is mostly written "i", read it as "I"."""
    written = Counter(token.text for tokens in page for token in tokens if token.lower == "i")
    if written["i"] < max(_SMALL_I, written["I"]):
        return
    for tokens in page:
        for token in tokens:
            if token.text == "i":
                token.text = "I"


def _tells(character: Character) -> bool:
    """The list has them as the narrator, or by the name of "I"."""
    return character.narrates or "I" in (character.name, *character.aliases)


def _narrator(page: Page, clusters: list[Cluster]) -> tuple[int | None, int | None]:
    """Who tells the story as "I", and somebody who may prove to be the same; a person of that name is added
    when nobody surely gives a better one."""
    told = next((n for n, c in enumerate(clusters) if c.known is not None and _tells(c.known)), None)
    if told is not None or not first_person(page):
        return told, None
    listed = untold(page, clusters)
    if len(listed) == 1 and (_closed(page, clusters) or is_called(listed[0])):
        return clusters.index(listed[0]), None
    teller, sure = narrator_among(page, listed or clusters)
    presumed = None if teller is None else clusters.index(teller)
    if sure:
        return presumed, None
    clusters.append(Cluster([Found(Name("", ("i",)), Counter({"I": 0}))]))
    return len(clusters) - 1, presumed


def _taken(page: Page, entries: Iterable[Found]) -> list[list[bool]]:
    """For each paragraph which tokens belong to a name."""
    taken = [[False] * len(tokens) for tokens in page]
    for entry in entries:
        for sighting in entry.sightings:
            here = taken[sighting.paragraph]
            here[sighting.first : sighting.last + 1] = [True] * (sighting.last + 1 - sighting.first)
    return taken


# --- people ---------------------------------------------------------------------------------------


def _person(number: int, cluster: Cluster, votes: float, narrator: int | None, shared: set[str]) -> Person:
    gender, score = decided(cluster.odds + min(_MOST_VOTES, max(-_MOST_VOTES, votes)))
    name, *aliases = _called(cluster, shared)
    listed = cluster.known is not None
    return Person(number, name, tuple(aliases), gender, score, number == narrator, listed=listed)


def _shared_surnames(clusters: Sequence[Cluster]) -> set[str]:
    """Surnames that stand after titles of several people: Mr. Tarrant and Mrs. Tarrant."""
    bearers = Counter(
        surname
        for cluster in clusters
        for surname in {
            e.name.last for e in cluster.entries if e.name.words and e.name.title in _BEFORE_SURNAMES
        }
    )
    return {surname for surname, count in bearers.items() if count > 1}


def _families(clusters: Sequence[Cluster]) -> set[int]:
    """Those that are several people: "the Tarrants", "the Miss Tarrants"."""
    surnames = {e.name.last for c in clusters for e in c.entries if e.name.title or len(e.name.words) > 1}
    return {
        number
        for number, cluster in enumerate(clusters)
        if cluster.known is None
        and all(e.name.last[-1:] == "s" and e.name.last[:-1] in surnames for e in cluster.entries)
        and sum(e.with_article for e in cluster.entries) * 2 >= cluster.size
    }


def _called(cluster: Cluster, shared: Collection[str]) -> list[str]:
    """What a reader calls them, then their other names, most used first.

    `shared`: surnames that do not tell by themselves who is meant.
    """
    spellings: Counter[str] = Counter()
    for entry in cluster.entries:
        spellings.update(entry.spellings)
    names = [name for name, _ in spellings.most_common()]
    if not names:
        names = [""]
    elif better := (
        _full_name(cluster, names[0])
        or _given_name(cluster, spellings, names[0])
        or (names[0].casefold() in shared and _titled(cluster, names[0]))
    ):
        names.insert(0, better)
    if cluster.known is not None:
        names = [cluster.known.name, *cluster.known.aliases, *names]
    return list(dict.fromkeys(filter(None, names)))


def _given_name(cluster: Cluster, spellings: Counter[str], usual: str) -> str:
    """The given name, where the narrator mostly says "Miss Tarrant" and yet often the given name alone."""
    words = usual.split()
    title = title_of(words[0])
    if len(words) != 2 or title not in COURTESY or title in MARRIED:
        return ""
    given = Counter(
        {
            spelling: spellings[spelling]
            for entry in cluster.entries
            if not entry.name.title
            and len(entry.name.words) == 1
            and entry.name.words[0] != words[1].casefold()
            for spelling in entry.spellings
            if first_name(spelling.casefold()) is not None
        }
    )
    often = [name for name, count in given.most_common(1) if count >= _OFTEN_ENOUGH * spellings[usual]]
    return often[0] if often else ""


def _titled(cluster: Cluster, surname: str) -> str:
    """The surname with the title that stands before it most."""
    spellings: Counter[str] = Counter()
    for entry in cluster.entries:
        if entry.name.title in _BEFORE_SURNAMES and entry.name.words == (surname.casefold(),):
            spellings.update(entry.spellings)
    return spellings.most_common(1)[0][0] if spellings else ""


def _full_name(cluster: Cluster, usual: str) -> str:
    """The given name with the surname, where the narrator mostly says the surname alone or "Miss Tarrant"."""
    words = usual.split()
    title = title_of(words[0])
    if len(words) > 2 or (len(words) == 2 and title not in COURTESY) or title in MARRIED:
        # "Mrs. Tarrant" may be found among her husband's names.
        return ""
    spellings: Counter[str] = Counter()
    for entry in cluster.entries:
        listed = first_name(entry.name.first) is not None or len(entry.sightings) >= _ESTABLISHED
        noun = noun_gender(entry.name.first) is not None
        if not entry.name.title and len(entry.name.words) > 1 and listed and not noun:
            spellings.update(entry.spellings)
    full = [name for name, _ in spellings.most_common() if name.endswith(f" {words[-1]}")]
    seldom = bool(full) and spellings[full[0]] < _NOW_AND_THEN * _count(cluster, usual)
    if seldom and (title in COURTESY or spellings[full[0]] < _ESTABLISHED):
        return ""  # told once who Miss Tarrant is, readers know her as that
    return full[0] if full else ""


def _count(cluster: Cluster, spelling: str) -> int:
    return sum(entry.spellings[spelling] for entry in cluster.entries)


def _closed(page: Page, clusters: Sequence[Cluster]) -> float:
    """How far the caller's list names everybody who speaks, 0 (no list) to 1: what the tags tell."""
    listed = others = 0
    for cluster in clusters:
        spoken = sum(
            reports(page[s.paragraph], s.first, s.last) for e in cluster.entries for s in e.sightings
        )
        if cluster.known is not None:
            listed += spoken
        else:
            others += spoken
    return max(0.0, 1.0 - _PARTIAL * (others + 1) / (listed + others + 1)) if listed else 0.0


def _noun_person(number: int, known: NounPerson) -> Person:
    names = [phrase for phrase, _ in known.phrases.most_common()]
    if known.known is not None:
        names = list(dict.fromkeys((known.known.name, *known.known.aliases, *names)))
    gender, score = decided(known.odds)
    listed = known.known is not None
    kind: PersonKind = "group" if known.plural else "named" if listed else "noun"
    return Person(number, names[0], tuple(names[1:]), gender, score, kind=kind, listed=listed)


def _unmet(number: int, character: Character) -> Person:
    """Somebody listed by nouns alone whom the text never calls so."""
    sure = float(character.gender is not Gender.UNKNOWN)
    return Person(number, character.name, character.aliases, character.gender, sure, listed=True)


def _roster(people: Sequence[Person], mentions: list[list[Mention]], narrator: int | None) -> Roster:
    counts = Counter(m.person for here in mentions for m in here if m.form in ("name", "noun"))
    people = [replace(person, mentions=counts[person.id]) for person in people]
    by_name: dict[str, int] = {}
    order = sorted(people, key=lambda p: (p.kind != "named", -p.mentions))
    for person in order:
        for name in (person.name, *person.aliases):
            by_name.setdefault(folded(name), person.id)
    for person in order:
        if person.kind == "named":
            # "Pellow" finds Mrs. Pellow, though the text never leaves out her title.
            by_name.setdefault(folded(person.name).split(" ")[-1], person.id)
    return Roster(tuple(people), mentions, narrator, by_name)
