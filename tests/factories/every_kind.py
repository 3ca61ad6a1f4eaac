"""A practice that owns one element of every kind of a catalogue, all with one provider."""

import json
from datetime import date

from reversibility.catalogues.models import AssetKind, Attribute, AttributeType, Catalogue
from tests.demo.practice_file import practice_file

CONTRACT = "studio-web-2023"
_SAMPLES: dict[AttributeType, object] = {
    AttributeType.TEXT: "à compléter",
    AttributeType.DATE: "2027-06-30",
    AttributeType.DOMAIN: "cabinet-exemple.fr.example",
    AttributeType.HOST: "mx1.hebergeur.example",
    AttributeType.HOSTS: ["ns1.hebergeur.example"],
    AttributeType.EMAIL: "it@cabinet-exemple.fr.example",
    AttributeType.NUMBER: 1,
    AttributeType.URL: "https://www.cabinet-exemple.fr.example/",
    AttributeType.YES_NO: True,
}


def practice_of_every_kind(catalogue: Catalogue, today: date) -> bytes:
    """Return the practice file: the demo's, with these elements and one contract on them all."""
    document = json.loads(practice_file(today))
    document["assets"] = [_asset(kind) for kind in catalogue.kinds.values()]
    contract = next(each for each in document["contracts"] if each["id"] == CONTRACT)
    document["contracts"] = [{**contract, "assets": [slug_of(kind) for kind in catalogue.kinds]}]
    return json.dumps(document).encode()


def slug_of(kind_id: str) -> str:
    """Return the name in the practice file of the element of a kind."""
    return kind_id.replace("_", "-")


def _asset(kind: AssetKind) -> dict[str, object]:
    return {
        "id": slug_of(kind.id),
        "kind": kind.id,
        "name": kind.short.fr,
        "provider": "studio-web",
        "attributes": {each.id: _sample(each) for each in kind.attributes if each.required},
        "accesses": [],
    }


def _sample(attribute: Attribute) -> object:
    return attribute.choices[0].id if attribute.choices else _SAMPLES[attribute.type]
