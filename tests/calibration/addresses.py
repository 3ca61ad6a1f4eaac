"""What stands beside a published name: address, mail and telephone, whole, partial or another's."""

from dataclasses import dataclass
from random import Random

from probes.interface import Identity
from tests.calibration.firms import Firm, four_digits, slug
from tests.calibration.vocabulary import vocabulary

Fields = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Ties:
    """What a reader who has the file can see that a contact and a party share."""

    town: bool
    direct: bool
    """Mail or telephone."""

    @property
    def is_any(self) -> bool:
        """Whether anything ties them."""
        return self.town or self.direct


def ties(fields: Fields, on_file: Identity) -> Ties:
    """Compare the fields beside a name with what is on file."""
    mail, phone = fields.get("email", ""), _last_digits(fields.get("phone", ""))
    by_mail = mail in on_file.emails or mail.rpartition("@")[2] in on_file.domains
    by_phone = phone in {_last_digits(known) for known in on_file.phones}
    by_code = fields.get("postcode") == on_file.postcode
    return Ties(
        town=by_code or _plain_town(fields.get("city", "")) == _plain_town(on_file.city),
        direct=by_mail or by_phone,
    )


def beside_firm(firm: Firm, helper: Firm | None, rng: Random) -> Fields:
    """Return what a firm, or the helper who typed it in, leaves beside the firm's name."""
    place = _place_of_firm(firm, helper, rng)
    return place | _mail_of_firm(firm, helper, rng) | _phone_of_firm(firm, helper, rng)


def beside_person(firm: Firm, rng: Random) -> Fields:
    """Return what a person of the firm leaves beside their own name: often their home."""
    if rng.random() < 0.65:
        return beside_firm(firm, None, rng)
    return {"city": firm.town.near, "postcode": firm.town.near_postcode}


def beside_stranger(name: str, firm: Firm, rng: Random, *, neighbours: float = 0.15) -> Fields:
    """Return what stands beside the name of somebody who has nothing to do with the firm."""
    elsewhere = [town for town in vocabulary().towns if town is not firm.town]
    town = firm.town if rng.random() < neighbours else rng.choice(elsewhere)
    fields = {"country": "FR"} if rng.random() < 0.5 else {}
    if rng.random() < 0.75:
        fields |= {"city": _town_as_typed(town.name, rng), "postcode": town.postcode}
    if rng.random() < 0.4:
        fields["email"] = f"info@{slug(name)[:30]}-{rng.randint(10, 99)}.test"
    if rng.random() < 0.2:
        fields["phone"] = _phone_as_typed(f"{town.phone} {four_digits(rng)}", rng)
    return fields


def _place_of_firm(firm: Firm, helper: Firm | None, rng: Random) -> Fields:
    town, moved = firm.town, rng.choice(vocabulary().towns)
    choices: tuple[Fields, ...] = (
        {},
        {"city": town.near, "postcode": town.near_postcode},
        {"city": moved.name, "postcode": moved.postcode},
        _at(helper, rng) if helper else {},
        _at(firm, rng),
    )
    place = rng.choices(choices, weights=(30, 8, 4, 8, 50))[0]
    return ({"country": "FR"} if rng.random() < 0.6 else {}) | place


def _at(firm: Firm, rng: Random) -> Fields:
    fields = {"city": _town_as_typed(firm.town.name, rng)}
    if rng.random() < 0.8:
        fields["postcode"] = firm.town.postcode
    if rng.random() < 0.5:
        fields["street"] = _street_as_typed(firm.street, rng)
    return fields


def _mail_of_firm(firm: Firm, helper: Firm | None, rng: Random) -> Fields:
    choices = (
        "",
        f"{rng.choice(('contact', 'dns', 'admin'))}@{firm.domain}",
        firm.mailbox,
        f"{rng.randrange(16**8):08x}@alias-registraire.example",
        f"exemple.{rng.randrange(10**5)}@{_shared(rng)}",
        helper.mailbox if helper else "",
    )
    mail = rng.choices(choices, weights=(38, 25, 7, 10, 8, 12))[0]
    return {"email": mail} if mail else {}


def _phone_of_firm(firm: Firm, helper: Firm | None, rng: Random) -> Fields:
    mobile = f"06 39 98 {four_digits(rng)}"
    choices = ("", firm.phone, helper.phone if helper else "", mobile)
    phone = rng.choices(choices, weights=(60, 25, 8, 7))[0]
    return {"phone": _phone_as_typed(phone, rng)} if phone else {}


def _shared(rng: Random) -> str:
    return rng.choice(("gmail.com", "orange.fr", "free.fr", "outlook.fr"))


def _town_as_typed(name: str, rng: Random) -> str:
    chance = rng.random()
    if chance < 0.35:
        return name.upper()
    if chance < 0.42:
        return f"{name.upper()} CEDEX"
    return name.replace("Saint", "St") if chance < 0.5 else name


def _street_as_typed(street: str, rng: Random) -> str:
    if rng.random() < 0.3:
        street = street.replace("avenue", "av.").replace("boulevard", "bd").replace("place", "pl.")
    return street.upper() if rng.random() < 0.3 else street


def _phone_as_typed(phone: str, rng: Random) -> str:
    digits = phone.replace(" ", "")
    return rng.choice((phone, f"+33.{digits[1:]}", f"+33 {phone[1:]}", f"0033{digits[1:]}"))


def _plain_town(name: str) -> str:
    return slug(name).removesuffix("-cedex").replace("saint-", "st-")


def _last_digits(phone: str) -> str:
    return "".join(one for one in phone if one.isdigit())[-9:] or phone
