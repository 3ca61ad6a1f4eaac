"""Write a request or a receipt in one language, as PDF or as text to copy; needs no database."""

from zoneinfo import ZoneInfo

from exports.dossier import Language
from exports.handover import Group, Item, Paper, PaperKind, Side, render
from reversibility.accounts.queries import PracticeSheet
from reversibility.contracts.queries import ContractSheet
from reversibility.exits.requests.queries import ItemSheet, RequestSheet
from reversibility.exits.requests.rules import numbered
from reversibility.exits.words import Words
from reversibility.kernel.dates import Locale, instant
from reversibility.kernel.text import in_threes
from reversibility.register.queries import PartySheet

__all__ = ["Paper", "PaperKind", "build_paper", "paper_pdf", "request_text"]


def build_paper(
    kind: PaperKind,
    request: RequestSheet,
    sides: tuple[PracticeSheet, PartySheet, ContractSheet],
    locale: Locale,
    *,
    time_zone: str,
) -> Paper:
    """Write everything the paper says, in one language."""
    words, (practice, provider, contract) = Words(locale=locale), sides
    made = request.made_at.astimezone(ZoneInfo(time_zone)).date()
    released = request.released_at
    return Paper(
        language=Language(locale),
        kind=kind,
        practice=_practice(practice),
        provider=_provider(provider),
        contract=", ".join(filter(None, (contract.title, contract.reference))),
        number=request.number,
        made_on=made,
        made=words.day(made),
        answer_by=words.day(request.answer_by),
        released_from=instant(released, locale, time_zone) if released else "",
        groups=tuple(
            Group(title=about, items=tuple(_item(number, line, words) for number, line in lines))
            for about, lines in numbered((_about(item, words), item) for item in request.items)
        ),
    )


def paper_pdf(paper: Paper) -> bytes:
    """Print a paper; takes about a second, and raises HandoverError when it cannot be made."""
    return render(paper)


def request_text(paper: Paper, words: Words) -> str:
    """Write a request as text, to be pasted into a mail."""
    lines = [words.say("handover.opening", contract=paper.contract, by=paper.answer_by), ""]
    for group in paper.groups:
        lines += [group.title, *(f"{item.number}  {item.text}" for item in group.items), ""]
    return "\n".join([*lines, words.say("handover.closing", practice=paper.practice.name)])


def _about(item: ItemSheet, words: Words) -> str:
    # Lines of one's own are of no asset: their heading is ours, whatever language they came in.
    return item.about if item.asset_id else words.say("handover.others")


def _item(number: str, item: ItemSheet, words: Words) -> Item:
    return Item(
        number=number,
        text=item.said[words.locale],
        state=item.state.value,
        when=words.day(item.settled_on) if item.settled_on else "",
        words=item.words,
        reply=item.reply,
        proof=item.paper,
    )


def _practice(practice: PracticeSheet) -> Side:
    town = " ".join(filter(None, (practice.postcode, practice.city)))
    siren = f"SIREN {in_threes(practice.siren)}" if practice.siren else ""
    return Side(name=practice.legal_name, lines=tuple(filter(None, (practice.street, town, siren))))


def _provider(party: PartySheet) -> Side:
    town = " ".join(filter(None, (party.postcode, party.city)))
    siren = f"SIREN {in_threes(party.siren)}" if party.siren else ""
    return Side(
        name=party.legal_name or party.name,
        lines=tuple(filter(None, (party.street, town, siren))),
    )
