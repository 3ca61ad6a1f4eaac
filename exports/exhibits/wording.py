"""The words of a bundle in one language, those that every document uses among them."""

from pathlib import Path
from zoneinfo import ZoneInfo

from exports.dossier import Language
from exports.plan_pdf.dates import Writer
from exports.plan_pdf.labels import labels
from exports.typesetting.labels import Labels, read_labels

LABELS = Path(__file__).with_name("labels.toml")


def read_words(language: Language) -> Labels:
    """Read the words of one language."""
    shared, own = labels(language), read_labels(LABELS, language)
    return Labels(texts={**shared.texts, **own.texts}, lists={**shared.lists, **own.lists})


def writer_of(words: Labels, time_zone: str = "UTC") -> Writer:
    """Return who writes dates and sizes in these words."""
    return Writer(words=words, zone=ZoneInfo(time_zone))
