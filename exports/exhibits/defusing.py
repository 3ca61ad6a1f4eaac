"""Take out of a page's resources whatever is not for drawing, before anything of it is copied."""

from pypdf.generic import ArrayObject, DictionaryObject, NullObject, PdfObject, StreamObject

# What hangs on a stream and draws nothing, or names a file or a layer outside (ISO 32000-1, tables
# 5, 89 and 95): programs' notes, attached files, other versions, places in a structure.
_ON_STREAMS = frozenset(
    {
        "/AF", "/Alternates", "/F", "/FDecodeParms", "/FFilter", "/LastModified", "/Measure",
        "/Metadata", "/OC", "/OPI", "/PieceInfo", "/PtData", "/Ref", "/StructParent",
        "/StructParents",
    }
)  # fmt: skip
# What no drawing is made of: a page's resources that lead there lead out of the page.
_OUTSIDE = frozenset(
    {
        "/Action", "/Annot", "/Catalog", "/Collection", "/EmbeddedFile", "/F", "/Filespec",
        "/ObjStm", "/Outlines", "/Page", "/Pages", "/Sig", "/StructElem", "/StructTreeRoot",
        "/XRef",
    }
)  # fmt: skip


def defuse(value: PdfObject, seen: dict[int, PdfObject]) -> None:
    """Take out, in place, what acts or leads elsewhere; what is drawn stays as it is.

    What was `seen` of the same file, by its address, is not looked at again.
    """
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if id(here) in seen:
            continue
        seen[id(here)] = here
        if isinstance(here, DictionaryObject):
            _clear(here)
            for key, raw in list(here.items()):
                here[key] = _kept(raw, waiting)
        elif isinstance(here, ArrayObject):
            for at, raw in enumerate(list(here)):
                here[at] = _kept(raw, waiting)


def _clear(here: DictionaryObject) -> None:
    if isinstance(here, StreamObject):
        for key in _ON_STREAMS & here.keys():
            del here[key]
    resources = here.get("/Resources", here if "/Font" in here else None)
    found = resources.get_object() if isinstance(resources, PdfObject) else None
    if isinstance(found, DictionaryObject):
        # Words about the content (layers, structure): without the catalogue they say nothing.
        found.pop("/Properties", None)


def _kept(raw: PdfObject, waiting: list[PdfObject]) -> PdfObject:
    target = raw.get_object()
    if target is None or _is_outside(target):
        return NullObject()
    waiting.append(target)
    return raw


def _is_outside(value: PdfObject) -> bool:
    if not isinstance(value, DictionaryObject):
        return False
    return value.get("/Type") in _OUTSIDE or "/EF" in value or ("/JS" in value and "/S" in value)
