"""An access meant for a time: entered, shown beside it, and told once its day has passed."""

from datetime import timedelta

from flask.testing import FlaskClient

from reversibility.kernel import clock
from tests.web.house import House
from tests.web.pages import read


def test_an_access_of_a_provider_is_given_until_a_day_and_shown_with_it(
    manager: FlaskClient, house: House
) -> None:
    asset = f"/registre/{house.assets['hebergement']}"
    page = read(manager.get(f"{asset}/acces"))
    person = next(item["value"] for item in page.all("option") if len(item["value"]) == 36)
    role = [item["value"] for item in page.all("option") if item["value"]]
    chosen = next(value for value in role if len(value) != 36)
    typed = page.form | {"person_id": person, "role": chosen, "ends_on": "2031-03-31"}
    assert manager.post(f"{asset}/acces", data=typed).status_code == 302
    assert "prévu jusqu’au 31 mars 2031" in read(manager.get(asset)).text
    assert "jusqu’au 31 mars 2031" in read(manager.get("/registre/matrice")).text

    over = (clock.now() - timedelta(days=2)).date().isoformat()
    assert manager.post(f"{asset}/acces", data=typed | {"ends_on": over}).status_code == 302
    assert "et le registre le dit encore ouvert" in read(manager.get(asset)).text
    wrong = manager.post(f"{asset}/acces", data=typed | {"ends_on": "31/03/2031"})
    assert wrong.status_code == 422
    assert "Écrivez une date" in read(wrong).text
