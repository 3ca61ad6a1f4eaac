"""What is wrong with a form, field by field, however deep the field stands."""

from collections.abc import Iterable, Iterator

from wtforms import Field, FieldList, FormField


def faults(form: Iterable[Field]) -> list[tuple[str, str]]:
    """Return (id of the field, sentence), in the order of the form."""
    return list(_faults(form))


def _faults(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, FormField):
            yield from _faults(field.form)
            continue
        if isinstance(field, FieldList):
            yield from _faults(field.entries)
        for sentence in field.errors[:1]:
            # A list of forms has the faults of its entries here; a sentence may be a lazy one.
            if not isinstance(sentence, list | dict):
                yield field.id, str(sentence)
