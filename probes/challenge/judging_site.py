"""What a site showed, weighed: passed, not yet, or why it shows nothing. Pure."""

from probes.challenge.asking_site import SiteHeard
from probes.challenge.model import NOT_TITLE, Judgement, Outcome, refused, unreachable
from probes.interface import message


def judge_site(heard: SiteHeard) -> Judgement:
    """Weigh what the site said."""
    withheld = _unsuited(heard) or _absent(heard)
    if withheld is not None:
        return withheld
    clear = () if heard.is_secure else (message("CTL02_IN_CLEAR", host=heard.host),)
    seen = message("CTL02_SEEN", url=heard.placed.where)
    return Judgement(outcome=Outcome.PASSED, reasons=(seen, *clear, NOT_TITLE))


def _unsuited(heard: SiteHeard) -> Judgement | None:
    away = [said for said in heard.messages if said.code == "NET01_OTHER_HOST"]
    if away:
        return refused("CTL02_LEADS_AWAY", host=heard.host, other=dict(away[0].params)["host"])
    return refused("CTL02_ANY_PATH", host=heard.host) if heard.placed.seen_elsewhere else None


def _absent(heard: SiteHeard) -> Judgement | None:
    if heard.placed.seen is None:
        return unreachable(message("CTL02_NO_ANSWER", host=heard.host), *heard.messages)
    if heard.placed.seen:
        return None
    other = (message("CTL01_ANOTHER_VALUE", where=heard.placed.where),)
    return Judgement(
        outcome=Outcome.NOT_SEEN,
        reasons=(
            message("CTL02_NOT_SEEN", url=heard.placed.where),
            *(other if heard.another_value else heard.messages),
        ),
    )
