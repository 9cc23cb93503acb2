"""Bytes become the text as read, or a sentence that says why not and what to do."""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parchk.errors import InputError, UsageError
from parchk.limits import MIB, Limits
from parchk.read import STDIN, file_bytes, from_text, read_bytes, read_path
from parchk.read.results import read_results


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_text_is_read_unchanged(text: str) -> None:
    source = read_bytes(text.encode(), "a.md")
    assert source.text == text
    assert source.encoding == "utf-8"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.txt", "text/plain"),
        ("a.text", "text/plain"),
        ("A.TXT", "text/plain"),
        ("a.md", "text/markdown"),
        ("a.markdown", "text/markdown"),
        ("cong-van", "text/plain"),
        ("cong-van.2022", "text/plain"),
    ],
)
def test_the_name_says_text_or_markdown(name: str, media_type: str) -> None:
    assert read_bytes(b"1. X", name).media_type == media_type


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_names_the_encoding_and_stays_in_the_text(mark: bytes, encoding: str) -> None:
    data = mark + "Kính gửi:\r\n".encode(encoding)
    source = read_bytes(data, "a.txt")
    assert source.text == "\ufeffKính gửi:\r\n"
    assert source.encoding == encoding
    assert data.decode(source.encoding) == source.text


def test_the_digest_is_that_of_the_bytes() -> None:
    data = codecs.BOM_UTF16_LE + "Ủy ban".encode("utf-16-le")
    assert read_bytes(data, "a.txt").sha256 == hashlib.sha256(data).hexdigest()


def test_text_in_memory_has_the_digest_of_its_utf8() -> None:
    assert from_text("Ủy ban").sha256 == hashlib.sha256("Ủy ban".encode()).hexdigest()


def test_half_a_surrogate_pair_in_memory_is_named() -> None:
    with pytest.raises(InputError, match="surrogate pair at character 2"):
        from_text("ab\ud83d")


def test_no_bytes_are_an_empty_document() -> None:
    assert read_bytes(b"", "a.txt").text == ""


def test_standard_input_is_called_stdin() -> None:
    assert read_bytes(b"1. X", STDIN).name == "stdin"
    with pytest.raises(InputError, match=r"^standard input is not"):
        read_bytes(b"a\0", STDIN)


def test_the_name_is_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"1. X")
    assert read_path(tmp_path / "a.txt").name == "a.txt"


def test_a_name_that_is_no_utf8_is_shown_with_a_replacement_character() -> None:
    assert read_bytes(b"1. X", "c\udce1.txt").name == "c\ufffd.txt"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("tình hình".encode("cp1258", "replace") + b"\xec", "not UTF-8: byte 0x"),
        (b"abc\xff", "not UTF-8: byte 0xff at offset 3; name its encoding with --encoding"),
        (codecs.BOM_UTF16_LE + b"a\0b", "not UTF-16-LE: byte 0x62 at offset 4"),
        (codecs.BOM_UTF32_LE + "a".encode("utf-32-le") + b"b", "not UTF-32-LE: byte 0x62 at offset 8"),
        (b"abc\0def", "NUL byte at offset 3; save the document as a text file"),
    ],
)
def test_wrong_bytes_are_named_by_their_offset(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "a.txt")
    assert str(caught.value).startswith("a.txt is not ")
    assert said in str(caught.value)


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document, but damaged"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "a PowerPoint presentation"),
        (zipped("a.txt"), "an archive"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document"),
        (OLE, "an old Office document"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
    ],
)
def test_other_kinds_are_known_by_their_bytes_whatever_the_name_says(data: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=rf"^b\.txt is {kind}"):
        read_bytes(data, "b.txt")


@pytest.mark.parametrize("suffix", [".json", ".csv", ".xlsx", ".mht"])
def test_other_kinds_are_known_by_their_name(suffix: str) -> None:
    with pytest.raises(InputError, match=r"which parchk does not read: (?:save|give)"):
        read_bytes(b"abc", f"b{suffix}")


@pytest.mark.parametrize("suffix", [".docx", ".DOC", ".pdf", ".rtf", ".odt"])
def test_a_name_that_promises_what_the_bytes_are_not(suffix: str) -> None:
    with pytest.raises(InputError, match=r"is named as .* but it is none or is cut short; save it again"):
        read_bytes(b"abc", f"b{suffix}")


def test_the_bytes_count_more_than_the_name() -> None:
    source = read_bytes(b"\xef\xbb\xbf\n<!DOCTYPE html><p>1. X", "b.txt")
    assert (source.media_type, source.text.strip()) == ("text/html", "1. X")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.txt does not exist"):
        read_path(tmp_path / "a.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_path(tmp_path)


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the user may be root, who may read everything
    with pytest.raises(InputError, match="may not be read by you"):
        read_path(Path("a.txt"))


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises(InputError, match="could not be read"):
        read_path(Path(name))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "r.json is empty"),
        (b"{", "Invalid JSON"),
        (b"[]", "not a result of parchk"),
        (b'{"a": 1}', "not a result of parchk"),
        (b"\xff", "byte 0xff at offset 0"),
        (b'{"schema_version": "9.0"}', "schema version '9.0', and this parchk reads '1.0'"),
        (b"{}\n{}\n", "r.json, line 1"),
    ],
)
def test_what_is_no_result_is_refused_with_its_reason(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_results(data, "r.json")
    assert said in str(caught.value)


def test_the_line_of_a_wrong_result_is_named(directive: object) -> None:
    good = directive.model_dump_json(exclude_unset=True)  # type: ignore[attr-defined]
    bad = json.dumps({**json.loads(good), "tasks": 3})
    with pytest.raises(InputError, match=r"r\.jsonl, line 3 is not a result of parchk: tasks: "):
        read_results(f"{good}\n\n{bad}\n".encode(), "r.jsonl")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (
            b"<office:document>",
            "a.fodt",
            "an OpenDocument file other than a text, which parchk does not",
        ),
        (b"From: a\nMIME-Version: 1.0\n\nx", "a.doc", "a mail message"),
        (b"PK\x03\x04 cut short", "a.docx", "is named as Word document, but it is none or is cut short"),
        (b"PK\x03\x04 cut short", "a.txt", "an archive"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_bytes(data, name)


def test_a_fragment_of_a_page_without_a_name_is_a_page() -> None:
    source = read_bytes(b"<div><p>1. A</p><p>2. B</p></div>", STDIN)
    assert (source.media_type, source.text) == ("text/html", "1. A\n2. B\n")


def test_an_encoding_is_for_text_files() -> None:
    with pytest.raises(UsageError, match=r"--encoding is for text files, and a\.html is an HTML page"):
        read_bytes(b"<html><p>x</p></html>", "a.html", encoding="tcvn3")


def test_files_that_are_no_documents_have_no_limit(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_bytes(b"x" * (2 * MIB))
    assert len(file_bytes(path)) == 2 * MIB
    with pytest.raises(InputError, match="holds more than the 1 MB"):
        file_bytes(path, Limits(size=MIB))
