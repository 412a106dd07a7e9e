"""Bytes to text: real encodings, byte order marks, and what is no text."""

import codecs

import pytest

from dragoman.errors import BinaryFile
from dragoman.read.decode import decode

TEXT = "Rebels “shelled” the town’s market – 12 died, 5 €m of damage, the army said.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_reads_without_a_warning(encoding: str):
    assert decode(TEXT.encode(encoding), where="f") == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str):
    text, warnings = decode(TEXT.encode(encoding), where="f")
    assert text == TEXT and [w.kind for w in warnings] == ["encoding"]


def test_windows_1252_is_told():
    text, warnings = decode(TEXT.encode("cp1252"), where="f")
    assert text == TEXT and "cp1252" in warnings[0].message


def test_a_few_bad_bytes_do_not_turn_a_utf8_file_into_another_encoding():
    data = ("Çavuşoğlu met Əliyev. " * 40).encode() + b"\xff" + " Später".encode()
    text, warnings = decode(data, where="f")
    assert text.startswith("Çavuşoğlu met Əliyev.") and text.count("\ufffd") == 1 and warnings[0].kind == "encoding"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"PK\x03\x04aa", b"abc\0\1\2def\0"])
def test_binary_is_refused(data: bytes):
    with pytest.raises(BinaryFile, match="D102"):
        decode(data, where="f")


def test_truncated_utf16_loses_one_character_only():
    data = codecs.BOM_UTF16_LE + "Shelling went on".encode("utf-16-le")[:-1]
    text, warnings = decode(data, where="f")
    assert text.startswith("Shelling went o") and warnings
