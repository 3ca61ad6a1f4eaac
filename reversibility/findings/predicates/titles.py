"""In whose name things are: holder, customer account, payer; and what sources say otherwise."""

from collections.abc import Mapping

from probes.interface import HolderClass, VerdictField, VerdictState
from reversibility.findings.answers import FINE, Answer, Fires, Predicate, Unknown, Value, Values
from reversibility.findings.facts import AssetFacts, Named, RegisterFacts, Result

_OTHERS = {HolderClass.PROVIDER, HolderClass.THIRD_PARTY}


def another_holds_the_domain(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-02: the holder that was seen is somebody else, or a provider is declared and was seen."""
    seen, declared = asset.results.get(VerdictField.HOLDER), asset.holder
    if seen is not None and seen.state is VerdictState.CONTRADICTED:
        # Seen in the practice's name where a provider is declared: the declaration is to be mended.
        return _seen(seen, declared) if seen.holder in _OTHERS else FINE
    if declared is None:
        return Unknown(fact="undeclared")
    if declared.is_practice:
        return FINE
    if seen is not None and seen.state is VerdictState.PROVED_BY_DOCUMENT:
        named: Values = {"holder": declared.name}
        return Fires(fact="declared_and_proved", values=named, party_id=declared.id)
    if seen is not None and seen.state is VerdictState.CONFIRMED:
        values: Values = {"holder": declared.name, **_day(seen)}
        return Fires(fact="declared_and_seen", values=values, party_id=declared.id)
    return Unknown(fact="declared_only", values={"holder": declared.name}, party_id=declared.id)


def _seen(seen: Result, declared: Named | None) -> Answer:
    values: Values = {"holder": seen.observed, **_day(seen)}
    if declared is None:
        return Fires(fact="seen_alone", values=values)
    return Fires(fact="seen", values={**values, "declared": declared.name})


def _day(result: Result) -> dict[str, Value]:
    return {"day": result.judged_on or "?"}


def holder_is_to_be_shown(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-02b: the practice says it is the holder, and no source or document says so yet."""
    if asset.holder is None or not asset.holder.is_practice:
        return None
    seen = asset.results.get(VerdictField.HOLDER)
    if seen is None:
        return Unknown(fact="never_checked") if VerdictField.HOLDER in asset.asked else None
    if seen.state is VerdictState.NOT_PUBLISHED:
        return Fires(fact="not_published", values=_day(seen))
    if seen.state is VerdictState.INCONCLUSIVE:
        return Fires(fact="inconclusive", values=_day(seen))
    if seen.state is VerdictState.UNREACHABLE:
        return Unknown(fact="unreachable", values=_day(seen))
    return FINE


def another_holds_it(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-02c, R-25, R-29: the declared holder is not the practice."""
    if asset.holder is None:
        return Unknown()
    return FINE if asset.holder.is_practice else _named("holder", asset.holder)


def account_is_a_provider_s(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-03, R-04: the customer account is in the name of somebody else."""
    if asset.account_holder is None:
        return Unknown()
    if asset.account_holder.is_practice:
        return FINE
    return _named("account_holder", asset.account_holder)


def payer_is_a_provider(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-07: somebody else pays for the renewal."""
    if asset.payer is None:
        return Unknown()
    return FINE if asset.payer.is_practice else _named("payer", asset.payer)


def _named(role: str, party: Named) -> Fires:
    return Fires(values={role: party.name}, party_id=party.id)


def advertising_account_is_a_provider_s(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-25: the advertising account, or the portfolio it stands in, is somebody else's."""
    portfolio = asset.text("ad_account_portfolio")
    if portfolio == "provider":
        return Fires(fact="portfolio")
    return another_holds_it(asset, register)


def listing_is_not_owned(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-26: the primary owner of the Google listing is nobody of the practice."""
    owners = [each for each in asset.accesses if each.role and each.role.id == "primary_owner"]
    if not owners:
        return Unknown()
    if any(owner.is_own for owner in owners):
        return FINE
    values: Values = {"person": owners[0].person, "party": owners[0].party.name}
    return Fires(values=values, party_id=owners[0].party.id)


def declaration_differs(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-41: a source says something else than what is declared, of another field than the holder.

    The holder is among them where it is the declaration that is to be mended.
    """
    differing = [
        (field, result)
        for field, result in asset.results.items()
        if result.state is VerdictState.CONTRADICTED
        and (field is not VerdictField.HOLDER or result.holder not in _OTHERS)
    ]
    if not differing:
        return FINE if asset.results else None
    field, result = differing[0]
    values: Values = {
        "observed": result.observed or "?",
        "declared": result.declared or "?",
        **_day(result),
    }
    return Fires(fact=field.value, values=values)


PREDICATES: Mapping[str, Predicate] = {
    "R-02": another_holds_the_domain,
    "R-02b": holder_is_to_be_shown,
    "R-02c": another_holds_it,
    "R-03": account_is_a_provider_s,
    "R-04": account_is_a_provider_s,
    "R-07": payer_is_a_provider,
    "R-25": advertising_account_is_a_provider_s,
    "R-26": listing_is_not_owned,
    "R-29": another_holds_it,
    "R-41": declaration_differs,
}
