"""Files that harm readers: made here, named for what is wrong with them, read by ``test_hostile.py``."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

FORMS = Path(__file__).parent / "forms"
MIB = 1024 * 1024
DEPTH = 20_000
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Case = tuple[str, str, bytes]
"""What is wrong, the name of the file, its bytes."""

TASK = "1. Phòng Nội vụ báo cáo trước ngày 20/8/2022."


def form(name: str) -> bytes:
    """One of the forms of the project's own directive."""
    return (FORMS / name).read_bytes()


def rezipped(data: bytes, changed: dict[str, bytes], *, level: int = 6) -> bytes:
    """A package with other parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, part in changed.items():
            new.writestr(name, part)
    return out.getvalue()


def document(body: str, *, before: str = "") -> bytes:
    """A Word file with this body."""
    part = f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {WORD}><w:body>{body}</w:body></w:document>'
    return rezipped(form("typed.docx"), {"word/document.xml": part.encode("utf-8", "surrogatepass")})


def open_document(body: str, *, before: str = "") -> bytes:
    """An OpenDocument text with this body."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    part = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {spaces}><office:body><office:text>'
        f"{body}</office:text></office:body></office:document-content>"
    )
    return rezipped(form("automatic.odt"), {"content.xml": part.encode()})


def truncated() -> Iterator[Case]:
    for path in sorted(FORMS.glob("automatic.*")):
        data = path.read_bytes()
        for share in (0.01, 0.2, 0.5, 0.9, 0.999):
            yield f"cut at {share}", path.name, data[: int(len(data) * share)]


def wrong_endings() -> Iterator[Case]:
    names = [
        "automatic.docx",
        "automatic.odt",
        "automatic.rtf",
        "automatic.doc",
        "automatic.pdf",
        "portal.html",
        "composed.txt",
    ]
    for name in names:
        for other in names:
            suffix = Path(other).suffix
            if not name.endswith(suffix):
                yield f"{Path(name).suffix} called {suffix}", f"a{suffix}", form(name)


def random_bytes() -> Iterator[Case]:
    source = random.Random(1)
    magic = {
        ".docx": b"PK\x03\x04", ".odt": b"PK\x03\x04", ".pdf": b"%PDF-1.7\n", ".rtf": b"{\\rtf1 ",
        ".doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".html": b"<html>", ".txt": b"", ".md": b"\xff\xfe",
    }  # fmt: skip
    for suffix, mark in magic.items():
        for size in (0, 1, 100, 100_000):
            yield (
                f"{size} random bytes",
                f"a{suffix}",
                mark + source.randbytes(size),
            )


def bombs() -> Iterator[Case]:
    zeros = b"\0" * (200 * MIB)
    yield (
        "part of 200 MB",
        "a.docx",
        rezipped(form("typed.docx"), {"word/document.xml": zeros}, level=1),
    )
    yield (
        "part of 200 MB",
        "a.odt",
        rezipped(form("automatic.odt"), {"content.xml": zeros}, level=1),
    )
    picture = rezipped(form("typed.docx"), {"word/media/image1.png": zeros}, level=1)
    yield "picture of 200 MB that nobody needs", "a.docx", picture
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", zeros)
    yield "mimetype of 200 MB", "a.odt", out.getvalue()
    # the directory states a size that is not true
    small = bytearray(rezipped(form("typed.docx"), {"word/document.xml": b" " * MIB}, level=1))
    place = small.rfind(b"word/document.xml") - 46 + 24
    small[place : place + 4] = (10).to_bytes(4, "little")
    yield "part with a false size", "a.docx", bytes(small)
    spaces = "".join(f"<w:p><w:r><w:t>{TASK}</w:t></w:r></w:p>" for _ in range(20_000))
    yield "20,000 paragraphs", "a.docx", document(spaces)


def entities() -> Iterator[Case]:
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    paragraph = "<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>"
    yield (
        "entities in entities",
        "a.docx",
        document(paragraph, before=f"<!DOCTYPE x [{laughs}]>"),
    )
    yield (
        "entities in entities",
        "a.odt",
        open_document("<text:p>&a11;</text:p>", before=f"<!DOCTYPE x [{laughs}]>"),
    )
    outside = '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'
    yield (
        "entity from a file",
        "a.docx",
        document(paragraph, before=outside),
    )
    yield (
        "entity from a file",
        "a.html",
        f"<?xml version='1.0'?>{outside}<html><p>&a11; {TASK}</p></html>".encode(),
    )


def nested() -> Iterator[Case]:
    table = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    for name, (before, behind) in {
        "tables": table,
        "content controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        "text boxes": ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
    }.items():
        for depth in (80, DEPTH):
            yield (
                f"{depth} nested {name}",
                "a.docx",
                document(before * depth + f"<w:p><w:r><w:t>{TASK}</w:t></w:r></w:p>" + behind * depth),
            )
    for depth in (80, DEPTH):
        lists = (
            "<text:list><text:list-item>" * depth + f"<text:p>{TASK}</text:p>" + "</text:list-item></text:list>" * depth
        )
        yield f"{depth} nested lists", "a.odt", open_document(lists)
    for tag in ("div", "ol><li", "table><tr><td", "b"):
        closing = "".join(f"</{name}>" for name in reversed(tag.split("><")))
        yield (
            f"nested <{tag}>",
            "a.html",
            (f"<html><{tag}>".replace(f"<{tag}>", f"<{tag}>" * DEPTH) + f"<p>{TASK}" + closing * DEPTH).encode(),
        )
    yield (
        "nested groups",
        "a.rtf",
        b"{\\rtf1 " + b"{" * DEPTH + TASK.encode("ascii", "ignore") + b"}" * DEPTH + b"}",
    )
    yield "groups that never end", "a.rtf", b"{\\rtf1 " + b"{\\b " * DEPTH
    yield "ends without groups", "a.rtf", b"{\\rtf1 " + b"}" * DEPTH
    yield (
        "nested arrays",
        "a.pdf",
        b"%PDF-1.4\n1 0 obj\n" + b"[" * DEPTH + b"]" * DEPTH + b"\nendobj\ntrailer<</Root 1 0 R>>",
    )
    yield "nested brackets", "a.txt", ("(" * DEPTH + TASK + ")" * DEPTH).encode()
    yield "nested bullets", "a.md", "".join(f"{' ' * n}- {TASK}\n" for n in range(300)).encode()


def signs() -> Iterator[Case]:
    controls = "".join(map(chr, [*range(1, 32), *range(127, 160)]))
    yield "control characters", "a.txt", f"{controls}\n{TASK}{controls}\n".encode()
    yield (
        "control characters",
        "a.md",
        "".join(f"{sign}{TASK}\n" for sign in controls).encode(),
    )
    yield "control characters", "a.html", f"<html><p>{controls}{TASK}</p>".encode()
    yield "control characters", "a.docx", document("<w:p><w:r><w:t>&#x9;&#xA;&#xD;&#x85;</w:t></w:r></w:p>")
    yield "a forbidden character", "a.docx", document("<w:p><w:r><w:t>&#x1;</w:t></w:r></w:p>")
    yield "NUL", "a.txt", b"1. X\0"
    yield "half a surrogate pair", "a.txt", b"\xff\xfe1\0.\0 \0\x00\xd8X\0"
    yield "half a surrogate pair", "a.html", f"<html><p>&#xD800;&#xDFFF; {TASK}</p>".encode()
    yield "half a surrogate pair", "a.rtf", b"{\\rtf1\\uc0 \\u-10240 X \\u-9216\\par}"
    yield "half a surrogate pair", "a.docx", document("<w:p><w:r><w:t>\ud800</w:t></w:r></w:p>")
    yield (
        "marks that turn and combine",
        "a.txt",
        f"\u202e{TASK}\u202c\u200b\u0301\u0301{chr(0x1F600)}\n".encode(),
    )
    yield "noncharacters", "a.txt", f"\ufffe\uffff{TASK}\U0010ffff".encode()


def large() -> Iterator[Case]:
    yield "100 MB", "a.txt", b"x" * (100 * MIB)
    yield "100 MB", "a.pdf", b"%PDF-1.7\n" + b"x" * (100 * MIB)
    yield "100 MB", "a.docx", b"PK\x03\x04" + b"x" * (100 * MIB)
    yield "markup of 2 MB without an end", "a.html", b"<html>" + b"<p " * (2 * MIB // 3)
    yield "an unfinished comment", "a.html", b"<html><!--" + b"<p>" * (MIB // 3)
    yield "2 MB of braces", "a.rtf", b"{\\rtf1 " + b"\\'e1{}" * (MIB // 3)


def counts() -> Iterator[Case]:
    huge = 2**31 - 1
    cell = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p/></w:tc></w:tr>'
    yield (
        "a cell over two thousand million columns",
        "a.docx",
        document("<w:tbl>" + cell.format(huge) * 3 + "</w:tbl>"),
    )
    yield (
        "a cell over -1 columns",
        "a.docx",
        document("<w:tbl>" + cell.format(-1) + cell.format("x") + "</w:tbl>"),
    )
    rows = (
        f'<table:table><table:table-row table:number-rows-repeated="{huge}"><table:table-cell'
        f' table:number-columns-repeated="{huge}"><text:p>a</text:p></table:table-cell></table:table-row></table:table>'
    )
    yield "a row that repeats for ever", "a.odt", open_document(rows)
    yield (
        "blanks without end",
        "a.odt",
        open_document(f'<text:p>a<text:s text:c="{huge}"/>b</text:p>'),
    )
    yield (
        "a cell over many columns",
        "a.html",
        f"<html><table border=1><tr><td colspan={huge} rowspan={huge}>a<tr><td>b</table>".encode(),
    )
    yield (
        "an item with a huge number",
        "a.html",
        f"<html><ol type=I start={huge}><li>a</ol><ol type=a start=-5><li>b</ol>".encode(),
    )
    yield "bytes to skip", "a.rtf", f"{{\\rtf1 \\bin{huge} a\\uc{huge} \\u1 ?".encode()
    yield (
        "a font with a huge number",
        "a.rtf",
        f"{{\\rtf1 {{\\fonttbl{{\\f{huge} .VnTime;}}}}\\f{huge} a}}".encode(),
    )


GROUPS = (truncated, wrong_endings, random_bytes, bombs, entities, nested, signs, large, counts)
