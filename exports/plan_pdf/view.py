"""A dossier made ready for the templates: texts cleaned, dates written, labels beside them."""

from dataclasses import fields, is_dataclass, replace
from zoneinfo import ZoneInfo

from exports.dossier import Asset, AssetState, Dossier, Evidence, Grade
from exports.plan_pdf.calendar import calendar
from exports.plan_pdf.dates import Writer
from exports.plan_pdf.labels import labels
from exports.typesetting.clean import clean, loses_a_character
from exports.typesetting.labels import Labels
from exports.typesetting.plain import plain_fields

# The one-minute page stays one page: what does not fit is on the sheets.
MOST_ACTIONS = 5
MOST_MILESTONES = 4
MOST_UNCERTAINTIES = 4
MOST_OWN_SIDE = 3
LONGEST_HEADER_NAME = 42
LONGEST_COLUMN_NAME = 40
LONGEST_DOER = 60
HASH_LINE = 32
HASH_GROUP = 8


def view(dossier: Dossier) -> dict[str, object]:
    """Give the templates everything they print, as plain values."""
    words = labels(dossier.language)
    writer = Writer(words=words, zone=ZoneInfo(dossier.time_zone))
    zone = clean(dossier.time_zone_label) or dossier.time_zone
    return {
        **plain_fields(_bounded(dossier), writer.day_or_instant),
        "labels": words.plain(),
        "made_on": writer.local_date(dossier.made_at),
        "header_provider": _shortened(dossier.provider, LONGEST_HEADER_NAME),
        "header_practice": _shortened(dossier.practice.name, LONGEST_HEADER_NAME),
        "footer": _footer(dossier, writer),
        "register_hash_lines": _hash_lines(dossier.register_sha256),
        "counts": {state.value: dossier.count(state) for state in AssetState},
        "more": _left_out(dossier),
        "assets": [_asset(asset, writer, at) for at, asset in enumerate(dossier.assets, start=1)],
        "sheets": {asset.id: _anchor(at) for at, asset in enumerate(dossier.assets, start=1)},
        "evidence": [evidence_row(item, writer) for item in dossier.evidence],
        "about": _about(dossier, words, zone),
        **calendar(dossier, writer),
    }


def _bounded(dossier: Dossier) -> Dossier:
    return replace(
        dossier,
        actions=tuple(
            replace(action, who=_shortened(action.who, LONGEST_DOER))
            for action in dossier.actions[:MOST_ACTIONS]
        ),
        milestones=dossier.milestones[:MOST_MILESTONES],
        uncertainties=dossier.uncertainties[:MOST_UNCERTAINTIES],
        own_side=dossier.own_side[:MOST_OWN_SIDE],
        matrix=replace(
            dossier.matrix,
            parties=tuple(
                replace(party, name=_shortened(party.name, LONGEST_COLUMN_NAME))
                for party in dossier.matrix.parties
            ),
        ),
        assets=(),
        evidence=(),
    )


def _left_out(dossier: Dossier) -> dict[str, int]:
    return {
        "actions": max(0, len(dossier.actions) - MOST_ACTIONS),
        "milestones": max(0, len(dossier.milestones) - MOST_MILESTONES),
        "uncertainties": max(0, len(dossier.uncertainties) - MOST_UNCERTAINTIES),
        "own_side": max(0, len(dossier.own_side) - MOST_OWN_SIDE),
    }


def _asset(asset: Asset, writer: Writer, position: int) -> dict[str, object]:
    return {**plain_fields(asset, writer.day_or_instant), "anchor": _anchor(position)}


def _anchor(position: int) -> str:
    return f"sheet-{position}"


def evidence_row(item: Evidence, writer: Writer) -> dict[str, object]:
    """Give a piece of evidence as the annex prints it."""
    digest = item.sha256
    return {
        **plain_fields(item, writer.day_or_instant),
        "asked_at": writer.instant_utc(item.asked_at),
        "size_text": writer.size(item.size),
        "short_hash": f"{digest[:4]} {digest[4:8]} … {digest[-4:]}",
    }


def _footer(dossier: Dossier, writer: Writer) -> str:
    number = clean(dossier.register_version)
    return writer.words.say(
        "footer",
        date=writer.local_date(dossier.made_at),
        time=writer.time(dossier.made_at),
        register=writer.words.say("footer_register", number=number) if number else "",
    )


def _hash_lines(digest: str) -> list[str]:
    groups = [digest[at : at + HASH_GROUP] for at in range(0, len(digest), HASH_GROUP)]
    per_line = HASH_LINE // HASH_GROUP
    return [" ".join(groups[at : at + per_line]) for at in range(0, len(groups), per_line)]


def _about(dossier: Dossier, words: Labels, zone: str) -> list[str]:
    notice = clean(dossier.contract.notice_text) if dossier.contract else ""
    situation = clean(dossier.situation.detail)
    catalogue = clean(dossier.catalogue_version)
    grade = words.say("grade_c").rstrip(".")
    legal = clean(dossier.legal_notice)
    said = (
        (legal, legal),
        (situation, situation),
        (notice, notice),
        (zone, words.say("about_times", zone=zone)),
        (_has_grade_c(dossier), words.say("about_grades", grade=grade)),
        (catalogue, words.say("about_catalogue", version=catalogue)),
        (_loses_a_character(dossier), words.say("about_replaced")),
    )
    return [sentence for reason, sentence in said if reason]


def _has_grade_c(dossier: Dossier) -> bool:
    return any(
        grade is Grade.C
        for asset in dossier.assets
        for grade in (
            *(step.grade for step in asset.steps),
            *(note.grade for note in (*asset.prerequisites, *asset.traps, *asset.after_recovery)),
        )
    )


def _loses_a_character(value: object) -> bool:
    if isinstance(value, str):
        return loses_a_character(value)
    if isinstance(value, tuple):
        return any(_loses_a_character(item) for item in value)
    if is_dataclass(value):
        return any(_loses_a_character(getattr(value, field.name)) for field in fields(value))
    return False


def _shortened(name: str, longest: int) -> str:
    cleaned = clean(name)
    return cleaned if len(cleaned) <= longest else cleaned[: longest - 1].rstrip() + "…"
