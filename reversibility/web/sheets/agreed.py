"""What a contract says, as labels and values."""

from collections.abc import Iterator

from babel.numbers import format_currency

from reversibility.contracts.agreed import Agreed
from reversibility.contracts.terms import Renewal
from reversibility.contracts.texts import label, period_text
from reversibility.kernel.period import Period
from reversibility.web.filters import date_long
from reversibility.web.languages import current_language, gettext
from reversibility.web.parts import Term


def agreed_terms(agreed: Agreed) -> tuple[Term, ...]:
    """Describe what was declared; what nobody said is left out."""
    told = [*_dates(agreed), *_notice(agreed), *_early(agreed), *_rest(agreed)]
    return tuple(Term(label=name, text=text) for name, text in told if text)


def _dates(agreed: Agreed) -> Iterator[tuple[str, str]]:
    yield gettext("Premier jour"), date_long(agreed.starts_on) if agreed.starts_on else ""
    yield gettext("Premier terme"), _period(agreed.initial_term)
    yield (
        gettext("Dernier jour du premier terme"),
        date_long(agreed.ends_on) if agreed.ends_on else "",
    )
    yield gettext("À la fin du terme"), _choice("renewal", agreed.renewal)
    if agreed.renewal is Renewal.TACIT:
        yield (
            gettext("Chaque reconduction"),
            _period(agreed.renewal_term) or gettext("sans durée convenue"),
        )
    yield gettext("A pris fin le"), date_long(agreed.ended_on) if agreed.ended_on else ""


def _notice(agreed: Agreed) -> Iterator[tuple[str, str]]:
    yield gettext("Préavis du cabinet"), _period(agreed.notice)
    yield gettext("Préavis du prestataire"), _period(agreed.provider_notice)
    yield gettext("Qui peut y mettre fin"), _choice("may_end", agreed.may_end)
    yield gettext("Forme demandée pour dénoncer"), _choice("notice_form", agreed.notice_form)
    yield gettext("Adresse à laquelle dénoncer"), agreed.notice_address
    yield gettext("Quel jour compte"), _choice("counting", agreed.counting)


def _early(agreed: Agreed) -> Iterator[tuple[str, str]]:
    yield gettext("Sortie anticipée possible après"), _period(agreed.early_after)
    yield gettext("Préavis de la sortie anticipée"), _period(agreed.early_notice)
    yield gettext("Prix de la sortie anticipée"), agreed.early_price


def _rest(agreed: Agreed) -> Iterator[tuple[str, str]]:
    yield gettext("Obligation du prestataire"), _choice("obligation", agreed.obligation)
    yield gettext("Prix hors taxe"), price_text(agreed)


def price_text(agreed: Agreed) -> str:
    """Write the price as it is due: `150,00 € par mois`."""
    if agreed.price_cents is None:
        return ""
    amount = format_currency(agreed.price_cents / 100, "EUR", locale=current_language())
    return f"{amount} {_choice('price_every', agreed.price_every)}".strip()


def _period(period: Period | None) -> str:
    return period_text(period, current_language()) if period is not None else ""


def _choice(table: str, value: str | None) -> str:
    return label(table, value, current_language()) if value else ""
