"""The letters of a contract: chosen, written, made final, followed to their answer."""

from reversibility.web.letters import following, listing, reading_one, writing
from reversibility.web.letters.pages import pages

__all__ = ["following", "listing", "pages", "reading_one", "writing"]
