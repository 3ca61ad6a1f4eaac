"""A practice file in which everything that somebody can type is said at least once."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from tests.demo.practice_file import practice_file


def practice_with_everything(now: datetime) -> bytes:
    """Write the practice of the demo, with all that a practice file can say besides."""
    today = now.date()
    document = json.loads(practice_file(today))
    document["practice"] |= {"vat": "FR83404833048", "related_entities": ["SCI du Port"]}
    _register(document, now)
    contract = document["contracts"][0]
    contract |= _agreed() | _told(now) | _money(today) | _written(now)
    contract["exit"] |= _exit(now)
    document |= _around(now)
    return json.dumps(document).encode()


def _register(document: dict[str, Any], now: datetime) -> None:
    studio, *_, last = document["parties"]
    studio |= {"brands": ["Exemple Web"]}
    last |= {"archived_at": now.isoformat()}
    last["people"][0] |= {"phone": "+33 4 65 71 09 09", "archived_at": now.isoformat()}
    first = document["assets"][0]
    first |= {
        "importance": 4, "notes": "Le code est au coffre.", "notes_are_reserved": True,
    }  # fmt: skip
    first["accesses"][0] |= {
        "recovery_address": "secours@studio-exemple-web.fr.example",
        "last_confirmed_on": "2026-10-01",
        "ends_on": "2027-03-31",
        "ended_at": now.isoformat(),
    }
    document["assets"][-1]["archived_at"] = now.isoformat()


def _agreed() -> dict[str, Any]:
    return {
        "ends_on": "2026-03-31", "initial_term": "P36M", "renewal": "tacit",
        "renewal_term": "P12M", "notice": "P3M",
        "provider_notice": "P90D", "counting": "sending", "to_month_end": True,
        "moves_to_workday": True, "alsace_moselle": True, "early_after": "P12M",
        "early_notice": "P2M", "early_price": "trois mensualités", "may_end": "both",
        "notice_form": "either_registered", "notice_address": "12 rue de l’Exemple, 69000 Lyon",
        "obligation": "mixed", "price_cents": 15_000, "price_every": "month",
        "ended_on": "2028-03-31", "plan_ahead_days": 90,
        "expects": ["site", "mail"], "expects_text": "Un site à nous.\nQui tient.",
        "clauses": [
            {"clause": "C01", "reply": "yes", "place": "p. 3", "quote": "au nom du Client"},
        ],
        "duties": [
            {
                "row": "R01", "decides": "partner", "decides_name": "Dr Claire Martin",
                "does": "provider", "advises": ["pivot"], "informed": ["pivot", "other"],
            }
        ],
        "basis": [{"element": "price", "says": "150 € par mois,\nhors taxe"}],
    }  # fmt: skip


def _told(now: datetime) -> dict[str, Any]:
    today = now.date()
    return {
        "situations": [
            {
                "told_at": (now - timedelta(days=3)).isoformat(),
                "told_by": "Nadia Lopez",
                "choices": {"work_due": "yes", "invoices": "paid", "maintenance": "missing"},
                "last_answer_on": (today - timedelta(days=70)).isoformat(),
                "announced_end_on": (today + timedelta(days=70)).isoformat(),
                "last_deliverable_on": (today - timedelta(days=90)).isoformat(),
                "deadline_on": (today + timedelta(days=10)).isoformat(),
                "unanswered": [
                    {"sent_on": (today - timedelta(days=each)).isoformat(), "channel": "courriel"}
                    for each in (47, 33)
                ],
            }
        ],
        "first_hour": [
            {"step": "note", "done_at": now.isoformat(), "done_by": "Nadia Lopez"},
            {"step": "freeze", "done_at": now.isoformat(), "done_by": "Dr Claire Martin"},
        ],
        "events": [
            {
                "kind": "call", "happened_on": "2026-11-10",
                "happened_at": "2026-11-10T13:05:00+00:00", "facts": "Trois appels.",
                "author": "Nadia Lopez", "effect": "deux heures",
            },
            {
                "kind": "call", "happened_on": "2026-11-10", "facts": "Deux appels.",
                "because": "relevé de l’opérateur", "corrects": 1,
                "remarks": [{"text": "Nous avons rappelé.", "dated_on": "2026-11-20"}],
            },
        ],
    }  # fmt: skip


def _money(today: date) -> dict[str, Any]:
    return {
        "charges": [
            {
                "kind": "subscription", "label": "Hébergement 2026", "reference": "F-2026-9",
                "invoiced_on": "2026-01-05", "net_cents": 60_000, "vat_rate": 2_000,
                "paid_cents": 72_000, "due_on": "2026-02-05", "paid_on": "2026-02-01",
                "accepted_cents": 10_000, "period_from": "2026-01-01", "period_to": "2026-12-31",
                "served_until": "2026-08-31", "exhibit": "pièce 4", "disputed_on": "2026-10-01",
                "dispute": "Rien depuis septembre.",
            }
        ],
        "losses": [
            {
                "dated_on": today.isoformat(), "kind": "missed", "label": "Rendez-vous perdus",
                "amount_cents": 40_000, "method": "8 rendez-vous, 50 € chacun",
                "is_direct": "yes", "is_foreseeable": "no", "exhibit": "agenda",
            }
        ],
        "weighing": {"amount": "2", "impact": "1"},
    }  # fmt: skip


def _written(now: datetime) -> dict[str, Any]:
    today = now.date()
    sent = (today - timedelta(days=20)).isoformat()
    letter = {
        "kind": "L1", "locale": "en", "channel": "email", "days": 8, "planned_on": sent,
        "created_at": (now - timedelta(days=21)).isoformat(), "values": {"subject": "Site"},
    }  # fmt: skip
    return {
        "letters": [
            letter
            | {
                "subject": "Point sur le site", "deadline_on": "2026-11-12",
                "accepted": ["unpaid_invoices"],
                "final_at": (now - timedelta(days=20)).isoformat(), "sent_on": sent,
                "sent_by": "lrar", "received_on": "2026-11-06", "answered_on": "2026-11-16",
                "answer": "Nous revenons vers vous.", "closed_on": today.isoformat(),
            },
            letter | {"kind": "L2", "created_at": now.isoformat(), "follows": 1},
        ],
        "requests": [
            {
                "number": 1, "answer_by": (today + timedelta(days=9)).isoformat(),
                "made_at": now.isoformat(), "made_by": "Nadia Lopez", "sent_on": sent,
                "channel": "courriel", "released_at": now.isoformat(),
                "items": [
                    {
                        "asset": "domaine", "about": "cabinet-exemple.fr.example",
                        "said": {"fr": "Le code de transfert", "en": "The transfer code"},
                        "state": "partly", "settled_on": today.isoformat(),
                        "words": "Le code suivra.", "reply": "Transmis lundi.",
                        "settled_by": "Nadia Lopez",
                    },
                    {
                        "about": "Autres",
                        "said": {"fr": "Les maquettes", "en": "The mock-ups"},
                    },
                ],
            }
        ],
    }  # fmt: skip


def _exit(now: datetime) -> dict[str, Any]:
    return {
        "target_on": "2027-02-01", "mission_ends_on": "2027-03-31",
        "successor": "Atelier du Quai", "successor_party": "infogerance",
        "tasks": [
            {
                "id": "own/choisir", "origin": "own", "days": 3,
                "title": {"fr": "Choisir le repreneur", "en": "Choose the next provider"},
            },
            {
                "id": "domaine/order_transfer", "origin": "step", "step": "order_transfer",
                "title": {"fr": "Demander le transfert", "en": "Ask for the transfer"},
                "asset": "domaine", "days": 8, "needs": ["own/choisir"], "who": "provider",
                "right": "own_account", "is_question": True, "probe": "registrar",
                "seen_before": "Registrar Exemple SAS", "not_before": "2027-01-10",
                "owner_person": "claire-martin", "owner_party": "studio-web",
                "due_on": "2027-01-20", "state": "set_aside", "reason": "Fait autrement.",
                "check_asked_at": now.isoformat(), "closed_on": "2026-11-20",
                "closed_by": "Nadia Lopez", "closed_with": "statement",
                "statement": "Vu à deux.", "piece_sha256": "a" * 64,
                "gone_at": now.isoformat(),
            },
        ],
        "answers": [
            {
                "list_id": "reuse", "item": "logo", "answer": "ours", "note": "acte",
                "answered_at": now.isoformat(), "answered_by": "Nadia Lopez",
            }
        ],
    }  # fmt: skip


def _around(now: datetime) -> dict[str, Any]:
    then, today = now.isoformat(), now.date()
    choice = {
        "severity": 2, "reason": "Changé en janvier.", "accepted_by": "Nadia Lopez",
        "until": (today + timedelta(days=60)).isoformat(), "accepted_at": then,
    }  # fmt: skip
    return {
        "emergency_card": {
            "answers": {"lawyer_name": "Me Ruiz", "envelope": "Coffre du secrétariat"},
            "printed_at": then,
            "printed_sha256": "b" * 64,
        },
        "first_steps": {
            "done": ["practice", "domain"], "has_no_domain": True, "set_aside": ["mx:autre"],
            "answers": {"domaine": {"payer": "unknown"}}, "contract": "studio-web-2023",
        },
        "left_as_is": [
            choice | {"rule": "R-07", "asset": "domaine"},
            choice | {"rule": "R-05", "party": "studio-web"},
            choice
            | {
                "rule": "R-23", "contract": "studio-web-2023", "ended_at": then,
                "ended_by": "Dr Claire Martin",
            },
        ],
        "views": [
            {
                "name": "Chez le studio", "filters": {"intervenant": "studio-web", "q": "site"},
                "saved_by": "Nadia Lopez", "saved_at": then,
            }
        ],
        "periods": [
            {"rule": "drafts", "months": 3, "changed_by": "Nadia Lopez", "changed_at": then}
        ],
        "holds": [
            {
                "asset": "domaine", "reason": "Litige.", "set_by": "Nadia Lopez", "set_at": then,
                "lifted_by": "Dr Claire Martin", "lifted_at": then,
            },
            {
                "exit": "studio-web-2023", "reason": "Accord signé.", "set_by": "Nadia Lopez",
                "set_at": then, "lifted_by": "Nadia Lopez", "lifted_at": then,
            },
        ],
    }  # fmt: skip
