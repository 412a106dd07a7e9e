"""Bytes to text: UTF-8, UTF-16, and the real single-byte encodings; the text is not changed in any other way."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from dragoman.errors import BinaryFile
from dragoman.record import Warning

_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
_SAMPLE = 65_536


def decode(data: bytes, *, where: str) -> tuple[str, tuple[Warning, ...]]:
    """The text of a file, without its byte order mark, and a warning where the encoding had to be guessed.

    Raises BinaryFile for what is no text.
    """
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    for bom, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            return _lenient(data, name)
    if data.startswith(_MAGIC):
        raise BinaryFile("this is no text file.", where=where, remedy="give plain text, or JSON lines.")
    head = data[:_SAMPLE]
    zeros = head.count(0)
    if zeros:
        wide = _utf16_without_bom(head)
        if wide:
            text, warnings = _lenient(data, wide)
            return text, (*warnings, Warning("encoding", f"read as {wide}, which has no byte order mark", ()))
        raise BinaryFile(
            "this holds NUL bytes and is no text file.", where=where, remedy="give plain text, or JSON lines."
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as e:
        return _guess(data, where, e)


def _lenient(data: bytes, encoding: str) -> tuple[str, tuple[Warning, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), (
            Warning("encoding", f"some bytes are no {encoding}; they read as U+FFFD", ()),
        )


def _utf16_without_bom(head: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a NUL in every second byte."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd / half > 0.4 and even / half < 0.05:
        return "utf-16-le"
    if even / half > 0.4 and odd / half < 0.05:
        return "utf-16-be"
    return None


def _single_byte(data: bytes) -> str:
    """The encoding that bytes which are no UTF-8 most likely have."""
    bad = sum(1 for b in data if b >= 0x80)
    best = from_bytes(
        data[:_SAMPLE],
        cp_isolation=[
            "cp1252",
            "cp1250",
            "cp1251",
            "iso8859_2",
            "iso8859_9",
            "cp1254",
            "koi8_r",
            "mac_roman",
            "gb18030",
            "big5",
            "shift_jis",
            "euc_kr",
        ],
    ).best()
    name = best.encoding if best is not None else "cp1252"
    # English wire copy that is no UTF-8 is Windows-1252 far more often than what a statistical guess prefers on a few bytes
    if bad < 60 or bad < len(data) // 50:
        name = "cp1252"
    return name


def encoding_of(head: bytes) -> str:
    """The encoding of a file by its first bytes, for what is read as a stream."""
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(bom):
            return name
    wide = _utf16_without_bom(head) if 0 in head else None
    if wide:
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8"
    except UnicodeDecodeError:
        return _single_byte(head)


def _guess(data: bytes, where: str, error: UnicodeDecodeError) -> tuple[str, tuple[Warning, ...]]:
    bad = sum(1 for b in data if b >= 0x80)
    lossy = data.decode("utf-8", "replace")
    if lossy.count("�") * 20 < bad:
        return lossy, (
            Warning("encoding", f"a few bytes are no UTF-8 (first at byte {error.start}); they read as U+FFFD", ()),
        )
    name = _single_byte(data)
    try:
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError):
        name, text = "cp1252", data.decode("cp1252", "replace")
    return text, (Warning("encoding", f"no UTF-8; read as {name}", ()),)
