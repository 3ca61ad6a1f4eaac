"""Faults of ours or of our user, each a sentence that says what to do."""


class ExportsError(Exception):
    """Base of every error of this package."""


class DossierError(ExportsError):
    """A dossier that cannot be exported: which value, and what is wrong with it."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(f"{path}: {fault}" if path else fault)
        self.path = path
        self.fault = fault


class TypesettingError(ExportsError):
    """A PDF could not be made."""


class PlanError(TypesettingError):
    """The PDF of an exit plan could not be made."""


class LeafletError(TypesettingError):
    """The PDF of a leaflet could not be made."""


class LegalDocumentError(TypesettingError):
    """The PDF of a document about personal data could not be made."""


class ReportError(TypesettingError):
    """The PDF of an ownership report could not be made."""


class AnnexError(TypesettingError):
    """The PDF of a reversibility annex could not be made."""


class CardError(TypesettingError):
    """The PDF of an emergency card could not be made."""


class HandoverError(TypesettingError):
    """The PDF of a handover request or receipt could not be made."""


class LetterError(TypesettingError):
    """The PDF of a letter could not be made."""


class ExhibitsError(TypesettingError):
    """The PDF of a list of exhibits could not be made."""


class SheetError(TypesettingError):
    """An exhibit that is not laid on sheets; its text is a reason of `exhibits.model.Unlaid`."""


class PackError(ExportsError):
    """The handover pack cannot be made from these files."""


class ManifestError(ExportsError):
    """A manifest that is not in its exact form; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not a hash, two spaces and a path, in order")
        self.line = line
