"""Cases OWN05 to OWN09: the published name beside the names of one party.

A case is the sentences that speak for or against one party being the holder, each of which has its
weight (`weights.toml`): first that a name fits, then what makes it doubtful.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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
from probes.holder.nearly import nearly
from probes.holder.others import own10_another_kind
from probes.holder.parties import Party
from probes.holder.published import Published
from probes.interface import HolderClass, Message, message

Case = tuple[Message, ...]


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


def compare_with_party(published: Published, party: Party, practice: Party) -> Iterator[Case]:
    """Yield each case that one party makes: at least one, be it that it bears no such name."""
    pair = Pair(published=published, party=party, tie=links(published.contact, party.identity))
    names = [name for name in published.names if not _is_of_another_profession(name, party)]
    found = list(_by_name(pair, names, practice))
    if len(names) == len(published.names):
        found += own07_person(pair)
    if not found:
        kind = own10_another_kind(published, party)
        slips = nearly(names, party) or _none(pair)
        found = [(pair.says(code), *kind, *other_form(pair)) for code in slips]
    alike = _alike(pair, names)
    yield from ((*case, *alike) for case in found)


def _none(pair: Pair) -> tuple[str, ...]:
    return ("OWN10_TIED" if pair.tie.is_direct else "OWN10_UNLIKE",)


def _alike(pair: Pair, names: list[Name]) -> Case:
    """Say that the name states the profession of the party; the form says little, all have it."""
    stated = frozenset[str]().union(*(name.professions for name in names))
    is_same_one = bool(stated & pair.party.professions)
    return (pair.says("OWN11_SAME_PROFESSION"),) if is_same_one else ()


def other_form(pair: Pair) -> Case:
    """Say that the published name bears a legal form that the party cannot have."""
    published = {name.form for name in pair.published.names if name.form}
    own = {name.form for name in pair.party.legal_names if name.form}
    pairs = [relate_forms(one, other) for one in published for other in own]
    is_other = bool(pairs) and all(relation is FormRelation.OTHER for relation in pairs)
    return (pair.says("OWN11_OTHER_FORM"),) if is_other else ()


def _by_name(pair: Pair, names: list[Name], practice: Party) -> Iterator[Case]:
    for name in names:
        yield from own05_legal_name(pair, name)
        yield from own06_trading_name(pair, name)
        yield from own09_related_entity(pair, name)
        yield from own08_name_with_more(pair, name, practice)


def _is_of_another_profession(name: Name, party: Party) -> bool:
    """Whether a name tells a profession that the party is not of: a pharmacy beside a law firm."""
    return bool(name.professions and party.professions and not name.professions & party.professions)


def own05_legal_name(pair: Pair, name: Name) -> Iterator[Case]:
    """OWN05: the core of the published name is that of a legal name of the party.

    A name of one word, or an earlier legal form, says less while nothing else (town, mail, phone,
    street) ties them. A form that no conversion leads to (an SCM or SCI beside a SELARL) is another
    legal person of the same name.
    """
    for own in pair.party.legal_names:
        if not is_same(name, own):
            continue
        relation = relate_forms(name.form, own.form)
        if relation is FormRelation.OTHER:
            forms = {"form": name.form.upper(), "own_form": own.form.upper()}
            yield (pair.says("OWN05_OTHER_FORM", **forms),)
        else:
            doubt = _doubt_of_legal_name(pair, own, relation)
            yield (pair.says("OWN05_LEGAL_NAME"), *doubt)


def _doubt_of_legal_name(pair: Pair, own: Name, relation: FormRelation) -> Case:
    is_common = not own.is_strong and not pair.tie.is_any
    may_be_any_shop = (
        relation is not FormRelation.SAME
        and _is_surname(own, pair.party)
        and not pair.tie.is_direct
    )
    if is_common or may_be_any_shop:
        return (pair.says("OWN05_COMMON_NAME"),)
    if relation is FormRelation.SUCCESSIVE and not pair.tie.is_any:
        return (pair.says("OWN05_EARLIER_FORM"),)
    return ()


def _is_surname(own: Name, party: Party) -> bool:
    """Whether a name is one surname of the party's people: any shop of the street may bear it."""
    return len(own.core) == 1 and any(own.core[0] in person for person in party.people)


def own06_trading_name(pair: Pair, name: Name) -> Iterator[Case]:
    """OWN06: the published name is a trading name or brand of the party.

    A practice's trading name says less without the same town, mail domain, phone or street, and
    little when it is made of common words and stands in another town. A provider's brand of two
    distinctive words stands alone. A form that the party has not says that it may be another's.
    """
    for own in pair.party.trading_names:
        if not is_same(name, own):
            continue
        if pair.tie.place is Place.OTHER and not pair.tie.is_direct and not own.is_strong:
            yield (pair.says("OWN06_TRADING_NAME_ELSEWHERE"),)
        else:
            yield (pair.says("OWN06_TRADING_NAME"), *_doubt_of_brand(pair, name, own))


def _doubt_of_brand(pair: Pair, name: Name, own: Name) -> Case:
    forms = {relate_forms(name.form, legal.form) for legal in pair.party.legal_names}
    if forms == {FormRelation.OTHER} and not pair.tie.is_direct:
        return (pair.says("OWN06_OTHER_FORM", form=name.form.upper()),)
    stands_alone = pair.party.role is HolderClass.PROVIDER and own.is_strong
    if not pair.tie.is_any and not stands_alone:
        return (pair.says("OWN06_NEEDS_PLACE"),)
    return ()


def own07_person(pair: Pair) -> Iterator[Case]:
    """OWN07: the published holder is a person of the party, under their own name.

    First name and surname in any order, without title. A second first name, a name at birth or a
    double surname that only one side has says less without a tie. A company that bears a person's
    name is not that person.
    """
    if not all(map(may_be_person, pair.published.names)):
        return
    for person in pair.party.people:
        if is_same_person(person, pair.published.person):
            yield (pair.says("OWN07_PERSON"),)
        elif may_be_same_person(person, pair.published.person):
            doubt = () if pair.tie.is_any else (pair.says("OWN07_NEEDS_PLACE"),)
            yield (pair.says("OWN07_PERSON_NEARLY"), *doubt)


def own08_name_with_more(pair: Pair, name: Name, practice: Party) -> Iterator[Case]:
    """OWN08: the published name is a name of the party and more words.

    Words that the party is known by (a trading name, its people, its town) change nothing. A
    provider's name followed by its client's is the provider's: whoever is named first holds. The
    client first, then the provider, says less.
    """
    for own in pair.party.names:
        more = set(name.core) - set(own.core)
        if not own.is_strong or not more or not set(own.core) < set(name.core):
            continue
        if relate_forms(name.form, own.form) is FormRelation.OTHER:
            continue
        if more <= pair.party.vocabulary:
            yield (pair.says("OWN08_NAME_WITH_MORE"),)
        elif pair.party is not practice and any(
            set(client.core) <= more for client in practice.names
        ):
            first = name.core[: len(own.core)] == own.core
            yield (pair.says("OWN08_NAMES_CLIENT" if first else "OWN08_NAMED_SECOND"),)


def own09_related_entity(pair: Pair, name: Name) -> Iterator[Case]:
    """OWN09: the published name is an entity that the party declared as related to it.

    Another legal person (an SCM, an SCI, a holding): whether it is to hold the name is for the
    practice to say.
    """
    if any(is_same(name, own) and _same_form(name, own) for own in pair.party.related):
        yield (pair.says("OWN09_RELATED_ENTITY"),)


def _same_form(name: Name, own: Name) -> bool:
    return relate_forms(name.form, own.form) is not FormRelation.OTHER
