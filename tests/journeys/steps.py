"""What many journeys begin with: a password chosen by a link, and signing in, in any language."""

import re

from playwright.sync_api import Page

from tests.journeys.conftest import House

PASSWORD = "une phrase que je retiens"


def choose_password(page: Page, password: str = PASSWORD) -> None:
    """Choose a password on the page of a one-time link or of an invitation."""
    page.fill("#password", password)
    page.fill("#again", password)
    page.click("main .btn-primary")


def give_password(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the form of the sign-in page."""
    page.fill("#email", email)
    page.fill("#password", password)
    page.click("main .btn-primary")


def sign_in(page: Page, house: House, email: str, password: str = PASSWORD) -> None:
    """Sign in on the page that asks for it, and reach the register."""
    page.goto(house.url)
    give_password(page, email, password)
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def arrive(page: Page, house: House, email: str, name: str, role: str = "manager") -> None:
    """Let somebody of the practice in: by their one-time link, then by the password they chose."""
    page.goto(house.link(email, name, role))
    choose_password(page)
    give_password(page, email)
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def is_within(page: Page) -> bool:
    """Say whether nothing of the page has to be scrolled to sideways."""
    within: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return within
