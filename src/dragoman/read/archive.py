"""Archives (.zip, .tar, .tar.gz, .tgz, .gz): every member is read by its own format. Nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, BinaryIO, cast

from dragoman.document import Story
from dragoman.errors import BrokenFile, InputError, TooLarge
from dragoman.read.base import OnError, Source, capped

MAX_UNPACKED = 2_000_000_000
"""Bytes that one member may unpack to."""
MAX_RATIO = 200
"""A ZIP member that unpacks to more than this many times its size (and over a megabyte) is refused as a bomb."""
MAX_DEPTH = 3


def read_zip(source: Source, on_error: OnError) -> Iterator[Story]:
    """The stories of a ZIP file's members, in the archive's order."""
    _check_depth(source)
    try:
        with zipfile.ZipFile(cast(IO[bytes], source.path or source.stream)) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                where = f"{source.where}: {member.filename}"
                try:
                    if member.flag_bits & 1:
                        raise BrokenFile("it is encrypted.", where=where, remedy="unpack it with its password first.")
                    if member.file_size > 1_000_000 and member.file_size > MAX_RATIO * max(1, member.compress_size):
                        raise TooLarge(
                            f"it unpacks to {member.file_size // max(1, member.compress_size)} times its size.",
                            where=where, remedy="unpack it by hand if you trust it.",
                        )  # fmt: skip
                    with archive.open(member) as stream:
                        yield from _member(cast(BinaryIO, stream), where, source, on_error)
                except InputError as e:
                    on_error(e)
                except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as e:
                    on_error(BrokenFile(f"it is damaged ({e}).", where=where, remedy="fetch the archive again."))
    except (zipfile.BadZipFile, OSError) as e:
        raise BrokenFile(f"it is no whole ZIP file ({e}).", where=source.where, remedy="fetch it again.") from e


def read_tar(source: Source, on_error: OnError) -> Iterator[Story]:
    """The stories of a tar file's members, plain or compressed. Links and devices are passed over."""
    _check_depth(source)
    try:
        with tarfile.open(fileobj=source.stream, mode="r|*") as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None:
                    continue
                try:
                    yield from _member(cast(BinaryIO, stream), f"{source.where}: {member.name}", source, on_error)
                except InputError as e:
                    on_error(e)
    except (tarfile.TarError, OSError, EOFError, zlib.error) as e:
        raise BrokenFile(f"it is no whole tar file ({e}).", where=source.where, remedy="fetch it again.") from e


def read_gzip(source: Source, on_error: OnError) -> Iterator[Story]:
    """The stories of one compressed file (``stories.jsonl.gz``)."""
    _check_depth(source)
    name = source.where.removesuffix(".gz")
    try:
        with gzip.open(cast(IO[bytes], source.stream)) as stream:
            yield from _member(cast(BinaryIO, stream), name, source, on_error)
    except (OSError, EOFError, zlib.error) as e:
        raise BrokenFile(f"it is no whole gzip file ({e}).", where=source.where, remedy="fetch it again.") from e


def _check_depth(source: Source) -> None:
    if source.depth >= MAX_DEPTH:
        raise BrokenFile("archives lie too deep in each other.", where=source.where, remedy="unpack the outer ones.")


def _member(stream: BinaryIO, where: str, source: Source, on_error: OnError) -> Iterator[Story]:
    from dragoman.read.formats import reader_for, skipped

    inner = replace(source, stream=capped(stream, MAX_UNPACKED, where), where=where, depth=source.depth + 1, path=None)
    if not skipped(where.rsplit(": ", 1)[-1]):
        yield from reader_for(inner.name)(inner, on_error)
