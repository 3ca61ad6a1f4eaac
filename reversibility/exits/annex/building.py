"""Write an annex in one language, from what was gathered."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date

from exports.annex import (
    Annex,
    Clause,
    Contact,
    Contract,
    Held,
    Party,
    Reply,
    Return,
    Step,
    Term,
)
from exports.dossier import Grade, Language
from reversibility.access.queries import GrantLine
from reversibility.catalogues.clauses import ESSENTIAL, clauses
from reversibility.catalogues.clauses import Clause as CatalogueClause
from reversibility.catalogues.models import Grade as CatalogueGrade
from reversibility.catalogues.models import Source, Statement
from reversibility.catalogues.situations import Situation
from reversibility.contracts.models import ClauseReply
from reversibility.contracts.queries import ClauseLine
from reversibility.evidence.standing import Standing
from reversibility.exits.annex.gathering import AnnexMaterial
from reversibility.exits.duties import write_duties
from reversibility.exits.words import Words
from reversibility.first_steps.holdings import NOBODY, UNKNOWN, Ask
from reversibility.journal.texts import value_name
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import canonical_json, sha256
from reversibility.kernel.text import in_threes
from reversibility.recovery.models import PlannedStep
from reversibility.recovery.planning import make_plan
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef

_MOST_DELAYS = 1
_WITH_DEFAULT = {
    ClauseReply.NO,
    ClauseReply.PARTLY,
    ClauseReply.SILENT,
    ClauseReply.UNKNOWN,
    None,
}
"""Answers that leave something to settle: what applies by default is printed beside them."""
_LEFT_OUT = {ClauseReply.NOT_APPLICABLE, ClauseReply.UNKNOWN}
"""Answers about other than the essential points that say nothing to print."""


def build_annex(material: AnnexMaterial, locale: Locale, *, number: int, time_zone: str) -> Annex:
    """Write the annex of a contract in a language."""
    words = Words(locale=locale)
    write = _Writer(material, words)
    annex = Annex(
        language=Language(locale),
        practice=write.practice(),
        provider=write.provider(),
        contract=write.contract(),
        made_at=material.made_at,
        number=number,
        content_sha256="",
        held=tuple(write.held(standing) for standing in material.standings),
        returns=tuple(write.returned(standing) for standing in material.covered),
        clauses=tuple(write.clause(each) for each in _printed(material.answers)),
        expects=write.expects(),
        expects_text=material.contract.expects_text,
        contacts=write.contacts(),
        duties=write_duties(material.duties, words),
        time_zone=time_zone,
    )
    return replace(annex, content_sha256=said_digest(annex))


def _printed(answers: Mapping[str, ClauseLine]) -> tuple[CatalogueClause, ...]:
    """Return the essential points, then the others that somebody answered."""
    essential = clauses().preset(ESSENTIAL)
    told = {name for name, line in answers.items() if line.reply not in _LEFT_OUT}
    others = (each for each in clauses().clauses if each.id in told and each not in essential)
    return (*essential, *sorted(others, key=lambda each: each.id))


def said_digest(annex: Annex) -> str:
    """Return the digest of what an annex says, whenever it is made."""
    said = asdict(annex)
    for name in ("made_at", "number", "content_sha256", "time_zone"):
        said.pop(name)
    if not annex.duties:  # as before annexes had any: an edition that says the same stays the last
        said.pop("duties")
    return sha256(canonical_json(_plain(said)))


class _Writer:
    """Writes the parts of one annex."""

    def __init__(self, material: AnnexMaterial, words: Words) -> None:
        self._material, self._words = material, words

    def practice(self) -> Party:
        """Write who the Client is."""
        told = self._material.practice
        named = (
            " ".join(filter(None, (each.get("title", ""), each["name"]))) for each in told.people
        )
        return Party(
            name=(told.trading_names or (told.legal_name,))[0],
            legal_name=told.legal_name,
            legal_form=told.legal_form,
            siren=in_threes(told.siren),
            vat=told.vat,
            address=_address(told.street, told.postcode, told.city),
            people=tuple(named),
        )

    def provider(self) -> Party:
        """Write who the Provider is."""
        told = self._material.provider
        return Party(
            name=told.name,
            legal_name=told.legal_name,
            siren=in_threes(told.siren),
            address=_address(told.street, told.postcode, told.city),
        )

    def contract(self) -> Contract:
        """Write which contract it is."""
        told = self._material.contract
        ahead = told.dates.deadline
        return Contract(
            title=told.title,
            reference=told.reference,
            starts_on=told.starts_on,
            ends_on=told.ends_on,
            notice=self._words.period(told.notice) if told.notice else "",
            notice_by=ahead.last_day if ahead else None,
        )

    def held(self, standing: Standing) -> Held:
        """Write who holds an asset, runs it, gets in and pays."""
        asset, say = standing.asset, self._words.say
        noted = self._material.noted.get(asset.id, {})
        own = [each for each in standing.grants if each.party.kind is PartyKind.PRACTICE]
        others = [each for each in standing.grants if each.party.kind is not PartyKind.PRACTICE]
        return Held(
            name=asset.name,
            kind=self._words.text(standing.kind.short),
            is_covered=asset.id in self._material.contract.asset_ids,
            holder=self._party(asset.holder, noted.get(Ask.HOLDER), ""),
            provider=self._party(asset.provider, noted.get(Ask.PROVIDER), say("annex.self")),
            payer=self._party(asset.payer, noted.get(Ask.PAYER), say("annex.free")),
            inside=self._people(standing, own, noted.get(Ask.INSIDE)),
            outside=self._people(standing, others, noted.get(Ask.OUTSIDE)),
            expires_on=standing.next_date,
        )

    def returned(self, standing: Standing) -> Return:
        """Write how an asset comes back while the Provider cooperates."""
        kind, words = standing.kind, self._words
        sources = self._material.catalogue.sources_of(kind)
        plan = make_plan(
            [standing.facts],
            Situation.COOPERATIVE,
            self._material.catalogue.common,
            starts_on=self._material.made_at.date(),
        )
        planned = plan.assets[0]
        summary = kind.playbook(Situation.COOPERATIVE).summary
        return Return(
            name=standing.asset.name,
            kind=words.text(kind.short),
            hand_over=tuple(_term(each, sources, words) for each in kind.demand),
            summary=words.text(summary) if summary else "",
            steps=tuple(self._step(step) for step in planned.steps),
            days=(planned.done_on - planned.starts_on).days,
            delays=tuple(_term(each, sources, words) for each in kind.delays[:_MOST_DELAYS]),
        )

    def clause(self, clause: CatalogueClause) -> Clause:
        """Write what the contract says of a point, and what applies where it settles nothing."""
        text, line = self._words.text, self._material.answers.get(clause.id)
        told = Clause(
            title=text(clause.title),
            reply=Reply(line.reply.value) if line else Reply.OPEN,
            place=line.place if line else "",
        )
        if (line.reply if line else None) not in _WITH_DEFAULT:
            return told
        source = clauses().source(clause.silent.source)
        return replace(
            told,
            silent=text(clause.silent),
            source=self._source(source),
            negotiate=text(clause.negotiate),
        )

    def _source(self, source: Source) -> str:
        title = source.called(self._words.locale)
        if source.grade is CatalogueGrade.C:
            return self._words.say("annex.known", source=title)
        read_on = self._words.day(source.read_on)
        return self._words.say("annex.source", source=title, site=source.site, date=read_on)

    def expects(self) -> tuple[str, ...]:
        """Write what the Client thinks it is buying."""
        names = (
            value_name("expects", code, self._words.locale)
            for code in self._material.contract.expects
        )
        return tuple(f"{name[:1].upper()}{name[1:]}" for name in names if name)

    def contacts(self) -> tuple[Contact, ...]:
        """Write whom to call, at the practice and at the provider."""
        sides = (self._material.staff, self._material.provider)
        return tuple(
            Contact(
                name=person.name,
                party=party.name,
                role=person.role,
                email=person.email,
                phone=person.phone,
            )
            for party in sides
            if party is not None
            for person in party.people
            if person.name != party.name
        )

    def _party(self, party: PartyRef | None, noted: str | None, nobody: str) -> str:
        if party is not None:
            return party.name
        if noted == UNKNOWN:
            return self._words.say("annex.unknown")
        return nobody if noted == NOBODY else ""

    def _people(
        self, standing: Standing, grants: list[GrantLine], noted: str | None
    ) -> tuple[str, ...]:
        if grants:
            return tuple(self._entry(standing, grant) for grant in grants)
        if noted == UNKNOWN:
            return (self._words.say("annex.unknown"),)
        return (self._words.say("annex.nobody"),) if noted else ()

    def _entry(self, standing: Standing, grant: GrantLine) -> str:
        role = standing.kind.role(grant.role)
        named = self._words.text(role.name) if role else grant.role
        is_named = grant.party.kind is not PartyKind.PRACTICE and grant.person != grant.party.name
        code = "annex.in_party" if is_named else "annex.in_role"
        return self._words.say(code, person=grant.person, party=grant.party.name, role=named)

    def _step(self, planned: PlannedStep) -> Step:
        step, words = planned.step, self._words
        title = words.text(step.title)
        if planned.is_question and step.ask:
            title = words.say("question_title", title=words.lower(title))
        who = {"practice": "annex.client", "provider": "annex.provider"}.get(step.who)
        return Step(who=words.say(who) if who else words.label("who", step.who), text=title)


def _term(statement: Statement, sources: dict[str, Source], words: Words) -> Term:
    grade = sources[statement.source].grade.value
    return Term(text=words.text(statement), grade=Grade(grade))


def _address(street: str, postcode: str, city: str) -> str:
    town = " ".join(filter(None, (postcode, city)))
    return ", ".join(filter(None, (street, town)))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
