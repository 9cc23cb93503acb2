"""Old Vietnamese encodings: fonts whose letters only look Vietnamese, and bytes that do not say what they are."""

from __future__ import annotations

import codecs
import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parchk.errors import InputError, UsageError
from parchk.read.encodings.guess import CANDIDATES, guess
from parchk.read.encodings.old import OLD, convert, decode_old, from_font
from parchk.read.text import ENCODINGS, decode
from parchk.syllables import is_syllable
from parchk.text import Note

SMALL = "áàảãạâấầẩẫậăắằẳẵặđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
LETTERS = SMALL + SMALL.upper()

# What iconv (TCVN, VISCII, CP1258) and UniKey (VNI, VPS) make of one sentence; TCVN3 has no capital Ủ.
SENTENCE = "Các phòng rà soát hồ sơ, gửi kết quả về Ủy ban trước kỳ họp."
WITNESSES = {
    "tcvn3": b"C\xb8c ph\xdfng r\xb5 so\xb8t h\xe5 s\xac, "
    b"g\xf6i k\xd5t qu\xb6 v\xd2 \xf1y ban tr\xad\xedc k\xfa h\xe4p.",
    "vni": b"Ca\xf9c pho\xf8ng ra\xf8 soa\xf9t ho\xe0 s\xf4, "
    b"g\xf6\xfbi ke\xe1t qua\xfb ve\xe0 U\xdby ban tr\xf6\xf4\xf9c ky\xf8 ho\xefp.",
    "viscii": b"C\xe1c ph\xf2ng r\xe0 so\xe1t h\xb0 s\xbd, "
    b"g\xd8i k\xaat qu\xe4 v\xab \x9cy ban tr\xdf\xbec k\xcf h\xf7p.",
    "vps": b"C\xe1c ph\xf2ng r\xe0 so\xe1t h\xd2 s\xd6, g\xbai k\x89t qu\xe4 v\x8a \xd1y ban tr\xdc\xa7c k\xff h\x86p.",
    "cp1258": b"C\xe1c pho\xccng r\xe0 so\xe1t h\xf4\xcc s\xf5, "
    b"g\xfd\xd2i k\xea\xect qua\xd2 v\xea\xcc U\xd2y ban tr\xfd\xf5\xecc ky\xcc ho\xf2p.",
}

# The letters by their codes, sixteen a row: by iconv (TCVN3 is the part of TCVN that its fonts have), by UniKey (VPS).
CHARTS = {
    "tcvn3": """
        A .ĂÂÊÔƠƯĐăâêôơưđ.
        B .....àảãáạ.ằẳẵắ.
        C ......ặầẩẫấậè.ẻẽ
        D éẹềểễếệìỉ...ĩíịò
        E .ỏõóọồổỗốộờởỡớợù
        F .ủũúụừửữứựỳỷỹýỵ.
    """,
    "viscii": """
        0 ..Ẳ..ẴẪ.........
        1 ....Ỷ....Ỹ....Ỵ.
        8 ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ
        9 ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ
        A Õắằặấầẩậẽẹếềểễệố
        B ồổỗỠƠộờởịỰỨỪỬơớƯ
        C ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ
        D ĐứÒÓÔạỷừửÙÚỹỵÝỡư
        E àáâãảăữẫèéêẻìíĩỉ
        F đựòóôõỏọụùúũủýợỮ
    """,
    "vps": """
        0 ..ẠẬẶẸỆ.........
        1 ỊỌỘỢỤỰ...Ỵ..ẪỮ..
        8 ÀẢÃẤẦẨọỗĂếềểệẮẰẲ
        9 Ế..ỀỂỄỐỒỔỖýỷỵỚỜỞ
        A .ắằẳẵặỠớÙờởỡŨỨợỪ
        B ổỬỲỸÍÌộỈĨÓửữÒỎÕự
        C ầÁÂấẩẫậđẻÉÊẹỉễịỹ
        D ƯỦồốÔỏơÈừứÚũưÝẺ.
        E àáâãảạă.èéêẽìí.ĩ
        F ẴĐòóôõ.Ơụùúủ.ỶẼỳ
    """,
}
VNI = (
    "aù aø aû aõ aï aâ aá aà aå aã aä aê aé aè aú aü aë ñ eù eø eû eõ eï eâ eá eà eå eã eä í ì æ ó ò "
    "où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï uù uø uû uõ uï ö öù öø öû öõ öï yù yø yû yõ î"
)

LINE = "Đề nghị các xã gửi báo cáo trước ngày 05."
CAPITALS = "ỦY BAN NHÂN DÂN XÃ MƯỜNG LÓT\nKẾ HOẠCH DIỄN TẬP PHÒNG CHÁY RỪNG NĂM 2031"
FEW_MARKS = (
    "Ban Giam doc giao Phong Tong hop theo doi, don doc viec nay, xong truoc ngày 3/4; báo cáo tại cuộc họp, gửi về Sở."
)
MIXED = (
    "1. Văn phòng mua 12 bộ Microsoft Office 365 (Business Standard) của công ty Blue Lake Software, đặt ở phòng 204.\n"
    "2. Tổ kỹ thuật cài Windows Server, viết hướng dẫn “Quick start” – dài không quá 5 trang – gửi HĐND, UBND các xã."
)
LONG = (
    "Chủ tịch xã yêu cầu các thôn kiểm tra bờ bao, cống, đập trước mùa lũ; lập danh sách hộ phải di dời.\n"
    "Trạm y tế chuẩn bị thuốc, phao, đèn pin cho bảy điểm sơ tán, xong trước ngày 20 tháng 8.\n"
    "Trường học mở cửa đón dân khi có lệnh; giáo viên trực theo lịch đã duyệt, nghỉ bù sau đợt mưa.\n"
)
PARAGRAPHS = (SENTENCE, LINE, CAPITALS, FEW_MARKS, MIXED, LONG * 20)


def page(encoding: str) -> dict[str, bytes]:
    """The bytes of every letter, by trying them all: the inverse of the decoder."""
    if encoding == "vni":
        marks = "ùøûõïâáàåãäêéèúüë"
        bases = "aeouyôöAEOUYÔÖ"
        codes = [*"ñæóòôöîÑÆÓÒÔÖÎ", *(base + m for base in bases for m in (marks.upper() if base.isupper() else marks))]
    elif encoding == "cp1258":
        codes = [base + tone for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in "\u0300\u0301\u0303\u0309\u0323"]
        return {unicodedata.normalize("NFC", code): code.encode("cp1258") for code in codes}
    else:
        codes = [chr(byte) for byte in range(256) if not 31 < byte < 128 and chr(byte) not in "\t\n\r"]
    # Codes that TCVN3 leaves open stand for themselves; only ý is the same in Latin-1.
    codes = [code for code in codes if encoding != "tcvn3" or code == "ý" or convert(code, encoding) != code]
    read = {convert(code, encoding): code.encode("latin-1") for code in codes}
    return {letter: code for letter, code in read.items() if len(letter) == 1}


def encoded(text: str, encoding: str) -> bytes:
    letters = page(encoding)
    out = []
    for letter in text:
        if not letter.isascii() and letter in letters:
            out.append(letters[letter])
        elif encoding == "tcvn3" and letter.lower() in letters:
            out.append(letters[letter.lower()])  # the font has no capitals with tones
        elif encoding in ("viscii", "vps"):
            out.append(letter.translate({ord(a): b for a, b in zip("“”–", '""-', strict=True)}).encode("latin-1"))
        else:
            out.append(letter.encode("cp1258" if encoding == "cp1258" else "cp1252"))
    return b"".join(out)


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate({ord(a): b for a, b in zip("“”–", '""-', strict=True)})


# --- the tables ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", OLD)
def test_a_sentence_that_others_encoded(encoding: str) -> None:
    shown = SENTENCE.replace("Ủ", "ủ") if encoding == "tcvn3" else SENTENCE
    assert decode_old(WITNESSES[encoding], encoding) == shown


@pytest.mark.parametrize("encoding", CHARTS)
def test_the_letters_stand_where_the_charts_have_them(encoding: str) -> None:
    rows = [row.split() for row in CHARTS[encoding].split("\n") if row.strip()]
    chart = {int(row, 16) * 16 + column: letter for row, letters in rows for column, letter in enumerate(letters)}
    assert {byte: decode_old(bytes([byte]), encoding) for byte, letter in chart.items() if letter != "."} == {
        byte: letter for byte, letter in chart.items() if letter != "."
    }


def test_the_letters_of_vni_are_written_in_one_or_two_codes() -> None:
    assert convert(VNI, "vni").split() == [*SMALL]
    assert convert(VNI.upper(), "vni").split() == [*SMALL.upper()]


@pytest.mark.parametrize("encoding", ["vni", "viscii", "vps"])
def test_every_letter_has_a_code_of_its_own(encoding: str) -> None:
    codes = page(encoding)
    own = {letter: codes.get(letter, letter.encode("latin-1", "replace")) for letter in LETTERS}
    assert len(set(own.values())) == len(LETTERS)
    assert all(decode_old(code, encoding) == letter for letter, code in own.items())


def test_tcvn3_has_small_letters_and_seven_capitals() -> None:
    assert set(page("tcvn3")) & set(LETTERS) == set(SMALL) | set("ĂÂĐÊÔƠƯ")


@pytest.mark.parametrize(
    ("written", "letter"), [("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ"), ("aü", "ẵ"), ("öï", "ự")]
)
def test_the_rare_letters_of_vni(written: str, letter: str) -> None:
    assert convert(written, "vni") == letter


def test_a_vni_mark_of_the_other_case_takes_the_case_of_its_letter() -> None:
    assert convert("Aùnh saùng, ÑAûNG", "vni") == "Ánh sáng, ĐẢNG"


def test_tcvn3_words_of_capitals_are_capitals_whole() -> None:
    assert convert("CéNG HßA, KÕ HO¹CH", "tcvn3") == "CỘNG HÒA, KẾ HOẠCH"
    assert convert("Së KH§T vµ UBND tØnh", "tcvn3") == "Sở KHĐT và UBND tỉnh"
    assert convert("V¨n b¶n sè 5 cña Së GD&§T", "tcvn3") == "Văn bản số 5 của Sở GD&ĐT"


def test_the_capital_of_a_line_alone_is_no_line_of_capitals() -> None:
    assert convert("Sè: 12", "tcvn3") == "Số: 12"


# --- fonts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "text", "shown"),
    [
        (".VnTime", "Së Tµi chÝnh", "Sở Tài chính"),
        (".vntime", "Së Tµi chÝnh", "Sở Tài chính"),
        ("VnTime", "Së Tµi chÝnh", "Sở Tài chính"),
        ("ABCDEF+.VnArial,Bold", "Së Tµi chÝnh", "Sở Tài chính"),
        (".VnTimeH", "së tµi chÝnh", "SỞ TÀI CHÍNH"),
        (".VnArial NarrowH", "së tµi chÝnh", "SỞ TÀI CHÍNH"),
        ("QWERTY+.VnTimeH-BoldItalic", "së tµi chÝnh", "SỞ TÀI CHÍNH"),
        (".VnShelley Allegro", "së", "sở"),
        ("VNI-Times", "Sôû Taøi chính", "Sở Tài chính"),
        ("VNI Helve", "Sôû Taøi chính", "Sở Tài chính"),
        ("VPS Times", "S\xaa T\xe0i ch\xednh", "Sở Tài chính"),
        ("VPS Times Hoa", "S\xaa T\xe0i ch\xednh", "SỞ TÀI CHÍNH"),
        ("VI Times", "S\xb7 T\xe0i ch\xednh", "Sở Tài chính"),
        ("PhuongThaoH 1.1", "S\xb7 T\xe0i ch\xednh", "SỞ TÀI CHÍNH"),
        ("Times New Roman", "Së Tµi chÝnh", "Së Tµi chÝnh"),
        ("Vinh Hoa", "Së", "Së"),
        ("", "Së", "Së"),
    ],
)
def test_a_font_says_what_its_text_shows(font: str, text: str, shown: str) -> None:
    assert from_font(text, font) == shown


@pytest.mark.parametrize("font", [".VnTime", "VNI-Times", "VPS Times", "VI Times"])
@pytest.mark.parametrize("text", ["Sở Tài chính", unicodedata.normalize("NFD", "hồ sơ"), "abc 123 (x)", ""])
def test_unicode_and_ascii_stay_in_any_font(font: str, text: str) -> None:
    assert from_font(text, font) == text


def test_codes_that_windows_shows_as_other_signs() -> None:
    # 0x8E and 0x9C: letters of VISCII, Ž and œ of Windows-1252.
    assert from_font("NHI\u017dM, \u0153", "VI Times") == "NHIỆM, Ủ"


def test_signs_that_pdf_files_give_for_letters() -> None:
    assert (
        from_font("n\u2212íc, t\u2212, \u03bc, ng\u2219 ba, \u22125 \u2212 2", ".VnTime")
        == "nước, tư, à, ngã ba, −5 − 2"
    )


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("n-íc, Th- viÖn, t- ph¸p, ng-êi, -u tiªn, -íc", "nước, Thư viện, tư pháp, người, ưu tiên, ước"),
        ("KT-XH, sè 178/KH-", "KT-XH, số 178/KH-"),
        ("kinh tÕ-x· héi, Hµ-Lan, 2020-2025", "kinh tế-xã hội, Hà-Lan, 2020-2025"),
        ("- Nh- trªn; -C¸c x·", "- Như trên; -Các xã"),
    ],
)
def test_a_hyphen_is_a_letter_where_it_makes_a_syllable(given: str, shown: str) -> None:
    assert from_font(given, "ABCDEF+.VnTime") == shown


def test_what_is_not_of_the_charset_stays() -> None:
    assert from_font("Së \u201cA\u201d – 5° \u03a9 \U0001f600", ".VnTime") == "Sở “A” – 5° \u03a9 \U0001f600"


@given(st.text(), st.sampled_from([".VnTime", ".VnTimeH", "VNI-Times", "VPS Times", "VI Times", "Arial"]))
def test_conversion_of_anything_gives_nfc_where_it_was_nfc(text: str, font: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert unicodedata.is_normalized("NFC", from_font(text, font)) or from_font(text, font) == text


# --- syllables ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "quyết",
        "GIẾNG",
        "gìn",
        "Khuỷu",
        "nghiêng",
        "ước",
        "yếu",
        "thuở",
        "oằn",
        "quốc",
        "hoà",
        "hòa",
        "kỹ",
        "xoong",
        "Y",
    ],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word", ["ngiêng", "cế", "kà", "hộcc", "tàt", "môch", "tờớ", "ưởng̀", "für", "été", "São1", "nƯớc", "ngừơi"]
)
def test_what_no_syllable_is_built_like(word: str) -> None:
    assert not is_syllable(word)


# --- detection ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", CANDIDATES)
@pytest.mark.parametrize("text", PARAGRAPHS, ids=["sentence", "line", "capitals", "few marks", "mixed", "long"])
def test_a_text_is_read_in_the_encoding_that_it_is_in(text: str, encoding: str) -> None:
    reading = decode(encoded(text, encoding), "a.txt")
    assert reading.encoding == encoding
    assert reading.notes == (Note("legacy-encoding", encoding),)
    if encoding == "tcvn3" and text in (SENTENCE, LINE):
        assert reading.text.lower() == text.lower()
    else:
        assert plain(reading.text) == plain(text)


@pytest.mark.parametrize("encoding", OLD)
@pytest.mark.parametrize("text", [SENTENCE, MIXED, LONG], ids=["sentence", "mixed", "long"])
def test_a_text_of_an_old_font_that_was_stored_as_unicode(text: str, encoding: str) -> None:
    stored = encoded(text, encoding).decode("latin-1" if encoding in ("viscii", "vps") else "cp1252")
    reading = decode(stored.encode(), "a.txt")
    assert plain(reading.text).lower() == plain(text).lower()
    assert (reading.encoding, reading.notes) == ("utf-8", (Note("legacy-encoding", encoding),))
    assert decode(codecs.BOM_UTF16_LE + stored.encode("utf-16-le"), "a.txt").text[1:] == reading.text


def test_old_lines_in_a_text_that_is_unicode() -> None:
    old = encoded("Căn cứ đề nghị của Phòng Tổng hợp tại tờ trình số 3\nvề việc sửa mái nhà kho", "tcvn3")
    new = "Điều 1. Giao đội xây dựng làm.\nAn café là gì, Hà?\n"
    for data in (new.encode() + old, new.encode() + old.decode("cp1252").encode()):
        reading = decode(data, "a.txt")
        assert reading.text == new + "Căn cứ đề nghị của Phòng Tổng hợp tại tờ trình số 3\nvề việc sửa mái nhà kho"
        assert (reading.encoding, reading.notes) == ("utf-8", (Note("legacy-encoding", "tcvn3"),))


def test_a_line_that_happens_to_be_utf8_does_not_split_the_text() -> None:
    # "Trước" in VPS has the bytes DC A7, a letter of Syriac in UTF-8.
    text = LONG + "Trước X?\n"
    reading = decode(encoded(text, "vps"), "a.txt")
    assert (reading.text, reading.encoding) == (text, "vps")


FOREIGN = {
    "fr": "Dès l'été, la société a présenté à l'évêque un modèle léger; où êtes-vous né? À côté, la forêt a brûlé.",
    "de": "Für größere Brücken müssen Prüfer über fünf Anträge lesen, während die schönen Bäume blühen. Öl für Köln.",
    "es": "El niño comió más pan en la mañana. Según él, así pasó allí: ¿qué té le dio usted a mamá? Sí, señor Muñoz.",
    "pt": "Não há razão: são duas mãos, três pães, um irmão. Você já lá está, e só à noite vê o avô. João tem fé.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy. Město má nové náměstí. Můj dům má dvě dveře, já vím.",
    "pl": "Zażółć gęślą jaźń. Każdy może złożyć wniosek. Się to dzieję, mój mąż idzie. Cóż, tę rzecz dał mu brat.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_never_converted(language: str) -> None:
    text = FOREIGN[language]
    for part in (text, text.upper(), *text.split(". "), *text.split(" ")):
        reading = decode(part.encode(), "a.txt")
        assert (reading.text, reading.encoding, reading.notes) == (part, "utf-8", ())
    codec = "cp1250" if language in ("cs", "pl") else "latin-1"
    for part in (text, text.upper(), *text.split(". ")):
        if not part.isascii():
            with pytest.raises(InputError, match="is not UTF-8: byte 0x"):
                decode(part.encode(codec), "a.txt")


@pytest.mark.parametrize(
    "text",
    [*PARAGRAPHS, "Hà có bánh mì và trà, Hà là em tôi. Cá rô, má và bà.", "Ý là quý bò, vì lý do gì? Tý hí hoáy."],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_vietnamese_is_never_called_old(text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    for part in (text, *text.split("\n"), *text.split(" ")[:40]):
        reading = decode(part.encode(), "a.txt")
        assert (reading.text, reading.notes) == (part, ())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_in_utf8_comes_back_unless_it_is_noted(text: str) -> None:
    reading = decode(text.encode(), "a.txt")
    assert reading.text == text or reading.notes


def test_random_bytes_are_no_text() -> None:
    chance = random.Random(5)
    for length in (5, 40, 300, 2000):
        for _ in range(50):
            data = bytes(chance.randrange(1, 256) for _ in range(length)) + b"\xff"
            with pytest.raises(InputError):
                decode(data, "a.txt")


@given(st.binary(max_size=200), st.sampled_from([None, *ENCODINGS]))
def test_bytes_are_text_or_an_error_in_words(data: bytes, encoding: str | None) -> None:
    try:
        reading = decode(data, "a.txt", encoding)
    except InputError as error:
        assert str(error).startswith("a.txt is not ")
    else:
        reading.text.encode()


def test_too_few_words_are_no_evidence() -> None:
    assert guess(["c«ng v¨n ®iÖn"], as_it_is=False) is None
    assert guess(["C«ng v¨n vÒ viÖc trång rõng, ch¨m sãc"], as_it_is=True) == "tcvn3"


# --- Unicode, damaged ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(codec: str) -> None:
    assert decode(MIXED.encode(codec), "a.txt").text == MIXED
    assert decode(MIXED.encode(codec), "a.txt").encoding == codec


def test_utf16_that_is_cut_short() -> None:
    reading = decode(MIXED.encode("utf-16-le")[:-1], "a.txt")
    assert reading.text == MIXED[:-1] + "\ufffd"
    assert reading.notes[0].code == "damaged-text"


@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32-be"])
def test_utf32_with_its_mark(codec: str) -> None:
    reading = decode(("\ufeff" + LINE).encode(codec), "a.txt")
    assert (reading.text, reading.encoding) == ("\ufeff" + LINE, codec)


def test_a_few_damaged_bytes_are_marked_and_counted() -> None:
    data = LONG.encode()
    at = data.index("thôn".encode()) + 2
    reading = decode(data[:at] + b"\xff" + data[at:] + "đ".encode()[:1], "a.txt")
    assert reading.text == LONG.replace("thôn", "th\ufffdôn", 1) + "\ufffd"
    assert reading.notes == (Note("damaged-text", f"2 × U+FFFD, byte {at}"),)


def test_replacement_characters_of_the_file_itself_are_no_damage() -> None:
    assert decode((LONG + "\ufffd").encode(), "a.txt").notes == ()
    (note,) = decode((LONG + "\ufffd").encode() + b"\xff", "a.txt").notes
    assert note.detail.startswith("1 ×")


def test_half_a_surrogate_pair_is_damage() -> None:
    data = codecs.BOM_UTF16_LE + LINE.encode("utf-16-le") + b"\x3d\xd8"
    reading = decode(data, "a.txt")
    assert reading.text == "\ufeff" + LINE + "\ufffd"
    assert reading.notes == (Note("damaged-text", f"1 × U+FFFD, byte {len(data) - 2}"),)


def test_too_much_damage_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(InputError) as caught:
        decode("ế".encode() + b"\xff", "a.txt")
    assert str(caught.value) == (
        "a.txt is not UTF-8: byte 0xff at offset 3; name its encoding with --encoding"
        " (utf-8, utf-16, cp1258, tcvn3, vni, viscii, vps), or save it as UTF-8"
    )


@pytest.mark.parametrize(
    "data", [b"abc\0def", b"\0", b"abc\0defg", b"text, and \0\0\0\0", b"text with one NUL byte\0."]
)
def test_nul_bytes_are_no_text(data: bytes) -> None:
    with pytest.raises(InputError, match="not plain text: NUL byte at offset"):
        decode(data, "a.txt")


def test_other_control_characters_stay() -> None:
    text = "\x01Số 5\x0b\x1b[0m\x7f\x85"
    assert decode(text.encode(), "a.txt").text == text


# --- a named encoding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", [*WITNESSES])
def test_a_named_encoding_is_no_guess(encoding: str) -> None:
    reading = decode(WITNESSES[encoding][:12], "a.txt", encoding.upper())
    assert (reading.encoding, reading.notes) == (encoding, ())
    assert unicodedata.normalize("NFC", reading.text) == SENTENCE[: len(unicodedata.normalize("NFC", reading.text))]


def test_a_codec_of_python_is_taken() -> None:
    assert decode(b"\xe9t\xe9", "a.txt", "latin_1").text == "été"
    assert decode("\ufeffSố".encode("utf-16"), "a.txt", "utf-16").text == "\ufeffSố"


@pytest.mark.parametrize("name", ["", "hex", "rot13", "zlib", "punycode", "idna", "unicode_escape", "no such", "a\0b"])
def test_what_is_no_text_encoding_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"there is no text encoding .*give one of utf-8, "):
        decode(b"abc", "a.txt", name)


def test_bytes_that_are_not_in_the_named_encoding() -> None:
    with pytest.raises(InputError, match="is not CP1258: byte 0x8a at offset 2"):
        decode(b"ab\x8a", "a.txt", "cp1258")


# --- size ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "tcvn3", "vni", "cp1258"])
def test_time_grows_with_the_size_and_no_more(encoding: str) -> None:
    block = LONG.encode() if encoding == "utf-8" else encoded(LONG, encoding)

    def seconds(size: int) -> float:
        data = block * (size // len(block))
        start = time.perf_counter()
        assert decode(data, "a.txt").encoding == encoding
        return time.perf_counter() - start

    seconds(1 << 16)
    assert seconds(1 << 20) < 16 * 4 * max(seconds(1 << 16), 0.002)


@pytest.mark.parametrize("data", [b"\xe9" * 300_000, b"a\xb8" * 150_000, b"a" * 300_000 + b"\xff", b"\xff\n" * 150_000])
def test_hostile_bytes_are_refused_at_once(data: bytes) -> None:
    start = time.perf_counter()
    with pytest.raises(InputError):
        decode(data, "a.txt")
    assert time.perf_counter() - start < 2
