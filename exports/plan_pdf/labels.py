"""The plan's own words in one language, from `labels.toml`."""

from pathlib import Path

from exports.dossier import Language
from exports.typesetting.labels import Labels, read_labels

LABELS = Path(__file__).with_name("labels.toml")


def labels(language: Language) -> Labels:
    """Read the words of one language."""
    return read_labels(LABELS, language)
