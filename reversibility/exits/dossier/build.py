"""Put the dossier together."""

from exports.dossier import Contract, Dossier, Language, Practice, Situation, SituationId
from reversibility.contracts.explaining import explain
from reversibility.exits.dossier import essential, parts
from reversibility.exits.dossier.evidence import Exhibits, evidence_rows
from reversibility.exits.dossier.matrix import build_matrix
from reversibility.exits.dossier.sheets import asset_sheets
from reversibility.exits.duties import write_duties
from reversibility.exits.gathering import Material
from reversibility.exits.words import Words
from reversibility.kernel.dates import Locale
from reversibility.kernel.text import in_threes


def build_dossier(
    material: Material,
    locale: Locale,
    *,
    register_sha256: str,
    time_zone: str,
    in_full: bool = True,
) -> Dossier:
    """Write everything an exit plan says, in one language.

    Not `in_full`: for whoever takes over, who gets neither chronology nor letters.
    """
    words = Words(locale=locale)
    exhibits = Exhibits.of(material, material.planned)
    sentence, key = essential.headline(material, words)
    tasks, more = parts.tasks(material, words)
    return Dossier(
        language=Language(locale),
        practice=_practice(material),
        provider=material.provider.name,
        situation=_situation(material, words),
        made_at=material.made_at,
        register_sha256=register_sha256,
        headline=sentence,
        headline_key=key,
        successor=material.case.successor,
        contract=_contract(material, words),
        lead=material.case.lead,
        recovery_complete=words.say("complete", day=words.day(parts.complete_on(material))),
        time_zone=time_zone,
        time_zone_label=words.say("paris") if time_zone == "Europe/Paris" else "",
        plan_version=material.number,
        replaces=_replaces(material, words),
        band=essential.band(material),
        actions=essential.actions(material, words),
        milestones=essential.milestones(material, words),
        uncertainties=essential.uncertainties(material, words),
        matrix=build_matrix(material, words),
        assets=asset_sheets(material, exhibits, words),
        bars=parts.bars(material),
        tasks=tasks,
        tasks_more=more,
        duties=write_duties(material.duties, words),
        happenings=parts.happenings(material) if in_full else (),
        exchanges=parts.exchanges(material, words) if in_full else (),
        evidence=evidence_rows(exhibits, words),
        legal_notice=words.say("legal_notice"),
        catalogue_version=material.catalogue.version[:12],
    )


def _practice(material: Material) -> Practice:
    practice = material.practice
    town = " ".join(part for part in (practice.postcode, practice.city) if part)
    return Practice(
        name=(practice.trading_names or (practice.legal_name,))[0],
        legal_name=practice.legal_name,
        address=", ".join(part for part in (practice.street, town) if part),
        siren=in_threes(practice.siren),
    )


def _situation(material: Material, words: Words) -> Situation:
    case = material.case
    messages = [
        words.say("message", channel=words.channel(each.channel), day=words.day(each.sent_on))
        for each in case.unanswered
    ]
    return Situation(
        id=SituationId(case.situation.value),
        label=words.lower(words.label("situations", case.situation)),
        since=case.unanswered[0].sent_on if case.unanswered else None,
        detail=words.say("silent_detail", messages=words.join(messages)) if messages else "",
    )


def _contract(material: Material, words: Words) -> Contract:
    contract = material.contract
    ahead = contract.dates.notice
    return Contract(
        reference=contract.reference,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        notice_by=ahead.last_day if ahead else None,
        notice_text=explain(contract.dates, words.locale),
    )


def _replaces(material: Material, words: Words) -> str:
    if not material.earlier:
        return ""
    last = material.earlier[0]
    return words.say("replaces", number=last.number, day=words.day(last.made_at.date()))
