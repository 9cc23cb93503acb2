r"""Vietnamese text of the time before Unicode: TCVN3 (ABC), VNI, VISCII and VPS.

In TCVN3 and VNI the letters were a matter of the font: a file holds ``C«ng v¨n``, and ``.VnTime`` shows it as
*Công văn*. Such text comes as bytes, as characters of Latin-1 or Windows-1252 that stand for these bytes (in documents
of word processors, in PDF), or copied into a file in UTF-8; :func:`convert` and :func:`from_font` take either.

Sources of the tables: TCVN 5712:1993 (its third set, VN3), RFC 1456 (VISCII), the code charts of VNI for Windows and of
VPS as published by the Vietnamese Unicode project; checked letter by letter against glibc's ``iconv`` and UniKey.
"""

from __future__ import annotations

import codecs
import re
from functools import cache, lru_cache
from itertools import product

from parchk.syllables import is_syllable

OLD = ("tcvn3", "vni", "viscii", "vps")
"""The encodings that Python has no codec for."""

# The letters with marks in the order of the tables below.
_LETTERS = "áàảãạâấầẩẫậăắằẳẵặđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"

# TCVN3 has no capitals with tone marks: fonts of capitals show the same codes larger (``.VnTimeH``).
_TCVN3 = "¸µ¶·¹©ÊÇÈÉË¨¾»¼½Æ®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ"
_TCVN3_CAPITALS = {"Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§"}

_VISCII = bytes.fromhex(
    "e1e0e4e3d5e2a4a5a6e7a7e5a1a2c6c7a3f0e9e8eba8a9eaaaabacadaeedecefeeb8"
    "f3f2f6f5f7f4afb0b1b2b5bdbeb6b7defefaf9fcfbf8dfd1d7d8e6f1fdcfd6dbdc"
    "c1c0c4c380c28485860687c58182020583d0c9c8cb8889ca8a8b8c8d8ecdcc9bce98"
    "d3d299a09ad48f90919293b4959697b394dad99c9d9ebfbabbbcffb9dd9f14191e"
)  # fmt: skip
_VPS = bytes.fromhex(
    "e1e0e4e3e5e2c3c0c4c5c6e6a1a2a3a4a5c7e9e8c8ebcbea898a8bcd8cedecccefce"
    "f3f2d5f586f4d3d2b087b6d6a7a9aaabaefaf9fbdbf8dcd9d8babbbf9aff9bcf9c"
    "c180818202c28384851c03888d8e8ff004f1c9d7defe05ca9093949506b4b5b7b810"
    "b9bcbdbe11d49697989912f79d9e9fa613daa8d1ac14d0adafb11d15ddb2fdb319"
)  # fmt: skip

# VNI: a vowel and a mark of its own, or one code for both. A mark may have the other case than its vowel.
_VNI_ALONE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ"}
_VNI_TONES = {"ù": 1, "ø": 2, "û": 3, "õ": 4, "ï": 5}
_VNI_TONED = {"a": "aáàảãạ", "e": "eéèẻẽẹ", "o": "oóòỏõọ", "u": "uúùủũụ", "y": "yýỳỷỹ", "ô": "ơớờởỡợ", "ö": "ưứừửữự"}
_VNI_HATS = {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
_VNI_BREVES = "ăắằẳẵặ"
_VNI_PAIR = re.compile(r"[aA][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[eEoO][ùøûõïâáàåãäÙØÛÕÏÂÁÀÅÃÄ]"
                       r"|[uUôÔöÖ][ùøûõïÙØÛÕÏ]|[yY][ùøûõÙØÛÕ]|[ñæóòôöîÑÆÓÒÔÖÎ]")  # fmt: skip

# Characters that PDF files give for codes of old fonts, by the names that their glyphs have.
_GLYPHS = {"\u2212": "\xad", "\u2219": "\xb7", "\u03bc": "\xb5", "\u02c9": "\xaf"}
# A minus stays one unless it stands at a letter: "t−" is "tư", "−5" is not.
_LONE_GLYPH = re.compile(r"(?<![^\W\d_])[\u2212\u2219](?![^\W\d_])")
# PDFium gives the code of ư (a soft hyphen to others) as a hyphen: "n-íc" is "nước", "KT-XH" is not.
_WITH_HYPHEN = re.compile(r"(?<![\w-])(?=-?[^\W\d_])[^\W\d_]{0,5}-[^\W\d_]{0,4}(?![\w-])")

_UNICODE = re.compile("[\u0300-\u036fĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(?i)(?:[ ,_-]*(?:bold|italic|oblique|regular|normal|1\.1))+$")
_FONTS = (
    ("tcvn3", re.compile(r"(?i)\.vn|vn(?:time|arial)h?$")),
    ("vni", re.compile(r"(?i)vni")),
    ("vps", re.compile(r"(?i)vps")),
    # "VI Times", and the fonts of the TriChlor group, which end in their version.
    ("viscii", re.compile(r"VI |.* 1\.1\b")),
)
_OF_CAPITALS = re.compile(r"H$|(?i:(?<=\.vntime)h$|(?<=\.vnarial)h$| hoa$)")
# A word that can only be one of capitals, and a line of them.
_CAPITALS = "A-ZĂÂĐÊÔƠƯ"
_WORD_OF_CAPITALS = re.compile(rf"(?<![^\W\d_])[{_CAPITALS}{_LETTERS}]{{2,}}(?![^\W\d_])")
_SMALL = re.compile("[a-z]")


def from_font(text: str, font: str) -> str:
    """The Unicode (NFC) text that ``text`` shows in an old font; unchanged for any other font.

    The font is known by its name: ``.Vn…`` (TCVN3; fonts of capitals end in ``H``), ``VNI-…``, ``VPS …`` and ``VI …``
    or ``… 1.1`` (VISCII), with or without the tag of a PDF subset (``ABCDEF+``) and the name of a style. Text that has
    letters which only Unicode can give is Unicode already, whatever its font, and stays.

    Hand over a run whole, and runs of one font together: VNI writes a letter in two characters.

    >>> from_font("C«ng v¨n", ".VnTime"), from_font("céng hßa", "ABCDEF+.VnTimeH,Bold")
    ('Công văn', 'CỘNG HÒA')
    >>> from_font("Coâng vaên", "VNI-Times"), from_font("C«ng v¨n", "Arial")
    ('Công văn', 'C«ng v¨n')
    """
    encoding, capitals = _of_font(font)
    if not encoding or _UNICODE.search(text):
        return text
    if encoding == "tcvn3" and not text.isascii():
        lone = {match.start() for match in _LONE_GLYPH.finditer(text)}
        text = "".join(c if at in lone else _GLYPHS.get(c, c) for at, c in enumerate(text))
    shown = convert(text, encoding)
    if encoding == "tcvn3" and "-" in shown:
        shown = _WITH_HYPHEN.sub(_with_u, shown)
    return shown.upper() if capitals else shown


def convert(text: str, encoding: str) -> str:
    r"""Characters that stand for bytes (of Latin-1 or Windows-1252) as the letters of an old encoding.

    Characters that stand for no byte of it stay. TCVN3 words that can only be meant in capitals become capitals.

    >>> convert("Ñoäc laäp – CÉNG HßA", "vni")
    'Độc lập – CÉNG HßA'
    >>> convert("CéNG HßA X\xb7 HéI", "tcvn3"), convert("Sè: 5/Q§-UBND", "tcvn3")
    ('CỘNG HÒA XÃ HỘI', 'Số: 5/QĐ-UBND')
    """
    shown = text.translate(_characters(encoding))
    if encoding == "vni":
        return _VNI_PAIR.sub(lambda pair: _vni()[pair[0]], shown)
    return _capitalised(shown) if encoding == "tcvn3" else shown


def decode_old(data: bytes, encoding: str) -> str:
    r"""Bytes in one of :data:`OLD`; every byte means something in them, so this never fails.

    >>> decode_old(b"C\xabng v\xa8n", "tcvn3"), decode_old(b"Co\xe2ng va\xean", "vni")
    ('Công văn', 'Công văn')
    """
    shown = codecs.charmap_decode(data, "strict", _code_page(encoding))[0]
    if encoding == "vni":
        return _VNI_PAIR.sub(lambda pair: _vni()[pair[0]], shown)
    return _capitalised(shown) if encoding == "tcvn3" else shown


@lru_cache(maxsize=256)
def _of_font(font: str) -> tuple[str, bool]:
    """The encoding of a font (empty for any other), and whether it shows nothing but capitals."""
    name = _SUBSET.sub("", font.strip().strip("\"'"))
    encoding = next((encoding for encoding, pattern in _FONTS if pattern.match(name)), "")
    return encoding, bool(encoding and encoding != "vni" and _OF_CAPITALS.search(_STYLE.sub("", name)))


def _with_u(word: re.Match[str]) -> str:
    """A word with ``ư`` for its hyphen, if that makes a syllable."""
    meant = word[0].replace("-", "ư")
    return meant if is_syllable(meant) else word[0]


@cache
def _code_page(encoding: str) -> str:
    """The 256 characters of an encoding by their bytes (of VNI: those that the pairs are made of)."""
    page = [bytes([byte]).decode("cp1252", "replace") for byte in range(256)]
    page = [chr(byte) if character == "\ufffd" else character for byte, character in enumerate(page)]
    if encoding == "cp1258":
        page = [bytes([byte]).decode("cp1258", "replace") for byte in range(256)]
    elif encoding == "tcvn3":
        for letter, code in [*zip(_LETTERS, _TCVN3, strict=True), *_TCVN3_CAPITALS.items()]:
            page[ord(code)] = letter
    elif encoding != "vni":
        codes = _VISCII if encoding == "viscii" else _VPS
        for letter, byte in zip(_LETTERS + _LETTERS.upper(), codes, strict=True):
            page[byte] = letter
    return "".join(page)


@cache
def _characters(encoding: str) -> dict[int, str]:
    """What :func:`_code_page` says of bytes, for the characters that stand for them."""
    shown: dict[int, str] = {}
    for byte, character in enumerate(_code_page(encoding)):
        shown[byte] = character
        shown[ord(bytes([byte]).decode("cp1252", "replace"))] = character
    # U+FFFD is a byte that Windows-1252 or Windows-1258 lacks.
    return {code: to for code, to in shown.items() if to not in ("\ufffd", chr(code)) and code != 0xFFFD}


@cache
def _vni() -> dict[str, str]:
    letters = dict(_VNI_ALONE)
    for base, toned in _VNI_TONED.items():
        letters.update({base + mark: toned[tone] for mark, tone in _VNI_TONES.items() if tone < len(toned)})
    for base, marked in _VNI_HATS.items():
        letters.update({base + mark: letter for mark, letter in zip("âáàåãä", marked, strict=True)})
    letters.update({"a" + mark: letter for mark, letter in zip("êéèúüë", _VNI_BREVES, strict=True)})
    # The vowel has the case of the letter.
    return {
        "".join(code): letter.upper() if code[0].isupper() else letter
        for small, letter in letters.items()
        for code in product(*((character, character.upper()) for character in small))
    }


def _capitalised(text: str) -> str:
    """Capitals for the small letters with marks that TCVN3 leaves in words of capitals."""
    if text.isascii():
        return text
    return "\n".join(_in_capitals(line) for line in text.split("\n"))


def _in_capitals(line: str) -> str:
    certain = [match for match in _WORD_OF_CAPITALS.finditer(line) if _is_of_capitals(match[0])]
    if not certain:
        return line
    if not _SMALL.search(line):
        return line.upper()
    return _WORD_OF_CAPITALS.sub(lambda match: match[0].upper() if _is_of_capitals(match[0]) else match[0], line)


def _is_of_capitals(word: str) -> bool:
    """Several capitals among its letters, or one after a small letter; small ones only where TCVN3 has no capital."""
    capitals = sum(character.isupper() for character in word)
    return (1 if word[0].isupper() else 0) < capitals < len(word)
