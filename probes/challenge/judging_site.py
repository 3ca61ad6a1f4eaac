"""What a site showed at its addresses, weighed: passed, not yet, or why it shows nothing. Pure."""

from collections.abc import Sequence

from probes.challenge.asking_site import SiteHeard
from probes.challenge.model import NOT_TITLE, Judgement, Outcome, refused, unreachable
from probes.interface import Message, message


def judge_site(told: Sequence[SiteHeard]) -> Judgement:
    """Weigh what the site said: every address that answers has to show the value."""
    withheld = _unsuited(told) or _absent(told)
    if withheld is not None:
        return withheld
    first = next(heard for heard in told if heard.placed.seen)
    is_secure = all(heard.is_secure for heard in told if heard.placed.seen)
    clear = () if is_secure else (message("CTL02_IN_CLEAR", host=first.host),)
    seen = message("CTL02_SEEN", url=first.placed.where)
    return Judgement(outcome=Outcome.PASSED, reasons=(seen, *clear, *_silent(told), NOT_TITLE))


def _unsuited(told: Sequence[SiteHeard]) -> Judgement | None:
    for heard in told:
        away = [said for said in heard.messages if said.code == "NET01_OTHER_HOST"]
        if away:
            other = dict(away[0].params)["host"]
            return refused("CTL02_LEADS_AWAY", host=heard.host, other=other)
    anywhere = next((heard for heard in told if heard.placed.seen_elsewhere), None)
    return refused("CTL02_ANY_PATH", host=anywhere.host) if anywhere else None


def _absent(told: Sequence[SiteHeard]) -> Judgement | None:
    answered = [heard for heard in told if heard.placed.seen is not None]
    if not answered:
        said = dict.fromkeys(said for heard in told for said in heard.messages)
        return unreachable(message("CTL02_NO_ANSWER", host=told[0].host), *said)
    without = [heard for heard in answered if not heard.placed.seen]
    if not without:
        return None
    reasons = _not_seen(without[0])
    if len(without) < len(answered):
        reasons = (_partly(answered, without),)
    return Judgement(outcome=Outcome.NOT_SEEN, reasons=reasons)


def _not_seen(heard: SiteHeard) -> tuple[Message, ...]:
    other = (message("CTL01_ANOTHER_VALUE", where=heard.placed.where),)
    return (
        message("CTL02_NOT_SEEN", url=heard.placed.where),
        *(other if heard.another_value else heard.messages),
    )


def _partly(answered: Sequence[SiteHeard], without: Sequence[SiteHeard]) -> Message:
    return message(
        "CTL02_PARTLY_SEEN",
        host=without[0].host,
        count=str(len(answered) - len(without)),
        total=str(len(answered)),
        addresses=", ".join(heard.address for heard in without),
    )


def _silent(told: Sequence[SiteHeard]) -> tuple[Message, ...]:
    silent = [heard.address for heard in told if heard.placed.seen is None]
    if not silent:
        return ()
    return (message("CTL02_PARTLY_SILENT", host=told[0].host, addresses=", ".join(silent)),)
