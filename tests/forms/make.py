"""Writes the directive of ``directive.toml`` in every form that offices have; what it wrote lies beside it.

Run by hand, where LibreOffice is installed: ``python tests/forms/make.py``. The text forms, and the Word files (with
python-docx), are written here; LibreOffice makes .odt, .rtf, .doc, .pdf and a web page out of the Word file, as an
office's own programs would.
"""

from __future__ import annotations

import html
import subprocess
import sys
import tempfile
import tomllib
from copy import deepcopy
from itertools import chain
from pathlib import Path
from unicodedata import normalize

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

HERE = Path(__file__).parent
FONT = "Liberation Serif"  # the letters of Times New Roman, free
# Numbering as Word writes it: I. 1. a) -
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
TONES = "\u0300\u0301\u0303\u0309\u0323"
MARKERS = "I. II. III.", "1. 2. 3. 4.", "a) b) c) d) đ) e)", "-"


def level(marker: str) -> int:
    """Which level a marker belongs to, 0 the outermost; -1 for a paragraph without one."""
    return next((number for number, known in enumerate(MARKERS) if marker and marker in known.split()), -1)


# --- text -------------------------------------------------------------------------------------------------------


def as_text(content: dict) -> str:
    """A text file as people type it."""
    lines = [*content["left"], *content["right"], "", *content["title"], ""]
    lines += [f"{marker} {text}".lstrip() for marker, text in content["body"]]
    lines += ["| " + " | ".join(row) + " |" for row in content["table"]]
    lines += [f"{marker} {text}".lstrip() for marker, text in content["behind"]]
    return "\n".join([*lines, "", *content["signature"], "", *content["recipients"], ""])


def as_markdown(content: dict) -> str:
    """Markdown as converters write it."""
    lines = [f"**{line}**" for line in [*content["left"], *content["right"]]]
    lines += ["", *(f"## {line}" for line in content["title"]), ""]
    lines += chain.from_iterable((f"{marker} {text}".lstrip(), "") for marker, text in content["body"])
    head, *rows = ["| " + " | ".join(row) + " |" for row in content["table"]]
    lines += [head, "|" + "---|" * len(content["table"][0]), *rows, ""]
    lines += chain.from_iterable((f"{marker} {text}".lstrip(), "") for marker, text in content["behind"])
    return "\n".join([*lines, *content["signature"], "", *content["recipients"], ""])


def as_html(content: dict) -> str:
    """A page as a portal shows it: lists numbered by the browser, a menu around it."""
    out = ["<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Văn bản</title>"]
    out += ["<style>nav{float:left}</style><script>var x = '<p>1. Không phải văn bản</p>';</script></head><body>"]
    out += ["<nav><ul><li>Trang chủ</li><li>Văn bản</li></ul></nav><main><table border=0><tr>"]
    out += ["<td>" + "<br>".join(map(html.escape, content[side])) + "</td>" for side in ("left", "right")]
    out += ["</tr></table>", *(f"<h2>{html.escape(line)}</h2>" for line in content["title"])]
    out += _html_items(content["body"])
    out += ["<table border=1>"]
    for number, row in enumerate(content["table"]):
        tag = "th" if not number else "td"
        out += ["<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) + "</tr>"]
    out += ["</table>", *(f"<p>{html.escape(f'{m} {t}'.strip())}</p>" for m, t in content["behind"])]
    out += [f"<p>{html.escape(line)}</p>" for line in [*content["signature"], *content["recipients"]]]
    return "\n".join([*out, "</main></body></html>"])


def _html_items(body: list[list[str]]) -> list[str]:
    """Headings and paragraphs; the items of one level are lists of the browser, but for ``đ)`` and what follows it."""
    tags = {0: "<ol type=I start={n}>", 1: "<ol start={n}>", 2: "<ol type=a start={n}>", 3: "<ul>"}
    out: list[str] = []
    open_lists: list[int] = []
    for marker, text in body:
        at = level(marker)
        plain = at < 0 or at == 2  # HTML has neither "a)" nor "đ)"
        while open_lists and (plain or open_lists[-1] >= at):
            if not plain and open_lists[-1] == at:
                break
            out.append("</ul>" if open_lists.pop() == 3 else "</ol>")
        if plain or at == 3:
            out.append(f"<p>{html.escape(f'{marker} {text}'.strip())}</p>")
            continue
        if not open_lists or open_lists[-1] != at:
            number = MARKERS[at].split().index(marker) + 1
            out.append(tags[at].format(n=number))
            open_lists.append(at)
        out.append(f"<li>{html.escape(text)}</li>")
    out += ["</ul>" if at == 3 else "</ol>" for at in reversed(open_lists)]
    return out


# --- Word -------------------------------------------------------------------------------------------------------


class Word:
    """The directive as a Word file, its numbers given by Word or typed."""

    def __init__(self, *, automatic: bool) -> None:
        self.automatic = automatic
        self.file = Document()
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(13)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        self._page_number(section.header.paragraphs[0])
        self._numbers = self._define_numbers()

    def save(self, content: dict, path: Path) -> None:
        self._columns(content["left"], content["right"])
        for line in content["title"]:
            self._line(line, bold=True, centre=True)
        for marker, text in content["body"]:
            self._item(marker, text)
        self._table(content["table"])
        for marker, text in content["behind"]:
            self._item(marker, text)
        self._columns(content["recipients"], content["signature"])
        self.file.save(str(path))

    def _define_numbers(self) -> dict[str, int]:
        """One list of four levels; ``đ)`` and what follows it are lists of their own, as people make them in Word."""
        numbering = self.file.part.numbering_part.element
        for old in list(numbering):
            numbering.remove(old)
        levels = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shape}"/>'
            '<w:lvlJc w:val="left"/></w:lvl>'
            for n, (form, shape) in enumerate(LEVELS)
        )
        literal = levels.replace('w:val="%3)"', 'w:val="đ)"')
        for number, body in ((1, levels), (2, literal)):
            numbering.append(
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType'
                    f' w:val="multilevel"/>{body}</w:abstractNum>'
                )
            )
        over = '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride>'
        for number, abstract, override in ((1, 1, ""), (2, 2, ""), (3, 1, over)):
            numbering.append(
                parse_xml(
                    f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
                )
            )
        return {"đ)": 2, "e)": 3}

    def _item(self, marker: str, text: str) -> None:
        at = level(marker)
        if at < 0 or not self.automatic:
            paragraph = self._line(f"{marker} {text}".strip())
        else:
            paragraph = self._line(text)
            number = OxmlElement("w:numPr")
            for tag, value in (("w:ilvl", at), ("w:numId", self._numbers.get(marker, 1))):
                child = OxmlElement(tag)
                child.set(qn("w:val"), str(value))
                number.append(child)
            paragraph._p.get_or_add_pPr().append(number)
        paragraph.paragraph_format.first_line_indent = Cm(1)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def _line(self, text: str, *, bold: bool = False, centre: bool = False):
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(4)
        run = paragraph.add_run(text)
        run.bold = bold
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def _columns(self, left: list[str], right: list[str]) -> None:
        table = self.file.add_table(1, 2)
        for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
            cell.paragraphs[0].text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)

    def _table(self, rows: list[list[str]]) -> None:
        table = self.file.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
                cell.paragraphs[0].runs[0].font.size = Pt(11)

    @staticmethod
    def _page_number(paragraph) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = paragraph.add_run()
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            element.text = text or None
            run._r.append(deepcopy(element))


# --- everything -------------------------------------------------------------------------------------------------


def main() -> None:
    sys.path.insert(0, str(HERE.parent))
    from test_read_legacy import encoded  # noqa: PLC0415 - VNI and VPS, which the C library does not know

    content = tomllib.loads((HERE / "directive.toml").read_text("utf-8"))
    text = as_text(content)
    texts = {
        "composed.txt": text.encode(),
        "decomposed.txt": normalize("NFD", text).encode(),
        "mark.txt": text.encode("utf-8-sig"),
        "crlf.txt": text.replace("\n", "\r\n").encode(),
        "utf-16.txt": text.encode("utf-16"),
        "cp1258.txt": in_cp1258(text),
        "tcvn3.txt": in_tcvn3(text),
        "viscii.txt": in_iconv(text, "VISCII"),
        "vni.txt": encoded(text, "vni"),
        "vps.txt": encoded(text, "vps"),
        "markdown.md": as_markdown(content).encode(),
        "portal.html": as_html(content).encode(),
    }
    for name, data in texts.items():
        (HERE / name).write_bytes(data)
    Word(automatic=True).save(content, HERE / "automatic.docx")
    Word(automatic=False).save(content, HERE / "typed.docx")
    for form in ("odt", "rtf", "doc", "pdf"):
        convert(HERE / "automatic.docx", form)


def in_cp1258(text: str) -> bytes:
    """As Windows writes it: letters with their quality whole, the tone behind them."""
    out = bytearray()
    for sign in text:
        try:
            out += sign.encode("cp1258")
        except UnicodeEncodeError:
            parts = normalize("NFD", sign)
            tone = next(part for part in parts if part in TONES)
            out += normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return bytes(out)


def in_iconv(text: str, encoding: str) -> bytes:
    """In an old encoding that the C library knows."""
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", encoding], input=text.encode(), check=True, stdout=-1).stdout


def in_tcvn3(text: str) -> bytes:
    """As typed in a .VnTime font: capitals with a tone mark have no code, the small letter is typed."""
    small = "".join(c.lower() if set(normalize("NFD", c)) & set(TONES) else c for c in text)
    return in_iconv(small, "TCVN5712-1")


def convert(path: Path, form: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{home}",
                "--headless",
                "--convert-to",
                form,
                "--outdir",
                home,
                path,
            ],
            check=True,
            capture_output=True,
        )
        (HERE / f"automatic.{form}").write_bytes((Path(home) / f"automatic.{form}").read_bytes())


if __name__ == "__main__":
    sys.exit(main())
