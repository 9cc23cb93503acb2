"""Zones and header fields on texts of our own, of many kinds and layouts."""

from __future__ import annotations

import time
from datetime import date

import pytest

from parchk.normalise import clean
from parchk.ruleset import load
from parchk.segment.header import read_header
from parchk.segment.lines import split_lines
from parchk.segment.zones import assign_zones
from parchk.spans import Zone


@pytest.fixture(scope="module")
def rules():
    return load()


def read(source, rules):
    text = clean(source).text
    lines = split_lines(text)
    zones = assign_zones(lines, rules)
    header = read_header(text, lines, zones, rules)
    shown = [(zone, text[line.start : line.end]) for line, zone in zip(lines, zones, strict=True)]
    entries = {
        "addressees": [" ".join(text[start:end].split()) for start, end in header.addressees],
        "recipients": [" ".join(text[start:end].split()) for start, end in header.recipients],
    }
    return header, entries, shown


MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"

# name: (text, fields of the header, addressees, recipients)
DOCUMENTS = {
    "columns run together": (
        """ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN SƠN HÀ                 Độc lập - Tự do - Hạnh phúc
Số: 412/UBND-NC              Sơn Hà, ngày 05 tháng 01 năm 2024
V/v tăng cường phòng,
chống cháy rừng mùa khô
               Kính gửi:
                    - Các phòng, ban thuộc huyện;
                    - Ủy ban nhân dân các xã, thị trấn.

Thực hiện Công văn số 15/UBND-NC của tỉnh, Ủy ban nhân dân huyện yêu cầu:
1. Phòng Nội vụ chủ trì./.
Nơi nhận:                    TM. ỦY BAN NHÂN DÂN
- Như trên;                  KT. CHỦ TỊCH
- Lưu: VT, NC.               PHÓ CHỦ TỊCH

                             Lê Văn Bình
""",
        {
            "number": "412/UBND-NC",
            "type": "CV",
            "issuer": "Ủy ban nhân dân huyện Sơn Hà",
            "issued_on": date(2024, 1, 5),
            "place": "Sơn Hà",
            "subject": "tăng cường phòng, chống cháy rừng mùa khô",
            "signer": "Lê Văn Bình",
            "signer_title": "PHÓ CHỦ TỊCH",
            "signer_authority": "TM",
        },
        ["Các phòng, ban thuộc huyện", "Ủy ban nhân dân các xã, thị trấn"],
        ["Như trên", "Lưu: VT, NC"],
    ),
    "name in the last line of Nơi nhận": (
        """SỞ NỘI VỤ TỈNH AN HÒA     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                             Độc lập - Tự do - Hạnh phúc
Số: 91/SNV-CCHC   An Hòa, ngày 05 tháng 9 năm 2025
V/v báo cáo kết quả rà soát
thủ tục
Kính gửi: Ủy ban nhân dân các xã, phường.

Sở Nội vụ đề nghị các đơn vị báo cáo trước ngày 20/9/2025.

Nơi nhận: GIÁM ĐỐC
- Như trên;
- UBND tỉnh (để b/c);
- Lưu: VT, CCHC. Trần Thị Mai Lan
""",
        {"issuer": "Sở Nội vụ tỉnh An Hòa", "signer": "Trần Thị Mai Lan", "signer_title": "GIÁM ĐỐC", "type": "CV"},
        ["Ủy ban nhân dân các xã, phường"],
        ["Như trên", "UBND tỉnh", "Lưu: VT, CCHC"],
    ),
    "Party": (
        """ĐẢNG BỘ TỈNH AN HÒA
HUYỆN ỦY SƠN HÀ
*
Số 14-CT/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Sơn Hà, ngày 7 tháng 9 năm 2022

CHỈ THỊ
của Ban Thường vụ Huyện ủy về tăng cường sự lãnh đạo của Đảng
đối với công tác thanh niên
-----
Thời gian qua, các cấp ủy đã quan tâm lãnh đạo công tác này.
1. Các chi bộ, đảng bộ trực thuộc quán triệt Chỉ thị này.

Nơi nhận:
- Thường trực Tỉnh ủy (báo cáo),
- Các chi, đảng bộ trực thuộc,
- Lưu Văn phòng Huyện ủy.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Đinh Văn Hùng
""",
        {
            "number": "14-CT/HU",
            "type": "CT",
            "issuer": "Huyện ủy Sơn Hà",
            "issued_on": date(2022, 9, 7),
            "subject": "của Ban Thường vụ Huyện ủy về tăng cường sự lãnh đạo của Đảng đối với công tác thanh niên",
            "signer": "Đinh Văn Hùng",
            "signer_title": "BÍ THƯ",
            "signer_authority": "TM",
        },
        [],
        ["Thường trực Tỉnh ủy", "Các chi, đảng bộ trực thuộc", "Lưu Văn phòng Huyện ủy"],
    ),
    "decision with a plan": (
        "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\n"
        + MOTTO
        + """Số: 15/QĐ-UBND
Tân Lập, ngày 03 tháng 8 năm 2025
QUYẾT ĐỊNH
Về việc ban hành Kế hoạch chuyển đổi số năm 2025
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN LẬP
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
CHỦ TỊCH
(Đã ký)
Phạm Quốc Toản
KẾ HOẠCH
Chuyển đổi số năm 2025
(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 03 tháng 8 năm 2025)
I. MỤC ĐÍCH
1. Nâng cao nhận thức.
""",
        {
            "number": "15/QĐ-UBND",
            "type": "QĐ",
            "issuer": "Ủy ban nhân dân xã Tân Lập",
            "subject": "ban hành Kế hoạch chuyển đổi số năm 2025",
            "signer": "Phạm Quốc Toản",
            "signer_title": "CHỦ TỊCH",
            "signer_authority": None,
        },
        [],
        ["Như Điều 2", "Lưu: VT"],
    ),
    "ministry, urgent, day left blank": (
        "BỘ KHOA HỌC VÀ CÔNG NGHỆ\n-------\n"
        + MOTTO
        + """---------------
Số: 2201/BKHCN-VP
V/v báo cáo tình hình triển khai
Hà Nội, ngày     tháng 10 năm 2025
HỎA TỐC

Kính gửi: Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương

Bộ Khoa học và Công nghệ đề nghị Quý Ủy ban gửi báo cáo.

Nơi nhận:
- Như trên;
- Bộ trưởng (để b/c);
- Lưu: VT, VP (03b).

TL. BỘ TRƯỞNG
KT. CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG

TS. Hoàng Minh Đức
""",
        {
            "issuer": "Bộ Khoa học và Công nghệ",
            "issued_on": None,
            "issued_year": 2025,
            "place": "Hà Nội",
            "urgency": "HỎA TỐC",
            "signer": "Hoàng Minh Đức",
            "signer_title": "PHÓ CHÁNH VĂN PHÒNG",
            "signer_authority": "TL",
        },
        ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"],
        ["Như trên", "Bộ trưởng", "Lưu: VT, VP"],
    ),
    "school": (
        "PHÒNG GD&ĐT HUYỆN SƠN HÀ\nTRƯỜNG THCS LÊ LỢI\nSố: 05/KH-THCSLL\n"
        + MOTTO
        + """Sơn Hà, ngày 15 tháng 9 năm 2023

KẾ HOẠCH TỔ CHỨC HỘI THI GIÁO VIÊN DẠY GIỎI
NĂM HỌC 2023 - 2024

I. MỤC ĐÍCH
1. Đánh giá thực trạng.

HIỆU TRƯỞNG

NGUYỄN THỊ HỒNG
""",
        {
            "type": "KH",
            "issuer": "Trường Trung học cơ sở Lê Lợi",
            "subject": "TỔ CHỨC HỘI THI GIÁO VIÊN DẠY GIỎI NĂM HỌC 2023 - 2024",
            "signer": "NGUYỄN THỊ HỒNG",
        },
        [],
        [],
    ),
    "hospital": (
        "SỞ Y TẾ AN HÒA\nBỆNH VIỆN ĐA KHOA TỈNH\n\nSố: 88/TB-BVĐK\n"
        + MOTTO
        + """An Hòa, ngày 1 tháng 2 năm 2024
THÔNG BÁO
Kết luận của Giám đốc tại buổi giao ban tháng 01 năm 2024
Ngày 31/01/2024, Giám đốc bệnh viện chủ trì giao ban.
1. Khoa Dược hoàn thành trước ngày 05/02/2024.
Nơi nhận:
- Ban Giám đốc;
- Lưu: VT, KHTH (05 bản).
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
BSCKII. Lò Văn Pâng
""",
        {
            "number": "88/TB-BVĐK",
            "type": "TB",
            "issuer": "Bệnh viện Đa khoa tỉnh",
            "subject": "Kết luận của Giám đốc tại buổi giao ban tháng 01 năm 2024",
            "signer": "Lò Văn Pâng",
        },
        [],
        ["Ban Giám đốc", "Lưu: VT, KHTH"],
    ),
    "company, lists without bullets": (
        "TỔNG CÔNG TY ĐIỆN LỰC MIỀN TRUNG\nCÔNG TY ĐIỆN LỰC AN HÒA\nSố: 1203/PCAH-KT\nV/v: đảm bảo cấp điện dịp Tết\n"
        + MOTTO
        + """An Hòa, ngày 20 tháng 12 năm 2024
Kính gửi:
Các Điện lực trực thuộc;
Các phòng chức năng.
Để bảo đảm cấp điện, Công ty yêu cầu:
1. Các Điện lực lập phương án trước ngày 25/12/2024.
Nơi nhận:
Như trên;
Ban Giám đốc;
Lưu: VT, KT.
TUQ. GIÁM ĐỐC
TRƯỞNG PHÒNG KỸ THUẬT
Vũ Đình Khang
""",
        {"issuer": "Công ty Điện lực An Hòa", "subject": "đảm bảo cấp điện dịp Tết", "signer_authority": "TUQ"},
        ["Các Điện lực trực thuộc", "Các phòng chức năng"],
        ["Như trên", "Ban Giám đốc", "Lưu: VT, KT"],
    ),
    "Front": (
        "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM\nTỈNH AN HÒA\nBAN THƯỜNG TRỰC\nSố: 45/MTTQ-BTT\nV/v giám sát\n"
        + MOTTO
        + """An Hòa, ngày 02 tháng 5 năm 2024
Kính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam các huyện, thành phố
Căn cứ Chương trình phối hợp, đề nghị các đơn vị thực hiện.
TM. BAN THƯỜNG TRỰC
PHÓ CHỦ TỊCH
Y Thanh Hà
""",
        {
            "issuer": "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh An Hòa",
            "signer": "Y Thanh Hà",
            "type": "CV",
        },
        ["Ban Thường trực Ủy ban MTTQ Việt Nam các huyện, thành phố"],
        [],
    ),
    "army, secret": (
        "BỘ CHỈ HUY QUÂN SỰ TỈNH AN HÒA\nBAN CHỈ HUY QUÂN SỰ\nHUYỆN SƠN HÀ\nSố: 77/KH-BCH\nMẬT\n"
        + MOTTO
        + """Sơn Hà, ngày 10 tháng 3 năm 2024
KẾ HOẠCH
Huấn luyện dân quân tự vệ năm 2024
Thực hiện Mệnh lệnh của Chỉ huy trưởng, Ban Chỉ huy quân sự huyện ban hành kế hoạch.
CHỈ HUY TRƯỞNG
Thượng tá Hồ Văn Lực
""",
        {
            "issuer": "Ban Chỉ huy Quân sự huyện Sơn Hà",
            "secrecy": "MẬT",
            "subject": "Huấn luyện dân quân tự vệ năm 2024",
            "signer": "Hồ Văn Lực",
        },
        [],
        [],
    ),
    "dispatch": (
        """CÔNG ĐIỆN
V/v ứng phó bão số 5
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN HÒA điện:
- Giám đốc các sở: Nông nghiệp và Môi trường, Xây dựng;
- Chủ tịch UBND các xã, phường.
Theo tin dự báo, bão số 5 đang mạnh lên. Chủ tịch UBND tỉnh yêu cầu:
1. Sở Nông nghiệp và Môi trường trực ban 24/24.
Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Đỗ Hữu Thắng
""",
        {"type": "CĐ", "issuer": "Ủy ban nhân dân tỉnh An Hòa", "subject": "ứng phó bão số 5", "number": None},
        ["Giám đốc các sở: Nông nghiệp và Môi trường, Xây dựng", "Chủ tịch UBND các xã, phường"],
        ["Như trên", "Lưu: VT"],
    ),
    "columns of the tail interleaved": (
        "Số: 33/TB-VP\n"
        + MOTTO
        + """HĐND VÀ UBND QUẬN 7
VĂN PHÒNG
Quận 7, ngày 4 tháng 3 năm 2024
THÔNG BÁO
Ý kiến kết luận của Chủ tịch UBND quận

Ngày 01/3/2024, Chủ tịch UBND quận họp.
Nơi nhận:
TL. CHỦ TỊCH
- Thường trực Quận ủy;
CHÁNH VĂN PHÒNG
- Phòng Nội vụ;
- Lưu: VT.
Trần Hữu Nghĩa
""",
        {
            "issuer": "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân quận 7",
            "signer": "Trần Hữu Nghĩa",
            "signer_title": "CHÁNH VĂN PHÒNG",
            "signer_authority": "TL",
            "place": "Quận 7",
        },
        [],
        ["Thường trực Quận ủy", "Phòng Nội vụ", "Lưu: VT"],
    ),
    "stamp above, number left blank, signature before Nơi nhận": (
        """Người ký: Ủy ban nhân dân tỉnh
Email: vpubnd@anhoa.gov.vn
Cơ quan: Tỉnh An Hòa
Thời gian ký: 09.06.2024 10:05:11 +07:00
ỦY BAN NHÂN DÂN
TỈNH AN HÒA
"""
        + MOTTO
        + """Số:         /UBND-KGVX
V/v triển khai Tháng hành động vì trẻ em
An Hòa, ngày     tháng 6 năm 2024
Kính gửi:
- Các sở, ban, ngành thuộc UBND tỉnh; các hội, đoàn thể;
- UBND các huyện, thị xã,
thành phố.
Ủy ban nhân dân tỉnh nhận được văn bản của Bộ Y tế.
1. Sở Y tế chủ trì.
TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG
Đặng Quốc Việt
Nơi nhận:
- Như trên;
+ Phòng KGVX;
- Lưu: VT, KGVX (H.05b).
""",
        {"number": None, "issued_on": None, "stamp_on": date(2024, 6, 9), "issuer": "Ủy ban nhân dân tỉnh An Hòa"},
        ["Các sở, ban, ngành thuộc UBND tỉnh; các hội, đoàn thể", "UBND các huyện, thị xã, thành phố"],
        ["Như trên", "Phòng KGVX", "Lưu: VT, KGVX"],
    ),
    "no header, text behind the signature": (
        """THÔNG BÁO KẾT LUẬN
của Chủ tịch UBND xã tại buổi tiếp công dân
Ngày 12/3/2024, Chủ tịch UBND xã Tân Lập tiếp công dân định kỳ.
1. Giao công chức địa chính kiểm tra.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Cao Xuân Thành
Ghi chú: Văn bản này thay thế văn bản trước.
""",
        {"type": "TB", "issuer": "Ủy ban nhân dân xã Tân Lập", "signer": "Cao Xuân Thành", "signer_title": "CHỦ TỊCH"},
        [],
        [],
    ),
    "Party conclusion, columns run together": (
        """TỈNH ỦY AN HÒA ĐẢNG CỘNG SẢN VIỆT NAM
* An Hòa, ngày 02 tháng 3 năm 2025
Số 83-KL/TU
KẾT LUẬN
CỦA BAN THƯỜNG VỤ TỈNH ỦY
về kết quả thực hiện Nghị quyết

Tại phiên họp ngày 01/3/2025, Ban Thường vụ kết luận như sau:
1. Giao Đảng ủy UBND tỉnh chỉ đạo.
Nơi nhận: T/M BAN THƯỜNG VỤ
- Các đồng chí Tỉnh ủy viên, PHÓ BÍ THƯ THƯỜNG TRỰC
- Các đảng ủy trực thuộc,
- Lưu VPTU.
Lò Minh Đức
""",
        {
            "type": "KL",
            "issuer": "Tỉnh ủy An Hòa",
            "issued_on": date(2025, 3, 2),
            "subject": "về kết quả thực hiện Nghị quyết",
            "signer": "Lò Minh Đức",
            "signer_title": "PHÓ BÍ THƯ THƯỜNG TRỰC",
        },
        [],
        ["Các đồng chí Tỉnh ủy viên", "Các đảng ủy trực thuộc", "Lưu VPTU"],
    ),
    "city, headings without numbers, annex": (
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ AN HÒA\nSố: 9/KH-UBND\n"
        + MOTTO
        + """An Hòa, ngày 9 tháng 9 năm 2024
KẾ HOẠCH
KIỂM TRA CÔNG TÁC CẢI CÁCH HÀNH CHÍNH
NĂM 2024 TRÊN ĐỊA BÀN THÀNH PHỐ
MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Đánh giá kết quả.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Đỗ Anh
PHỤ LỤC I
DANH SÁCH ĐƠN VỊ KIỂM TRA
(Kèm theo Kế hoạch số 9/KH-UBND ngày 9/9/2024)
Phòng Y tế
""",
        {
            "issuer": "Ủy ban nhân dân thành phố An Hòa",
            "subject": "KIỂM TRA CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NĂM 2024 TRÊN ĐỊA BÀN THÀNH PHỐ",
            "signer": "Đỗ Anh",
        },
        [],
        [],
    ),
    "Youth Union of a province": (
        """BCH ĐOÀN TỈNH AN HÒA
BAN THƯỜNG VỤ
***
Số: 112-KH/TĐTN-PT
ĐOÀN TNCS HỒ CHÍ MINH
An Hòa, ngày 14 tháng 5 năm 2024

KẾ HOẠCH
Tổ chức Chiến dịch Thanh niên tình nguyện hè năm 2024
-----
Nhằm phát huy vai trò xung kích, Ban Thường vụ Tỉnh đoàn ban hành kế hoạch.
1. Các huyện đoàn xây dựng kế hoạch trước ngày 25/5/2024.

Nơi nhận:
- TW Đoàn;
- Các huyện, thị, thành đoàn;
- Lưu: VP, PT.
TM. BAN THƯỜNG VỤ TỈNH ĐOÀN
PHÓ BÍ THƯ

(Đã ký)

Lò Thị Hiền
""",
        {
            "number": "112-KH/TĐTN-PT",
            "type": "KH",
            "issuer": "Ban Thường vụ Ban Chấp hành Đoàn tỉnh An Hòa",
            "signer": "Lò Thị Hiền",
            "signer_title": "PHÓ BÍ THƯ",
        },
        [],
        ["TW Đoàn", "Các huyện, thị, thành đoàn", "Lưu: VP, PT"],
    ),
    "Youth Union of a district, Kính gửi without a full stop": (
        "ĐOÀN TNCS HỒ CHÍ MINH\nBAN CHẤP HÀNH HUYỆN SƠN HÀ\n***\nSố: 45-CV/ĐTN\nV/v tổ chức Ngày Chủ nhật xanh\n"
        + MOTTO
        + """Sơn Hà, ngày 14 tháng 5 năm 2024
Kính gửi: Ban Chấp hành Đoàn các xã, thị trấn
Ban Thường vụ Huyện đoàn đề nghị các đơn vị thực hiện.
TM. BAN THƯỜNG VỤ HUYỆN ĐOÀN
BÍ THƯ
Bàn Văn Quý
""",
        {
            "issuer": "Ban Chấp hành Đoàn Thanh niên Cộng sản Hồ Chí Minh huyện Sơn Hà",
            "type": "CV",
            "signer": "Bàn Văn Quý",
            "signer_title": "BÍ THƯ",
        },
        ["Ban Chấp hành Đoàn các xã, thị trấn"],
        [],
    ),
    "last addressee with a semicolon, then the body": (
        "ỦY BAN NHÂN DÂN\nHUYỆN SƠN HÀ\n"
        + MOTTO
        + """Số: 88/UBND-VX
Sơn Hà, ngày 14 tháng 5 năm 2024
Kính gửi:
- Phòng Y tế;
- UBND các xã, thị trấn;

UBND huyện lùi thời gian tiêm chủng đợt hai sang tuần cuối tháng 6 năm 2024.
Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Bàn Văn Quý
""",
        {"number": "88/UBND-VX", "signer": "Bàn Văn Quý"},
        ["Phòng Y tế", "UBND các xã, thị trấn"],
        ["Như trên", "Lưu: VT"],
    ),
    "joint circular": (
        "BỘ Y TẾ - BỘ NỘI VỤ\n"
        + MOTTO
        + """Số: 07/2024/TTLT-BYT-BNV
Hà Nội, ngày 4 tháng 4 năm 2024
THÔNG TƯ LIÊN TỊCH
Hướng dẫn chế độ trực
Hai bộ thống nhất như sau.
1. Các cơ sở y tế thực hiện.
KT. BỘ TRƯỞNG
BỘ NỘI VỤ
THỨ TRƯỞNG

Nguyễn Văn Sáng
KT. BỘ TRƯỞNG
BỘ Y TẾ
THỨ TRƯỞNG

Đỗ Thị Mây
Nơi nhận:
- Như trên;
- Lưu: VT.
""",
        {
            "number": "07/2024/TTLT-BYT-BNV",
            "issuer": "Bộ Y tế - Bộ Nội vụ",
            "subject": "Hướng dẫn chế độ trực",
            "signer": "Nguyễn Văn Sáng",
            "signer_title": "THỨ TRƯỞNG",
            "signer_authority": "KT",
        },
        [],
        ["Như trên", "Lưu: VT"],
    ),
    "trích yếu and place broken where a line begins like a title, a number, a date": (
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ BÌNH AN\n"
        + MOTTO
        + """Số:
77/QĐ-UBND
Thành phố Bình
An, ngày 09 tháng 10 năm 2024

QUYẾT ĐỊNH

QUY ĐỊNH TRÁCH NHIỆM QUẢN LÝ CHỢ THAY THẾ
QUYẾT ĐỊNH SỐ
12/QĐ-UBND NGÀY 05 THÁNG 6 NĂM 2023

CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ BÌNH AN

Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Ban hành.
Nơi nhận:
- Bí thư Thành ủy (để
b/c);
- VP: các Phòng:
TH, KT, NC;
- Lưu: VT.
CHỦ TỊCH
[
Đỗ Văn Ba
""",
        {
            "place": "Thành phố Bình An",
            "issued_on": date(2024, 10, 9),
            "issuer": "Ủy ban nhân dân thành phố Bình An",
            "subject": "QUY ĐỊNH TRÁCH NHIỆM QUẢN LÝ CHỢ THAY THẾ QUYẾT ĐỊNH SỐ 12/QĐ-UBND NGÀY 05 THÁNG 6 NĂM 2023",
            "signer": "Đỗ Văn Ba",
        },
        [],
        ["Bí thư Thành ủy", "VP: các Phòng: TH, KT, NC", "Lưu: VT"],
    ),
    "dispatch with an hour, bullets alone on their lines": (
        "ỦY BAN NHÂN DÂN\nTỈNH AN HÒA\nSố: 3/CĐ-UBND\n"
        + MOTTO
        + """An Hòa, hồi 16 giờ 45 phút, ngày 02 tháng 9 năm 2024
HỎA TỐC
CÔNG ĐIỆN
Về việc ứng phó mưa lớn
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN HÒA điện:
-
Giám đốc các sở;
-
Chủ tịch UBND các xã.
Theo dự báo, mưa lớn diện rộng sẽ kéo dài.
1. Các xã trực ban.
CHỦ TỊCH
Đỗ Ba
""",
        {
            "issued_on": date(2024, 9, 2),
            "place": "An Hòa",
            "subject": "ứng phó mưa lớn",
            "urgency": "HỎA TỐC",
            "signer": "Đỗ Ba",
        },
        ["Giám đốc các sở", "Chủ tịch UBND các xã"],
        [],
    ),
    "web page of a Party directive": (
        """Toàn văn Chỉ thị 14-CT/TU của Ban Thường vụ Tỉnh ủy về công tác cán bộ
CHỈ THỊ
CỦA BAN THƯỜNG VỤ TỈNH ỦY
về công tác cán bộ nữ
Thời gian qua, các cấp ủy đã quan tâm.
1. Các chi bộ thực hiện. Văn phòng Tỉnh ủy An Hòa theo dõi.
""",
        {"number": "14-CT/TU", "type": "CT", "issuer": "Tỉnh ủy An Hòa", "subject": "về công tác cán bộ nữ"},
        [],
        [],
    ),
    "number and day only where the attachment names the document": (
        """QUYẾT ĐỊNH
Ban hành Quy chế tiếp công dân
GIÁM ĐỐC SỞ NỘI VỤ TỈNH AN HÒA
Căn cứ Luật Tiếp công dân;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế.
GIÁM ĐỐC
Đỗ Ba
QUY CHẾ
TIẾP CÔNG DÂN
(Ban hành kèm theo Quyết định số 55/QĐ-SNV ngày 03 tháng 8 năm 2025 của Giám đốc Sở
Nội vụ)
1. Trực ban.
""",
        {
            "number": "55/QĐ-SNV",
            "type": "QĐ",
            "issuer": "Sở Nội vụ tỉnh An Hòa",
            "issued_on": date(2025, 8, 3),
            "subject": "Ban hành Quy chế tiếp công dân",
        },
        [],
        [],
    ),
    "attachment of another kind": (
        """KẾ HOẠCH
Kiểm tra an toàn đập
(Kèm theo Quyết định số 55/QĐ-SNV ngày 03 tháng 8 năm 2025)
I. MỤC ĐÍCH
1. Rà soát.
""",
        {"number": None, "issued_on": None, "type": "KH", "subject": "Kiểm tra an toàn đập"},
        [],
        [],
    ),
    "issuer in the body only, broken over lines, with its abbreviation": (
        """Kính gửi: Các trường trung học phổ thông.

Thời gian qua, các trường đã thực hiện tốt. Để tiếp tục nâng cao chất lượng, Sở Giáo dục
và Đào tạo (GDĐT) yêu cầu các trường thực hiện:
1. Các trường rà soát. Sở GDĐT yêu cầu báo cáo. Sở GDĐT đề nghị gửi bản mềm.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Mùa A Sơn
""",
        {"issuer": "Sở Giáo dục và Đào tạo", "type": "CV", "number": None},
        ["Các trường trung học phổ thông"],
        [],
    ),
    "People's Committee in the body only": (
        """Kính gửi: Các phòng, ban.

Thực hiện chương trình công tác; Ủy ban nhân dân (UBND) thành
phố Bình An yêu cầu các phòng, ban báo cáo trước ngày 5/6/2024.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Mùa A Sơn
""",
        {"issuer": "Ủy ban nhân dân thành phố Bình An", "signer_authority": "TM"},
        ["Các phòng, ban"],
        [],
    ),
    "sentences only": (
        "Phòng Nội vụ chủ trì rà soát. Hoàn thành trước ngày 20/8/2024.\nGiao Văn phòng theo dõi.",
        {"number": None, "type": None, "issuer": None, "subject": None, "signer": None, "place": None},
        [],
        [],
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_header(name, rules):
    source, fields, addressees, recipients = DOCUMENTS[name]
    header, entries, _ = read(source, rules)
    assert {field: getattr(header, field) for field in fields} == fields
    assert entries == {"addressees": addressees, "recipients": recipients}


def test_zones_of_a_decision_with_a_plan(rules):
    _, _, shown = read(DOCUMENTS["decision with a plan"][0], rules)
    zones = {words: zone for zone, words in shown}
    assert zones["CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN LẬP"] is Zone.HEADER
    assert zones["QUYẾT ĐỊNH:"] is Zone.BODY
    assert zones["Phạm Quốc Toản"] is Zone.SIGNATURE
    assert zones["KẾ HOẠCH"] is Zone.HEADER
    assert zones["Chuyển đổi số năm 2025"] is Zone.HEADER
    assert zones["(Ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 03 tháng 8 năm 2025)"] is Zone.HEADER
    assert zones["I. MỤC ĐÍCH"] is Zone.BODY


def test_plain_sentences_are_body(rules):
    _, _, shown = read(DOCUMENTS["sentences only"][0], rules)
    assert {zone for zone, _ in shown} == {Zone.BODY}


def test_text_behind_the_tail_is_body(rules):
    _, _, shown = read(DOCUMENTS["no header, text behind the signature"][0], rules)
    assert shown[-1][0] is Zone.BODY


def test_a_floating_trich_yeu_is_header(rules):
    sentence = (
        "1. Các cơ quan, đơn vị tiếp tục đẩy mạnh chuyển đổi số theo Kế hoạch của\n"
        "huyện về triển khai các nhiệm vụ trọng tâm trong năm và những\n"
        "Về việc nâng cao chất lượng\n"
        "dịch vụ công năm 2024.\n"
        "nội dung đã được phân công, bảo đảm đúng tiến độ, chất lượng theo quy định.\n"
    )
    header, _, shown = read(f"Kính gửi: Các phòng, ban thuộc huyện.\n\n{sentence}{sentence[:150]}", rules)
    assert header.subject == "nâng cao chất lượng dịch vụ công năm 2024"
    assert [words for zone, words in shown if zone is Zone.HEADER] == [
        "Về việc nâng cao chất lượng",
        "dịch vụ công năm 2024.",
    ]


def test_page_numbers_are_noise_and_table_rows_are_not(rules):
    body = "Các đơn vị thực hiện nghiêm nội dung của văn bản này trong thời gian tới.\n"
    _, _, shown = read(f"{body * 20}2\n{body * 20}|\n1\n|\nRà soát hồ sơ\n|\n", rules)
    assert [zone for zone, words in shown if words == "2"] == [Zone.NOISE]
    assert [zone for zone, words in shown if words == "1"] == [Zone.BODY]


def test_row_numbers_of_a_table_with_one_cell_a_line_are_body(rules):
    row = "Rà soát hồ sơ của các đơn vị\n" * 15
    _, _, shown = read(f"STT\nNội dung\n1\n{row}2\n{row}3\n{row}", rules)
    assert [zone for zone, words in shown if words.isdigit()] == [Zone.BODY] * 3


def test_footnotes_are_noise_to_their_end(rules):
    note = "[1] Thông tư số 09/2024/TT-BYT\nngày 05/02/2024 của Bộ Y tế quy định về\ntrực cấp cứu.\n"
    _, _, shown = read(f"1. Các bệnh viện thực hiện quy chế trực[1].\n{note}2. Sở Y tế theo dõi.\n", rules)
    assert [zone for zone, _ in shown] == [Zone.BODY, *[Zone.NOISE] * 3, Zone.BODY]


def test_a_footnote_mark_inside_a_sentence_is_body(rules):
    _, _, shown = read("1. Các trường rà soát chuẩn giảng viên\n[2] và chuẩn chương trình đào tạo.\n", rules)
    assert {zone for zone, _ in shown} == {Zone.BODY}


def test_bullets_alone_on_their_lines_are_body_and_rules_are_not(rules):
    _, _, shown = read("1. Sở Y tế:\n-\nChủ trì rà soát;\n+\nTổng hợp kết quả.\n-\n\n-----\n2. Sở Nội vụ\n", rules)
    assert [zone for zone, words in shown if words in "-+"] == [Zone.BODY, Zone.BODY, Zone.NOISE]


def test_a_sentence_with_a_number_is_no_headline(rules):
    _, _, shown = read("Công văn số 23/UBND-NC đã giao các xã báo cáo trước ngày 05/3/2024.\n", rules)
    assert [zone for zone, _ in shown] == [Zone.BODY]


@pytest.mark.parametrize(
    "line", ["KẾ HOẠCH", "Kính gửi:", "Nơi nhận:", "CHỦ TỊCH", "Số:", "V/v x", "|", "12", "Sơn Hà, ngày", ""]
)
def test_fragments_do_no_harm(line, rules):
    read(line, rules)
    read(f"{line}\n{line}\n", rules)


@pytest.mark.slow
@pytest.mark.parametrize(
    "source", ["|" * 5_000_000, "A B " * 1_000_000, "Nơi nhận:\n- A;\n" * 5_000, "CHỦ TỊCH\n" * 5_000]
)
def test_hostile_text_is_linear(source, rules):
    began = time.perf_counter()
    read(source, rules)
    assert time.perf_counter() - began < 20
