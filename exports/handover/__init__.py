"""What is asked of a provider that answers, and the receipt that both sides sign."""

from exports.handover.model import Group, Item, Paper, PaperKind, Side
from exports.handover.rendering import render

__all__ = ["Group", "Item", "Paper", "PaperKind", "Side", "render"]
