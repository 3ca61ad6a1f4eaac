"""What a look showed is told as what it is, kept with its source, and proposed, never imposed."""

from datetime import date

import pytest

from reversibility.first_steps.published import find_published
from reversibility.first_steps.service import Advance, advance
from reversibility.kernel import clock
from reversibility.register.queries import list_assets, list_parties
from reversibility.store.session import transaction
from tests.factories.drafts import NAME, finished_look
from tests.web.first_steps.conftest import Walker
from tests.web.first_steps.test_domain import PATH, _action
from tests.web.pages import Page
from tests.web.test_page_budget import MOST, counting

HOLDINGS, KEPT = "/premiers-pas/elements", "/premiers-pas/elements/enregistre"
AGENCY, ENDS = "STUDIO EXEMPLE WEB", date(2027, 3, 1)


@pytest.fixture
def looked(walker: Walker) -> Walker:
    """Return somebody whose name is published for their agency, and whose site names it."""
    return see(walker, AGENCY)


def see(walker: Walker, holder: str) -> Walker:
    """Look at the name, as a registry publishes it for a holder."""
    run_id = finished_look(
        walker.engine, walker.actor, is_weak=True, holder=holder, expires_on=ENDS
    )
    with transaction(walker.engine, walker.actor.practice_id) as session:
        advance(session, walker.actor, Advance(run_id=run_id), now=clock.now())
    return walker


def keep_all(walker: Walker, **said: str) -> None:
    """Keep everything that was found."""
    data = {**walker.open(PATH).form, **said, "then": "keep_all"}
    walker.client.post(_action(walker), data=data)


def field(page: Page, question: str) -> str:
    """Return the name of a question about the first asset of a page, the domain."""
    names = (name for name in page.form if name.startswith(f"{question}_"))
    return next(name for name in names if not name.endswith("_all"))


def line_of(walker: Walker, text: str) -> str:
    """Return the name of the answer about the line that says something."""
    html = walker.client.get(PATH).get_data(as_text=True)
    part = next(part for part in html.split('id="trace-')[1:] if text in part)
    return f"line_{part.partition(chr(34))[0]}"


def test_a_holder_who_is_not_the_practice_and_the_expiry_are_told_unfolded(looked: Walker) -> None:
    text = looked.open(PATH).text
    assert f"Publié au nom de {AGENCY} , et non du cabinet." in text
    assert "Échéance : 1er mars 2027 ." in text


def test_the_published_expiry_is_kept_with_where_and_when_it_was_read(looked: Walker) -> None:
    keep_all(looked)
    link = next(
        each["href"] for each in looked.open(PATH).all("a")
        if each.get("href", "").startswith("/registre/0")
    )  # fmt: skip
    text = looked.open(link).text
    assert "Échéance du 1er mars 2027 : lue dans le registre public des noms de domaine" in text
    form = looked.open(f"{link}/modifier").form
    assert form["attribute_expires_on"] == "2027-03-01"


def test_the_published_holder_is_proposed_and_declared_only_once_it_is_sent(looked: Walker) -> None:
    keep_all(looked)
    page = looked.open(HOLDINGS)
    name = field(page, "holder")
    # Called as the home page calls it, which is how people write it.
    assert page.form[name] == "seen:Studio Exemple Web"
    assert f"publié au nom de {AGENCY}" in page.text
    assert "Studio Exemple Web" not in looked.open("/intervenants").text
    kept = looked.send(HOLDINGS, then="go_on")
    assert "Voici ce qui est enregistré" in kept.heading
    assert "Studio Exemple Web" in kept.text
    assert "Studio Exemple Web" in looked.open("/intervenants").text


def test_the_practice_itself_is_proposed_where_it_is_the_published_holder(walker: Walker) -> None:
    walker.send("/premiers-pas/cabinet", city="Lyon")
    see(walker, "CABINET MEDICAL EXEMPLE")
    assert "Publié au nom du cabinet : CABINET MEDICAL EXEMPLE ." in walker.open(PATH).text
    keep_all(walker)
    page = walker.open(HOLDINGS)
    assert not page.form[field(page, "holder")].startswith("seen:")
    assert page.form[field(page, "holder")]
    assert "publié au nom de" not in page.text


def test_a_name_that_may_be_the_practice_or_another_is_not_told_to_be_either(
    walker: Walker,
) -> None:
    walker.send("/premiers-pas/cabinet", city="Lyon")
    see(walker, "EXEMPLE")
    assert "Si ce n’est pas le cabinet, vous le direz à l’étape suivante." in walker.open(PATH).text


def test_everybody_who_was_seen_can_be_chosen_and_is_entered_by_it(looked: Walker) -> None:
    keep_all(looked)
    page = looked.open(HOLDINGS)
    assert "OVHcloud (vu à l’étape 2)" in page.text
    looked.send(HOLDINGS, **{field(page, "provider"): "seen:OVHcloud"})
    assert "OVHcloud" in looked.open("/intervenants").text
    again = looked.open(HOLDINGS)
    assert "OVHcloud (vu à l’étape 2)" not in again.text


def test_a_weak_trace_names_somebody_and_proposes_no_second_asset(looked: Walker) -> None:
    page = looked.open(PATH)
    assert "La page d’accueil de votre site nomme Studio Exemple Web" in page.text
    assert "fait avec Studio Exemple Web" not in page.text
    assert "studio-exemple-web.fr.example reçoit des rapports sur les courriels" in page.text
    assert "Vos courriels arrivent chez studio-exemple-web" not in page.text
    reports = line_of(looked, "reçoit des rapports")
    looked.client.post(_action(looked), data={**page.form, reports: "keep"})
    # One and the same firm, whatever it is called there; and no asset of it.
    assert looked.open("/intervenants").text.count("Studio Exemple Web") >= 1
    assert "encore vide" in looked.open("/registre").text
    assert looked.open(PATH).text.count("Gardé : Studio Exemple Web") == 2


def test_all_that_is_found_leaves_out_what_nothing_proves_and_says_so(looked: Walker) -> None:
    form = looked.open(PATH).form
    answer = looked.client.post(_action(looked), data={**form, "then": "keep_all"})
    assert answer.headers["Location"] == f"{PATH}?reste=1"
    text = looked.open(f"{PATH}?reste=1").text
    assert "Vous n’avez encore rien dit de 2 lignes" in text
    assert "ne les prend pas" in text


def test_what_is_kept_is_shown_before_going_on_and_can_be_corrected(looked: Walker) -> None:
    keep_all(looked)
    page = looked.send(HOLDINGS, payer_all="unknown", then="go_on")
    assert page.text.count("Je ne sais pas") == 6
    links = [each.get("href") for each in page.all("a")]
    assert HOLDINGS in links
    assert "/premiers-pas/contrat" in links
    assert NAME in page.text


def test_the_time_that_is_said_is_that_of_the_questions(looked: Walker) -> None:
    keep_all(looked)
    assert "30 questions : environ 4 min" in looked.open(HOLDINGS).text
    looked.send(HOLDINGS, holder_all="unknown", provider_all="unknown", inside_all="unknown")
    assert "12 questions : environ 2 min" in looked.open(HOLDINGS).text


def shared(page: Page, question: str) -> str:
    """Return the name of a question about what OVHcloud has in hand, the first group."""
    return next(name for name in page.form if name.startswith("with_") and question in name)


def test_what_one_provider_has_in_hand_is_answered_together_but_for_exceptions(
    looked: Walker,
) -> None:
    keep_all(looked)
    page = looked.open(HOLDINGS)
    held = "Zone DNS, cabinet.fr.example · Messagerie chez un hébergeur, cabinet.fr.example"
    assert f"Vaut pour : {held}." in page.text
    with transaction(looked.engine, looked.actor.practice_id) as session:
        assets = list_assets(session, looked.actor)
    zone = next(f"inside_{each.id.hex}" for each in assets if each.kind == "dns_zone")
    said = {shared(page, "payer"): "unknown", shared(page, "inside"): "unknown", zone: "nobody"}
    form = looked.send(HOLDINGS, payer_all="nobody", **said).form
    # Zone and mailboxes by their provider's answer, the other four by that for all.
    payers = [value for name, value in form.items() if name.startswith("payer_")]
    assert (payers.count("unknown"), payers.count("nobody")) == (2, 4)
    # The zone by its own answer, the mailboxes by their provider's; nothing is said of the rest.
    inside = [value for name, value in form.items() if name.startswith("inside_")]
    assert (form[zone], inside.count("unknown"), inside.count("")) == ("nobody", 1, 5)


def test_a_provider_is_asked_about_by_the_name_that_was_declared(looked: Walker) -> None:
    keep_all(looked)
    page = looked.open(HOLDINGS)
    after = looked.send(HOLDINGS, **{shared(page, "provider"): "seen:Studio Exemple Web"})
    assert "Tout ce que tient Studio Exemple Web" in after.text
    assert "Tout ce que tient OVHcloud" not in after.text
    assert not any("_provider" in name for name in after.form if name.startswith("with_"))


def test_a_provider_known_by_its_domain_alone_is_asked_for_its_name(walker: Walker) -> None:
    walker.send(HOLDINGS, new_provider="agence-lumen.fr.example")
    page = walker.open(HOLDINGS)
    assert "n’en donnent que le domaine, pas le nom" in page.text
    name = next(each for each in page.form if each.startswith("called_"))
    # Left empty it stays as it is; a name is taken once, and the domain stays known.
    walker.send(HOLDINGS)
    assert name in walker.open(HOLDINGS).form
    walker.send(HOLDINGS, **{name: "Agence Lumen"})
    walker.client.post(HOLDINGS, data={**page.form, name: "Autre nom"})
    assert "n’en donnent que le domaine" not in walker.open(HOLDINGS).text
    parties = walker.open("/intervenants")
    assert "Agence Lumen" in parties.text
    assert "Autre nom" not in parties.text
    walker.send(HOLDINGS, new_provider="Studio Exemple Web")
    with transaction(walker.engine, walker.actor.practice_id) as session:
        known = find_published("agence-lumen.fr.example", list_parties(session, walker.actor))
    assert known is not None
    assert known.name == "Agence Lumen"


def test_no_page_that_shows_what_was_seen_asks_more_than_twelve_questions(looked: Walker) -> None:
    keep_all(looked)
    counted = {}
    for path in (PATH, f"{PATH}?reste=1", HOLDINGS, KEPT):
        with counting(looked.engine) as asked:
            looked.open(path)
        counted[path] = len(asked)
    assert {path: count for path, count in counted.items() if count > MOST} == {}
