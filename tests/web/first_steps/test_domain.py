"""One name is typed, and what it shows is kept or set aside; a practice may have none."""

import pytest

from reversibility.first_steps.service import Advance, advance
from reversibility.kernel import clock
from reversibility.store.session import transaction
from tests.factories.drafts import finished_look
from tests.web.first_steps.conftest import Walker
from tests.web.pages import read

PATH = "/premiers-pas/domaine"


@pytest.fixture
def looked(walker: Walker) -> Walker:
    """Return somebody whose name was looked at."""
    run_id = finished_look(walker.engine, walker.actor)
    with transaction(walker.engine, walker.actor.practice_id) as session:
        advance(session, walker.actor, Advance(run_id=run_id), now=clock.now())
    return walker


def test_every_trace_is_a_plain_sentence_with_two_answers(looked: Walker) -> None:
    page = looked.open(PATH)
    assert "nous avons trouvé" in page.heading
    assert "Un boîtier d’étiquettes Google est posé sur votre site" in page.text
    assert "GTM-EXMPL7K" in page.text
    radios = [each for each in page.all("input") if each.get("type") == "radio"]
    assert radios
    assert not any("checked" in each for each in radios)  # nothing enters without a yes


def test_what_is_kept_enters_the_register_and_what_is_set_aside_stays_out(looked: Walker) -> None:
    numbers = _numbers(looked)
    said = dict.fromkeys(numbers.values(), "set_aside") | {numbers["gtm"]: "keep"}
    action = _action(looked)
    form = looked.open(PATH).form
    answer = looked.client.post(action, data={**form, **said}, follow_redirects=True)
    assert answer.status_code == 200
    page = looked.open(PATH)
    assert "Gardé : Google Tag Manager GTM-EXMPL7K" in page.text
    assert "Écarté. Vous pouvez changer d’avis :" in page.text
    assert "Google Tag Manager GTM-EXMPL7K" in looked.open("/registre").text
    # Sent once more, as by a double click, it is entered once.
    looked.client.post(action, data={**form, **said})
    assert looked.open("/registre").heading.startswith("Votre élément,")


def test_all_that_is_left_is_kept_with_one_yes(looked: Walker) -> None:
    form = looked.open(PATH).form
    looked.client.post(_action(looked), data={**form, "then": "keep_all"})
    assert "Gardé :" in looked.open(PATH).text
    assert "encore vide" not in looked.open("/registre").text


def test_going_on_with_nothing_ticked_says_so_and_then_goes_on_knowingly(looked: Walker) -> None:
    form = looked.open(PATH).form
    action = _action(looked)
    page = read(looked.client.post(action, data={**form, "then": "go_on"}, follow_redirects=True))
    assert "Vous n’avez encore rien dit de 6 lignes" in page.text
    assert "Continuer sans rien dire de ces 6 lignes" in page.text
    answer = looked.client.post(action, data={**form, "then": "leave"})
    assert answer.headers["Location"] == "/premiers-pas/elements"
    assert "encore vide" in looked.open("/registre").text


def test_going_on_with_everything_answered_goes_on_at_once(looked: Walker) -> None:
    numbers, action = _numbers(looked), _action(looked)
    said = dict.fromkeys(numbers.values(), "set_aside")
    form = looked.open(PATH).form
    answer = looked.client.post(action, data={**form, **said, "then": "go_on"})
    assert answer.headers["Location"] == "/premiers-pas/elements"


def test_a_practice_without_a_name_goes_on(walker: Walker) -> None:
    form = walker.open(PATH).form
    answer = walker.client.post(f"{PATH}/aucun", data={"csrf_token": form["csrf_token"]})
    assert answer.headers["Location"] == "/premiers-pas/elements"
    assert "Vous avez dit ne pas avoir de nom de domaine." in walker.open(PATH).text


@pytest.mark.parametrize("typed", ["", "pas un nom", "x" * 300, "cabinet.example", "🏥.fr"])
def test_what_is_no_name_gets_a_sentence_and_stays_typed(walker: Walker, typed: str) -> None:
    form = walker.open(PATH).form
    answer = walker.client.post(PATH, data={**form, "domain": typed})
    assert answer.status_code in {302, 422}
    if answer.status_code == 422:
        assert "Un point à corriger" in answer.get_data(as_text=True)


def test_a_look_of_another_practice_is_not_there(walker: Walker) -> None:
    form = walker.open(PATH).form
    other = "01930000-0000-7000-8000-00000000abcd"
    answer = walker.client.post(f"{PATH}/{other}", data={**form, "then": "keep_all"})
    assert answer.status_code == 404


def _action(walker: Walker) -> str:
    forms = [each["action"] for each in walker.open(PATH).all("form")]
    return next(action for action in forms if action.startswith(f"{PATH}/"))


def _numbers(walker: Walker) -> dict[str, str]:
    """Return the name of each answer, by what its trace is about."""
    html = walker.client.get(PATH).get_data(as_text=True)
    parts = html.split('id="trace-')[1:]
    numbers = [part.partition('"')[0] for part in parts]
    return {
        "gtm" if "GTM-EXMPL7K" in part else number: f"line_{number}"
        for number, part in zip(numbers, parts, strict=True)
    }
