"""The index in words: its value, why it is called that, what it lost, what it does not know."""

from collections.abc import Collection, Mapping

from flask import url_for

from reversibility.evidence.standing import Standing
from reversibility.findings.policy import Policy
from reversibility.findings.score import Band, Loss, Score
from reversibility.recovery.models import AssetState
from reversibility.web.languages import current_language, gettext, lazy_gettext, ngettext
from reversibility.web.parts import BandPart, Block, LossLine, ScorePart
from reversibility.web.sheets.points import UNKNOWN, to_be_told

_WORDS: Mapping[Band, str] = {
    Band.SOLID: lazy_gettext("Solide"),
    Band.TO_CONSOLIDATE: lazy_gettext("À consolider"),
    Band.FRAGILE: lazy_gettext("Fragile"),
}
_NAMED = 3
"""Of the losses, those that the home page names; the others are one sum."""
_MOST_BLOCKS = 40
"""Beyond, a block would be a line: the band shows the three shares."""
_SHARES = 20
_BEST_FIRST = (AssetState.IN_HAND, AssetState.TO_CONFIRM, AssetState.OUT_OF_REACH)


def score_part(score: Score, policy: Policy, *, in_full: bool = False) -> ScorePart:
    """Write the index with its addends; all of them where the page is about it (`in_full`)."""
    known = score.questions - score.unknown
    shown = score.losses if in_full else score.losses[:_NAMED]
    lines = [_line(loss, policy) for loss in shown if loss.points or in_full]
    rest = score.losses[len(shown) :]
    left = sum(loss.points for loss in rest)
    if left:
        lines.append(LossLine(points=left, text=_others(rest)))
    return ScorePart(
        value=score.value,
        word=str(_WORDS[score.band]),
        is_fragile=score.band is Band.FRAGILE,
        reason=_reason(score),
        lost=100 - score.value,
        losses=tuple(lines),
        knows=_knows(known, score.questions),
    )


def _others(losses: Collection[Loss]) -> str:
    unknown = sum(loss.unknown for loss in losses)
    known = sum(loss.count for loss in losses) - unknown
    told = (
        ngettext("%(num)s autre point", "%(num)s autres points", known) if known else "",
        ngettext("%(num)s réponse manque", "%(num)s réponses manquent", unknown) if unknown else "",
    )
    return ", ".join(text for text in told if text)


def _line(loss: Loss, policy: Policy) -> LossLine:
    rule = policy.rule(loss.rule_id)
    title = rule.title.in_(current_language()) if rule else loss.rule_id
    is_unknown = loss.unknown == loss.count
    told = to_be_told(title) if is_unknown else title
    counted = f"{told} ({_counted(loss)})" if loss.count > 1 else told
    return LossLine(
        points=loss.points,
        text=counted,
        href=url_for("findings.show_all", regle=loss.rule_id, etat=UNKNOWN if is_unknown else None),
    )


def _counted(loss: Loss) -> str:
    if not loss.unknown or loss.unknown == loss.count:
        return str(loss.count)
    return gettext(
        "%(known)s, et %(unknown)s à préciser",
        known=loss.count - loss.unknown,
        unknown=loss.unknown,
    )


def _reason(score: Score) -> str:
    if score.critical:
        return ngettext(
            "Un point critique est ouvert\u00a0: c’est fragile, quel que soit le nombre.",
            "%(num)s points critiques sont ouverts\u00a0: c’est fragile, quel que soit le nombre.",
            score.critical,
        )
    return {
        Band.SOLID: gettext("Aucun point critique, et 80 ou plus."),
        Band.TO_CONSOLIDATE: gettext("Aucun point critique, et entre 60 et 79."),
        Band.FRAGILE: gettext("Moins de 60."),
    }[score.band]


def _knows(known: int, questions: int) -> str:
    if known == questions:
        return gettext("Le registre répond aux %(total)s questions posées.", total=questions)
    return gettext(
        "Le registre répond à %(known)s questions sur %(total)s\u202f; ce qu’il ne dit pas compte,"
        " un niveau plus bas.",
        known=known,
        total=questions,
    )


def band_part(standings: Collection[Standing]) -> BandPart:
    """Draw the assets, from in hand to out of reach, the vital ones first."""
    ordered = sorted(
        standings, key=lambda each: (_BEST_FIRST.index(each.state), -each.asset.importance)
    )
    counts = {state: sum(each.state is state for each in standings) for state in _BEST_FIRST}
    if len(ordered) > _MOST_BLOCKS:
        blocks = _shares(standings)
    else:
        blocks = tuple(Block(state=each.state, weight=each.asset.importance) for each in ordered)
    return BandPart(
        blocks=blocks,
        in_hand=counts[AssetState.IN_HAND],
        to_confirm=counts[AssetState.TO_CONFIRM],
        out_of_reach=counts[AssetState.OUT_OF_REACH],
    )


def _shares(standings: Collection[Standing]) -> tuple[Block, ...]:
    weights = {
        state: sum(each.asset.importance for each in standings if each.state is state)
        for state in _BEST_FIRST
    }
    whole = sum(weights.values())
    return tuple(
        Block(state=state, weight=max(1, round(_SHARES * weight / whole)))
        for state, weight in weights.items()
        if weight
    )
