"""OpenDocument texts are read as LibreOffice shows them."""

from __future__ import annotations

import io
import zipfile

import pytest

from parchk.errors import InputError
from parchk.limits import Limits
from parchk.read.opendocument import read

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    ]
) + ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'  # fmt: skip


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, text in parts.items():
            archive.writestr({"manifest": "META-INF/manifest.xml"}.get(name, f"{name}.xml"), text)
    return out.getvalue()


def document(body: str, automatic: str = "", common: str = "") -> bytes:
    return packed(
        content=f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        styles=f"<office:document-styles {NAMESPACES}><office:styles>{common}</office:styles></office:document-styles>",
    )


def lines(body: str, automatic: str = "", common: str = "") -> list[str]:
    return read(document(body, automatic, common), "a.odt", Limits()).text.split("\n")[:-1]


def number(level: int, form: str, more: str = "") -> str:
    return f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" {more}/>'


def item(*content: str, more: str = "") -> str:
    return f"<text:list-item {more}>{''.join(content)}</text:list-item>"


def p(words: str, more: str = "") -> str:
    return f"<text:p {more}>{words}</text:p>"


LISTS = (
    '<text:list-style style:name="L">'
    + number(1, "I", 'style:num-suffix="."')
    + number(2, "1", 'style:num-suffix="."')
    + number(3, "a", 'style:num-suffix=")"')
    + "</text:list-style>"
    '<text:list-style style:name="D">'
    + number(1, "1", 'style:num-suffix="." text:start-value="4"')
    + number(2, "1", 'style:num-suffix="." text:display-levels="2"')
    + "</text:list-style>"
    '<text:list-style style:name="F">' + number(1, "1", 'loext:num-list-format="Điều %1%."') + "</text:list-style>"
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="\uf0b7"/></text:list-style>'
    '<text:list-style style:name="N">' + number(1, "", 'style:num-suffix="."') + "</text:list-style>"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("Một") + p("") + p("Hai"), ["Một", "", "Hai"]),
        (p("  A\n  B <text:span> C</text:span>"), ["A B C"]),
        (p('A<text:s text:c="3"/>B<text:tab/>C<text:line-break/>D'), ["A   B\tC", "D"]),
        (p("A<text:soft-page-break/>B"), ["AB"]),
        (p("Ngày <text:date>05/01/2026</text:date>"), ["Ngày 05/01/2026"]),
        (p("A<office:annotation><text:p>lời bình</text:p></office:annotation>B"), ["AB"]),
        ('<text:section text:display="none"><text:p>Ẩn</text:p></text:section>' + p("B"), ["B"]),
        (p('A<text:hidden-text text:is-hidden="true">Ẩn</text:hidden-text>'), ["A"]),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>đã xóa</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>" + p("A<text:change/>B"),
            ["AB"],
        ),
        (p("A<draw:frame><draw:text-box>" + p("KHẨN") + "</draw:text-box></draw:frame>B"), ["KHẨN", "AB"]),
    ],
)
def test_paragraphs_are_lines(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '<text:list text:style-name="L">'
            + item(
                p("A"),
                "<text:list>" + item(p("B"), "<text:list>" + item(p("C"), p("c")) + item(p("D")) + "</text:list>"),
                item(p("E")) + "</text:list>",
            )
            + item(p("F"), "<text:list>" + item(p("G")) + "</text:list>")
            + "</text:list>",
            ["I. A", "1. B", "a) C", "c", "b) D", "2. E", "II. F", "1. G"],
        ),
        (
            '<text:list text:style-name="D">' + item(p("A"), "<text:list>" + item(p("B")) + "</text:list>")
            + "</text:list>",
            ["4. A", "4.1. B"],
        ),
        ('<text:list text:style-name="F">' + item(p("A")) + "</text:list>", ["Điều 1. A"]),
        ('<text:list text:style-name="N">' + item(p("A")) + "</text:list>", ["A"]),
        (
            '<text:list text:style-name="B">' + item(p("A"), "<text:list>" + item(p("B")) + "</text:list>")
            + "</text:list>",
            ["- A", "• B"],
        ),
        (
            '<text:list text:style-name="D">' + item(p("A")) + "</text:list>" + p("X")
            + '<text:list text:style-name="D" text:continue-numbering="true">' + item(p("B")) + "</text:list>"
            + '<text:list text:style-name="D">' + item(p("C")) + "</text:list>",
            ["4. A", "X", "5. B", "4. C"],
        ),
        (
            '<text:list xml:id="one" text:style-name="D">' + item(p("A")) + "</text:list>"
            + '<text:list text:style-name="D">' + item(p("B")) + "</text:list>"
            + '<text:list text:continue-list="one" text:style-name="D">' + item(p("C")) + "</text:list>",
            ["4. A", "4. B", "5. C"],
        ),
        (
            '<text:list text:style-name="D"><text:list-header>' + p("Đầu") + "</text:list-header>"
            + item(p("A"), more='text:start-value="9"') + "</text:list>",
            ["Đầu", "9. A"],
        ),
        ('<text:list text:style-name="D"><text:list-item><text:list>' + item(p("A")) + "</text:list></text:list-item>"
         "</text:list>", ["4.1. A"]),
        ("<text:list>" + item(p("A", 'text:style-name="P"')) + "</text:list>", ["4. A"]),
        ('<text:numbered-paragraph text:list-id="n" text:level="1" text:style-name="D">' + p("A")
         + "</text:numbered-paragraph>" + '<text:numbered-paragraph text:list-id="n" text:level="2" '
         'text:style-name="D">' + p("B") + "</text:numbered-paragraph>", ["4. A", "4.1. B"]),
    ],
)  # fmt: skip
def test_items_have_the_number_that_is_shown(body: str, expected: list[str]) -> None:
    styled = '<style:style style:family="paragraph" style:name="P" style:list-style-name="D"/>'
    assert lines(body, LISTS + styled) == expected


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format=""/></text:outline-style>'
    )
    body = "".join(f'<text:h text:outline-level="{level}" {more}>{words}</text:h>' for level, words, more in [
        (1, "A", ""), (2, "B", ""), (1, "Không số", 'text:is-list-header="true"'), (1, "C", ""),
    ])  # fmt: skip
    assert lines(body, common=outline) == ["I. A", "B", "Không số", "II. C"]


def cell(words: str, style: str = "", more: str = "") -> str:
    return f'<table:table-cell table:style-name="{style}" {more}>{p(words)}</table:table-cell>'


BORDERS = (
    '<style:style style:family="table-cell" style:name="ruled"><style:table-cell-properties '
    'fo:border="0.5pt solid #000000"/></style:style><style:style style:family="table-cell" style:name="plain">'
    '<style:table-cell-properties fo:border="none"/></style:style>'
)


def table(*rows: str) -> str:
    return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"


@pytest.mark.parametrize(
    ("style", "expected"),
    [("ruled", ["| A | B |  |", "| A | C | D |"]), ("plain", ["A", "B", "C", "D"]), ("", ["A", "B", "C", "D"])],
)
def test_tables(style: str, expected: list[str]) -> None:
    rows = table(
        cell("A", style, 'table:number-rows-spanned="2"') + cell("B", style, 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>",
        "<table:covered-table-cell><text:p>che</text:p></table:covered-table-cell>" + cell("C", style)
        + cell("D", style),
    )  # fmt: skip
    assert lines(rows, BORDERS) == expected


def test_cells_repeated_to_the_edge_are_room() -> None:
    empty = '<table:table-cell table:number-columns-repeated="1000000000"/>'
    assert lines(table(cell("A", "ruled") + cell("B", "ruled") + empty, cell("C", "ruled") + cell("D", "ruled")),
                 BORDERS) == ["| A | B |  |", "| C | D |"]  # fmt: skip


def test_a_list_in_a_cell_is_none_of_those_around_it() -> None:
    inner = '<text:list text:style-name="D">' + item(p("B")) + "</text:list>"
    row = f"<table:table-cell>{inner}</table:table-cell>"
    assert lines('<text:list text:style-name="D">' + item(p("A"), table(row)) + "</text:list>", LISTS) == [
        "4. A",
        "4. B",
    ]


def note(mark: str, words: str) -> str:
    citation = f"<text:note-citation>{mark}</text:note-citation>"
    return f"<text:note>{citation}<text:note-body>{words}</text:note-body></text:note>"


def test_footnotes_stand_at_the_end() -> None:
    body = p("A" + note("1", p("Một") + p("hai")) + " B" + note("i", p("Cuối"))) + p("C")
    assert lines(body) == ["A¹ B²", "C", "", "[1] Một hai", "[2] Cuối"]


def test_hidden_text_and_old_fonts_come_from_styles_and_their_parents() -> None:
    styles = (
        '<style:font-face style:name="F1" svg:font-family="\'.VnTime\'"/>'
        '<style:style style:family="paragraph" style:name="Cu"><style:text-properties style:font-name="F1"/>'
        '</style:style><style:style style:family="paragraph" style:name="Con" style:parent-style-name="Cu"/>'
        '<style:style style:family="text" style:name="Moi"><style:text-properties '
        'fo:font-family="Arial"/></style:style>'
        '<style:style style:family="text" style:name="An"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:family="text" style:name="Vong" style:parent-style-name="Vong"/>'
    )
    body = p(
        'nh©n d©n<text:span text:style-name="Moi"> x· </text:span><text:span text:style-name="An">Ẩn</text:span>x·'
        '<text:span text:style-name="Vong">.</text:span>',
        'text:style-name="Con"',
    )
    assert lines(body, styles) == ["nhân dân x· xã."]


def test_a_document_with_a_password_is_refused() -> None:
    manifest = "<manifest><encryption-data/></manifest>"
    with pytest.raises(InputError, match="with a password"):
        read(packed(content="\x01\x02", manifest=manifest), "a.odt", Limits())


@pytest.mark.parametrize(
    "data",
    [
        packed(styles="<a/>"),
        packed(content="<a/>"),
        packed(content="<a"),
        document("<text:section>" * 400 + "</text:section>" * 400),
        document(table(*["<table:table-cell>" + "<table:table><table:table-row><table:table-cell>" * 51
                         + "</table:table-cell></table:table-row></table:table>" * 51 + "</table:table-cell>"])),
    ],
)  # fmt: skip
def test_a_damaged_document_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.odt is an OpenDocument text, but damaged"):
        read(data, "a.odt", Limits())


def test_words_in_capitals_by_format() -> None:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties fo:text-transform="{transform}"/>'
        "</style:style>"
        for name, transform in (("C", "uppercase"), ("N", "none"))
    )
    inner = '<text:span text:style-name="N">Quảng Nam</text:span>'
    assert lines(p(f'<text:span text:style-name="C">tỉnh {inner}</text:span>'), styles) == ["TỈNH Quảng Nam"]


def test_a_long_chain_of_styles_ends() -> None:
    chain = "".join(
        f'<style:style style:name="s{n}" style:family="text" style:parent-style-name="s{n + 1}"/>' for n in range(3000)
    )
    spans = "".join(f'<text:span text:style-name="s{n}">a</text:span>' for n in range(3000))
    assert lines(p(spans), chain) == ["a" * 3000]


def test_tracked_changes_are_noted() -> None:
    region = f"<text:changed-region>{p('x')}</text:changed-region>"
    found = read(document(f"<text:tracked-changes>{region}</text:tracked-changes>{p('A')}"), "a.odt", Limits())
    assert ([note.code for note in found.notes], found.text) == (["tracked-changes"], "A\n")
    assert read(document(f"<text:tracked-changes/>{p('A')}"), "a.odt", Limits()).notes == ()
