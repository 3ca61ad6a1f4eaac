"""What a case finds, and what the cases read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from probes.interface import (
    Certificate,
    Delegation,
    Message,
    Observation,
    SitePage,
    Source,
    Survey,
    ZoneRecords,
    message,
)
from probes.judge.sources import hashes
from probes.judge.zone import Zone, find_zone
from probes.texts import plain


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a case found, and the observations it rests on."""

    message: Message
    observations: tuple[str, ...]
    """SHA-256 of the observations."""

    @property
    def case(self) -> str:
        """The number of the case, such as `DEL01`."""
        return self.message.code.partition("_")[0]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a survey saw, laid out for the cases."""

    survey: Survey
    zone: Zone | None
    """What parent and servers say of the delegation; None when DNS could not be asked."""
    records: ZoneRecords | None
    """None when DNS was not asked in depth, or no server spoke for the zone."""
    certificate: Certificate | None
    page: SitePage | None
    """None when the home page was not asked for, or gave nothing to read."""
    _about: dict[type, Observation]

    @property
    def today(self) -> date:
        """The day of the survey."""
        return self.survey.started_at.date()

    @property
    def delegation(self) -> Delegation | None:
        """The delegation, when the name is delegated."""
        return self.zone.delegation if self.zone and self.zone.delegation.answers else None

    def finding(self, code: str, kind: type, **params: str) -> Finding:
        """Make a finding that rests on the observation with facts of this kind."""
        shown = {name: plain(value) for name, value in params.items()}
        rests_on = [self._about[kind]] if kind in self._about else []
        return Finding(message=message(code, **shown), observations=hashes(rests_on))


Look = Callable[[Seen], Iterable[Finding]]


def lay_out(survey: Survey) -> Seen:
    """Find in a survey what the cases read."""
    zone = find_zone(survey)
    about: dict[type, Observation] = {Delegation: zone.whole} if zone else {}
    for item in survey.observations:
        if isinstance(item.facts, ZoneRecords | Certificate | SitePage):
            about.setdefault(type(item.facts), item)
    records, page = (
        about[kind].facts if kind in about else None for kind in (ZoneRecords, SitePage)
    )
    shown = next((item.facts for item in _of_site(survey)), None)
    return Seen(
        survey=survey,
        zone=zone,
        records=records if isinstance(records, ZoneRecords) else None,
        certificate=shown if isinstance(shown, Certificate) else None,
        page=page if isinstance(page, SitePage) else None,
        _about=about,
    )


def _of_site(survey: Survey) -> list[Observation]:
    return [item for item in survey.observations if item.source is Source.TLS]
