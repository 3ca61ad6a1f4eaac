"""Cases OWN05 to OWN09: the published name beside the names of one party."""

from collections.abc import Iterator
from dataclasses import dataclass

from probes.holder.confidence import CONTESTED, GUESS, LINKED, NAMED, UNLIKE, reading
from probes.holder.links import Links, Place, links
from probes.holder.names import (
    FormRelation,
    Name,
    is_same,
    is_same_person,
    may_be_person,
    may_be_same_person,
    relate_forms,
)
from probes.holder.notes import link_notes, other_town
from probes.holder.parties import Party
from probes.holder.published import Published
from probes.interface import HolderClass, Message, Reading, message


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What is published beside one party, and what ties them apart from names."""

    published: Published
    party: Party
    tie: Links

    def says(self, code: str, **params: str) -> Message:
        """Build a message that names both."""
        names = {"holder": self.published.holder, "party": self.party.shown_name}
        return message(code, **names, **params)


def compare_with_party(published: Published, party: Party, practice: Party) -> Iterator[Reading]:
    """Yield what each case says of one party; nothing when it bears no such name."""
    pair = Pair(published=published, party=party, tie=links(published.contact, party.identity))
    names = [name for name in published.names if not _is_of_another_profession(name, party)]
    for case in (own05_legal_name, own06_trading_name, own09_related_entity):
        for name in names:
            yield from case(pair, name)
    for name in names:
        yield from own08_name_with_more(pair, name, practice)
    if len(names) == len(published.names):
        yield from own07_person(pair)


def _is_of_another_profession(name: Name, party: Party) -> bool:
    """Whether a name tells a profession that the party is not of: a pharmacy beside a law firm."""
    return bool(name.professions and party.professions and not name.professions & party.professions)


def own05_legal_name(pair: Pair, name: Name) -> Iterator[Reading]:
    """OWN05: the core of the published name is that of a legal name of the party.

    Decided when nothing speaks against it and the name has two distinctive words, or something
    else (town, mail, phone, street) ties them. Another town without any tie, a name of one word,
    or an earlier legal form without a tie leave it open. A form that no conversion leads to (an SCM
    or SCI beside a SELARL) is another legal person of the same name: open too.
    """
    for own in pair.party.legal_names:
        if not is_same(name, own):
            continue
        relation = relate_forms(name.form, own.form)
        if relation is FormRelation.OTHER:
            forms = {"form": name.form.upper(), "own_form": own.form.upper()}
            other = pair.says("OWN05_OTHER_FORM", **forms)
            yield reading(HolderClass.THIRD_PARTY, GUESS, other)
            continue
        said = pair.says("OWN05_LEGAL_NAME")
        yield _weighed(pair, said, _doubt_of_legal_name(pair, own, relation))


def _doubt_of_legal_name(pair: Pair, own: Name, relation: FormRelation) -> Message | None:
    if not own.is_strong and not pair.tie.is_any:
        return pair.says("OWN05_COMMON_NAME")
    if (
        relation is not FormRelation.SAME
        and _is_surname(own, pair.party)
        and not pair.tie.is_direct
    ):
        return pair.says("OWN05_COMMON_NAME")
    if relation is FormRelation.SUCCESSIVE and not pair.tie.is_any:
        return pair.says("OWN05_EARLIER_FORM")
    return None


def _is_surname(own: Name, party: Party) -> bool:
    """Whether a name is one surname of the party's people: any shop of the street may bear it."""
    return len(own.core) == 1 and any(own.core[0] in person for person in party.people)


def own06_trading_name(pair: Pair, name: Name) -> Iterator[Reading]:
    """OWN06: the published name is a trading name or brand of the party.

    A practice's trading name needs the same town, mail domain, phone or street. A trading name of
    common words in another town is somebody else's. A provider's brand of two distinctive words
    stands alone. A form that the party has not leaves it open, unless mail, phone or street tie
    them.
    """
    for own in pair.party.trading_names:
        if not is_same(name, own):
            continue
        if pair.tie.place is Place.OTHER and not pair.tie.is_direct and not own.is_strong:
            yield reading(HolderClass.THIRD_PARTY, UNLIKE, *_elsewhere(pair))
            continue
        yield _weighed(pair, pair.says("OWN06_TRADING_NAME"), _doubt_of_brand(pair, name, own))


def _elsewhere(pair: Pair) -> tuple[Message, ...]:
    named = pair.says("OWN06_TRADING_NAME_ELSEWHERE")
    return (named, *other_town(pair.published.contact, pair.party))


def _doubt_of_brand(pair: Pair, name: Name, own: Name) -> Message | None:
    forms = {relate_forms(name.form, legal.form) for legal in pair.party.legal_names}
    if forms == {FormRelation.OTHER} and not pair.tie.is_direct:
        return pair.says("OWN06_OTHER_FORM", form=name.form.upper())
    stands_alone = pair.party.role is HolderClass.PROVIDER and own.is_strong
    if not pair.tie.is_any and not stands_alone:
        return pair.says("OWN06_NEEDS_PLACE")
    return None


def own07_person(pair: Pair) -> Iterator[Reading]:
    """OWN07: the published holder is a person of the party, under their own name.

    First name and surname in any order, without title. A second first name, a name at birth or a
    double surname that only one side has needs the same town, mail, phone or street. A company
    that bears a person's name is not that person.
    """
    if not all(map(may_be_person, pair.published.names)):
        return
    for person in pair.party.people:
        if is_same_person(person, pair.published.person):
            yield _weighed(pair, pair.says("OWN07_PERSON"), None)
        elif may_be_same_person(person, pair.published.person):
            doubt = None if pair.tie.is_any else pair.says("OWN07_NEEDS_PLACE")
            yield _weighed(pair, pair.says("OWN07_PERSON_NEARLY"), doubt)


def own08_name_with_more(pair: Pair, name: Name, practice: Party) -> Iterator[Reading]:
    """OWN08: the published name is a name of the party and more words.

    Words that the party is known by (a trading name, its people, its town) change nothing. A
    provider's name followed by its client's is the provider's: whoever is named first holds. The
    client first, then the provider, leaves it open.
    """
    for own in pair.party.names:
        more = set(name.core) - set(own.core)
        if not own.is_strong or not more or not set(own.core) < set(name.core):
            continue
        if relate_forms(name.form, own.form) is FormRelation.OTHER:
            continue
        if more <= pair.party.vocabulary:
            yield _weighed(pair, pair.says("OWN08_NAME_WITH_MORE"), None)
        elif pair.party is not practice and any(
            set(client.core) <= more for client in practice.names
        ):
            first = name.core[: len(own.core)] == own.core
            sure = NAMED if first else CONTESTED
            yield reading(pair.party.role, sure, pair.says("OWN08_NAMES_CLIENT"))


def own09_related_entity(pair: Pair, name: Name) -> Iterator[Reading]:
    """OWN09: the published name is an entity that the party declared as related to it.

    Another legal person (an SCM, an SCI, a holding): whether it is to hold the name is for the
    practice to say.
    """
    if any(is_same(name, own) and _same_form(name, own) for own in pair.party.related):
        yield reading(pair.party.role, CONTESTED, pair.says("OWN09_RELATED_ENTITY"))


def _same_form(name: Name, own: Name) -> bool:
    return relate_forms(name.form, own.form) is not FormRelation.OTHER


def _weighed(pair: Pair, said: Message, doubt: Message | None) -> Reading:
    """Weigh a name that fits: a doubt or another town leaves it open, a tie makes it surer."""
    if doubt is None and pair.tie.place is Place.OTHER and not pair.tie.is_direct:
        away = other_town(pair.published.contact, pair.party)
        return reading(pair.party.role, CONTESTED, said, *away)
    if doubt is not None:
        return reading(pair.party.role, CONTESTED, said, doubt)
    ties = link_notes(pair.published.contact, pair.party, pair.tie)
    return reading(pair.party.role, LINKED if ties else NAMED, said, *ties)
