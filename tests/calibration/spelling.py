"""How a name gets into a registration: forms move, accents go, fields are short, fingers slip."""

from collections.abc import Callable
from random import Random

from tests.calibration.firms import Firm, without_accents

_LONGEST_FIELD = 40
_SPELT_OUT = {
    "SELARL": "Société d'exercice libéral à responsabilité limitée",
    "SELAS": "Société d'exercice libéral par actions simplifiée",
    "SCP": "Société civile professionnelle",
    "SCM": "Société civile de moyens",
    "SARL": "Société à responsabilité limitée",
    "SAS": "Société par actions simplifiée",
}
_BEFORE = {"SELARL": "SCP", "SELAS": "SELARL", "SAS": "SARL", "SARL": "EURL"}
"""What a firm of this form often was before."""


def written_firm(firm: Firm, rng: Random, *, slips: float = 0.06) -> str:
    """Return a firm's name as somebody typed it."""
    core = _core(firm, rng)
    if firm.labels and rng.random() < 0.12:
        core = f"{core}{rng.choice((', ', ' - ', ' '))}{rng.choice(firm.labels)}"
    text = _with_form(core, firm, rng)
    return written(text, rng, slips=slips)


def written(text: str, rng: Random, *, slips: float = 0.03) -> str:
    """Return any name as somebody typed it: joiners, case and accents, now and then a slip."""
    text = _joiners(text, rng)
    if rng.random() < slips:
        text = rng.choice(_SLIPS)(text, rng)
    text = _cased(text, rng)
    return text[:_LONGEST_FIELD].rstrip() if rng.random() < 0.04 else text


def written_person(name: str, title: str, rng: Random) -> str:
    """Return a person's name as typed: order, title, capitals, a double name cut in two."""
    first, surname = name.split(" ", 1)
    if "-" in first and rng.random() < 0.2:
        first = rng.choice((first.split("-", 1)[0], first.replace("-", " ")))
    if "-" in surname and rng.random() < 0.2:
        surname = surname.split("-", 1)[0]
    if rng.random() < 0.05:
        first = f"{first[0]}."
    if rng.random() < 0.35:
        surname = surname.upper()
    text = rng.choices((f"{first} {surname}", f"{surname} {first}"), weights=(65, 35))[0]
    if title and rng.random() < 0.2:
        text = f"{rng.choice((title, 'Me' if title == 'Maître' else 'Docteur'))} {text}"
    return written(text, rng)


def _core(firm: Firm, rng: Random) -> str:
    surnames, chance = list(firm.surnames), rng.random()
    if len(surnames) > 1 and chance < 0.06:
        return " ".join(reversed(surnames))
    if len(surnames) > 2 and chance < 0.11:
        return " ".join(surnames[:-1])
    if len(surnames) > 1 and chance < 0.14:
        return f"{surnames[0]} et Associés"
    return firm.name


def _with_form(core: str, firm: Firm, rng: Random) -> str:
    chance = rng.random()
    if not firm.form or chance < 0.3:
        return core
    form = firm.form
    if chance < 0.38:
        form = ".".join(form) + "."
    elif chance < 0.42:
        form = " ".join(form)
    elif chance < 0.47:
        form = _SPELT_OUT.get(form, form)
    elif chance < 0.5:
        form = _BEFORE.get(form, form)
    is_first = firm.form_first if rng.random() < 0.75 else not firm.form_first
    return f"{form} {core}" if is_first else f"{core} {form}"


def _joiners(text: str, rng: Random) -> str:
    chance = rng.random()
    if chance < 0.12:
        return text.replace(" & ", " et ").replace("-", " ")
    if chance < 0.2:
        return text.replace(" et ", " & ").replace(", ", " ")
    if chance < 0.24:
        return text.replace("Saint", "St").replace("Cabinet", "Cab.")
    return text


def _cased(text: str, rng: Random) -> str:
    chance = rng.random()
    if chance < 0.4:
        upper = text.upper()
        return without_accents(upper) if rng.random() < 0.6 else upper
    if chance < 0.45:
        text = text.lower()
    return without_accents(text) if rng.random() < 0.2 else text


def _swapped(text: str, rng: Random) -> str:
    place = rng.randrange(max(1, len(text) - 1))
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _dropped(text: str, rng: Random) -> str:
    place = rng.randrange(len(text))
    return text[:place] + text[place + 1 :]


def _doubled(text: str, rng: Random) -> str:
    place = rng.randrange(len(text))
    return text[: place + 1] + text[place:]


def _shortened(text: str, _: Random) -> str:
    words = text.split()
    return " ".join(words[:-1]) if len(words) > 2 else text


def _run_together(text: str, _: Random) -> str:
    return text.replace(" ", "")


def _garbled(text: str, rng: Random) -> str:
    if rng.random() < 0.5:
        return text.encode().decode("latin-1")
    return text.encode("ascii", "replace").decode()


def _escaped(text: str, _: Random) -> str:
    return text.replace("&", "&amp;").replace("'", "&#39;")


_SLIPS: tuple[Callable[[str, Random], str], ...] = (
    _swapped,
    _dropped,
    _doubled,
    _shortened,
    _run_together,
    _garbled,
    _escaped,
)
