"""Print a letter as PDF and as DOCX; needs no database, and takes about a second."""

from uuid import UUID

from exports.letter import render, write_docx
from reversibility.exits.drafting.filling import plain
from reversibility.exits.drafting.gathering import LetterMaterial
from reversibility.exits.drafting.printing import (
    build_letter,
    build_translation,
    file_name,
    said_digest,
    translation_name,
)
from reversibility.exits.drafting.service import FileDraft, FinalDraft
from reversibility.exits.letters.writing import Writing

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def print_final(
    letter_id: UUID, material: LetterMaterial, writing: Writing, read: tuple[str, ...]
) -> FinalDraft:
    """Print the final version of a letter."""
    letter = build_letter(material, writing, is_draft=False)
    return FinalDraft(
        letter_id=letter_id,
        subject=plain(letter.subject),
        said_sha256=said_digest(letter),
        files=(
            FileDraft(
                filename=file_name(material, writing, "pdf"),
                media_type=PDF,
                content=render(letter),
            ),
            FileDraft(
                filename=file_name(material, writing, "docx"),
                media_type=DOCX,
                content=write_docx(letter),
            ),
            print_translation(material, writing, is_draft=False),
        ),
        read=read,
    )


def print_translation(material: LetterMaterial, writing: Writing, *, is_draft: bool) -> FileDraft:
    """Print a letter in the other language, for reading."""
    translated = build_translation(material, writing, is_draft=is_draft)
    return FileDraft(
        filename=translation_name(material, writing),
        media_type=PDF,
        content=render(translated),
        locale=translated.language.value,
    )


def print_draft(material: LetterMaterial, writing: Writing, ending: str) -> FileDraft:
    """Print a draft, with what is missing shown in it: `pdf`, or `docx` to edit."""
    letter = build_letter(material, writing, is_draft=True)
    is_docx = ending == "docx"
    return FileDraft(
        filename=file_name(material, writing, ending),
        media_type=DOCX if is_docx else PDF,
        content=write_docx(letter) if is_docx else render(letter),
    )
