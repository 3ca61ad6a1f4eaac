"""A table becomes assets: first as a preview, then exactly what was previewed, or nothing."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from reversibility.accounts.models import User
from reversibility.catalogues.loader import load_catalogue
from reversibility.http.exporting.document import practice_document
from reversibility.http.exporting.files import register_file
from reversibility.http.tables.entering import Entered, enter, plan_of
from reversibility.http.tables.errors import PreviewBlockedError, PreviewChangedError
from reversibility.http.tables.plan import Action, Plan
from reversibility.http.tables.reading import read_table
from reversibility.journal.service import check_chain
from reversibility.kernel.actor import Actor, Permission, UserId
from reversibility.kernel.errors import DeniedError
from reversibility.kernel.ids import new_id
from reversibility.register.archiving import Edit
from reversibility.register.editing import archive_asset
from reversibility.register.errors import PreviewMissingError
from reversibility.register.models import Asset, Party, PartyKind
from reversibility.register.parties import archive_party
from reversibility.register.preview_models import TablePreview
from reversibility.register.previews import PreviewDraft, decide, get_preview, keep_preview
from reversibility.register.service import PartyDraft, add_party
from reversibility.store.session import transaction
from tests.web.house import House, furnish

CATALOGUE = load_catalogue()
HEAD = (
    "Nature;Nom;Titulaire;Prestataire;Nom de domaine;Date d’expiration;Renouvellement automatique\n"
)
GOOD = HEAD + (
    "Nom de domaine .fr;nouveau.example;cabinet;Studio Exemple Web;nouveau.example;31/12/2027;oui\n"
    "domain_fr;autre.example;Cabinet médical Exemple;;autre.example;;non\n"
)


class Desk:
    """Somebody who imports, with their transactions."""

    def __init__(self, engine: Engine, house: House, now: datetime) -> None:
        self.engine, self.house, self.now = engine, house, now
        user = User(
            id=new_id(now), email=f"{new_id(now)}@cabinet.example", name="Nadia Lopez",
            fs_uniquifier=new_id(now).hex, created_at=now,
        )  # fmt: skip
        with transaction(engine, None) as session:
            session.add(user)
        self.actor: Actor = replace(house.actor, user_id=UserId(user.id), label="Nadia Lopez")

    def send(self, content: str | bytes) -> UUID:
        """Send a table."""
        grid = read_table(content.encode() if isinstance(content, str) else content)
        draft = PreviewDraft(
            filename="inventaire.csv",
            form=grid.form,
            separator=grid.separator,
            sheet=grid.sheet,
            rows=[[number, list(cells)] for number, cells in grid.rows],
        )
        with self.writing() as session:
            return keep_preview(session, self.actor, draft, now=self.now)

    def look(self, preview_id: UUID, **choices: bool) -> Plan:
        """Decide, and look at the preview."""
        with self.writing() as session:
            if choices:
                decide(session, self.actor, preview_id, choices, now=self.now)
            preview = get_preview(session, self.actor, preview_id, now=self.now)
            return plan_of(session, self.actor, preview, CATALOGUE, locale="fr")

    def confirm(self, preview_id: UUID, digest: str) -> Entered:
        """Confirm what was shown."""
        with self.writing() as session:
            preview = get_preview(session, self.actor, preview_id, now=self.now)
            return enter(session, self.actor, preview, CATALOGUE, digest=digest, now=self.now)

    def writing(self):  # type: ignore[no-untyped-def]
        """Open a unit of work."""
        return transaction(self.engine, self.house.actor.practice_id)

    def assets(self) -> dict[str, Asset]:
        """Return the assets by name."""
        with self.writing() as session:
            return {asset.name: asset for asset in session.scalars(select(Asset))}


@pytest.fixture
def desk(engine: Engine, now: datetime) -> Desk:
    """Return somebody of the practice of the demo, on either database."""
    return Desk(engine, furnish(engine, now), now)


def faults(plan: Plan) -> dict[int, list[tuple[str, str]]]:
    """Return (column, name of the fault) by row number."""
    return {
        row.number: [(each.column, each.code.partition(":")[0]) for each in row.faults]
        for row in plan.rows
        if row.faults
    }


def test_what_was_previewed_is_what_is_entered_with_an_entry_for_each(desk: Desk) -> None:
    before = set(desk.assets())
    preview_id = desk.send(GOOD)
    plan = desk.look(preview_id)
    assert ([row.action for row in plan.rows], plan.blocked_by) == ([Action.CREATE] * 2, "")
    assert set(desk.assets()) == before
    done = desk.confirm(preview_id, plan.digest)
    assert (done.created, done.changed, done.parties) == (2, 0, 0)
    entered = desk.assets()["nouveau.example"]
    assert entered.attributes == {
        "domain": "nouveau.example", "expires_on": "2027-12-31", "auto_renew": True,
    }  # fmt: skip
    assert (entered.importance, entered.slug, entered.declared_by) == (
        4, "nouveau-example", "Nadia Lopez",
    )  # fmt: skip
    with desk.writing() as session:
        assert check_chain(session, desk.actor).is_whole
    with pytest.raises(PreviewMissingError):  # a second press of the button finds nothing to do
        desk.confirm(preview_id, plan.digest)


def test_every_fault_is_named_with_its_row_and_column_and_nothing_enters(desk: Desk) -> None:
    text = HEAD + (
        "Nom de domain .fr;a.example;;;a.example;;\n"
        "Nom de domaine .fr;;;;b.example;;\n"
        "Nom de domaine .fr;c.example;Inconnu SARL;;c.example;32/12/2027;peut-être\n"
        f"Nom de domaine .fr;{'é' * 5000};;;d.example;;\n"
        "Nom de domaine .fr;e.example;;;pas un domaine;;\n"
        "Nom de domaine .fr;f.example;;;;;\n"
        "Nom de domaine .fr;g\u202eexample;;;g.example;;\n"
        "Site web;h.example;;;h.example;;\n"
        "Nom de domaine .fr;i.example;;;#REF!;;\n"
    )
    preview_id = desk.send(text)
    plan = desk.look(preview_id)
    assert faults(plan) == {
        2: [("Nature", "kind_near")],
        3: [("Nom", "required")],
        4: [("Titulaire", "party_unknown"), ("Date d’expiration", "day"),
            ("Renouvellement automatique", "yes_or_no")],
        5: [("Nom", "too_long")],
        6: [("Nom de domaine", "domain")],
        7: [("Nom de domaine", "required")],
        8: [("Nom", "control_character")],
        9: [("Nom de domaine", "not_of_kind"), ("Adresse du site", "required")],
        10: [("Nom de domaine", "cell_error")],
    }  # fmt: skip
    assert plan.blocked_by == "rows"
    with pytest.raises(PreviewBlockedError):
        desk.confirm(preview_id, plan.digest)
    assert "c.example" not in desk.assets()


def test_wrong_rows_are_left_out_only_by_an_explicit_choice(desk: Desk) -> None:
    preview_id = desk.send(GOOD + "Nom de domaine .fr;faux;;;pas un domaine;;\n")
    assert desk.look(preview_id).blocked_by == "rows"
    plan = desk.look(preview_id, leaves_wrong=True)
    assert plan.blocked_by == ""
    assert desk.confirm(preview_id, plan.digest).created == 2
    assert "faux" not in desk.assets()


def test_columns_nobody_knows_are_named_and_ignored_only_after_asking(desk: Desk) -> None:
    text = GOOD.replace("\n", ";x\n").replace(";x\n", ";Prix TTC\n", 1)
    preview_id = desk.send(text)
    plan = desk.look(preview_id)
    assert [plan.heads.title(place) for place in plan.heads.unknown] == ["Prix TTC"]
    assert plan.blocked_by == "columns"
    assert desk.look(preview_id, ignores_columns=True).blocked_by == ""


def test_parties_the_register_has_not_are_made_once_and_only_when_asked(desk: Desk) -> None:
    text = HEAD + "".join(
        f"Nom de domaine .fr;n{number}.example;cabinet;{name};n{number}.example;;\n"
        for number, name in enumerate(["Agence Nord", "AGENCE  nord", "agence nord "])
    )
    preview_id = desk.send(text)
    assert desk.look(preview_id).missing_parties == ["Agence Nord"]
    plan = desk.look(preview_id, creates_parties=True)
    assert (plan.new_parties, plan.blocked_by) == (["Agence Nord"], "")
    assert desk.confirm(preview_id, plan.digest).parties == 1
    with desk.writing() as session:
        made = session.scalars(select(Party).where(Party.name == "Agence Nord")).one()
    assert made.kind is PartyKind.PROVIDER
    assert {desk.assets()[f"n{number}.example"].provider_id for number in range(3)} == {made.id}


def test_two_parties_of_one_name_and_an_archived_one_are_asked_about(desk: Desk) -> None:
    with desk.writing() as session:
        twin = PartyDraft(kind=PartyKind.PROVIDER, name="Studio Exemple Web")
        add_party(session, desk.actor, twin, now=desk.now)
        old = session.scalars(select(Party).where(Party.slug == "infogerance")).one()
        name = old.name
        archive_party(session, desk.actor, Edit(id=old.id, version=old.version), now=desk.now)
    row = "Nom de domaine .fr;n{0}.example;;{1};n{0}.example;;\n"
    text = HEAD + row.format(1, "Studio Exemple Web") + row.format(2, name)
    text += row.format(3, "studio-web") + row.format(4, "Studio Exemple Web (studio-web)")
    assert faults(desk.look(desk.send(text))) == {
        2: [("Prestataire", "party_ambiguous")],
        3: [("Prestataire", "party_archived")],
    }


def test_what_is_in_the_register_stays_until_somebody_asks_for_the_change(desk: Desk) -> None:
    known = desk.assets()["cabinet-exemple.fr.example"]
    text = HEAD + f"Nom de domaine .fr;{known.name.upper()};;;;01/02/2030;oui\n"
    preview_id = desk.send(text)
    plan = desk.look(preview_id)
    assert ([row.action for row in plan.rows], plan.blocked_by) == ([Action.KEEP], "nothing")
    plan = desk.look(preview_id, changes_known=True)
    (row,) = plan.rows
    assert row.action is Action.CHANGE
    assert row.values["attribute.expires_on"] == "2030-02-01"
    assert row.before["attribute.expires_on"] == known.attributes["expires_on"]
    assert desk.confirm(preview_id, plan.digest).changed == 1
    after = desk.assets()[known.name.upper()]
    assert after.attributes == {**known.attributes, "expires_on": "2030-02-01", "auto_renew": True}
    assert (after.holder_id, after.notes) == (known.holder_id, known.notes)


def test_one_element_twice_and_an_archived_one_are_said(desk: Desk) -> None:
    zone = next(each for each in desk.assets().values() if each.slug == "zone-dns")
    with desk.writing() as session:
        archive_asset(session, desk.actor, Edit(id=zone.id, version=zone.version), now=desk.now)
    text = (
        "Identifiant;Nature;Nom;Nom de domaine\n"
        ";domain_fr;a.example;a.example\n;Nom de domaine .fr;A.EXAMPLE;a.example\n"
        f"zone-dns;dns_zone;{zone.name};\nsite;domain_fr;x.example;x.example\n"
        "Pas un identifiant;domain_fr;y.example;y.example\n"
    )
    plan = desk.look(desk.send(text))
    assert faults(plan)[3] == [("Nom", "row_twice")]
    assert faults(plan)[4][0] == ("Identifiant", "asset_archived")
    assert faults(plan)[5][0] == ("Nature", "kind_differs")
    assert faults(plan)[6] == [("Identifiant", "slug")]


def test_an_element_changed_meanwhile_makes_the_preview_stale(desk: Desk) -> None:
    known = desk.assets()["cabinet-exemple.fr.example"]
    preview_id = desk.send(HEAD + f"Nom de domaine .fr;{known.name};;;;01/02/2030;\n")
    shown = desk.look(preview_id, changes_known=True)
    with desk.writing() as session:
        row = session.get(Asset, known.id)
        assert row
        row.notes = "relu ce matin"
    with pytest.raises(PreviewChangedError):
        desk.confirm(preview_id, shown.digest)
    assert desk.assets()[known.name].attributes == known.attributes
    assert desk.confirm(preview_id, desk.look(preview_id).digest).changed == 1


def test_a_fault_at_the_very_end_leaves_nothing(desk: Desk) -> None:
    preview_id = desk.send(GOOD.replace("Studio Exemple Web", "Agence Sud"))
    plan = desk.look(preview_id, creates_parties=True)
    before = set(desk.assets())
    with pytest.raises(KeyError, match="power"), desk.writing() as session:
        preview = get_preview(session, desk.actor, preview_id, now=desk.now)
        enter(session, desk.actor, preview, CATALOGUE, digest=plan.digest, now=desk.now)
        raise KeyError("power cut")
    assert set(desk.assets()) == before
    assert desk.confirm(preview_id, plan.digest).created == 2  # the preview is still there


def test_whoever_may_not_write_imports_nothing(desk: Desk) -> None:
    desk.actor = replace(desk.actor, permissions=frozenset({Permission.REGISTER_READ}))
    with pytest.raises(DeniedError):
        desk.send(GOOD)


def test_a_preview_is_its_sender_s_alone_and_for_an_hour(desk: Desk) -> None:
    preview_id = desk.send(GOOD)
    other = Desk(desk.engine, desk.house, desk.now)
    with pytest.raises(PreviewMissingError):
        other.look(preview_id)
    desk.now += timedelta(hours=1)
    with pytest.raises(PreviewMissingError):
        desk.look(preview_id)
    desk.send(GOOD)
    with desk.writing() as session:
        assert [row.id for row in _previews(session)] != [preview_id]
        assert len(_previews(session)) == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_an_exported_table_that_comes_back_changes_nothing(
    desk: Desk, kind: str, locale: str
) -> None:
    with desk.writing() as session:
        for number, asset in enumerate(session.scalars(select(Asset))):
            asset.notes = ("=1+1", "-5 %", "+33 4", "@a", "'été'", "🦷\nligne", "عيادة")[number % 7]
        document = practice_document(session, desk.actor)
    made = register_file(document, CATALOGUE, kind, locale=locale, now=desk.now)  # type: ignore[arg-type]
    plan = desk.look(desk.send(made.content), changes_known=True)
    assert faults(plan) == {}
    assert plan.heads.unknown == []
    assert [row.values for row in plan.rows if row.action is not Action.KEEP] == []
    assert len(plan.rows) == len(desk.house.assets)


def test_odd_names_enter_as_they_are_written(desk: Desk) -> None:
    names = ["🦷", "🏥", "عيادة الأسنان", "=SOMME(A1)", "O’Brien & <b>fils</b>", "0042"]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["Nature", "Nom", "Nom de domaine"])
    writer.writerows(["domain_fr", name, f"n{number}.example"] for number, name in enumerate(names))
    preview_id = desk.send(file.getvalue())
    plan = desk.look(preview_id)
    assert faults(plan) == {}
    desk.confirm(preview_id, plan.digest)
    entered = desk.assets()
    assert set(names) <= set(entered)
    assert len({entered[name].slug for name in names}) == len(names)
    with desk.writing() as session:
        assert json.dumps(practice_document(session, desk.actor))


def test_thousands_of_rows_enter_in_a_few_statements(engine: Engine, now: datetime) -> None:
    desk = Desk(engine, furnish(engine, now), now)
    text = HEAD + "".join(
        f"domain_fr;n{number}.example;cabinet;;n{number}.example;;\n" for number in range(2_000)
    )
    preview_id = desk.send(text)
    plan = desk.look(preview_id)
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert desk.confirm(preview_id, plan.digest).created == 2_000
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert statements < 100
    with desk.writing() as session:
        assert check_chain(session, desk.actor).is_whole


def _previews(session: Session) -> list[TablePreview]:
    return list(session.scalars(select(TablePreview)))
