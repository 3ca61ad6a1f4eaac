"""The verdict on the holder: the published one beside the declared one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from probes.holder.confidence import is_decided, stated
from probes.holder.names import is_close, is_same, is_same_person, read_name, read_person
from probes.holder.published import shown_holder
from probes.holder.read import read_holder
from probes.interface import (
    Declaration,
    HolderClass,
    Identity,
    Message,
    Reading,
    Registration,
    Survey,
    Verdict,
    VerdictField,
    VerdictState,
    message,
)
from probes.judge.sources import Answer, answers, hashes
from probes.judge.unseen import SILENT, unseen, why
from probes.texts import plain

_NAMED = frozenset({HolderClass.PRACTICE, HolderClass.PROVIDER, HolderClass.THIRD_PARTY})
_SOMEBODY_ELSE = frozenset({HolderClass.PROVIDER, HolderClass.THIRD_PARTY})
# Reasons that a fuller identity of the practice may settle.
_FOR_IDENTITY = frozenset(
    {
        "OWN05_EARLIER_FORM", "OWN05_OTHER_FORM", "OWN06_NEEDS_PLACE", "OWN06_OTHER_FORM",
        "OWN07_NEEDS_PLACE", "OWN09_RELATED_ENTITY", "OWN10_CLOSE_NAME", "OWN10_NO_IDENTITY",
        "OWN10_PERSON_UNKNOWN", "OWN10_TIED",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """The holder that one answer shows."""

    answer: Answer
    registration: Registration
    reading: Reading

    @property
    def holder(self) -> HolderClass:
        return self.reading.holder

    @property
    def shown(self) -> str:
        """The published name, fit for display; empty when the holder is hidden or absent."""
        is_hidden = self.holder in (HolderClass.REDACTED, HolderClass.ABSENT)
        return "" if is_hidden else shown_holder(self.registration)

    def statement(self) -> Message:
        """Say who says what."""
        if self.shown:
            return self.answer.says("VRD_HOLDER_SAYS", holder=self.shown)
        return self.answer.says("VRD_HOLDER_HIDES")


@dataclass(frozen=True, kw_only=True)
class _Parties:
    """What a holder is compared with."""

    declaration: Declaration
    practice: Identity
    providers: Sequence[Identity]

    @property
    def declared(self) -> str:
        """How the declared holder is called; its class when it has no name."""
        holder = self.declaration.holder
        if holder is None:
            return ""
        own_name = self.practice.name if holder is HolderClass.PRACTICE else ""
        return plain(self.declaration.holder_name or own_name) or holder.value


def judge_holder(
    survey: Survey,
    declaration: Declaration,
    practice: Identity,
    providers: Sequence[Identity] = (),
) -> Verdict | None:
    """Compare the published holder with the declared one; hidden is never somebody else."""
    parties = _Parties(declaration=declaration, practice=practice, providers=providers)
    seen = _seen(survey, parties)
    named = [item for item in seen if item.holder in _NAMED]
    hidden = [item for item in seen if item.holder not in (*_NAMED, HolderClass.ABSENT)]
    if named:
        verdict = _on_named(named, parties)
    elif hidden:
        verdict = _on_hidden(hidden[0], parties)
    else:
        return _on_absent(survey, parties)
    silent = tuple(why(item, survey.name) for item in answers(survey) if item.state in SILENT)
    rests_on = (*verdict.observations, *hashes(item.observation for item in answers(survey)))
    return replace(
        verdict,
        reasons=(*verdict.reasons, *silent),
        observations=tuple(dict.fromkeys(rests_on)),
    )


def _seen(survey: Survey, parties: _Parties) -> list[_Seen]:
    found = ((answer, answer.registration) for answer in answers(survey))
    return [
        _Seen(
            answer=answer,
            registration=registration,
            reading=read_holder(registration, parties.practice, parties.providers),
        )
        for answer, registration in found
        if registration is not None
    ]


def _on_named(named: Sequence[_Seen], parties: _Parties) -> Verdict:
    chosen = _chosen(named)
    state = _compare(chosen, parties)
    if _has_rival(chosen, named):
        state = VerdictState.INCONCLUSIVE
    others = [item for item in named if item is not chosen and not _agree(item, chosen)]
    also = (item.answer.says("VRD_ALSO_SAYS", value=item.shown) for item in others)
    return _verdict(chosen, parties, state, (_beside_declared(state, parties), *also))


def _chosen(named: Sequence[_Seen]) -> _Seen:
    """Choose the registry before the registrar, and of one's answers the first that decides."""
    authority = _of_one_authority(named, is_registry=named[0].answer.is_registry)
    return next((item for item in authority if is_decided(item.reading)), authority[0])


def _of_one_authority(named: Sequence[_Seen], *, is_registry: bool) -> list[_Seen]:
    return [item for item in named if item.answer.is_registry is is_registry]


def _has_rival(chosen: _Seen, named: Sequence[_Seen]) -> bool:
    """Whether two answers of one authority decide differently: one is old or was misread."""
    peers = _of_one_authority(named, is_registry=chosen.answer.is_registry)
    return len({item.holder for item in peers if is_decided(item.reading)}) > 1


def _agree(one: _Seen, other: _Seen) -> bool:
    return one.holder is other.holder and is_same(read_name(one.shown), read_name(other.shown))


def _compare(seen: _Seen, parties: _Parties) -> VerdictState:
    declared = parties.declaration.holder
    if declared is None:
        return VerdictState.INCONCLUSIVE
    if declared in _SOMEBODY_ELSE and parties.declaration.holder_name:
        return _compare_name(seen, parties)
    return _state(seen.reading, is_declared=seen.holder is declared)


def _state(reading: Reading, *, is_declared: bool) -> VerdictState:
    if not is_decided(reading):
        return VerdictState.INCONCLUSIVE
    return VerdictState.CONFIRMED if is_declared else VerdictState.CONTRADICTED


def _compare_name(seen: _Seen, parties: _Parties) -> VerdictState:
    """Compare by name with a declared holder that is not the practice."""
    name = parties.declaration.holder_name
    meant = [one for one in parties.providers if is_same(read_name(one.name), read_name(name))]
    if meant:
        narrow = read_holder(seen.registration, parties.practice, meant)
        return _state(narrow, is_declared=narrow.holder is HolderClass.PROVIDER)
    published, declared = read_name(seen.shown), read_name(name)
    if is_same(published, declared) or is_same_person(read_person(seen.shown), read_person(name)):
        return VerdictState.CONFIRMED
    if is_close(published, declared):
        return VerdictState.INCONCLUSIVE
    return _state(seen.reading, is_declared=False)


def _beside_declared(state: VerdictState, parties: _Parties) -> Message:
    if not parties.declared:
        return message("VRD_NOTHING_DECLARED")
    if state is VerdictState.CONFIRMED:
        return message("VRD_MATCHES")
    if state is VerdictState.CONTRADICTED:
        return message("VRD_DIFFERS_HOLDER", declared=parties.declared)
    return message("VRD_BELOW_THRESHOLD")


def _on_hidden(seen: _Seen, parties: _Parties) -> Verdict:
    return _verdict(seen, parties, VerdictState.NOT_PUBLISHED, ())


def _verdict(
    seen: _Seen, parties: _Parties, state: VerdictState, reasons: tuple[Message, ...]
) -> Verdict:
    return Verdict(
        field=VerdictField.HOLDER,
        state=state,
        declared=parties.declared,
        observed=seen.shown,
        reasons=(seen.statement(), *seen.reading.reasons, *reasons),
        next_step=_next(state, seen.reading, parties.declaration),
        holder=seen.holder,
        confidence=seen.reading.confidence,
        observations=hashes([seen.answer.observation]),
    )


def _next(state: VerdictState, reading: Reading, declaration: Declaration) -> Message | None:
    """Say what would settle the holder: never a challenge, which shows control and not title."""
    if state is VerdictState.CONFIRMED:
        return None
    is_elsewhere = declaration.holder in _SOMEBODY_ELSE
    is_known = is_decided(reading) and reading.holder in _NAMED
    steps = (
        (state is VerdictState.CONTRADICTED, "VRD_NEXT_CHANGE_HOLDER"),
        (state is VerdictState.NOT_PUBLISHED and is_elsewhere, "VRD_NEXT_DISCLOSURE"),
        (declaration.holder is None and is_known, "VRD_NEXT_DECLARE"),
        (_may_be_settled_by_identity(reading), "VRD_NEXT_COMPLETE_IDENTITY"),
    )
    return message(next((code for holds, code in steps if holds), "VRD_NEXT_ASK_REGISTRAR"))


def _may_be_settled_by_identity(reading: Reading) -> bool:
    return bool(_FOR_IDENTITY & {reason.code for reason in reading.reasons})


def _on_absent(survey: Survey, parties: _Parties) -> Verdict | None:
    verdict = unseen(survey, VerdictField.HOLDER, parties.declared)
    if verdict is None or verdict.state is not VerdictState.NOT_PUBLISHED:
        return verdict
    nothing = stated(HolderClass.ABSENT, message("OWN04_NOTHING_PUBLISHED"))
    return replace(
        verdict,
        holder=nothing.holder,
        confidence=nothing.confidence,
        next_step=_next(verdict.state, nothing, parties.declaration),
    )
