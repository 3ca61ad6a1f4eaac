"""Read a zip file that anybody may have made, within bounds, without unpacking it to disk."""

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from exports.names import collision, escapes

MOST_ENTRIES = 10_000
LARGEST_FILE = 256 * 1024**2
LARGEST_TOTAL = 2 * 1024**3
# Text compresses about ten times, deflate at most 1,032 times.
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 1024**2
LARGEST_TAG_FILE = 8 * 1024**2
CHUNK = 1024**2
KNOWN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
LARGEST_LISTING = MOST_ENTRIES * 512
# APPNOTE.TXT 4.3.16, end of central directory record: signature, four counts of disks and entries,
# size and place of the listing, length of the comment.
END = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
FILE_SIGNATURE = b"PK\x03\x04"
READ_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class ArchiveFaultError(Exception):
    """What is wrong with the zip file: a code of `messages.toml` and the path concerned."""

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(f"{code} {path}")
        self.code = code
        self.path = path


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A zip file whose list of entries has been found harmless."""

    zip: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]
    """Files only, by path as written."""

    def digest(self, path: str) -> str:
        """Give the SHA-256 of a file, reading no more than it announces."""
        running = hashlib.sha256()
        for chunk in self._chunks(path):
            running.update(chunk)
        return running.hexdigest()

    def read(self, path: str) -> bytes:
        """Give a small file whole."""
        if self.entries[path].file_size > LARGEST_TAG_FILE:
            raise ArchiveFaultError("VERIFY_TOO_LARGE", path)
        return b"".join(self._chunks(path))

    def _chunks(self, path: str) -> Iterator[bytes]:
        entry = self.entries[path]
        left = entry.file_size
        try:
            with self.zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise ArchiveFaultError("VERIFY_SIZE_LIE", path)
                    yield chunk
        except zipfile.BadZipFile as error:
            raise ArchiveFaultError("VERIFY_DAMAGED", path) from error
        except READ_FAULTS as error:
            raise ArchiveFaultError("VERIFY_UNREADABLE", path) from error
        if left:
            raise ArchiveFaultError("VERIFY_SIZE_LIE", path)


def open_archive(file: IO[bytes]) -> Archive:
    """Open a zip file, refusing one that is made to harm; raises ArchiveFaultError."""
    _check_end(file)
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
    except READ_FAULTS as error:
        raise ArchiveFaultError("VERIFY_NOT_A_ZIP") from error
    if min((info.header_offset for info in infos), default=0):
        raise ArchiveFaultError("VERIFY_FOREIGN_BYTES")
    for info in infos:
        _check_entry(info)
    files = [info for info in infos if not info.is_dir()]
    if sum(info.file_size for info in files) > LARGEST_TOTAL:
        raise ArchiveFaultError("VERIFY_TOO_LARGE")
    same = collision(info.filename.rstrip("/") for info in infos)
    if same:
        raise ArchiveFaultError("VERIFY_TWICE", same)
    return Archive(zip=archive, entries={info.filename: info for info in files})


def _check_end(file: IO[bytes]) -> None:
    """Look at the end record before zipfile does: it would list any number of entries in memory."""
    size = file.seek(0, 2)
    if size < END.size:
        raise ArchiveFaultError("VERIFY_NOT_A_ZIP")
    file.seek(size - END.size)
    signature, *_, entries, listing, _, comment = END.unpack(file.read(END.size))
    if signature != END_SIGNATURE or comment:
        file.seek(0)
        starts_like_one = file.read(4) == FILE_SIGNATURE
        raise ArchiveFaultError("VERIFY_FOREIGN_BYTES" if starts_like_one else "VERIFY_NOT_A_ZIP")
    if entries > MOST_ENTRIES or listing > LARGEST_LISTING:
        raise ArchiveFaultError("VERIFY_TOO_MANY", str(entries))


def _check_entry(info: zipfile.ZipInfo) -> None:
    # orig_filename is the name as written: zipfile cuts `filename` at a NUL.
    path = info.orig_filename
    mode = info.external_attr >> 16
    if escapes(path):
        raise ArchiveFaultError("VERIFY_UNSAFE_PATH", path)
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise ArchiveFaultError("VERIFY_SPECIAL_FILE", path)
    if info.flag_bits & ENCRYPTED or info.compress_type not in KNOWN_METHODS:
        raise ArchiveFaultError("VERIFY_UNREADABLE", path)
    if info.is_dir() and info.file_size:
        raise ArchiveFaultError("VERIFY_SPECIAL_FILE", path)
    _check_size(info)


def _check_size(info: zipfile.ZipInfo) -> None:
    if info.file_size > LARGEST_FILE:
        raise ArchiveFaultError("VERIFY_TOO_LARGE", info.filename)
    expands = info.file_size > HIGHEST_RATIO * max(1, info.compress_size)
    if info.file_size > RATIO_MATTERS_FROM and expands:
        raise ArchiveFaultError("VERIFY_BOMB", info.filename)
