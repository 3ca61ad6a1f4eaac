"""Two checks of one name beside each other: like with like, and only what was really said.

Each source is compared with its own earlier answer, never RDAP with WHOIS or a registry with a
registrar. Of several sources that show the same field, the most trustworthy one that answered both
times tells. A source that did not answer, refused or could not be read says nothing: what it said
the last time it answered is what the next answer is compared with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from probes.changes.certificate import CERTIFICATE
from probes.changes.holder import HOLDER
from probes.changes.mail import DMARC, SPF
from probes.changes.model import ChangeKind, Difference, Said, Told, Topic
from probes.changes.registration import CREATED, EXPIRY, LOCK, REGISTERED, REGISTRAR, STATUS
from probes.changes.zone import DNSSEC, MAIL_HOST, NAME_SERVERS
from probes.interface import Survey

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class _Pair(Generic[T]):
    """What one channel says now, and what it said before."""

    now: Said[T]
    earlier: tuple[Said[T], ...]
    """The newest first, at least one."""
    age: int
    """How many checks ago it last said something about this field."""

    @property
    def before(self) -> Said[T]:
        return self.earlier[0]


def compare(past: Sequence[Survey], now: Survey) -> tuple[Difference, ...]:
    """Say what a check shows otherwise than the earlier ones of the same name, newest first."""
    same_name = [survey for survey in past if survey.name == now.name]
    if not same_name:
        return ()
    return (
        *_on(REGISTERED, same_name, now),
        *_on(CREATED, same_name, now),
        *_on(HOLDER, same_name, now),
        *_on(REGISTRAR, same_name, now),
        *_on(EXPIRY, same_name, now),
        *_on(LOCK, same_name, now),
        *_on(STATUS, same_name, now),
        *_on(NAME_SERVERS, same_name, now),
        *_on(MAIL_HOST, same_name, now),
        *_on(SPF, same_name, now),
        *_on(DMARC, same_name, now),
        *_on(DNSSEC, same_name, now),
        *_on(CERTIFICATE, same_name, now),
    )


def _on(topic: Topic[T], past: Sequence[Survey], now: Survey) -> Iterator[Difference]:
    pairs = list(_pairs(topic, past, now))
    after = next((pair for pair in pairs if pair.now.value is not None), None)
    before = next((pair for pair in pairs if pair.before.value is not None), None)
    if after is not None:
        yield from _published(topic, pairs, after, before)
    elif before is not None:
        yield from _not_published(topic, pairs, before)


def _pairs(topic: Topic[T], past: Sequence[Survey], now: Survey) -> Iterator[_Pair[T]]:
    told = [{said.channel.key: said for said in topic.read(survey)} for survey in past]
    for said in topic.read(now):
        heard = [
            (age, then[said.channel.key])
            for age, then in enumerate(told)
            if said.channel.key in then
        ]
        if heard:
            earlier = tuple(one for _, one in heard)
            yield _Pair(now=said, earlier=earlier, age=heard[0][0])


def _published(
    topic: Topic[T], pairs: Sequence[_Pair[T]], pair: _Pair[T], shown_by: _Pair[T] | None
) -> Iterator[Difference]:
    """Tell of a field that is published now."""
    old, new = pair.before.value, pair.now.value
    if new is None or _is_old_news(topic, pairs, pair):
        return
    if old is None:
        elsewhere = shown_by.before.value if shown_by else None
        if elsewhere is None or not topic.is_same(elsewhere, new):
            yield from _published_again(topic, pair, new)
    elif not topic.is_same(old, new):
        for told in topic.tell(old, new):
            yield _difference(topic, ChangeKind.CHANGED, told, (pair.before, pair.now))


def _published_again(topic: Topic[T], pair: _Pair[T], new: T) -> Iterator[Difference]:
    """Tell of a field that was not published the last time, but may have been earlier."""
    after = topic.written(new)
    last = next((said for said in pair.earlier if said.value is not None), None)
    if last is not None and last.value is not None and not topic.is_same(last.value, new):
        other = Told(code=topic.shown_other, before=topic.written(last.value), after=after)
        yield from _told(topic, ChangeKind.CHANGED, other, (last, pair.now))
    elif pair.before.is_hidden:
        again = Told(code=topic.shown, after=after)
        yield from _told(topic, ChangeKind.SHOWN, again, (pair.before, pair.now))
    else:
        new_here = Told(code=topic.appeared, after=after)
        yield from _told(topic, ChangeKind.APPEARED, new_here, (pair.before, pair.now))


def _not_published(
    topic: Topic[T], pairs: Sequence[_Pair[T]], pair: _Pair[T]
) -> Iterator[Difference]:
    """Tell of a field that was published and is not now."""
    old = pair.before.value
    if old is None or _is_old_news(topic, pairs, pair):
        return
    kind = ChangeKind.HIDDEN if pair.now.is_hidden else ChangeKind.GONE
    code = topic.hidden if pair.now.is_hidden else topic.gone
    told = Told(code=code, before=topic.written(old))
    yield from _told(topic, kind, told, (pair.before, pair.now))


def _is_old_news(topic: Topic[T], pairs: Sequence[_Pair[T]], pair: _Pair[T]) -> bool:
    """Whether another source said the same already, in a check that this one did not answer."""
    newer = [other for other in pairs if other is not pair and other.age < pair.age]
    return any(_says_same(topic, other.before.value, pair.now.value) for other in newer)


def _says_same(topic: Topic[T], one: T | None, other: T | None) -> bool:
    if one is None or other is None:
        return one is other
    return topic.is_same(one, other)


def _told(
    topic: Topic[T], kind: ChangeKind, told: Told, answers: tuple[Said[T], Said[T]]
) -> Iterator[Difference]:
    """Yield a difference where the field has words for it."""
    if told.code:
        yield _difference(topic, kind, told, answers)


def _difference(
    topic: Topic[T], kind: ChangeKind, told: Told, answers: tuple[Said[T], Said[T]]
) -> Difference:
    earlier, later = answers
    return Difference(
        field=topic.field,
        kind=kind,
        code=told.code,
        who=later.channel.speaker,
        before=told.before,
        after=told.after,
        earlier=earlier.observation,
        later=later.observation,
    )
