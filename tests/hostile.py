"""Files nobody should send, made by the hundred from one seed: what each is, and what may come of it.

Every one is to be refused in a sentence, or (where the fault touches no cell) read as if it were whole; never
more than that. `make hostile` runs all of them, `make test` some of each kind.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from annex_a_made_up import clean_lists, headers
from goldenthread.records.annex_a import write_workbook

_SHEET = "xl/worksheets/sheet2.xml"  # list 1, after the front sheet
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET_XML = b'<?xml version="1.0"?><worksheet ' + _MAIN + b"><sheetData>%s</sheetData></worksheet>"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Hostile:
    """One file. `may_be_read` where the fault may leave every cell as it was."""

    kind: str
    name: str
    data: bytes
    may_be_read: bool = False


def every(seed: int, *, each: int) -> Iterator[Hostile]:
    """Up to `each` files of every kind; the same seed gives the same files."""
    good = good_workbook()
    for kind, maker in _KINDS.items():
        rng = Random(f"{seed}:{kind}")
        for number in range(min(each, _MOST.get(kind, each))):
            made = maker(good, rng, number)
            if made is None:
                break
            name, data = made if isinstance(made, tuple) else (f"{kind}.xlsx", made)
            yield Hostile(kind, name.replace(" ", "_"), data, may_be_read=kind in _MAY_BE_READ)


def good_workbook() -> bytes:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "good.xlsx"
        write_workbook(clean_lists(1, 12), path)
        return path.read_bytes()


Maker = Callable[[bytes, Random, int], "bytes | tuple[str, bytes] | None"]


def _put(parts: zipfile.ZipFile, name: str, data: bytes, compresslevel: int = 6) -> None:
    """A part without the time it was written, so that the same seed gives the same bytes."""
    entry = zipfile.ZipInfo(name, (2025, 10, 31, 0, 0, 0))
    parts.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel)


def _with_part(good: bytes, name: str, data: bytes, *, level: int = 6) -> bytes:
    """The workbook with one part put in, in place of its own where it has one."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                _put(new, part, old.read(part))
        _put(new, name, data, compresslevel=level)
    return held.getvalue()


def _part(good: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as parts:
        return parts.read(name)


def _names(good: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(good)) as parts:
        return parts.namelist()


def _truncated(good: bytes, rng: Random, number: int) -> bytes:
    return good[: rng.randrange(4, len(good) - 1)]


def _flipped(good: bytes, rng: Random, number: int) -> bytes:
    spoilt = bytearray(good)
    for _ in range(rng.choice((1, 3, 20, 200))):
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def _hole(good: bytes, rng: Random, number: int) -> bytes:
    start, length = rng.randrange(len(good) - 600), rng.randrange(1, 600)
    return good[:start] + rng.choice((b"\0", b"\xff", b"A")) * length + good[start + length :]


def _missing_piece(good: bytes, rng: Random, number: int) -> bytes:
    start = rng.randrange(len(good) - 400)
    return good[:start] + good[start + rng.randrange(1, 400) :]


def _lying_directory(good: bytes, rng: Random, number: int) -> bytes:
    """One entry of the zip's directory says another size, sum or place."""
    spoilt = bytearray(good)
    entries = [at for at in range(len(good) - 4) if good[at : at + 4] == b"PK\x01\x02"]
    field = rng.choice((16, 20, 24, 42))  # sum, packed size, unpacked size, place
    at = rng.choice(entries) + field
    spoilt[at : at + 4] = struct.pack("<I", rng.choice((0, 1, 2**31 - 1, 2**32 - 1, rng.randrange(2**32))))
    return bytes(spoilt)


def _no_part(good: bytes, rng: Random, number: int) -> bytes | None:
    """One part gone."""
    names = _names(good)
    if number >= len(names):
        return None
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in names:
            if name != names[number]:
                _put(new, name, old.read(name))
    return held.getvalue()


def _twice(good: bytes, rng: Random, number: int) -> bytes:
    import warnings

    held = io.BytesIO(good)
    with warnings.catch_warnings(), zipfile.ZipFile(held, "a") as parts:
        warnings.simplefilter("ignore")
        _put(parts, rng.choice(_names(good)), b"<x/>")
    return held.getvalue()


def _entities(good: bytes, rng: Random, number: int) -> bytes:
    """A document type in one of the parts: an entity that grows, one that reads a file, one from the net."""
    declared = rng.choice(
        (
            b'<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">',
            b'<!ENTITY c SYSTEM "file:///etc/passwd">',
            b'<!ENTITY c SYSTEM "http://127.0.0.1:9/x">',
            b'<!ENTITY % c SYSTEM "file:///etc/hostname"> %c;',
        )
    )
    name = rng.choice([part for part in _names(good) if part.endswith((".xml", ".rels"))])
    whole = _part(good, name)
    start = whole.index(b"?>") + 2 if whole.startswith(b"<?xml") else 0
    return _with_part(good, name, whole[:start] + b"<!DOCTYPE x [" + declared + b"]>" + whole[start:])


def _utf_16(good: bytes, rng: Random, number: int) -> bytes:
    """A part in UTF-16, which would hide a document type from a plain search."""
    name = rng.choice([part for part in _names(good) if part.endswith(".xml")])
    text = _part(good, name).decode().replace("UTF-8", "UTF-16")
    start = text.index("?>") + 2
    return _with_part(
        good, name, (text[:start] + '<!DOCTYPE x [<!ENTITY c "c">]>' + text[start:]).encode("utf-16")
    )


def _bomb(good: bytes, rng: Random, number: int) -> bytes:
    name = rng.choice((_SHEET, "xl/sharedStrings.xml", "xl/media/image1.png", "docProps/custom.xml"))
    filling = rng.choice((b"\0", b" ", b"<c/>")) * rng.randrange(20_000_000, 50_000_000)
    return _with_part(good, name, filling, level=9)


def _string_bomb(good: bytes, rng: Random, number: int) -> bytes:
    """One long shared text that a hundred thousand cells refer to."""
    text = b"x" * rng.randrange(20_000, 32_000)
    shared = b'<?xml version="1.0"?><sst ' + _MAIN + b"><si><t>" + text + b"</t></si></sst>"
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 60_000)
    )
    held = _with_part(good, "xl/sharedStrings.xml", shared, level=9)
    return _with_part(held, _SHEET, _SHEET_XML % cells, level=6)


def _far_cell(good: bytes, rng: Random, number: int) -> bytes:
    row = rng.choice((1_048_576, 1_000_002, 1_048_000))
    column = rng.choice((b"XFD", b"ZZZ", b"AAA", b"TK"))
    quote = rng.choice((b'"', b"'"))
    first = b"<row r='1'><c r='A1'><v>1</v></c></row>"
    place = quote + column + b"%d" % row + quote
    return _with_part(
        good, _SHEET, _SHEET_XML % (first + b"<row r='%d'><c r=%s><v>1</v></c></row>" % (row, place))
    )


def _wide(good: bytes, rng: Random, number: int) -> bytes:
    width = rng.randrange(501, 16_000)
    cells = b"".join(b"<c><v>%d</v></c>" % column for column in range(width))
    return _with_part(good, _SHEET, _SHEET_XML % (b"<row>" + cells + b"</row>"))


def _bad_sheet(good: bytes, rng: Random, number: int) -> bytes:
    """A sheet whose XML is cut, unclosed, deep, or no XML at all."""
    whole = _part(good, _SHEET)
    at = rng.randrange(100, len(whole) - 1)
    return _with_part(
        good,
        _SHEET,
        rng.choice(
            (
                whole[:at],
                whole[:at] + b"<" + whole[at:],
                b"<a>" * 200_000,
                rng.randbytes(5_000).replace(b"\0", b"x"),
                whole.replace(b"</row>", b"", 1),
                whole.replace(b"<v>", b"<v><![CDATA[", 1),
            )
        ),
    )


def _index_beyond(good: bytes, rng: Random, number: int) -> bytes:
    """A cell that refers to a shared text, a style or a row there is none of."""
    cell = rng.choice(
        (
            b'<c r="A1" t="s"><v>99999999</v></c>',
            b'<c r="A1" t="s"><v>-1</v></c>',
            b'<c r="A0"><v>1</v></c>',
            b'<c r="1A"><v>1</v></c>',
            b'<c r="A99999999999"><v>1</v></c>',
            b'<c r="ZZZZZZZZ1"><v>1</v></c>',
            b'<c r="A1" t="b"><v>maybe</v></c>',
            b'<c r="A1" t="zzz"><v>1</v></c>',
            b'<c r="A1" t="e"><v></v></c>',
            b'<c r="A1" t="n"><v>1e999999</v></c>',
            b'<c r="A1" s="99999"><v>1</v></c>',
        )
    )
    return _with_part(good, _SHEET, _SHEET_XML % (b'<row r="1">' + cell + b"</row>"))


def _macros(good: bytes, rng: Random, number: int) -> bytes:
    return _with_part(good, rng.choice(("xl/vbaProject.bin", "xl/VBAPROJECT.BIN")), _OLE + rng.randbytes(500))


def _nested(good: bytes, rng: Random, number: int) -> bytes | tuple[str, bytes]:
    inner = good
    for _ in range(rng.randrange(1, 4)):
        inner = _zip({"inner.zip": inner})
    if number % 2:
        return _with_part(good, f"xl/embeddings/inner{number}.bin", inner)
    return f"nested{number}.zip", _zip({"lists.csv": b"a,b\n", "inner.zip": inner})


def _encrypted(good: bytes, rng: Random, number: int) -> bytes:
    if number % 2:
        spoilt = bytearray(good)
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = spoilt.find(mark)
            spoilt[at + place] |= 1
        return bytes(spoilt)
    return _OLE + rng.randbytes(300) + "EncryptedPackage".encode("utf-16-le") + rng.randbytes(2_000)


def _not_a_workbook(good: bytes, rng: Random, number: int) -> bytes | tuple[str, bytes]:
    starts = (
        b"", b"%PDF-1.7\n", b"<html>", b"\xef\xbb\xbf<?xml version='1.0'?><a/>", _OLE, b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"MZ", b"PK\x05\x06", b"PK",
        b"{", b"\x7fELF", b"PK\x03\x04",
    )  # fmt: skip
    name = rng.choice(("lists.xlsx", "lists.xls", "lists.csv", "lists.zip", "lists"))
    return name, starts[number % len(starts)] + rng.randbytes(rng.randrange(2_000))


def _other_office(good: bytes, rng: Random, number: int) -> bytes:
    name = rng.choice(
        ("xl/workbook.bin", "content.xml", "word/document.xml", "ppt/presentation.xml", "readme.txt")
    )
    return _zip({name: rng.randbytes(100), "[Content_Types].xml": b"<Types/>"})


def _overlapping(good: bytes, rng: Random, number: int) -> bytes:
    """Many entries of the directory that all unpack the same bytes."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(b" " * 1_000_000) + body.flush()
    sums = zlib.crc32(b" " * 1_000_000)
    name = b"xl/workbook.xml"
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, sums, len(packed), 1_000_000, len(name), 0
    )
    entries = b""
    count = rng.randrange(2, 900)
    for number_ in range(count):
        own = name if number_ == 0 else b"xl/part%d.xml" % number_
        entries += struct.pack(
            "<4s6H3I5H2I",
            b"PK\x01\x02",
            20,
            20,
            0,
            8,
            0,
            0,
            sums,
            len(packed),
            1_000_000,
            len(own),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        entries += own
    start = len(local) + len(name) + len(packed)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return local + name + packed + entries + end


def _many_parts(good: bytes, rng: Random, number: int) -> bytes:
    held = io.BytesIO(good)
    with zipfile.ZipFile(held, "a") as parts:
        for part in range(rng.randrange(2_001, 4_000)):
            _put(parts, f"xl/x{part}", b"")
    return held.getvalue()


def _links(good: bytes, rng: Random, number: int) -> bytes:
    target = rng.choice((b"file:///etc/passwd", b"http://127.0.0.1:9/x.xlsx", b"\\\\\\\\server\\\\share"))
    return _with_part(
        good, "xl/externalLinks/externalLink1.xml", b"<externalLink><x t='" + target + b"'/></externalLink>"
    )


def _bad_names(good: bytes, rng: Random, number: int) -> tuple[str, bytes]:
    name = rng.choice(
        ("../../escape.csv", "/etc/escape.csv", "C:\\escape.csv", "a/" * 200 + "x.csv", "\u202egnp.csv")
    )
    return f"names{number}.zip", _zip({name: b"\xff\xfe\0"})


def _csv_bytes(good: bytes, rng: Random, number: int) -> tuple[str, bytes]:
    row = ",".join(f'"{header}"' for header in headers(1)).encode() + b"\n"
    bad = rng.choice(
        (
            row.decode().encode("utf-16"),
            row + b"K1,\xe9\xff,\n",
            row + b"K1,a\0b,\n",
            row + b'K1,"never closed,\n' + b"K2,x\n" * rng.randrange(1, 500),
            row + b"," * rng.randrange(501, 100_000) + b"\n",
            b"PK\x03\x04" + row,
            rng.randbytes(3_000),
            b"",
            b"a,b\n1,2\n",
            row[:20],
        )
    )
    return f"lists{number}.zip", _zip({"list.csv": bad})


def _csv_long(good: bytes, rng: Random, number: int) -> tuple[str, bytes]:
    return f"long{number}.zip", _zip({"list.csv": b"1\n" * rng.randrange(1_000_002, 1_500_000)})


def _mixed(good: bytes, rng: Random, number: int) -> tuple[str, bytes]:
    other = rng.choice(("return.xml", "lists.xlsx", "old.xls", "sheet.ods"))
    return f"mixed{number}.zip", _zip({"list.csv": b"a\n", other: good})


def _zip(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            _put(out, name, data)
    return held.getvalue()


_KINDS: dict[str, Maker] = {
    "truncated": _truncated,
    "flipped": _flipped,
    "hole": _hole,
    "missing piece": _missing_piece,
    "lying directory": _lying_directory,
    "no part": _no_part,
    "twice": _twice,
    "entities": _entities,
    "utf-16": _utf_16,
    "bomb": _bomb,
    "string bomb": _string_bomb,
    "far cell": _far_cell,
    "wide": _wide,
    "bad sheet": _bad_sheet,
    "index beyond": _index_beyond,
    "macros": _macros,
    "nested": _nested,
    "encrypted": _encrypted,
    "not a workbook": _not_a_workbook,
    "other office": _other_office,
    "overlapping": _overlapping,
    "many parts": _many_parts,
    "links": _links,
    "bad names": _bad_names,
    "csv bytes": _csv_bytes,
    "csv long": _csv_long,
    "mixed": _mixed,
}

_MOST = {"bomb": 20, "string bomb": 10, "csv long": 4, "far cell": 24, "many parts": 10}  # the dear ones

# A flipped bit may fall where no cell is; a part may be one that no cell needs; a link is never followed; the
# ten other lists of a workbook with one bad sheet are still lists.
_MAY_BE_READ = {
    "flipped",
    "hole",
    "missing piece",
    "lying directory",
    "no part",
    "far cell",
    "wide",
    "bad sheet",
    "index beyond",
    "links",
}
