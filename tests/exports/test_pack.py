"""The handover pack: a bag anyone can open, read and check without us."""

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exports.errors import ManifestError, PackError
from exports.manifest import dump, parse, sha256
from exports.names import is_portable
from exports.pack import Label, build, document_path, evidence_path


def unpack(pack: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(folder)
    return folder / "handover-pack"


def test_a_pack_unpacks_into_one_folder_laid_out_as_bagit_says(
    pack: bytes, files: Mapping[str, bytes], tmp_path: Path
) -> None:
    bag = unpack(pack, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["handover-pack"]
    found = {str(path.relative_to(bag)) for path in bag.rglob("*") if path.is_file()}
    tags = {
        "README.txt",
        "bag-info.txt",
        "bagit.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    }
    assert found == tags | set(files)
    assert (bag / "bagit.txt").read_text() == (
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    info = (bag / "bag-info.txt").read_text(encoding="utf-8")
    octets = sum(map(len, files.values()))
    assert f"Payload-Oxum: {octets}.{len(files)}\n" in info
    assert "Source-Organization: Cabinet médical Exemple\n" in info
    assert "Bagging-Date: 2026-10-12\n" in info


def test_sha256sum_alone_checks_the_pack(pack: bytes, tmp_path: Path) -> None:
    tool = shutil.which("sha256sum")
    assert tool, "sha256sum is part of coreutils"
    bag = unpack(pack, tmp_path)
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(
            [tool, "--strict", "--check", manifest], cwd=bag, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_the_readme_says_in_both_languages_how_to_check_and_what_is_not_proved(
    pack: bytes, tmp_path: Path
) -> None:
    readme = (unpack(pack, tmp_path) / "README.txt").read_text(encoding="utf-8")
    plain = " ".join(readme.split())
    for said in (
        "Cabinet médical Exemple",
        "Studio Exemple Web",
        "2026-10-12 07:40:00 UTC",
        "sha256sum -c manifest-sha256.txt",
        "certutil -hashfile data\\exit-plan-fr.pdf SHA256",
        "n’est pas encore signé",
        "Cela n’établit ni que leur contenu est vrai, ni qui l’a fait.",
        "is not signed yet: it is protected against accident",
        "neither that their content is true nor who made it",
    ):
        assert said in plain
    assert max(map(len, readme.splitlines())) <= 100


def test_the_same_files_give_the_same_pack_whatever_their_order(
    pack: bytes, files: Mapping[str, bytes], label: Label
) -> None:
    assert build(dict(reversed(files.items())), label) == pack


@pytest.mark.parametrize(
    "path",
    [
        "register.json",
        "data/",
        "data/../x",
        "/data/x",
        "data//x",
        "data/a b",
        "data/été.txt",
        "data/con.txt",
        "data/COM1",
        "data/x.",
        "data/a:b",
        "data/a\\b",
        "data/.hidden",
        "data/" + "x" * 250,
    ],
)
def test_a_name_that_some_system_cannot_have_is_refused(path: str, label: Label) -> None:
    with pytest.raises(PackError, match="cannot stand in a pack"):
        build({path: b""}, label)


def test_names_that_differ_by_letter_case_only_are_refused(label: Label) -> None:
    with pytest.raises(PackError, match="letter case"):
        build({"data/A.txt": b"", "data/a.txt": b""}, label)


def test_an_empty_pack_is_refused(label: Label) -> None:
    with pytest.raises(PackError, match="at least one file"):
        build({}, label)


@pytest.mark.parametrize(
    "moment", [datetime(2026, 1, 1), datetime(1970, 1, 1, tzinfo=UTC)], ids=["naive", "old"]
)
def test_a_date_a_zip_cannot_hold_is_refused(label: Label, moment: datetime) -> None:
    with pytest.raises(PackError, match="between 1980 and 2107"):
        build({"data/x": b""}, replace(label, made_at=moment))


def test_a_name_with_line_breaks_cannot_forge_a_line_of_the_bag(label: Label) -> None:
    forged = replace(label, practice="X\nBag-Software-Agent: else\u2028{made_at}")
    with zipfile.ZipFile(io.BytesIO(build({"data/x": b""}, forged))) as archive:
        info = archive.read("handover-pack/bag-info.txt").decode().splitlines()
        readme = archive.read("handover-pack/README.txt").decode()
    assert info[0] == "Source-Organization: X Bag-Software-Agent: else {made_at}"
    assert "X Bag-Software-Agent: else {made_at}" in readme


@pytest.mark.parametrize(
    ("source", "raw", "path"),
    [
        ("RDAP", json.dumps({"a": 1}).encode(), "data/evidence/P-001-rdap.json"),
        ("WHOIS", "domain: é\r\n".encode(), "data/evidence/P-001-whois.txt"),
        ("WHOIS", "domain: é\r\n".encode("latin-1"), "data/evidence/P-001-whois.bin"),
        ("DNS", b"\x00\x1c\x01", "data/evidence/P-001-dns.bin"),
        ("Facture n° 3 / 2025", b"12", "data/evidence/P-001-facture-n-3-2025.txt"),
        ("../é", b"", "data/evidence/P-001-piece.txt"),
    ],
)
def test_raw_answers_get_a_safe_name_with_a_true_extension(
    source: str, raw: bytes, path: str
) -> None:
    assert evidence_path("P-001", source, raw) == path
    assert is_portable(path)


def test_a_manifest_is_read_only_in_the_form_it_was_written() -> None:
    good = dump({"data/b": sha256(b"2"), "data/a": sha256(b"1")})
    assert list(parse(good)) == ["data/a", "data/b"]
    lines = good.splitlines(keepends=True)
    for bad in (
        b"",
        good + b"\n",
        good + b"# note\n",
        good.rstrip(b"\n"),
        good.replace(b"  ", b" *"),
        good.upper(),
        b"".join(reversed(lines)),
        lines[0] * 2,
        good.replace(b"\n", b"\r\n"),
    ):
        with pytest.raises(ManifestError, match="line"):
            parse(bad)


@pytest.mark.parametrize(
    ("kind", "media_type", "path"),
    [
        (
            "registrar_certificate",
            "application/pdf",
            "data/evidence/D-001-registrar-certificate.pdf",
        ),
        ("role_screenshot", "image/jpeg", "data/evidence/D-001-role-screenshot.jpg"),
        ("../É:", "text/html", "data/evidence/D-001-document.bin"),
    ],
)
def test_a_document_is_filed_under_its_kind_with_its_own_ending(
    kind: str, media_type: str, path: str
) -> None:
    assert document_path("D-001", kind, media_type) == path
    assert is_portable(path)
