"""The exit of a contract: what is next, its tasks, what can be reused, the new provider."""

from reversibility.web.leaving import case, handing, overview, task, views
from reversibility.web.leaving.pages import pages

__all__ = ["case", "handing", "overview", "pages", "task", "views"]
