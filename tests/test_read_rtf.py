r"""RTF documents are read as Word shows them; the number of a paragraph is the one in its ``\listtext``."""

from __future__ import annotations

from pathlib import Path

import pytest

from parchk.errors import InputError
from parchk.limits import Limits
from parchk.read.rtf import read


def words(body: str, head: str = r"{\fonttbl{\f0\fcharset0 Times New Roman;}}") -> str:
    return read(f"{{\\rtf1\\ansi\\deff0{head}{body}}}".encode("ascii"), "a.rtf", Limits()).text


def lines(body: str, head: str = "") -> list[str]:
    return words(body, head).split("\n")[:-1]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Một\\par\\par Hai", ["Một", "", "Hai"]),
        ("M\\u7897?t\\par h\\u7897\\'3fi", ["Một", "hội"]),
        (r"{\uc3 \u7897\'e1\'bb\'97}i{\uc0 \u7897}i", ["ộiội"]),
        (r"\u-3913?", ["\uf0b7"]),
        (r"\u55357?\u56832?", ["😀"]),
        (r"\u8211\endash -\u8211-", ["–-–"]),
        (r"\u8220\par A", ["“", "A"]),  # no sign stands for it
        ("d\r\nài", ["dài"]),
        (r"a\tab b\line c\~d\emdash\ldblquote e\rdblquote\{\\", ["a\tb", "c\xa0d—“e”{\\"]),
        (r"a\page b\par\page c\par\sect d", ["a", "b", "c", "d"]),
        (r"a{\v  \'e1n}b\v x\v0 c", ["abc"]),
        (r"a{\deleted x\par}b{\deleted0 c}", ["abc"]),
        (r"{\header x\par}{\footerr x}{\info{\title x}}{\pict 00ff}{\*\new x}{\stylesheet{\s1 x;}}a", ["a"]),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt a}}", ["a"]),
        (r"{\pict\bin4 }}{{}a", ["a"]),
        (r"a{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt KH\u7848?N\par}}b\par{\shp{\shprslt x}}", ["KHẨN", "ab"]),
        (r"{\upr{a?}{\*\ud{a\u7897?}}}b", ["aộb"]),
        (r"{\object{\*\objdata 00}{\result a}}", ["a"]),
    ],
)
def test_the_words(body: str, expected: list[str]) -> None:
    written = "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in body)
    assert lines(written) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"{\listtext\pard 1.\tab}\ls1 A\par\pard B", ["1. A", "B"]),
        (r"{\pntext\f0 a)\tab}A", ["a) A"]),
        (r"{\listtext\f1\'b7\tab}A\par{\listtext\u61485?\tab}B", ["• A", "- B"]),
        (r"{\deleted{\listtext 1.\tab}x\par}{\listtext 1.\tab}A", ["1. A"]),
        (r"{\*\pn\pnlvlblt{\pntxtb x}}A", ["A"]),
    ],
)
def test_the_number_of_a_paragraph(body: str, expected: list[str]) -> None:
    assert lines(body, r"{\fonttbl{\f0 Arial;}{\f1\fcharset2 Symbol;}}") == expected


def test_bytes_are_in_the_code_page_of_their_font() -> None:
    head = r"\ansicpg1258{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset163 Arial (Vietnamese);}{\f2 Arial;}}"
    assert words(r"{\f0\'e3}{\f1\'e3}{\f2\'f5}{\f0\'81}", head) == "ãăơ\x81\n"


def test_words_in_an_old_font_are_converted() -> None:
    head = r"{\fonttbl{\f0 Arial;}{\f1\fnil .VnTime{\*\falt Arial};}}"
    assert words(r"x\'b7 {\f1 nh\'a9n d{\b\'a9}n tr\-\'edc x\u183?\plain  x\'b7}", head) == "x· nhân dân trước xã x·\n"


LINE = r"\clbrdrt\brdrs\brdrw10"


def row(*cells: str, edges: tuple[int, ...] = (), shape: tuple[str, ...] = ()) -> str:
    edges = edges or tuple(range(1000, 1000 * len(cells) + 1, 1000))
    shapes = shape or (LINE,) * len(edges)
    definition = "".join(f"{form}\\cellx{edge}" for form, edge in zip(shapes, edges, strict=True))
    return f"\\trowd{definition}" + "".join(f"\\pard\\intbl {cell}\\cell" for cell in cells) + "\\row\\pard "


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (row("A", r"B\par b") + row("C", "D") + "sau", ["| A | B<br>b |", "| C | D |", "sau"]),
        (row("A", "B", shape=("", "")) + row("C", "", shape=("", "")) + r"\par", ["A", "B", "C", ""]),
        (row("A", "B", shape=(r"\clbrdrt\brdrnone",) * 2) + row("C", "D", shape=("", "")), ["A", "B", "C", "D"]),
        (
            (row("A", "B", shape=("", "")) + row("C", "D", shape=("", ""))).replace(
                r"\trowd", r"\trowd\trbrdrh\brdrs\brdrw10"
            ),
            ["| A | B |", "| C | D |"],
        ),
        (row("A", "B", "C") + row("D", "E", edges=(2010, 3000)), ["| A | B | C |", "| D |  | E |"]),
        (
            row("A", "B", shape=(LINE + r"\clvmgf", LINE)) + row("", "C", shape=(LINE + r"\clvmrg", LINE)),
            ["| A | B |", "| A | C |"],
        ),
        (
            row("A", "", "B", shape=(LINE + r"\clmgf", LINE + r"\clmrg", LINE)) + row("C", "D", "E"),
            ["| A |  | B |", "| C | D | E |"],
        ),
        (row("A", "B") + row("C", "D", "", "", edges=(1000, 2000), shape=(LINE, LINE)), ["| A | B |", "| C | D |"]),
        (row("A", "B") + r"\pard\intbl C\cell", ["| A | B |", "| C |"]),
        (
            row(
                r"\pard\intbl\itap2 N\nestcell{\*\nesttableprops\trowd\cellx9\nestrow}{\nonesttables\par}"
                r"\pard\intbl A",
                "B",
            )
            + row("C", "D"),
            ["| N<br>A | B |", "| C | D |"],
        ),
    ],
)
def test_tables(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_footnotes_stand_at_the_end() -> None:
    assert lines(r"A{\super\chftn{\*\footnote\pard\chftn\tab M\par m}} B{\super\chftn}{\footnote\chftn N}\par C") == [
        "A¹ B²",
        "C",
        "",
        "[1] M m",
        "[2] N",
    ]


def test_a_document_of_libreoffice() -> None:
    text = read((Path(__file__).parent / "forms" / "automatic.rtf").read_bytes(), "a.rtf", Limits()).text
    assert "\nI. " in text
    assert "\na) " in text
    assert "\n| 1 | " in text


@pytest.mark.parametrize("data", [rb"{\rtf1 a", rb"{\rtf1 {\b a}", b"{\\rtf1 " + b"{" * 2000, rb"{\rtf1\itap99 a\par}"])
def test_a_damaged_document_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.rtf is an RTF document, but damaged"):
        read(data, "a.rtf", Limits())


def test_words_in_capitals_by_format() -> None:
    assert lines(r"{\caps t\u7881?nh} Qu{\caps\u7843?}ng\caps\plain Nam") == ["TỈNH QuẢngNam"]


def test_a_number_alone_in_a_cell_is_what_it_holds() -> None:
    edges = r"\clbrdrt\brdrs\cellx1000\clbrdrt\brdrs\cellx3000"
    rows = "".join(
        rf"\trowd{edges}\pard\intbl{{\listtext {number}.\tab}}\cell {words}\cell\row "
        for number, words in ((1, "A"), (2, "B"))
    )
    assert lines(rows + r"\pard")[:2] == ["| 1. | A |", "| 2. | B |"]


@pytest.mark.parametrize(
    ("body", "codes"),
    [(r"a{\deleted b}", ["tracked-changes"]), (r"{\revised a}", ["tracked-changes"]), (r"a{\deleted0 b}", [])],
)
def test_tracked_changes_are_noted(body: str, codes: list[str]) -> None:
    found = read(f"{{\\rtf1 {body}}}".encode(), "a.rtf", Limits())
    assert [note.code for note in found.notes] == codes
