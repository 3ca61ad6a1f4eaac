"""What comes first in a situation. Pure."""

from reversibility.catalogues.cases import CaseCatalogue, FirstStep, Moment
from reversibility.exits.qualifying.queries import SituationSheet


def steps_for(sheet: SituationSheet, catalogue: CaseCatalogue) -> tuple[FirstStep, ...]:
    """Return what comes first, what the cases beside the main one ask included."""
    wanted = {
        step.id
        for case in (sheet.case, *sheet.also)
        for step in catalogue.first_steps(case, sheet.answers.flags)
    }
    moments = list(Moment)
    found = [step for step in catalogue.steps if step.id in wanted]
    return tuple(sorted(found, key=lambda step: moments.index(step.when)))
