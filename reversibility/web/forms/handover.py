"""The forms of a request: what to ask for, when it was sent, what became of each item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField, TimeField
from wtforms.validators import Optional, ValidationError

from reversibility.contracts.paper_queries import list_papers
from reversibility.exits.requests.models import ItemState
from reversibility.exits.requests.proposing import Proposal
from reversibility.exits.requests.queries import ItemSheet, RequestSheet
from reversibility.exits.requests.rules import (
    LONGEST_CHANNEL,
    LONGEST_SAID,
    LONGEST_WORDS,
    USUAL_DAYS,
)
from reversibility.exits.requests.service import ItemDraft, ReceiptDraft, ReleaseDraft
from reversibility.http.seat import Desk, services
from reversibility.kernel.dates import day
from reversibility.kernel.errors import InvalidError
from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import show_faults
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext

FREE_LINES = 5


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A line of the form: its box, and what is asked for as it stands now."""

    key: str
    taken: bool
    text: str


class AskForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What to ask for: boxes and lines made from the register, and lines of one's own."""

    answer_by = DayField(
        lazy_gettext("Réponse souhaitée pour le"),
        description=lazy_gettext("Huit jours au moins\u00a0; quinze d’ordinaire."),
    )
    lines = Line(lazy_gettext("Ce qui est demandé"), limit=1)
    """Never shown: what is wrong with the lines as a whole stands under it."""

    @classmethod
    def of(cls, proposals: Iterable[Proposal], *, today: date) -> Self:
        """Propose everything, ticked."""
        form = cls(data={"answer_by": today + USUAL_DAYS})
        form.proposals, locale = tuple(proposals), current_language()
        form.chosen = {
            each.key: Choice(key=each.key, taken=True, text=each.said[locale])
            for each in form.proposals
        }
        form.free = ("",) * FREE_LINES
        return form

    @classmethod
    def typed(cls, proposals: Iterable[Proposal], values: Mapping[str, str]) -> Self:
        """Read what was ticked and typed."""
        form = cls()
        form.proposals = tuple(proposals)
        form.chosen = {
            each.key: Choice(
                key=each.key,
                taken=f"take-{each.key}" in values,
                text=tidy(values.get(f"text-{each.key}", "")),
            )
            for each in form.proposals
        }
        form.free = tuple(tidy(values.get(f"free-{n}", "")) for n in range(1, FREE_LINES + 1))
        return form

    def validate_lines(self, _field: Line) -> None:
        """Refuse a line that is too long."""
        texts = [*(each.text for each in self.chosen.values() if each.taken), *self.free]
        longest = max(map(len, texts), default=0)
        if longest > LONGEST_SAID:
            raise ValidationError(
                gettext(
                    "Une ligne compte %(count)s caractères\u00a0: %(limit)s au plus, coupez-la en "
                    "deux.",
                    count=longest,
                    limit=LONGEST_SAID,
                )
            )

    @property
    def groups(self) -> list[tuple[str, list[Choice]]]:
        """Return the lines by asset."""
        groups: dict[str, list[Choice]] = {}
        for each in self.proposals:
            groups.setdefault(each.about, []).append(self.chosen[each.key])
        return list(groups.items())

    def items(self) -> list[ItemDraft]:
        """Return what is asked for; a line left as proposed keeps both its languages."""
        locale, found = current_language(), []
        for each in self.proposals:
            choice = self.chosen[each.key]
            if choice.taken and choice.text:
                same = _words(choice.text) == _words(each.said[locale])
                said = each.said if same else dict.fromkeys(("fr", "en"), choice.text)
                found.append(ItemDraft(asset_id=each.asset_id, about=each.about, said=said))
        about = gettext("Autres éléments")
        for text in filter(None, self.free):
            said = dict.fromkeys(("fr", "en"), text)
            found.append(ItemDraft(asset_id=None, about=about, said=said))
        return found

    def refuse(self, error: InvalidError) -> None:
        """Show why the request was refused."""
        show_faults(self, error, {"items": "lines"})


class SentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """When and how the practice sent it."""

    sent_on = DayField(lazy_gettext("Envoyée le"))
    channel = Line(
        lazy_gettext("Par"),
        limit=LONGEST_CHANNEL,
        description=lazy_gettext("Par exemple\u00a0: courriel, lettre recommandée."),
    )

    def refuse(self, error: InvalidError) -> None:
        """Show why it was refused."""
        show_faults(self, error)


class ReceiptForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What became of one item."""

    state = RadioField(lazy_gettext("Où en est cet élément\u202f?"), validate_choice=False)
    settled_on = DayField(lazy_gettext("Le"))
    words = TextAreaField(
        lazy_gettext("Les mots du prestataire"),
        validators=[AtMost(LONGEST_WORDS, lines=True)],
        filters=[tidy],
        description=lazy_gettext(
            "Recopiez-les tels quels s’il remet moins, ou ne remet pas\u00a0: ni résumé, ni "
            "jugement."
        ),
        render_kw={"rows": 3},
    )
    reply = TextAreaField(
        lazy_gettext("Observation du prestataire"),
        validators=[AtMost(LONGEST_WORDS, lines=True)],
        filters=[tidy],
        description=lazy_gettext("Ce qu’il souhaite voir figurer à côté\u00a0; jamais corrigé."),
        render_kw={"rows": 3},
    )
    paper_id = SelectField(
        lazy_gettext("Pièce qui le montre"),
        validate_choice=False,
        description=lazy_gettext("Parmi les pièces du contrat."),
    )

    @classmethod
    def of(cls, desk: Desk, contract_id: UUID, item: ItemSheet | None) -> Self:
        """Fill the form with what is noted; None: with what was typed."""
        form = cls(data=_noted(item) if item else None)
        form.state.choices = [(state.value, name) for state, name in state_names().items()]
        form.paper_id.choices = _papers(desk, contract_id)
        return form

    def validate_state(self, field: RadioField) -> None:
        """Ask for one of them."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Choisissez où en est cet élément."))

    def draft(self) -> ReceiptDraft:
        """Return what was noted."""
        return ReceiptDraft(
            state=ItemState(self.state.data),
            settled_on=self.settled_on.data,
            words=self.words.data,
            reply=self.reply.data,
            paper_id=_uuid(self.paper_id),
        )

    def refuse(self, error: InvalidError) -> None:
        """Show why it was refused."""
        show_faults(self, error)


class ReleaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """From when on the provider answers no more, and the receipt both signed."""

    released_on = DayField(lazy_gettext("Le prestataire ne répond plus du service à partir du"))
    released_time = TimeField(lazy_gettext("À"), validators=[Optional()])
    signed_paper_id = SelectField(
        lazy_gettext("Procès-verbal signé"),
        validate_choice=False,
        description=lazy_gettext("Parmi les pièces du contrat."),
    )

    @classmethod
    def of(cls, desk: Desk, contract_id: UUID, sheet: RequestSheet | None) -> Self:
        """Fill the form with what is noted; None: with what was typed."""
        form = cls(data=_released(sheet) if sheet else None)
        form.signed_paper_id.choices = _papers(desk, contract_id)
        return form

    def draft(self) -> ReleaseDraft:
        """Return what was noted; a day without a time is its first minute."""
        on, hour = self.released_on.data, self.released_time.data or time()
        zone = ZoneInfo(services().settings.time_zone)
        return ReleaseDraft(
            released_at=datetime.combine(on, hour, tzinfo=zone) if on else None,
            signed_paper_id=_uuid(self.signed_paper_id),
        )

    def refuse(self, error: InvalidError) -> None:
        """Show why it was refused."""
        show_faults(self, error)


def state_names() -> dict[ItemState, str]:
    """Return how each state is called."""
    return {
        ItemState.ASKED: gettext("En attente"),
        ItemState.RECEIVED: gettext("Remis"),
        ItemState.PARTLY: gettext("Remis en partie"),
        ItemState.REFUSED: gettext("Non remis"),
        ItemState.NOT_APPLICABLE: gettext("Sans objet"),
    }


def _noted(item: ItemSheet) -> dict[str, object]:
    return {
        "state": item.state.value,
        "settled_on": item.settled_on,
        "words": item.words,
        "reply": item.reply,
        "paper_id": str(item.paper_id or ""),
    }


def _released(sheet: RequestSheet) -> dict[str, object]:
    at = sheet.released_at
    local = at.astimezone(ZoneInfo(services().settings.time_zone)) if at else None
    return {
        "released_on": local.date() if local else None,
        "released_time": local.time() if local else None,
        "signed_paper_id": str(sheet.signed_paper_id or ""),
    }


def _papers(desk: Desk, contract_id: UUID) -> list[tuple[str, str]]:
    papers = list_papers(desk.session, desk.actor, contract_id)
    named = [
        (str(each.id), f"{each.title}, {day(each.dated_on, current_language())}")
        for each in papers
        if each.counts
    ]
    return [("", gettext("Aucune")), *named]


def _uuid(field: SelectField) -> UUID | None:
    known = field.data in [value for value, _ in field.choices]
    return UUID(field.data) if field.data and known else None


def _words(text: str) -> list[str]:
    """Return what a line says, whatever its spaces: they may change between keyboards."""
    return tidy(text).split()
