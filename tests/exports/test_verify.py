"""Checking a pack: refused for any one file changed, removed or added, and for any hostile zip."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from exports.__main__ import main
from exports.verify import Report, verify_file

ROOT = Path(__file__).parents[2]
Entries = list[tuple[str, bytes]]


def check(pack: bytes) -> Report:
    return verify_file(io.BytesIO(pack))


def fault_of(pack: bytes) -> tuple[str, str]:
    fault = check(pack).fault
    assert fault is not None, "this pack should have been refused"
    return fault.code, fault.path


def entries(pack: bytes) -> Entries:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def rezip(items: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in items:
            archive.writestr(name, content)
    return buffer.getvalue()


def with_entry(pack: bytes, info: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    buffer = io.BytesIO(pack)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(info, content)
    return buffer.getvalue()


def test_a_pack_as_made_is_whole_and_has_a_fingerprint(pack: bytes) -> None:
    report = check(pack)
    assert report.whole
    assert report.files == len(entries(pack))
    assert len(report.fingerprint) == 64


def test_a_pack_unpacked_and_zipped_again_by_another_tool_is_still_whole(pack: bytes) -> None:
    folders = [("handover-pack/", b""), ("handover-pack/data/", b"")]
    again = rezip([*folders, *reversed(entries(pack))], zipfile.ZIP_DEFLATED)
    assert check(again).whole
    assert check(again).fingerprint == check(pack).fingerprint


def test_a_bag_zipped_without_its_folder_is_still_whole(pack: bytes) -> None:
    bare = [(name.removeprefix("handover-pack/"), content) for name, content in entries(pack)]
    assert check(rezip(bare)).whole


def test_changing_any_one_file_is_noticed(pack: bytes) -> None:
    items = entries(pack)
    assert len(items) >= 13
    for at, (name, content) in enumerate(items):
        for changed in (content + b"\n", content[:-1], b"", content[:-2] + b"0" + content[-1:]):
            if changed == content:
                continue
            report = check(rezip([*items[:at], (name, changed), *items[at + 1 :]]))
            assert not report.whole, (name, changed[-20:])


@pytest.mark.parametrize(
    "name", ["data/register.json", "data/exit-plan-fr.pdf", "data/evidence/P-003-dns.bin"]
)
def test_a_changed_file_is_named(pack: bytes, name: str) -> None:
    items = [(path, b"else" if path.endswith(name) else body) for path, body in entries(pack)]
    assert fault_of(rezip(items)) == ("VERIFY_CHANGED", name)


def test_removing_any_one_file_is_noticed_and_named(pack: bytes) -> None:
    items = entries(pack)
    for at, (name, _) in enumerate(items):
        code, path = fault_of(rezip([*items[:at], *items[at + 1 :]]))
        assert (code, "handover-pack/" + path) == ("VERIFY_REMOVED", name)


@pytest.mark.parametrize(
    "name",
    [
        "handover-pack/data/extra.txt",
        "handover-pack/data/evidence/P-006-note.txt",
        "handover-pack/extra.txt",
        "handover-pack/manifest-md5.txt",
        "extra.txt",
        "other/extra.txt",
        "__MACOSX/._data",
    ],
)
def test_an_added_file_is_noticed_and_named(pack: bytes, name: str) -> None:
    code, path = fault_of(rezip([*entries(pack), (name, b"x")]))
    assert code == "VERIFY_ADDED"
    assert name.endswith(path)


def test_renaming_a_file_is_noticed(pack: bytes) -> None:
    items = [(name.replace("register", "registre"), body) for name, body in entries(pack)]
    assert fault_of(rezip(items)) == ("VERIFY_REMOVED", "data/register.json")


def test_a_manifest_changed_together_with_its_file_is_noticed(pack: bytes) -> None:
    items = dict(entries(pack))
    line = items["handover-pack/manifest-sha256.txt"].splitlines(keepends=True)[0]
    items["handover-pack/manifest-sha256.txt"] = items["handover-pack/manifest-sha256.txt"].replace(
        line[:64], b"0" * 64
    )
    assert fault_of(rezip(items.items())) == ("VERIFY_CHANGED", "manifest-sha256.txt")


def test_a_tag_manifest_that_forgets_the_manifest_is_refused(pack: bytes) -> None:
    items = dict(entries(pack))
    tags = items["handover-pack/tagmanifest-sha256.txt"].splitlines(keepends=True)
    items["handover-pack/tagmanifest-sha256.txt"] = b"".join(
        line for line in tags if b"  manifest" not in line
    )
    assert fault_of(rezip(items.items())) == ("VERIFY_NOT_LISTED", "manifest-sha256.txt")


def test_a_flipped_byte_anywhere_in_the_files_is_noticed(pack: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        starts = [
            (info.filename, info.header_offset + 30 + len(info.filename))
            for info in archive.infolist()
        ]
    for name, start in starts:
        spoilt = bytearray(pack)
        spoilt[start] ^= 0x01
        assert fault_of(bytes(spoilt)) == ("VERIFY_DAMAGED", name)


def test_a_pack_cut_short_is_refused_wherever_it_is_cut(pack: bytes) -> None:
    for length in (0, 1, 21, 22, 100, len(pack) // 2, len(pack) - 1):
        assert fault_of(pack[:length])[0] in {"VERIFY_NOT_A_ZIP", "VERIFY_FOREIGN_BYTES"}


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n" * 50, bytes(5000)])
def test_what_is_not_a_zip_is_refused(content: bytes) -> None:
    assert fault_of(content) == ("VERIFY_NOT_A_ZIP", "")


def test_bytes_before_or_after_the_zip_are_refused(pack: bytes) -> None:
    assert fault_of(b"MZ" + pack)[0] == "VERIFY_FOREIGN_BYTES"
    assert fault_of(pack + b"x")[0] == "VERIFY_FOREIGN_BYTES"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "handover-pack/../../evil.txt",
        "/etc/passwd",
        "C:/evil.txt",
        "handover-pack\\data\\evil.txt",
        "handover-pack//evil.txt",
        "handover-pack/./evil.txt",
        "handover-pack/data/e\x00vil.txt",
        "handover-pack/data/\u202evil.txt",
        "handover-pack/data/a:stream",
    ],
)
def test_a_name_that_would_be_written_elsewhere_is_refused(pack: bytes, name: str) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    assert fault_of(with_entry(pack, info))[0] == "VERIFY_UNSAFE_PATH"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_link_or_a_device_is_refused(pack: bytes, kind: int) -> None:
    info = zipfile.ZipInfo("handover-pack/data/link")
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    assert fault_of(with_entry(pack, info, b"/etc/passwd")) == (
        "VERIFY_SPECIAL_FILE",
        "handover-pack/data/link",
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name", ["handover-pack/data/register.json", "handover-pack/DATA/Register.json"]
)
def test_a_name_that_is_there_twice_is_refused(pack: bytes, name: str) -> None:
    assert fault_of(with_entry(pack, zipfile.ZipInfo(name))) == ("VERIFY_TWICE", name)


def test_a_file_that_expands_beyond_reason_is_refused_unread(pack: bytes) -> None:
    items = [*entries(pack), ("handover-pack/data/zeros", bytes(30 * 1024**2))]
    assert fault_of(rezip(items, zipfile.ZIP_DEFLATED)) == (
        "VERIFY_BOMB",
        "handover-pack/data/zeros",
    )


def announce(pack: bytes, name: str, **fields: int) -> bytes:
    """Give the same zip, its listing saying something else about one entry."""
    buffer = io.BytesIO(pack)
    with zipfile.ZipFile(buffer, "a") as archive:
        info = archive.getinfo(name)
        for field, value in fields.items():
            setattr(info, field, value)
        archive._didModify = True  # type: ignore[attr-defined] - makes zipfile write the listing
    return buffer.getvalue()


def test_an_announced_size_that_is_not_true_is_refused(pack: bytes) -> None:
    name = "handover-pack/data/register.json"
    for size, code in ((1, "VERIFY_DAMAGED"), (1000, "VERIFY_SIZE_LIE")):
        assert fault_of(announce(pack, name, file_size=size)) == (code, name)


def test_a_huge_announced_size_is_refused_unread(pack: bytes) -> None:
    name = "handover-pack/data/register.json"
    assert fault_of(announce(pack, name, file_size=3 * 1024**3)) == ("VERIFY_TOO_LARGE", name)


def test_an_encrypted_or_oddly_compressed_file_is_refused(pack: bytes) -> None:
    name = "handover-pack/data/register.json"
    assert fault_of(announce(pack, name, flag_bits=1)) == ("VERIFY_UNREADABLE", name)
    odd = rezip(entries(pack), zipfile.ZIP_LZMA)
    assert fault_of(odd)[0] == "VERIFY_UNREADABLE"


def test_more_entries_than_a_pack_holds_are_refused_unlisted() -> None:
    many = rezip((f"handover-pack/data/{number}", b"") for number in range(10_001))
    assert fault_of(many) == ("VERIFY_TOO_MANY", "10001")


def test_a_zip_that_is_no_bag_is_refused() -> None:
    assert fault_of(rezip([("bag/notes.txt", b"x")])) == ("VERIFY_REMOVED", "bagit.txt")


@pytest.fixture
def pack_file(pack: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "handover-pack.zip"
    path.write_bytes(pack)
    return path


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "fr",
            ("Dossier intact", "ni que le contenu est vrai, ni qui l’a fait", "pas encore signé"),
        ),
        ("en", ("The pack is whole", "that the content is true, or who made it", "not signed yet")),
    ],
)
def test_the_command_says_what_is_shown_and_what_is_not(
    pack_file: Path,
    language: str,
    sentences: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["verify", str(pack_file), "--lang", language]) == 0
    said = capsys.readouterr().out
    assert all(sentence in said for sentence in sentences)


def test_the_command_names_the_first_fault_and_what_to_do(
    pack: bytes, pack_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [(path, b"{}" if "register" in path else body) for path, body in entries(pack)]
    pack_file.write_bytes(rezip(items))
    assert main(["verify", str(pack_file)]) == 1
    said = capsys.readouterr().out
    assert "«\u202fdata/register.json\u202f» a changé" in said
    assert "demandez un nouvel exemplaire" in said


def test_json_says_the_same_to_machines(
    pack: bytes, pack_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(pack_file), "--json", "--lang", "en"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["whole"] is True
    assert whole["signed"] is False
    assert whole["fault"] is None
    pack_file.write_bytes(pack[:-30])
    assert main(["verify", str(pack_file), "--json", "--lang", "en"]) == 1
    broken = json.loads(capsys.readouterr().out)
    assert broken["whole"] is False
    assert broken["fault"]["sentence"].endswith(".")
    assert broken["shows"] is None


@pytest.mark.parametrize("name", ["absent.zip", "."], ids=["absent", "folder"])
def test_a_path_that_cannot_be_read_gives_two_and_a_sentence(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / name)]) == 2
    assert "vérifiez le chemin" in capsys.readouterr().out


def test_a_hostile_name_cannot_drive_the_terminal(
    pack: bytes, pack_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = "\x1b]0;owned\x07" + "x" * 500
    pack_file.write_bytes(with_entry(pack, info))
    assert main(["verify", str(pack_file)]) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) < 300


def test_verify_needs_nothing_but_python_and_its_own_files(pack_file: Path, tmp_path: Path) -> None:
    home = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "exports", home / "exports", ignore=shutil.ignore_patterns("fonts"))
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-m", "exports", "verify", str(pack_file)],
        cwd=home,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Dossier intact" in done.stdout
