"""The emergency card of a practice: one printed page, for the day when nothing else can be read."""

from exports.emergency_card.model import Card, Contact, Element, Insurer
from exports.emergency_card.rendering import render

__all__ = ["Card", "Contact", "Element", "Insurer", "render"]
