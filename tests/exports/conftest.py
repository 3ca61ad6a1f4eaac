"""The sample plan in both languages, rendered once, and a pack around it."""

import io
from collections.abc import Mapping

import pytest
from pypdf import PdfReader

from exports.dossier import Language
from exports.pack import Label, build
from exports.plan_pdf import render
from tests.exports.sample import RAW, REGISTER, sample


@pytest.fixture(scope="session")
def plans() -> Mapping[Language, bytes]:
    """Render the sample dossier in each language."""
    return {language: render(sample(language)) for language in Language}


@pytest.fixture(scope="session")
def pages(plans: Mapping[Language, bytes]) -> Mapping[Language, list[str]]:
    """Read the text of each page, by language, spaces made plain."""
    return {language: page_texts(pdf) for language, pdf in plans.items()}


def page_texts(pdf: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(pdf: bytes) -> str:
    """Read the text of all pages, spaces made plain."""
    return " ".join(page_texts(pdf)).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="session")
def label() -> Label:
    """Return what is written on the sample pack."""
    plan = sample()
    return Label(practice=plan.practice.name, provider=plan.provider, made_at=plan.made_at)


@pytest.fixture(scope="session")
def files(plans: Mapping[Language, bytes]) -> Mapping[str, bytes]:
    """Return the files of the sample pack, by path."""
    return {
        "data/exit-plan-fr.pdf": plans[Language.FR],
        "data/exit-plan-en.pdf": plans[Language.EN],
        "data/register.json": REGISTER,
        **RAW,
    }


@pytest.fixture(scope="session")
def pack(files: Mapping[str, bytes], label: Label) -> bytes:
    """Build the sample pack."""
    return build(files, label)
