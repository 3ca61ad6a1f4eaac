"""Whether the parts of a practice file that refer to each other do so rightly."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from reversibility.exits.requests.rules import asks_for_a_password, receipt_faults
from reversibility.register.models import DECLARED_PARTIES
from reversibility.register.views import PARTY_FILTER

PRACTICE = "cabinet"
"""The id by which a practice file speaks of the practice itself."""

Document = dict[str, Any]
Faults = dict[str, str]


def reference_faults(document: Document) -> Faults:
    """Return what refers to nothing, twice to the same, or in a way that nothing can."""
    faults: Faults = {}
    parties = {PRACTICE, *_ids(document["parties"], "parties", faults)}
    people = _people_ids(document, faults)
    assets = _ids(document["assets"], "assets", faults)
    contracts = _ids(document["contracts"], "contracts", faults)
    known = _Known(parties=parties, people=people, assets=assets, contracts=contracts)
    for index, asset in enumerate(document["assets"]):
        _asset_references(faults, f"assets[{index}]", asset, known)
    for index, contract in enumerate(document["contracts"]):
        _contract_references(faults, f"contracts[{index}]", contract, known)
    _around_references(faults, document, known)
    return faults


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The ids a file defines."""

    parties: set[str]
    people: set[str]
    assets: set[str]
    contracts: set[str]


def _asset_references(faults: Faults, place: str, asset: Document, known: _Known) -> None:
    for name in DECLARED_PARTIES:
        _refer(faults, f"{place}.{name}", asset[name], known.parties)
    for number, needed in enumerate(asset["depends_on"]):
        _refer(faults, f"{place}.depends_on[{number}]", needed, known.assets)
    _refuse_twice(faults, f"{place}.depends_on", asset["depends_on"])
    for number, access in enumerate(asset["accesses"]):
        for name in ("person", "second_factor_holder"):
            _refer(faults, f"{place}.accesses[{number}].{name}", access[name], known.people)
    ways = [
        f"{access['person']}, {access['role']}"
        for access in asset["accesses"]
        if access["ended_at"] is None
    ]
    _refuse_twice(faults, f"{place}.accesses", ways)


def _contract_references(faults: Faults, place: str, contract: Document, known: _Known) -> None:
    _refer(faults, f"{place}.provider", contract["provider"], known.parties - {PRACTICE})
    for number, covered in enumerate(contract["assets"]):
        _refer(faults, f"{place}.assets[{number}]", covered, known.assets)
    _refuse_twice(faults, f"{place}.assets", contract["assets"])
    _refuse_twice(faults, f"{place}.first_hour", [each["step"] for each in contract["first_hour"]])
    for number, letter in enumerate(contract["letters"], start=1):
        if letter["follows"] and not 0 < letter["follows"] < number:
            here = f"{place}.letters[{number - 1}].follows"
            faults[here] = f"unknown_reference:{letter['follows']}"
    _refuse_twice(
        faults, f"{place}.requests", [str(each["number"]) for each in contract["requests"]]
    )
    for index, request in enumerate(contract["requests"]):
        _request_references(faults, f"{place}.requests[{index}]", request, known)
    if contract["exit"]:
        _exit_references(faults, f"{place}.exit", contract["exit"], known)


def _request_references(faults: Faults, place: str, request: Document, known: _Known) -> None:
    for number, item in enumerate(request["items"]):
        here = f"{place}.items[{number}]"
        _refer(faults, f"{here}.asset", item["asset"], known.assets)
        if any(asks_for_a_password(text) for text in item["said"].values()):
            faults[f"{here}.said"] = "asks_for_a_password"
        wrong = receipt_faults(
            item["state"], item["settled_on"], item["words"],
            sent_on=request["sent_on"], today=date.max,
        )  # fmt: skip
        faults.update({f"{here}.{name}": code for name, code in wrong.items()})


def _around_references(faults: Faults, document: Document, known: _Known) -> None:
    """Look at what is of the practice as a whole."""
    opened = {each["id"] for each in document["contracts"] if each["exit"]}
    for index, left in enumerate(document["left_as_is"]):
        place = f"left_as_is[{index}]"
        _refer(faults, f"{place}.asset", left["asset"], known.assets)
        _refer(faults, f"{place}.party", left["party"], known.parties)
        _refer(faults, f"{place}.contract", left["contract"], known.contracts)
        if not (left["asset"] or left["party"] or left["contract"]):
            faults[place] = "required"
    for index, hold in enumerate(document["holds"]):
        _refer(faults, f"holds[{index}].asset", hold["asset"], known.assets)
        _refer(faults, f"holds[{index}].exit", hold["exit"], opened)
    _refuse_twice(faults, "periods", [each["rule"] for each in document["periods"]])
    _refuse_twice(faults, "views", [each["name"] for each in document["views"]])
    for index, view in enumerate(document["views"]):
        party = view["filters"].get(PARTY_FILTER, "")
        _refer(faults, f"views[{index}].filters.{PARTY_FILTER}", party, known.parties)
    if steps := document["first_steps"]:
        _refer(faults, "first_steps.contract", steps["contract"], known.contracts)
        for slug in steps["answers"]:
            _refer(faults, f"first_steps.answers.{slug}", slug, known.assets)


def _exit_references(faults: Faults, place: str, case: Document, known: _Known) -> None:
    _refer(faults, f"{place}.lead", case["lead"], known.people)
    _refer(faults, f"{place}.successor_party", case["successor_party"], known.parties)
    ids = _ids(case["tasks"], f"{place}.tasks", faults)
    for number, task in enumerate(case["tasks"]):
        here = f"{place}.tasks[{number}]"
        _refer(faults, f"{here}.asset", task["asset"], known.assets)
        _refer(faults, f"{here}.owner_person", task["owner_person"], known.people)
        _refer(faults, f"{here}.owner_party", task["owner_party"], known.parties)
        for index, needed in enumerate(task["needs"]):
            _refer(faults, f"{here}.needs[{index}]", needed, ids)
    given = [f"{answer['list_id'].value}/{answer['item']}" for answer in case["answers"]]
    _refuse_twice(faults, f"{place}.answers", given)


def _people_ids(document: Document, faults: Faults) -> set[str]:
    people = _ids(document["practice"]["staff"], "practice.staff", faults)
    for index, party in enumerate(document["parties"]):
        more = _ids(party["people"], f"parties[{index}].people", faults)
        for twice in sorted(people & more):
            faults[f"parties[{index}].people"] = f"duplicate:{twice}"
        people |= more
    return people


def _ids(items: list[Document], place: str, faults: Faults) -> set[str]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item["id"] in seen or (place == "parties" and item["id"] == PRACTICE):
            faults[f"{place}[{index}].id"] = f"duplicate:{item['id']}"
        seen.add(item["id"])
    return seen


def _refer(faults: Faults, place: str, target: str, known: set[str]) -> None:
    if target and target not in known:
        faults[place] = f"unknown_reference:{target}"


def _refuse_twice(faults: Faults, place: str, items: list[str]) -> None:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item in seen:
            faults[f"{place}[{index}]"] = f"listed_twice:{item}"
        seen.add(item)
