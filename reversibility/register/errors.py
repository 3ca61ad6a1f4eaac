"""Refusals of the register."""

from collections.abc import Sequence

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError

_NAMED = 5


class AssetMissingError(MissingError):
    """There is no such asset in this practice's register."""

    code = "register.asset_missing"


class PartyMissingError(MissingError):
    """There is no such party in this practice's register."""

    code = "register.party_missing"


class PersonMissingError(MissingError):
    """There is no such person in this practice's register."""

    code = "register.person_missing"


class AssetChangedError(ConflictError):
    """Somebody else changed this asset since the form was shown."""

    code = "register.asset_changed"


class PartyChangedError(ConflictError):
    """Somebody else changed this party since the form was shown."""

    code = "register.party_changed"


class PersonChangedError(ConflictError):
    """Somebody else changed this person since the form was shown."""

    code = "register.person_changed"


class AssetsChangedError(ConflictError):
    """Somebody else changed some of these assets since they were shown."""

    code = "register.assets_changed"

    def __init__(self, names: Sequence[str]) -> None:
        """Name them, the first few of many."""
        super().__init__(names=", ".join(names[:_NAMED]), count=str(len(names)))


class ViewMissingError(MissingError):
    """There is no such saved view."""

    code = "register.view_missing"


class ViewNamedTwiceError(ConflictError):
    """A saved view has this name already."""

    code = "register.view_named_twice"


class ViewsFullError(ConflictError):
    """There are as many saved views as anybody can choose from."""

    code = "register.views_full"


class PracticeStaysError(ConflictError):
    """The practice's own party is never archived."""

    code = "register.practice_stays"


class FormatMissingError(MissingError):
    """The register is not handed over in this format."""

    code = "register.format_missing"


class PreviewMissingError(MissingError):
    """The preview is over, was confirmed already, or is somebody else's."""

    code = "register.preview_missing"


class AssetInvalidError(InvalidError):
    """What was declared of an asset does not fit its kind."""

    code = "register.asset_invalid"


class DependencyCycleError(InvalidError):
    """Assets that would depend on each other in a circle."""

    code = "register.dependency_cycle"
