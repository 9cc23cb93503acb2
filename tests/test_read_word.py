"""A Word document becomes the text that Word shows: numbers, tables, notes, changes; a hostile one stays small."""

from __future__ import annotations

import io
import zipfile
from itertools import count

import pytest

from parchk.errors import InputError
from parchk.read import Limits, read_bytes
from parchk.read.word.numbering import _number

PREFIXES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
NAMES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ALL_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def relations(*listed: tuple[str, str, str]) -> str:
    """Relations of (kind, target, further attributes)."""
    ids = count()
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(f'<Relationship Id="r{next(ids)}" Type="{k}" Target="{t}" {more}/>' for k, t, more in listed)
        + "</Relationships>"
    )


def package(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": "<Types/>", **files}.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    return package({
        "_rels/.rels": relations((f"{KINDS}/officeDocument", "word/document.xml", "")),
        "word/_rels/document.xml.rels": relations(*((f"{KINDS}/{part}", f"{part}.xml", "") for part in parts)),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        **{f"word/{part}.xml": f"<w:{part} {NAMES}>{content}</w:{part}>" for part, content in parts.items()},
    })  # fmt: skip


def lines(body: str, **parts: str) -> list[str]:
    return read_bytes(docx(body, **parts), "a.docx").text.removesuffix("\n").split("\n")


def r(text: str, format_: str = "") -> str:
    return f'<w:r><w:rPr>{format_}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str = "", *, num: object = None, level: int = 0, style: str = "", more: str = "") -> str:
    """Make a paragraph of runs, or of plain text."""
    runs = content if content.startswith("<") or not content else r(content)
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = "" if num is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    return f"<w:p><w:pPr>{styled}{numbered}{more}</w:pPr>{runs}</w:p>"


def lvl(depth: int, style: str, text: str, more: str = "", start: object = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def starts(depth: int, at: int) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{at}"/></w:lvlOverride>'


def style(name: str, properties: str, based_on: str = "", kind: str = "paragraph") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{base}{properties}</w:style>'


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    made = "".join(cell if cell.startswith(("<w:tc>", "<w:sdt>")) else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def borders(name: str, line: str = 'w:val="single"', sides: tuple[str, ...] = ALL_SIDES) -> str:
    return f"<w:{name}>{''.join(f'<w:{side} {line}/>' for side in sides)}</w:{name}>"


def tbl(*rows: str, properties: str | None = None) -> str:
    made = borders("tblBorders") if properties is None else properties
    return f"<w:tbl><w:tblPr>{made}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


OUTLINE = abstract(0, lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%2."), lvl(2, "lowerLetter", "%3)"))
LEGAL = abstract(0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2."), lvl(2, "decimal", "%1.%2.%3."))
PLAIN = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0)


# --- paragraphs and runs ---


def test_a_paragraph_is_a_line_and_so_is_an_empty_one() -> None:
    assert lines(p("Rà soát hồ sơ.") + p() + p(r("Báo ") + r("cáo."))) == ["Rà soát hồ sơ.", "", "Báo cáo."]


def test_signs_of_a_run() -> None:
    run = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t>"
    run += '<w:softHyphen/><w:t>f</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>g</w:t></w:r>'
    assert lines(p(run)) == ["a\tb", "c", "d-e\xadf", "g"]


def test_raised_digits_stay_raised() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    assert lines(p(r("10") + r("3", raised) + r(" m") + r("2", raised) + r(" n") + r("th", raised))) == ["10³ m² nth"]


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0E0", "→"),
        ("Wingdings", "00FC", "✓"),
        ("Wingdings", "F0D8", "•"),
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F02D", "-"),
        ("Arial", "2265", "≥"),
        ("Arial", "D800", ""),
        ("Arial", "zz", ""),
    ],
)
def test_symbols_become_characters_of_any_font(font: str, code: str, shown: str) -> None:
    assert lines(p(f'<w:r><w:t>x</w:t><w:sym w:font="{font}" w:char="{code}"/></w:r>')) == [f"x{shown}"]


def test_private_characters_of_symbol_fonts_in_the_text() -> None:
    assert lines(p("\uf0b7 Đôn đốc")) == ["• Đôn đốc"]


def test_content_stays_in_order_whatever_surrounds_it() -> None:
    body = p(
        f"<w:hyperlink>{r('0')}{r('1')}</w:hyperlink><w:smartTag>{r('2')}</w:smartTag>"
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{r('3')}</w:sdtContent></w:sdt>"
        f"<w:bdo>{r('4')}</w:bdo><w:dir>{r('5')}</w:dir><w:customXml>{r('6')}</w:customXml>"
        "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
        f"<w:commentRangeStart/>{r('7')}<w:r><w:commentReference w:id='0'/></w:r>"
    )
    assert lines(f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt><w:customXml>{p('8')}</w:customXml>") == [
        "0123456x27",
        "8",
    ]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_of_a_field_the_result_is_shown() -> None:
    nested = field("begin") + r("PAGE") + field("separate") + r("7") + field("end")
    complex_ = (
        field("begin")
        + f"<w:r><w:instrText>IF </w:instrText></w:r>{nested}"
        + field("separate")
        + r("đúng")
        + field("end")
    )
    simple = f'<w:fldSimple w:instr="DATE">{r("02/3/2024")}</w:fldSimple>'
    assert lines(p(r("a ") + complex_ + r(" b ") + simple)) == ["a đúng b 02/3/2024"]


def test_the_result_of_a_field_may_run_over_paragraphs() -> None:
    first = field("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + field("separate") + r("Mục 1")
    assert lines(p(first) + p("Mục 2") + p(field("end") + r("Sau"))) == ["Mục 1", "Mục 2", "Sau"]


def test_a_field_that_is_never_closed_hides_no_paragraph_after_it() -> None:
    assert lines(p(field("begin") + r("PAGE")) + p("Thân văn bản")) == ["", "Thân văn bản"]


# --- automatic numbers ---


def test_levels_begin_again_below_a_higher_one() -> None:
    body = "".join(
        p(words, num=1, level=level)
        for level, words in [(0, "A"), (1, "B"), (2, "b"), (1, "C"), (2, "c"), (0, "D"), (1, "E")]
    )
    assert lines(body, numbering=OUTLINE + num(1, 0)) == ["I. A", "1. B", "a) b", "2. C", "a) c", "II. D", "1. E"]


def test_a_number_may_hold_those_of_higher_levels() -> None:
    body = p("A", num=1) + p("B", num=1, level=1) + p("C", num=1, level=2) + p("D", num=1, level=1)
    assert lines(body, numbering=LEGAL + num(1, 0)) == ["1. A", "1.1. B", "1.1.1. C", "1.2. D"]


def test_a_level_that_is_skipped_counts_as_if_it_stood_there() -> None:
    body = p("A", num=1, level=1) + p("B", num=1) + p("C", num=1, level=2)
    assert lines(body, numbering=LEGAL + num(1, 0)) == ["1.1. A", "2. B", "2.1.1. C"]


def test_lists_of_one_definition_count_on_together() -> None:
    body = p("A", num=1) + p("B", num=2) + p("C", num=1)
    assert lines(body, numbering=LEGAL + num(1, 0) + num(2, 0)) == ["1. A", "2. B", "3. C"]


def test_a_list_with_a_start_of_its_own_begins_there_once() -> None:
    body = p("A", num=1) + p("B", num=2) + p("C", num=2) + p("D", num=1)
    assert lines(body, numbering=LEGAL + num(1, 0) + num(2, 0, starts(0, 7))) == ["1. A", "7. B", "8. C", "9. D"]


def test_a_list_may_replace_a_level() -> None:
    replaced = f'<w:lvlOverride w:ilvl="0">{lvl(0, "lowerLetter", "%1)", start=4)}</w:lvlOverride>'
    body = p("A", num=1) + p("B", num=2) + p("C", num=1)
    assert lines(body, numbering=LEGAL + num(1, 0) + num(2, 0, replaced)) == ["1. A", "b) B", "3. C"]


def test_a_level_that_never_restarts_and_one_that_waits_for_the_first() -> None:
    numbering = abstract(
        0,
        lvl(0, "decimal", "%1."),
        lvl(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'),
        lvl(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>'),
    )
    places = [(0, "A"), (1, "B"), (2, "C"), (1, "D"), (2, "E"), (0, "F"), (1, "G"), (2, "H")]
    body = "".join(p(words, num=1, level=level) for level, words in places)
    assert lines(body, numbering=numbering + num(1, 0)) == [
        "1. A", "1. B", "a) C", "2. D", "b) E", "2. F", "3. G", "a) H",
    ]  # fmt: skip


def test_legal_numbering_writes_all_levels_in_digits() -> None:
    numbering = abstract(0, lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%1.%2", "<w:isLgl/>")) + num(1, 0)
    assert lines(p("A", num=1) + p("B", num=1, level=1), numbering=numbering) == ["I. A", "1.1 B"]


def test_what_stands_between_number_and_text() -> None:
    numbering = abstract(
        0,
        lvl(0, "decimal", "Điều %1.", '<w:suff w:val="space"/>'),
        lvl(1, "decimal", "%2/", '<w:suff w:val="nothing"/>'),
        lvl(2, "bullet", "đ)"),
        lvl(3, "decimal", ""),
    )
    body = p("A", num=1) + p("B", num=1, level=1) + p("C", num=1, level=2) + p("D", num=1, level=3)
    assert lines(body, numbering=numbering + num(1, 0)) == ["Điều 1. A", "1/B", "đ) C", "D"]


@pytest.mark.parametrize(
    ("font", "mark", "shown"),
    [
        ("Symbol", "\uf0b7", "•"),
        ("Wingdings", "§", "•"),
        ("Symbol", "\uf02d", "-"),
        ("Times New Roman", "-", "-"),
        ("Courier New", "o", "◦"),
        ("Times New Roman", "+", "+"),
    ],
)
def test_bullets(font: str, mark: str, shown: str) -> None:
    level = lvl(0, "bullet", mark).replace("</w:lvl>", f'<w:rPr><w:rFonts w:hAnsi="{font}"/></w:rPr></w:lvl>')
    assert lines(p("Kiểm tra", num=1), numbering=abstract(0, level) + num(1, 0)) == [f"{shown} Kiểm tra"]


@pytest.mark.parametrize(
    ("style_", "number", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 9, "IX"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 3, "C"),
        ("ordinal", 11, "11th"),
        ("ordinal", 22, "22nd"),
        ("none", 5, ""),
        ("numberInDash", 5, "- 5 -"),
        ("decimalEnclosedParen", 5, "(5)"),
        ("decimalEnclosedCircle", 2, "②"),
        ("decimalEnclosedCircle", 21, "21"),
        ("vietnameseCounting", 4, "bốn"),
        ("vietnameseCounting", 0, "0"),
        ("vietnameseCounting", 10, "mười"),
        ("vietnameseCounting", 11, "mười một"),
        ("vietnameseCounting", 24, "hai mươi bốn"),
        ("vietnameseCounting", 15, "mười lăm"),
        ("vietnameseCounting", 21, "hai mươi mốt"),
        ("vietnameseCounting", 100, "100"),
        ("hebrew1", 3, "3"),
        ("001", 8, "008"),
    ],
)
def test_number_formats(style_: str, number: int, shown: str) -> None:
    assert _number(number, style_) == shown


def test_a_number_that_is_hidden_counts() -> None:
    level = lvl(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    numbering = abstract(0, level, lvl(1, "decimal", "%1.%2.")) + num(1, 0)
    assert lines(p("A", num=1) + p("B", num=1) + p("C", num=1, level=1), numbering=numbering) == ["A", "B", "2.1. C"]


def test_a_custom_number_format_stands_in_an_alternative() -> None:
    custom = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, ..."/></mc:Choice>'
    )
    level = f'<w:lvl w:ilvl="0"><w:start w:val="8"/>{custom}</mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    assert lines(p("A", num=1), numbering=abstract(0, level) + num(1, 0)) == ["008 A"]


def test_a_level_without_a_start_begins_at_nought() -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    assert lines(p("A", num=1), numbering=abstract(0, level) + num(1, 0)) == ["0. A"]


def test_an_empty_paragraph_counts_but_its_number_is_not_worth_a_line() -> None:
    assert lines(p("A", num=1) + p(num=1) + p("B", num=1), numbering=PLAIN) == ["1. A", "", "3. B"]


@pytest.mark.parametrize("number", ["0", "9", "x"])
def test_numbers_are_off_for_nought_and_for_lists_that_are_not_there(number: str) -> None:
    styles = style("S", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    assert lines(p("A", num=number, style="S") + p("B", style="S"), numbering=PLAIN, styles=styles) == ["A", "1. B"]


def test_numbers_through_styles_and_what_they_are_based_on() -> None:
    numbering = abstract(
        0, lvl(0, "upperRoman", "%1.", '<w:pStyle w:val="Muc"/>'), lvl(1, "decimal", "%2.", '<w:pStyle w:val="Khoan"/>')
    ) + num(1, 0)
    styles = (
        style("Muc", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        + style("Khoan", '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>', "Muc")
        + style("Nghieng", "", "Khoan")
        + style("Thoi", '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>', "Khoan")
    )
    body = p("A", style="Muc") + p("B", style="Khoan") + p("C", style="Nghieng") + p("D", style="Thoi")
    assert lines(body, numbering=numbering, styles=styles) == ["I. A", "1. B", "2. C", "D"]


def test_the_level_may_be_the_paragraphs_and_the_list_the_styles() -> None:
    styles = style("S", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = p("A", style="S") + p("B", style="S", more='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    assert lines(body, numbering=OUTLINE + num(1, 0), styles=styles) == ["I. A", "1. B"]


def test_of_the_levels_of_a_chain_of_styles_the_nearest_counts() -> None:
    styles = style("Cha", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>')
    styles += style("Con", '<w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr>', "Cha")
    assert lines(p("A", style="Cha") + p("B", style="Con"), numbering=OUTLINE + num(1, 0), styles=styles) == [
        "1. A",
        "a) B",
    ]


def test_the_default_paragraph_style_numbers_too() -> None:
    styles = style("S", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    styles = styles.replace("<w:style ", '<w:style w:default="1" ')
    assert lines(p("A"), numbering=PLAIN, styles=styles) == ["1. A"]


def test_a_definition_that_links_to_a_numbering_style() -> None:
    numbering = (
        abstract(0, '<w:numStyleLink w:val="L"/>')
        + abstract(1, '<w:styleLink w:val="L"/>', lvl(0, "lowerLetter", "%1)"))
        + num(1, 0)
        + num(2, 1)
    )
    styles = style("L", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>', kind="numbering")
    assert lines(p("A", num=1) + p("B", num=2), numbering=numbering, styles=styles) == ["a) A", "b) B"]


def test_old_records_of_changed_numbers_are_ignored() -> None:
    changed = (
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:numberingChange w:original="5."/>'
        '<w:ins w:id="1"/></w:numPr>'
        '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:pPrChange>'
    )
    assert lines(p("A", more=changed), numbering=PLAIN) == ["1. A"]


# --- tables ---


def test_a_table_with_lines_between_its_cells() -> None:
    table = tbl(tr("STT", "Việc"), tr("1", p("Rà soát") + p("Báo cáo")))
    assert lines(p("Trước") + table + p("Sau")) == ["Trước", "| STT | Việc |", "| 1 | Rà soát<br>Báo cáo |", "Sau"]


def test_lines_may_come_from_the_style() -> None:
    styles = style("Base", f"<w:tblPr>{borders('tblBorders')}</w:tblPr>", kind="table") + style(
        "G", "", "Base", "table"
    )
    grid = '<w:tblStyle w:val="G"/>'
    assert lines(tbl(tr("a", "b"), tr("c", "d"), properties=grid), styles=styles) == ["| a | b |", "| c | d |"]
    off = grid + borders("tblBorders", 'w:val="nil"')
    assert lines(tbl(tr("a", "b"), tr("c", "d"), properties=off), styles=styles) == ["a", "b", "c", "d"]


def test_lines_may_be_those_of_each_cell() -> None:
    sides = borders("tcBorders", sides=("top", "start", "bottom", "end"))
    rows = [tr(*(tc(words, sides) for words in row)) for row in ("ab", "cd")]
    assert lines(tbl(*rows, properties="")) == ["| a | b |", "| c | d |"]


@pytest.mark.parametrize("line", ['w:val="nil"', 'w:val="none"', 'w:val="single" w:color="FFFFFF"'])
def test_cells_may_hide_the_lines_of_their_table(line: str) -> None:
    hidden = borders("tcBorders", line, ("top", "left", "bottom", "right"))
    rows = [tr(*(tc(words, hidden) for words in row)) for row in ("ab", "cd")]
    assert lines(tbl(*rows)) == ["a", "b", "c", "d"]


def test_a_box_around_a_table_and_a_line_under_a_heading_make_no_grid() -> None:
    box = borders("tblBorders", sides=("top", "left", "bottom", "right"))
    under = borders("tcBorders", sides=("bottom",))
    head = tbl(tr(tc("XÃ SUỐI VÀNG", under), tc("Độc lập", under)), tr("Số: 12/UBND", "ngày 02"), properties=box)
    assert lines(head) == ["XÃ SUỐI VÀNG", "Độc lập", "Số: 12/UBND", "ngày 02"]


def test_a_box_may_be_drawn_by_its_cells() -> None:
    corners = [[("top", "left"), ("top", "right")], [("bottom", "left"), ("bottom", "right")]]
    rows = [tr(*(tc("x", borders("tcBorders", sides=sides)) for sides in row)) for row in corners]
    assert lines(tbl(*rows, properties="")) == ["x", "x", "x", "x"]


def test_cells_over_columns_and_places_left_free() -> None:
    table = tbl(
        tr(tc("Chung", '<w:gridSpan w:val="2"/>'), "Hạn"),
        tr("b", "c", properties='<w:gridBefore w:val="1"/>'),
        tr("d", properties='<w:gridAfter w:val="2"/>'),
    )
    assert lines(table) == ["| Chung |  | Hạn |", "|  | b | c |", "| d |  |  |"]


def test_a_cell_over_rows_stands_in_each_of_them() -> None:
    first, further = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = tr(tc("Sở A", first), "x"), tr(tc(p(), further), "y"), tr(tc(p(), further), "z"), tr("Sở B", "t")
    assert lines(tbl(*rows)) == ["| Sở A | x |", "| Sở A | y |", "| Sở A | z |", "| Sở B | t |"]
    assert lines(tbl(*rows, properties="")) == ["Sở A", "x", "y", "z", "Sở B", "t"]


def test_numbers_of_a_column_that_word_counts() -> None:
    table = tbl(tr("STT", "Việc"), tr(p(num=1), "a"), tr(p(num=1), "b"))
    assert lines(table, numbering=PLAIN) == ["| STT | Việc |", "| 1. | a |", "| 2. | b |"]


def test_a_table_in_a_cell() -> None:
    inner = tbl(tr("1", "2"), tr("3", "4"))
    assert lines(tbl(tr("a", inner + p()), tr("b", "c"))) == ["| a | ¦ 1 ¦ 2 ¦<br>¦ 3 ¦ 4 ¦ |", "| b | c |"]


def test_controls_around_rows_and_cells() -> None:
    cell = f"<w:sdt><w:sdtContent>{tc('b')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent>{tr('a', cell)}</w:sdtContent></w:sdt>"
    assert lines(tbl(row, tr("c", "d"))) == ["| a | b |", "| c | d |"]


def test_rows_that_are_deleted_or_hidden() -> None:
    rows = tr("a", "b"), tr("c", "d", properties="<w:del/>"), tr("e", "f", properties="<w:ins/>")
    assert lines(tbl(*rows, tr("g", "h", properties="<w:hidden/>"))) == ["| a | b |", "| e | f |"]


# --- notes, text boxes, alternatives ---


def note(kind: str, number: int, content: str) -> str:
    return f'<w:{kind} w:id="{number}">{content}</w:{kind}>'


def reference(kind: str, number: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}" {more}/></w:r>'


def test_notes_stand_at_the_end_and_their_marks_are_raised() -> None:
    footnotes = (
        note("footnote", 0, p("<w:r><w:separator/></w:r>"))
        + note("footnote", 5, p("<w:r><w:footnoteRef/></w:r>" + r(" Theo báo cáo")) + p("quý I."))
        + note("footnote", 3, p("Phụ lục kèm theo."))
    )
    body = p(r("Một") + reference("footnote", 3) + r(" hai") + reference("endnote", 2)) + p(
        r("ba") + reference("footnote", 5) + reference("footnote", 9)
    )
    assert lines(body, footnotes=footnotes, endnotes=note("endnote", 2, p("Số liệu cũ."))) == [
        "Một¹ hai²",
        "ba³",
        "",
        "[1] Phụ lục kèm theo.",
        "[2] Số liệu cũ.",
        "[3] Theo báo cáo quý I.",
    ]


def test_a_note_with_a_mark_of_its_own_has_no_number() -> None:
    body = p(r("a") + reference("footnote", 1, 'w:customMarkFollows="1"') + r("*") + reference("footnote", 2))
    notes = note("footnote", 1, p("* Riêng.")) + note("footnote", 2, p("Chung."))
    assert lines(body, footnotes=notes) == ["a*¹", "", "* Riêng.", "[1] Chung."]


def test_a_note_that_refers_to_itself_ends() -> None:
    notes = note("footnote", 1, p(r("Xem") + reference("footnote", 1)))
    assert lines(p(r("a") + reference("footnote", 1)), footnotes=notes) == ["a¹", "", "[1] Xem"]


def box(content: str) -> str:
    """Make a text box as Word writes it: for itself, and again for programs that know no shapes."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_comes_once_after_its_paragraph() -> None:
    assert lines(p(r("Trước ") + box(p("DỰ THẢO") + p("lần 2")) + r("sau")) + p("Tiếp")) == [
        "Trước sau",
        "DỰ THẢO",
        "lần 2",
        "Tiếp",
    ]


def test_an_old_text_box() -> None:
    content = f"<w:txbxContent>{p('MẬT')}</w:txbxContent>"
    assert lines(p(f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>")) == ["", "MẬT"]


def test_alternatives_inside_a_drawing() -> None:
    choice, fallback = (f"<w:txbxContent>{p(words)}{p(words)}</w:txbxContent>" for words in ("một", "hai"))
    group = (
        f'<mc:AlternateContent><mc:Choice Requires="w16se">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )
    assert lines(p(f"<w:r><w:pict>{group}</w:pict></w:r>")) == ["", "hai", "hai"]


def test_lists_in_text_boxes_count_for_themselves() -> None:
    body = p("A", num=1) + p(r("B") + box(p("C", num=1)), num=1) + p("D", num=1)
    assert lines(body, numbering=PLAIN) == ["1. A", "2. B", "1. C", "3. D"]


def test_of_alternatives_the_one_for_other_readers_is_taken_where_the_first_is_not_understood() -> None:
    choice = '<mc:Choice Requires="w16se"><w:t>không rõ</w:t></mc:Choice>'
    fallback = "<mc:Fallback><w:t>☐</w:t><w:t>!</w:t></mc:Fallback>"
    for alternatives, shown in [(choice + fallback, "☐!"), (choice, "không rõ"), (fallback, "☐!"), ("", "")]:
        assert lines(p(f"<w:r><mc:AlternateContent>{alternatives}</mc:AlternateContent></w:r>")) == [shown]


# --- changes and hidden text ---

DELETED = "<w:rPr><w:del/></w:rPr>"


def test_changes_are_read_as_accepted() -> None:
    body = p(
        r("Hạn ")
        + f"<w:del><w:r><w:delText>30/6</w:delText></w:r>{r('x')}</w:del><w:ins>{r('15/7')}</w:ins>"
        + f"<w:moveFrom>{r('y')}</w:moveFrom><w:moveTo>{r(' nộp')}</w:moveTo>"
    )
    source = read_bytes(docx(body), "a.docx")
    assert source.text == "Hạn 15/7 nộp\n"
    assert [remark.code for remark in source.notes] == ["tracked-changes"]


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next() -> None:
    gone = p(f"<w:del>{r('bỏ')}</w:del>", num=1, more=DELETED)
    body = p("A", num=1) + gone + p("Chủ trì, ", num=1, more=DELETED) + p("phối hợp") + p("B", num=1)
    assert lines(body, numbering=PLAIN) == ["1. A", "Chủ trì, phối hợp", "2. B"]


def test_text_before_a_table_or_the_end_is_kept_though_its_mark_is_deleted() -> None:
    assert lines(p("a", more=DELETED) + tbl(tr("b")) + p("c", more=DELETED)) == ["a", "b", "c"]


def test_hidden_text_is_left_out_whatever_hides_it() -> None:
    styles = (
        style("An", "<w:rPr><w:vanish/></w:rPr>", kind="character")
        + style("Kin", "<w:rPr><w:vanish/></w:rPr>")
        + style("Con", "", "Kin")
    )
    runs = r("a") + r("b", "<w:vanish/>") + r("c", '<w:rStyle w:val="An"/>')
    runs += r("d", '<w:rStyle w:val="An"/><w:vanish w:val="0"/>')
    body = p(runs) + p("e", style="Con", more="<w:rPr><w:vanish/></w:rPr>") + p("f")
    assert lines(body, styles=styles) == ["ad", "f"]


def test_a_paragraph_with_a_hidden_mark_goes_on_in_the_next() -> None:
    hidden = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
    assert lines(p("Mục đích. ", num=1, more=hidden) + p("Bảo đảm."), numbering=PLAIN) == ["1. Mục đích. Bảo đảm."]


# --- fonts of the time before Unicode ---


def fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def test_old_fonts_are_converted_by_whatever_sets_them() -> None:
    styles = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts('.VnTime')}</w:rPr></w:rPrDefault></w:docDefaults>"
        + style("Moi", f"<w:rPr>{fonts('Times New Roman')}</w:rPr>")
        + style("Vni", f"<w:rPr>{fonts('VNI-Times')}</w:rPr>", kind="character")
    )
    body = p("C«ng v¨n") + p(r("Công ") + r("vaên", '<w:rStyle w:val="Vni"/>') + r(" ®", fonts(".VnTime")), style="Moi")
    assert lines(body, styles=styles) == ["Công văn", "Công văn đ"]


def test_a_font_of_the_theme_goes_before_a_named_one() -> None:
    assert lines(p(r("©", '<w:rFonts w:hAnsi=".VnTime" w:hAnsiTheme="minorHAnsi"/>'))) == ["©"]


def test_a_letter_may_be_cut_in_two_by_runs() -> None:
    assert lines(p(r("va", fonts("VNI-Times")) + r("ên", fonts("VNI-Times")))) == ["văn"]


def test_numbers_in_an_old_font() -> None:
    numbering = abstract(0, lvl(0, "decimal", "§iÒu %1.")) + num(1, 0)
    body = p("A", num=1, more=f"<w:rPr>{fonts('.VnTime')}</w:rPr>")
    assert lines(body, numbering=numbering) == ["Điều 1. A"]


def test_marks_of_notes_are_no_letters_of_an_old_font() -> None:
    body = p(r("l¹", fonts(".VnTime")) + f"<w:r><w:rPr>{fonts('.VnTime')}</w:rPr><w:footnoteReference w:id='1'/></w:r>")
    assert lines(body, footnotes=note("footnote", 1, p("Lạ.")))[0] == "lạ¹"


# --- the package ---


def test_strict_documents_have_other_names_for_the_same() -> None:
    strict, strict_kinds = (
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://purl.oclc.org/ooxml/officeDocument",
    )
    transitional = package({
        "_rels/.rels": relations((f"{strict_kinds}/relationships/officeDocument", "/w/text.xml", "")),
        "w/_rels/text.xml.rels": relations((f"{strict_kinds}/relationships/numbering", "../n.xml", "")),
        "w/text.xml": f'<w:document xmlns:w="{strict}"><w:body>{p("A", num=1)}</w:body></w:document>',
        "n.xml": f'<w:numbering xmlns:w="{strict}">{PLAIN}</w:numbering>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{p('không phải')}</w:body></w:document>",
    })  # fmt: skip
    assert read_bytes(transitional, "a.docx").text == "1. A\n"


def test_page_heads_and_comments_are_no_parts_that_are_read() -> None:
    parts = dict.fromkeys(("header1", "comments"), "<broken")
    assert lines(p("A"), **parts) == ["A"]


def test_other_documents_inside_are_not_read_and_that_is_said() -> None:
    source = read_bytes(docx(p("A") + "<w:altChunk/>"), "a.docx")
    assert source.text == "A\n"
    assert [remark.code for remark in source.notes] == ["embedded-document"]


DOCUMENT = f"{KINDS}/officeDocument"
BODY = f"<w:document {NAMES}><w:body>{p('A')}</w:body></w:document>"


@pytest.mark.parametrize(
    "files",
    [
        {"word/document.xml": BODY},
        {"word/document.xml": BODY, "_rels/.rels": relations((DOCUMENT, "word/document.xml", 'TargetMode="External"'))},
        {"word/x.xml": BODY, "_rels/.rels": relations((DOCUMENT, "word/document.xml", ""))},
        {"word/x.xml": BODY, "_rels/.rels": relations((DOCUMENT, "../../x", ""))},
        {"word/x.xml": "<a/>", "_rels/.rels": relations((DOCUMENT, "word/x.xml", ""))},
        {"word/x.xml": BODY[:80], "_rels/.rels": relations((DOCUMENT, "word/x.xml", ""))},
        {"word/x.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>" + BODY, "_rels/.rels": relations((DOCUMENT, "word/x.xml", ""))},
    ],
)
def test_a_package_without_its_document_is_damaged(files: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"a\.docx is a Word document, but damaged"):
        read_bytes(package(files), "a.docx")


def test_parts_that_are_missing_leave_the_text() -> None:
    files = {
        "_rels/.rels": relations((DOCUMENT, "word/x.xml", "")),
        "word/_rels/x.xml.rels": relations((f"{KINDS}/numbering", "none.xml", ""), (f"{KINDS}/styles", "s.xml", "")),
        "word/x.xml": BODY.replace("<w:pPr>", '<w:pPr><w:pStyle w:val="Q"/><w:numPr><w:numId w:val="1"/></w:numPr>'),
    }
    assert read_bytes(package(files), "a.docx").text == "A\n"


# --- hostile documents ---


def test_rings_of_styles_and_of_lists_end() -> None:
    styles = style("A", "", "B") + style("B", "", "A")
    styles += style("L", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    numbering = abstract(0, '<w:numStyleLink w:val="L"/>') + num(1, 0)
    assert lines(p("x", style="A") + p("y", num=1), styles=styles, numbering=numbering) == ["x", "y"]


@pytest.mark.parametrize(
    ("start", "shown"), [("9" * 5000, "2147483647. A"), ("-3", "0. A"), ("x", "0. A"), ("2147483646", "2147483646. A")]
)
def test_starts_that_no_list_has(start: str, shown: str) -> None:
    numbering = abstract(0, lvl(0, "decimal", "%1.", start=start)) + num(1, 0)
    assert lines(p("A", num=1), numbering=numbering) == [shown]


def test_levels_that_no_list_has() -> None:
    assert lines(p("A", num=1, level=99), numbering=PLAIN) == ["A"]


def test_spans_beyond_what_word_can_make_are_cut() -> None:
    table = tbl(tr(tc("a", f'<w:gridSpan w:val="{10**9}"/>'), "b"), tr("c", "d"))
    assert lines(table)[0].count("|") == 65


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
    ],
)
def test_what_is_nested_too_deep_is_refused(before: str, after: str) -> None:
    assert lines(before * 20 + p("a") + after * 20)[-1].strip() == "a"
    with pytest.raises(InputError, match="nested more than 50 deep"):
        lines(before * 60 + p("a") + after * 60)


def test_what_only_surrounds_may_be_nested_deep() -> None:
    assert lines("<w:sdt><w:sdtContent>" * 60 + p("a") + "</w:sdtContent></w:sdt>" * 60) == ["a"]


def test_a_small_table_cannot_make_a_long_text() -> None:
    first, further = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = tr(tc("x" * 10_000, first), "a"), *[tr(tc(p(), further), "b")] * 300
    data = docx(tbl(*rows))
    with pytest.raises(InputError, match="more than the 1 MB that are read"):
        read_bytes(data, "a.docx", Limits(size=1_000_000))


def test_a_short_list_cannot_make_a_long_text() -> None:
    numbering = abstract(0, lvl(0, "upperLetter", "%1" * 5000, start=500)) + num(1, 0)
    with pytest.raises(InputError, match="raise the limit"):
        read_bytes(docx(p("A", num=1) * 270, numbering=numbering), "a.docx", Limits(size=100_000))


def test_words_in_capitals_by_format() -> None:
    assert lines(p(r("tỉnh ", "<w:caps/>") + r("Quảng Nam", '<w:caps w:val="0"/>'))) == ["TỈNH Quảng Nam"]


def test_a_page_break_ends_a_line_but_begins_none() -> None:
    page = '<w:r><w:br w:type="page"/></w:r>'
    assert lines(p(r("30/6/2024.") + page + r("2. Phòng"))) == ["30/6/2024.", "2. Phòng"]
    assert lines(p(page + r("2. Phòng"))) == ["2. Phòng"]


def test_a_row_of_headings_makes_a_table_one_of_content() -> None:
    cells = "".join(f"<w:tc>{p(words)}</w:tc>" for words in ("a", "b", "c"))
    heading = "<w:trPr><w:tblHeader/></w:trPr>"
    assert lines(tbl(f"<w:tr>{heading}{cells}</w:tr>", f"<w:tr>{cells}</w:tr>", properties=""))[0] == "| a | b | c |"
    assert lines(tbl(f"<w:tr>{cells}</w:tr>", f"<w:tr>{cells}</w:tr>", properties=""))[0] == "a"
