"""Whose task it is: named, one of many, a successor, another part in it, only for information; and mostly: not mine."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from parchk.errors import RuleError, UsageError
from parchk.models import Directive, Mine
from parchk.office import Profile, Reader, asked_for
from parchk.pipeline import Extractor, Options
from parchk.read import from_text
from parchk.ruleset import load
from parchk.settings import find_settings
from parchk.text import quote

if TYPE_CHECKING:
    from conftest import Finished

    Parchk = Callable[..., Finished]

RULES = load()
EXTRACT = Extractor(RULES, Options(nlp="off"))

DISTRICT = ("ỦY BAN NHÂN DÂN\nHUYỆN SƠN TRÀ", "Sơn Trà", "ngày 12 tháng 4 năm 2022")
PROVINCE = ("ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ", "Phú Thọ", "ngày 12 tháng 4 năm 2026")
FORMER_PROVINCE = ("ỦY BAN NHÂN DÂN\nTỈNH HÒA BÌNH", "Hòa Bình", "ngày 12 tháng 4 năm 2022")
CITY = ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG", "Hải Phòng", "ngày 12 tháng 4 năm 2026")
COMMUNE = ("ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LẠC", "Đồng Lạc", "ngày 12 tháng 4 năm 2026")
NEIGHBOUR = ("ỦY BAN NHÂN DÂN\nXÃ ĐỒNG TÂM", "Đồng Tâm", "ngày 12 tháng 4 năm 2026")
HEALTH = ("ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ\nSỞ Y TẾ", "Phú Thọ", "ngày 12 tháng 4 năm 2026")
PRIME_MINISTER = ("THỦ TƯỚNG CHÍNH PHỦ", "Hà Nội", "ngày 12 tháng 4 năm 2026")
FORMER_PRIME_MINISTER = ("THỦ TƯỚNG CHÍNH PHỦ", "Hà Nội", "ngày 12 tháng 4 năm 2022")
HOSPITAL = ("SỞ Y TẾ TỈNH PHÚ THỌ\nBỆNH VIỆN ĐA KHOA MINH AN", "Phú Thọ", "ngày 12 tháng 4 năm 2026")
PARTY = ("ĐẢNG BỘ TỈNH PHÚ THỌ\nĐẢNG ỦY XÃ ĐỒNG LẠC", "Đồng Lạc", "ngày 12 tháng 4 năm 2026")
PROVINCE_PARTY = ("TỈNH ỦY PHÚ THỌ", "Phú Thọ", "ngày 12 tháng 4 năm 2026")
NOBODY = None

XA_2022 = Profile("UBND xã Đồng Lạc", superior="UBND huyện Sơn Trà, tỉnh Hòa Bình")
XA = Profile("UBND xã Đồng Lạc", superior="UBND tỉnh Phú Thọ")
XA_BARE = Profile("UBND xã Đồng Lạc")
XA_HEIR = Profile(
    "UBND xã Đồng Lạc",
    superior="UBND tỉnh Phú Thọ",
    predecessors=("UBND xã Suối Hoa, huyện Sơn Trà", "UBND thị trấn Vân, huyện Sơn Trà", "UBND huyện Sơn Trà"),
)
PHUONG = Profile("UBND phường Vân Cơ", superior="UBND tỉnh Phú Thọ")
HUYEN = Profile("UBND huyện Sơn Trà", superior="UBND tỉnh Hòa Bình")
TINH = Profile("UBND tỉnh Phú Thọ")
THANH_PHO = Profile("UBND thành phố Hải Phòng", aliases=("UBTP",))
SO = Profile("Sở Nội vụ tỉnh Phú Thọ", aliases=("SNV",))
SO_XD = Profile("Sở Xây dựng", superior="UBND tỉnh Phú Thọ")
PHONG_2022 = Profile("Phòng Nội vụ", superior="UBND huyện Sơn Trà")
PHONG_KHAC = Profile("Phòng Nội vụ huyện Mường Lát")
PHONG_XA = Profile("Phòng Văn hóa - Xã hội xã Đồng Lạc")
TRUONG = Profile("Trường THCS Nguyễn Du", superior="UBND huyện Sơn Trà")
TTYT = Profile("Trung tâm Y tế khu vực Vân Cơ", superior="Sở Y tế tỉnh Phú Thọ")
TRAM = Profile("Trạm Y tế xã Đồng Lạc")
KHOA = Profile("Khoa Dược", superior="Bệnh viện Đa khoa Minh An")
DANG_UY = Profile("Đảng ủy xã Đồng Lạc", superior="Tỉnh ủy Phú Thọ")
BO = Profile("Bộ Tài chính")
VAN_PHONG = Profile("Văn phòng HĐND và UBND huyện Sơn Trà")
CONG_AN = Profile("Công an xã Đồng Lạc")
CONG_TY = Profile("Công ty cổ phần Cấp nước Sông Bôi")
CONG_AN_TINH = Profile("Công an tỉnh Phú Thọ", superior="Bộ Công an")
BHXH = Profile("Bảo hiểm xã hội tỉnh Phú Thọ", superior="Bảo hiểm xã hội Việt Nam")
BENH_VIEN = Profile("Bệnh viện Đa khoa Sông Bôi", superior="Sở Y tế tỉnh Phú Thọ")
THPT = Profile("Trường THPT Nguyễn Du", superior="Sở Giáo dục và Đào tạo tỉnh Phú Thọ")
PHONG_CUA_SO = Profile("Phòng Nghiệp vụ Y", superior="Sở Y tế tỉnh Phú Thọ")
VAN_PHONG_TINH = Profile("Văn phòng UBND tỉnh Phú Thọ", superior="UBND tỉnh Phú Thọ")
HOI = Profile("Hội Chữ thập đỏ tỉnh Phú Thọ", superior="UBND tỉnh Phú Thọ")
NONG_DAN = Profile("Hội Nông dân tỉnh Phú Thọ")
VINH = Profile("UBND phường Hưng Bình", superior="UBND thành phố Vinh, tỉnh Nghệ An")
VINH_PHONG = Profile("Phòng Quản lý đô thị thành phố Vinh", superior="UBND thành phố Vinh, tỉnh Nghệ An")
VINH_CITY = ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ VINH", "Vinh", "ngày 12 tháng 4 năm 2022")
DA_LAT = ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐÀ LẠT", "Đà Lạt", "ngày 12 tháng 4 năm 2022")
THUA_THIEN = ("ỦY BAN NHÂN DÂN\nTỈNH THỪA THIÊN HUẾ", "Thừa Thiên Huế", "ngày 12 tháng 4 năm 2023")
HUE = Profile("UBND thành phố Huế")

Where = tuple[str, str, str] | None

CASES: list[tuple[Profile, Where, str, str | None]] = [
    # --- by name ---
    (XA, PROVINCE, "UBND xã Đồng Lạc rà soát danh sách.", "named"),
    (XA, PROVINCE, "Ủy ban nhân dân xã Đồng Lạc rà soát danh sách.", "named"),
    (XA, PROVINCE, "Chủ tịch UBND xã Đồng Lạc chỉ đạo rà soát danh sách.", "named"),
    (XA, PROVINCE, "Giao đồng chí Lê Văn Bảy, Phó Chủ tịch UBND xã Đồng Lạc chỉ đạo rà soát.", "named"),
    (XA, PROVINCE, "UBND các xã Đồng Lạc, Đồng Tâm rà soát danh sách.", "named"),
    (XA, PROVINCE, "UBND xã Đồng Tâm, xã Đồng Lạc rà soát danh sách.", "named"),
    (XA, PROVINCE, "UBND các xã, phường: Vân Cơ, Đồng Lạc rà soát danh sách.", "named"),
    (XA, PROVINCE, "HĐND và UBND xã Đồng Lạc rà soát danh sách.", "named"),
    (XA_BARE, NOBODY, "UBND xã Đồng Lạc rà soát danh sách.", "named"),
    (Profile("UBND xã Hoà Thuận"), PROVINCE, "UBND xã Hòa Thuận rà soát danh sách.", "named"),
    (Profile("UBND XÃ ĐỒNG LẠC"), PROVINCE, "UBND xã Đồng Lạc rà soát danh sách.", "named"),
    (Profile("ubnd xã đồng lạc"), PROVINCE, "UBND xã Đồng Lạc rà soát danh sách.", "named"),
    (XA, PROVINCE, "UBND xã Đồng rà soát danh sách.", None),
    (XA, PROVINCE, "UBND xã Đồng Lạc Thượng rà soát danh sách.", None),
    (XA, PROVINCE, "UBND xã Đông Lạc rà soát danh sách.", None),
    (XA, PROVINCE, "UBND phường Đồng Lạc rà soát danh sách.", None),
    (XA, PROVINCE, "UBND các xã Đồng Tâm, Suối Hoa rà soát danh sách.", None),
    (XA, PROVINCE, "Công an xã Đồng Lạc rà soát danh sách.", None),
    (XA, PROVINCE, "Văn phòng HĐND và UBND xã Đồng Lạc rà soát danh sách.", None),
    (XA, PROVINCE, "Đảng ủy xã Đồng Lạc lãnh đạo rà soát danh sách.", None),
    (XA, CITY, "UBND xã Đồng Lạc rà soát danh sách.", None),
    (XA_2022, DISTRICT, "UBND xã Đồng Lạc, huyện Mường Lát rà soát danh sách.", None),
    (SO, PROVINCE, "Sở Nội vụ chủ trì tổng hợp.", "named"),
    (SO, PROVINCE, "Giám đốc Sở Nội vụ chủ trì tổng hợp.", "named"),
    (SO, PROVINCE, "Các Sở: Tài chính, Nội vụ chủ trì tổng hợp.", "named"),
    (SO, PROVINCE, "Các Sở: Tài chính, Xây dựng chủ trì tổng hợp.", None),
    (SO, CITY, "Sở Nội vụ chủ trì tổng hợp.", None),
    (SO, PRIME_MINISTER, "Bộ Nội vụ chủ trì tổng hợp.", None),
    (SO, DISTRICT, "Phòng Nội vụ chủ trì tổng hợp.", None),
    (PHONG_2022, DISTRICT, "Phòng Nội vụ chủ trì tổng hợp.", "named"),
    (PHONG_KHAC, DISTRICT, "Phòng Nội vụ chủ trì tổng hợp.", None),
    (Profile("P. LĐTBXH huyện Sơn Trà"), DISTRICT, "Phòng Lao động - Thương binh và Xã hội tổng hợp.", "named"),
    (PHONG_XA, COMMUNE, "Phòng Văn hóa - Xã hội chủ trì tổng hợp.", "named"),
    (PHONG_XA, NEIGHBOUR, "Phòng Văn hóa - Xã hội chủ trì tổng hợp.", None),
    (BO, PRIME_MINISTER, "Bộ trưởng các Bộ: Xây dựng, Tài chính rà soát cơ chế.", "named"),
    (BO, PROVINCE, "Sở Tài chính rà soát cơ chế.", None),
    (THANH_PHO, PRIME_MINISTER, "UBND TP. Hải Phòng rà soát cơ chế.", "named"),
    (THANH_PHO, PRIME_MINISTER, "UBND thành phố Cần Thơ rà soát cơ chế.", None),
    (KHOA, HOSPITAL, "Khoa Dược kiểm kê thuốc.", "named"),
    (CONG_TY, PROVINCE, "Công ty cổ phần Cấp nước Sông Bôi sửa đường ống.", "named"),
    (CONG_TY, PROVINCE, "Công ty cổ phần Cấp nước Sông Đà sửa đường ống.", None),
    # --- one of many ---
    (XA, PROVINCE, "UBND các xã, phường rà soát danh sách.", "collective"),
    (XA, PROVINCE, "Chủ tịch UBND cấp xã rà soát danh sách.", "collective"),
    (XA, PROVINCE, "Các xã, phường rà soát danh sách.", "collective"),
    (XA, PROVINCE, "Các địa phương rà soát danh sách.", "collective"),
    (XA, PROVINCE, "Các sở, ban, ngành, địa phương rà soát danh sách.", "collective"),
    (XA_2022, DISTRICT, "Chủ tịch UBND các xã, thị trấn rà soát danh sách.", "collective"),
    (XA, PROVINCE, "UBND các phường rà soát danh sách.", None),
    (PHUONG, PROVINCE, "UBND các phường rà soát danh sách.", "collective"),
    (PHUONG, CITY, "UBND các phường rà soát danh sách.", None),
    (XA, PROVINCE, "UBND các xã, phường (trừ xã Đồng Lạc) rà soát danh sách.", None),
    (XA, PROVINCE, "UBND các xã, phường (không bao gồm các xã Đồng Tâm, Đồng Lạc) rà soát.", None),
    (XA, PROVINCE, "UBND các xã, phường (trừ xã Đồng Tâm) rà soát danh sách.", "collective"),
    (XA, PROVINCE, "UBND các xã, phường (trừ phường Đồng Lạc Thượng) rà soát danh sách.", "collective"),
    (XA, NEIGHBOUR, "Phối hợp với UBND các xã giáp ranh rà soát danh sách.", None),
    (XA, PRIME_MINISTER, "UBND các tỉnh, thành phố trực thuộc trung ương rà soát danh sách.", None),
    (XA, PRIME_MINISTER, "Các bộ, ngành, địa phương rà soát danh sách.", None),
    (XA, PROVINCE, "Các cơ quan, đơn vị rà soát danh sách.", None),
    (XA_2022, FORMER_PROVINCE, "UBND các huyện, thị xã, thành phố rà soát danh sách.", None),
    (XA_2022, FORMER_PROVINCE, "Các địa phương rà soát danh sách.", None),
    (HUYEN, FORMER_PROVINCE, "UBND các huyện, thị xã, thành phố rà soát danh sách.", "collective"),
    (HUYEN, FORMER_PROVINCE, "Các địa phương rà soát danh sách.", "collective"),
    (HUYEN, FORMER_PROVINCE, "UBND cấp xã rà soát danh sách.", None),
    (XA_2022, DISTRICT, "UBND các xã thuộc huyện Mường Lát rà soát danh sách.", None),
    (TINH, PRIME_MINISTER, "UBND các tỉnh, thành phố trực thuộc trung ương rà soát cơ chế.", "collective"),
    (TINH, PRIME_MINISTER, "Các bộ, ngành, địa phương rà soát cơ chế.", "collective"),
    (TINH, PRIME_MINISTER, "UBND các tỉnh: Lào Cai, Phú Thọ rà soát cơ chế.", "named"),
    (TINH, PRIME_MINISTER, "UBND các tỉnh: Lào Cai, Sơn La rà soát cơ chế.", None),
    (BO, PRIME_MINISTER, "Các bộ, cơ quan ngang bộ rà soát cơ chế.", "collective"),
    (BO, PROVINCE, "Các sở, ngành rà soát cơ chế.", None),
    (SO, PROVINCE, "Thủ trưởng các sở, ban, ngành rà soát cơ chế.", "collective"),
    (SO, PROVINCE, "Thủ trưởng các sở, ban, ngành (trừ Sở Nội vụ) rà soát cơ chế.", None),
    (SO, HEALTH, "Các sở, ban, ngành rà soát cơ chế.", "collective"),
    (SO_XD, PROVINCE, "Thủ trưởng các cơ quan chuyên môn thuộc UBND tỉnh rà soát.", "collective"),
    (SO, DISTRICT, "Thủ trưởng các cơ quan, đơn vị thuộc huyện rà soát.", None),
    (SO, PROVINCE, "Các cơ quan báo chí đưa tin.", None),
    (PHONG_2022, DISTRICT, "Thủ trưởng các cơ quan, đơn vị thuộc huyện rà soát.", "collective"),
    (PHONG_2022, DISTRICT, "Trưởng các phòng, ban chuyên môn rà soát.", "collective"),
    (PHONG_2022, DISTRICT, "Các đơn vị sự nghiệp thuộc huyện rà soát.", None),
    (PHONG_KHAC, DISTRICT, "Trưởng các phòng, ban chuyên môn rà soát.", None),
    (PHONG_2022, FORMER_PROVINCE, "Thủ trưởng các sở, ban, ngành rà soát.", None),
    (TRUONG, DISTRICT, "Các đơn vị sự nghiệp thuộc huyện rà soát.", "collective"),
    (TRUONG, DISTRICT, "Hiệu trưởng các trường học trên địa bàn huyện rà soát.", "collective"),
    (TRUONG, DISTRICT, "Các phòng, ban chuyên môn rà soát.", None),
    (TTYT, HEALTH, "Các đơn vị trực thuộc Sở Y tế rà soát trang thiết bị.", "collective"),
    (TTYT, HEALTH, "Các đơn vị rà soát trang thiết bị.", "collective"),
    (TTYT, HEALTH, "Các đơn vị thuộc Sở rà soát trang thiết bị.", "collective"),
    (TTYT, HEALTH, "Các đơn vị thuộc Sở Nội vụ rà soát trang thiết bị.", None),
    (SO_XD, PROVINCE, "Các cơ quan chuyên môn thuộc UBND tỉnh rà soát trang thiết bị.", "collective"),
    (SO_XD, CITY, "Các cơ quan chuyên môn thuộc UBND thành phố rà soát trang thiết bị.", None),
    (PHONG_XA, COMMUNE, "Các phòng chuyên môn thuộc UBND xã rà soát trang thiết bị.", "collective"),
    (PHONG_XA, NEIGHBOUR, "Các phòng chuyên môn thuộc UBND xã rà soát trang thiết bị.", None),
    (VAN_PHONG, DISTRICT, "Văn phòng HĐND&UBND huyện rà soát trang thiết bị.", "named"),
    (VAN_PHONG, DISTRICT, "UBND huyện rà soát trang thiết bị.", None),
    (TTYT, PROVINCE, "Các sở, ban, ngành rà soát trang thiết bị.", None),
    (TRAM, PROVINCE, "Trạm Y tế các xã, phường rà soát trang thiết bị.", "collective"),
    (TRAM, PROVINCE, "UBND các xã, phường rà soát trang thiết bị.", None),
    (KHOA, HOSPITAL, "Các khoa, phòng kiểm kê thuốc.", "collective"),
    (KHOA, HEALTH, "Các khoa, phòng kiểm kê thuốc.", None),
    (CONG_AN, PROVINCE, "Công an các xã, phường rà soát.", "collective"),
    (DANG_UY, PARTY, "UBND xã rà soát danh sách.", None),
    (DANG_UY, PROVINCE_PARTY, "Đảng ủy các xã, phường lãnh đạo rà soát.", "collective"),
    (DANG_UY, PROVINCE_PARTY, "Bí thư Đảng ủy xã Đồng Lạc lãnh đạo rà soát.", "named"),
    (DANG_UY, PROVINCE_PARTY, "Bí thư Đảng ủy xã Đồng Tâm lãnh đạo rà soát.", None),
    (XA, PROVINCE_PARTY, "Đảng ủy các xã, phường lãnh đạo rà soát.", None),
    # --- another part in it ---
    (XA, PROVINCE, "Sở Y tế phối hợp với UBND các xã, phường rà soát danh sách.", "coordinate"),
    (XA, PROVINCE, "Sở Y tế phối hợp với UBND xã Đồng Lạc rà soát danh sách.", "coordinate"),
    (XA, PROVINCE, "Sở Y tế phối hợp với UBND các phường rà soát danh sách.", None),
    (SO, PROVINCE, "UBND các xã, phường báo cáo UBND tỉnh (qua Sở Nội vụ) trước ngày 20/5/2026.", "report_via"),
    (TINH, PROVINCE, "UBND các xã, phường báo cáo UBND tỉnh (qua Sở Nội vụ) trước ngày 20/5/2026.", "report_to"),
    (HUYEN, DISTRICT, "Phòng Nội vụ tham mưu UBND huyện ban hành kế hoạch.", "advise"),
    (TINH, CITY, "UBND các xã, phường báo cáo UBND thành phố trước ngày 20/5/2026.", None),
    (THANH_PHO, CITY, "UBND các xã, phường báo cáo UBND thành phố trước ngày 20/5/2026.", "report_to"),
    # --- a successor ---
    (SO, FORMER_PROVINCE, "Sở Nội vụ chủ trì tổng hợp.", "succeeds"),
    (SO, FORMER_PROVINCE, "Sở Lao động - Thương binh và Xã hội chủ trì tổng hợp.", "succeeds"),
    (SO, FORMER_PROVINCE, "Sở LĐTBXH chủ trì tổng hợp.", "succeeds"),
    (SO, FORMER_PROVINCE, "Thủ trưởng các sở, ban, ngành rà soát.", "succeeds"),
    (SO, FORMER_PROVINCE, "Sở Giao thông vận tải chủ trì tổng hợp.", None),
    (SO_XD, FORMER_PROVINCE, "Sở Giao thông vận tải chủ trì tổng hợp.", "succeeds"),
    (SO, PROVINCE, "Sở Lao động - Thương binh và Xã hội chủ trì tổng hợp.", None),
    (BO, FORMER_PRIME_MINISTER, "Bộ Kế hoạch và Đầu tư chủ trì tổng hợp.", "succeeds"),
    (BO, FORMER_PRIME_MINISTER, "Bộ Giao thông vận tải chủ trì tổng hợp.", None),
    (BO, PRIME_MINISTER, "Bộ Kế hoạch và Đầu tư chủ trì tổng hợp.", None),
    (TINH, FORMER_PRIME_MINISTER, "UBND tỉnh Vĩnh Phúc rà soát cơ chế.", "succeeds"),
    (TINH, FORMER_PRIME_MINISTER, "UBND tỉnh Phú Thọ rà soát cơ chế.", "named"),
    (TINH, FORMER_PRIME_MINISTER, "UBND tỉnh Thái Bình rà soát cơ chế.", None),
    (XA_HEIR, DISTRICT, "UBND xã Suối Hoa rà soát danh sách.", "succeeds"),
    (XA_HEIR, DISTRICT, "UBND các xã, thị trấn rà soát danh sách.", "succeeds"),
    (XA_HEIR, DISTRICT, "Phòng Nội vụ báo cáo UBND huyện trước ngày 20/5/2022.", "report_to"),
    (XA_HEIR, PROVINCE, "UBND các xã, phường rà soát danh sách.", "collective"),
    (XA_HEIR, FORMER_PROVINCE, "UBND các xã rà soát danh sách.", "succeeds"),
    (XA, DISTRICT, "UBND huyện rà soát danh sách.", None),
    (XA, FORMER_PROVINCE, "UBND các huyện rà soát danh sách.", None),
    # --- words behind a collective that leave it out, or name who is meant ---
    (PHUONG, PROVINCE, "UBND các xã, phường (trừ các xã, phường: Đồng Tâm, Vân Cơ) rà soát danh sách.", None),
    (PHUONG, PROVINCE, "UBND các xã, phường (trừ 02 phường: An Hòa, Vân Cơ) rà soát danh sách.", None),
    (PHUONG, PROVINCE, "UBND các xã, phường (trừ Đồng Tâm, Vân Cơ) rà soát danh sách.", None),
    (PHUONG, PROVINCE, "UBND các xã, phường (trừ Đồng Tâm, An Hòa) rà soát danh sách.", "collective"),
    (PHUONG, PROVINCE, "UBND các xã, phường rà soát danh sách, trừ phường Vân Cơ.", None),
    (PHUONG, PROVINCE, "UBND các xã, phường rà soát danh sách, trừ phường An Hòa.", "collective"),
    (PHUONG, PROVINCE, "UBND các xã, phường, ngoài phường Vân Cơ, rà soát danh sách.", None),
    (PHUONG, PROVINCE, "UBND các xã, phường (trừ xã Vân Cơ) rà soát danh sách.", "collective"),
    (SO, PROVINCE, "Các sở, ban, ngành (trừ các Sở: Y tế, Nội vụ) rà soát danh sách.", None),
    (SO, PROVINCE, "Các sở, ban, ngành (trừ các Sở: Y tế, Tài chính) rà soát danh sách.", "collective"),
    (SO, PROVINCE, "Các sở, ban, ngành (trừ Công an tỉnh Phú Thọ) rà soát danh sách.", "collective"),
    (CONG_AN_TINH, PROVINCE, "Các sở, ban, ngành (trừ Công an tỉnh, Sở Tài chính) rà soát danh sách.", None),
    (CONG_AN, PROVINCE, "Công an các xã, phường (trừ xã Đồng Lạc) rà soát danh sách.", None),
    (XA, PROVINCE, "UBND các xã, phường (Vân Cơ, Đồng Tâm) rà soát danh sách.", None),
    (XA, PROVINCE, "UBND các xã, phường (Vân Cơ, Đồng Lạc) rà soát danh sách.", "named"),
    (XA, PROVINCE, "Các đơn vị, địa phương (Sở Y tế, xã Đồng Tâm) rà soát danh sách.", None),
    (SO, PROVINCE, "Các đơn vị, địa phương (Sở Y tế, xã Đồng Tâm) rà soát danh sách.", None),
    (SO, PROVINCE, "Các sở, ban, ngành: Y tế, Tài chính rà soát danh sách.", None),
    (SO, PROVINCE, "Các sở, ban, ngành: Y tế, Nội vụ rà soát danh sách.", "named"),
    (XA, PROVINCE, "UBND các xã, phường (Mục I, II) rà soát danh sách.", "collective"),
    (XA, PROVINCE, "UBND các xã, phường (Biểu 02) rà soát danh sách.", "collective"),
    (TINH, PRIME_MINISTER, "Các địa phương: Lào Cai, Sơn La rà soát cơ chế.", None),
    (TINH, PRIME_MINISTER, "Các địa phương: Lào Cai, Phú Thọ rà soát cơ chế.", "named"),
    # --- an office that is below a place and below another office ---
    (CONG_AN_TINH, PROVINCE, "Các sở, ban, ngành rà soát danh sách.", "collective"),
    (CONG_AN_TINH, PROVINCE, "Thủ trưởng các cơ quan, đơn vị rà soát danh sách.", "collective"),
    (CONG_AN_TINH, CITY, "Các sở, ban, ngành rà soát danh sách.", None),
    (BHXH, PROVINCE, "Các sở, ban, ngành rà soát danh sách.", "collective"),
    (BENH_VIEN, PROVINCE, "Các cơ sở KCB trên địa bàn tỉnh rà soát danh sách.", "collective"),
    (BENH_VIEN, PROVINCE, "Các cơ sở khám bệnh, chữa bệnh BHYT trên địa bàn tỉnh rà soát danh sách.", "collective"),
    (BENH_VIEN, PROVINCE, "Các bệnh viện trên địa bàn tỉnh rà soát danh sách.", "collective"),
    (BENH_VIEN, PROVINCE, "Bệnh viện Đa khoa Sông Bôi rà soát danh sách.", "named"),
    (BENH_VIEN, PROVINCE, "Các sở, ban, ngành rà soát danh sách.", None),
    (BENH_VIEN, CITY, "Các bệnh viện trên địa bàn thành phố rà soát danh sách.", None),
    (BENH_VIEN, HEALTH, "Các đơn vị trực thuộc Sở rà soát danh sách.", "collective"),
    (THPT, PROVINCE, "Các trường học trên địa bàn tỉnh rà soát danh sách.", "collective"),
    (TRAM, PROVINCE, "Các cơ sở y tế trên địa bàn tỉnh rà soát danh sách.", "collective"),
    (PHONG_CUA_SO, PROVINCE, "Các phòng, ban, cơ quan, đơn vị rà soát danh sách.", None),
    (KHOA, PROVINCE, "Các cơ quan, đơn vị rà soát danh sách.", None),
    (VAN_PHONG_TINH, PROVINCE, "Các sở, ban, ngành rà soát danh sách.", "collective"),
    (HOI, PROVINCE, "Các hội quần chúng rà soát danh sách.", "collective"),
    (HOI, PROVINCE, "Các Hội được Đảng, Nhà nước giao nhiệm vụ rà soát danh sách.", "collective"),
    (HOI, PROVINCE, "Các tổ chức chính trị - xã hội rà soát danh sách.", None),
    (NONG_DAN, PROVINCE, "Các tổ chức chính trị - xã hội rà soát danh sách.", "collective"),
    (SO, PROVINCE, "Các cơ quan, đơn vị trực thuộc Hội đồng nhân dân tỉnh rà soát danh sách.", None),
    # --- short names, cities ---
    (Profile("Ngân hàng Nhà nước"), PRIME_MINISTER, "Ngân hàng Nhà nước Việt Nam rà soát cơ chế.", "named"),
    (Profile("NHNN"), PRIME_MINISTER, "Ngân hàng Nhà nước rà soát cơ chế.", "named"),
    (Profile("VPCP"), PRIME_MINISTER, "Văn phòng Chính phủ rà soát cơ chế.", "named"),
    (
        Profile("UBND thành phố Hồ Chí Minh"),
        FORMER_PRIME_MINISTER,
        "UBND tỉnh Bà Rịa-Vũng Tàu rà soát cơ chế.",
        "succeeds",
    ),
    (VINH, VINH_CITY, "UBND các phường, xã rà soát danh sách.", "collective"),
    (VINH, DA_LAT, "UBND các phường, xã rà soát danh sách.", None),
    (VINH_PHONG, VINH_CITY, "Các phòng, ban chuyên môn rà soát danh sách.", "collective"),
    (HUE, THUA_THIEN, "UBND thành phố Huế rà soát danh sách.", None),
    (HUE, PRIME_MINISTER, "UBND thành phố Huế rà soát danh sách.", "named"),
]


def written(where: Where, body: str, addressees: str = "", recipients: str = "") -> str:
    if where is None:
        return f"{addressees}\n1. {body}\n{recipients}"
    issuer, place, day = where
    head = f"{issuer}\n-------\nSố: 12/CV\n{place}, {day}\nV/v triển khai nhiệm vụ\n{addressees}\n"
    return f"{head}\nTriển khai nhiệm vụ như sau:\n1. {body}\n{recipients}"


def read(text: str) -> Directive:
    return EXTRACT(from_text(text, "a.txt"))


def mine(profile: Profile, text: str) -> Mine | None:
    result = read(text)
    assert len(result.tasks) == 1, [task.text for task in result.tasks]
    return Reader(profile, RULES).mine(result.tasks[0], result, text)


@pytest.mark.parametrize(("profile", "where", "sentence", "why"), CASES)
def test_a_task_is_mine_for_one_reason_or_not_at_all(
    profile: Profile, where: Where, sentence: str, why: str | None
) -> None:
    found = mine(profile, written(where, sentence))
    assert (found and found.why) == why


def test_every_office_is_tried_with_more_that_is_not_its_own_than_one_would_think() -> None:
    assert len(CASES) > 100
    assert sum(why is None for *_, why in CASES) > 40


# What it depends on


CAVEATS: list[tuple[Profile, Where, str, str | None]] = [
    (XA, PROVINCE, "UBND các xã, phường rà soát danh sách.", None),
    (XA_BARE, PROVINCE, "UBND các xã, phường rà soát danh sách.", "superior-unknown"),
    (XA_BARE, PROVINCE, "UBND xã Đồng Lạc rà soát danh sách.", None),
    (XA, NOBODY, "UBND các xã, phường rà soát danh sách.", "superior-unknown"),
    (XA, DISTRICT, "UBND các xã, thị trấn rà soát danh sách.", "superior-unknown"),
    (XA, PROVINCE, "UBND các xã ven biển rà soát danh sách.", "if-concerned"),
    (XA, PROVINCE, "UBND các xã còn lại rà soát danh sách.", "if-concerned"),
    (XA, PROVINCE, "UBND các xã, phường theo danh sách kèm theo rà soát hồ sơ.", "if-concerned"),
    (XA, PROVINCE, "UBND các xã, phường tại Phụ lục I rà soát hồ sơ.", "if-concerned"),
    (XA, PROVINCE, "UBND các xã, phường trong vùng dự án rà soát hồ sơ.", "if-concerned"),
    (XA, PROVINCE, "UBND các xã, phường nơi có dự án rà soát hồ sơ.", "if-concerned"),
    (XA, PROVINCE, "UBND các xã, phường từ Đồng Tâm đến Suối Hoa rà soát hồ sơ.", "if-concerned"),
    (XA, PROVINCE, "UBND các xã, phường thuộc khu vực Vĩnh Phúc cũ rà soát hồ sơ.", "if-concerned"),
    (XA, PROVINCE, "UBND các xã, phường thuộc tỉnh Vĩnh Phúc (cũ) rà soát hồ sơ.", "superior-unknown"),
    (XA, PROVINCE, "UBND các xã, phường trong tháng 9 rà soát hồ sơ.", None),
    (XA, PROVINCE, "UBND các xã, phường có trách nhiệm rà soát hồ sơ.", None),
    (XA, PROVINCE, "UBND các xã, phường từ ngày 01/6/2026 rà soát hồ sơ.", None),
    (TINH, PRIME_MINISTER, "UBND các tỉnh, thành phố từ Hà Tĩnh đến Khánh Hòa rà soát cơ chế.", "if-concerned"),
    (BENH_VIEN, PROVINCE, "Các cơ quan, đơn vị rà soát danh sách.", "if-concerned"),
    (SO, PROVINCE, "Các cơ quan chuyên môn, cơ quan hành chính khác thuộc UBND tỉnh rà soát.", None),
    (SO, PROVINCE, "Một số sở, ngành rà soát danh sách.", "if-concerned"),
    (SO, PROVINCE, "Các đơn vị liên quan rà soát danh sách.", "if-concerned"),
    (SO, PROVINCE, "Các cơ quan, đơn vị rà soát danh sách.", None),
    (SO, HEALTH, "Các đơn vị rà soát danh sách.", "if-concerned"),
    (Profile("Phòng Nội vụ"), DISTRICT, "Phòng Nội vụ rà soát danh sách.", "superior-unknown"),
    (TINH, PRIME_MINISTER, "Các bộ, ngành, địa phương rà soát danh sách.", None),
]


@pytest.mark.parametrize(("profile", "where", "sentence", "caveat"), CAVEATS)
def test_what_is_not_certain_says_so(profile: Profile, where: Where, sentence: str, caveat: str | None) -> None:
    found = mine(profile, written(where, sentence))
    assert found is not None
    assert found.grounds[0].caveat == caveat


def test_a_ground_names_its_words_their_place_and_its_rule() -> None:
    text = written(PROVINCE, "Sở Y tế phối hợp với UBND các xã, phường rà soát danh sách.")
    found = mine(XA, text)
    assert found is not None
    (ground,) = found.grounds
    assert ground.text == "UBND các xã, phường"
    assert ground.span is not None
    assert text[slice(*ground.span)] == ground.text
    assert RULES.get("office", ground.rule).kind == "office"
    collective = mine(SO, written(PROVINCE, "Các sở, ban, ngành rà soát danh sách."))
    assert collective is not None
    assert RULES.get("office", collective.grounds[0].rule).kind == "collective"


def test_the_strongest_reason_comes_first_and_none_twice() -> None:
    sentence = "UBND các xã, phường phối hợp với UBND xã Đồng Lạc rà soát, báo cáo UBND tỉnh trước ngày 20/5/2026."
    found = mine(XA, written(PROVINCE, sentence))
    assert found is not None
    assert [ground.why for ground in found.grounds] == ["collective", "coordinate"]


def test_an_alias_is_a_name() -> None:
    profile = Profile(
        "UBND xã Đồng Lạc", superior="UBND tỉnh Phú Thọ", aliases=("Nông trường Đồng Lạc", "UBND xã Đồng")
    )
    found = mine(profile, written(PROVINCE, "UBND xã Đồng rà soát danh sách."))
    assert found is not None
    assert (found.why, found.grounds[0].rule) == ("named", "alias")


def test_a_successor_names_the_entry() -> None:
    found = mine(SO, written(FORMER_PROVINCE, "Sở LĐTBXH chủ trì tổng hợp."))
    assert found is not None
    assert found.grounds[0].succession == ["department-home-affairs", "phu-tho-2025"]
    assert RULES.get("successions", "phu-tho-2025").source.startswith("Nghị quyết số 202/2025/QH15")
    found = mine(XA_HEIR, written(DISTRICT, "UBND xã Suối Hoa rà soát danh sách."))
    assert found is not None
    assert found.grounds[0].succession == ["profile"]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("ngày 28 tháng 02 năm 2025", "succeeds"),
        ("ngày 01 tháng 3 năm 2025", None),
        ("ngày     tháng 4 năm 2024", "succeeds"),
        ("ngày     tháng 4 năm 2026", None),
    ],
)
def test_tasks_are_inherited_from_before_the_day_of_the_succession(day: str, why: str | None) -> None:
    found = mine(BO, written(("THỦ TƯỚNG CHÍNH PHỦ", "Hà Nội", day), "Bộ Kế hoạch và Đầu tư tổng hợp."))
    assert (found and found.why) == why


def test_an_office_that_names_its_predecessors_was_not_among_the_communes_before() -> None:
    other = ("ỦY BAN NHÂN DÂN\nHUYỆN MƯỜNG LÁT", "Mường Lát", "ngày 12 tháng 4 năm 2022")
    assert mine(XA_HEIR, written(other, "UBND các xã, thị trấn rà soát danh sách.")) is None


# Where the words stand


def test_those_to_whom_a_document_is_addressed_are_informed_of_the_tasks_of_others() -> None:
    text = written(
        PROVINCE,
        "Sở Tài chính bố trí kinh phí.",
        addressees="Kính gửi:\n- Sở Tài chính;\n- UBND các xã, phường.\n",
        recipients="Nơi nhận:\n- Như trên;\n- Lưu: VT.\n",
    )
    found = mine(XA, text)
    assert found is not None
    assert [(ground.why, ground.text, ground.span) for ground in found.grounds] == [
        ("info", "UBND các xã, phường", None)
    ]


@pytest.mark.parametrize(("named", "why"), [("Lào Cai, Sơn La", None), ("Lào Cai, Phú Thọ", "collective")])
def test_of_a_collective_those_are_meant_whom_the_document_is_addressed_to(named: str, why: str | None) -> None:
    text = written(
        PRIME_MINISTER,
        "UBND các tỉnh, thành phố từ Hà Tĩnh đến Khánh Hòa rà soát cơ chế.",
        addressees=f"Kính gửi: Chủ tịch UBND các tỉnh: {named}.\n",
    )
    found = mine(TINH, text)
    assert (found and found.why) == why


@pytest.mark.parametrize(
    ("profile", "entry"),
    [
        (TINH, "Tỉnh ủy, HĐND, UBND tỉnh Phú Thọ"),
        (TINH, "TT Tỉnh ủy, TT HĐND, UBND tỉnh Phú Thọ"),
        (BO, "Các Bộ: TC, XD, NV, GDĐT"),
        (VAN_PHONG_TINH, "CVP, các PCVP UBND tỉnh Phú Thọ"),
        (Profile("Văn phòng Chính phủ"), "VPCP: BTCN, các PCN"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_entries_are_short(profile: Profile, entry: str) -> None:
    recipients = f"TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Bảy\n\nNơi nhận:\n- {entry};\n- Lưu: VT.\n"
    found = mine(profile, written(CITY, "Sở Y tế bố trí kinh phí.", recipients=recipients))
    assert (found and found.why) == "info"
    assert mine(Profile("Bộ Y tế"), written(CITY, "Sở Y tế bố trí kinh phí.", recipients=recipients)) is None


@pytest.mark.parametrize(
    ("entry", "is_informed"),
    [
        ("UBND các xã, phường", True),
        ("Các sở, ngành tỉnh; UBND các xã, phường", True),
        ("HĐND, UBND các xã, phường", True),
        ("UBND các xã (trừ xã Đồng Lạc)", False),
        ("UBND các xã: Đồng Tâm, Suối Hoa", False),
        ("UBND các xã: Đồng Tâm, Đồng Lạc", True),
        ("UBND các phường", False),
        ("Các sở, ban, ngành", False),
        ("CT, các PCT UBND tỉnh", False),
        ("Như trên", False),
    ],
)
def test_an_entry_of_those_who_get_a_copy(entry: str, is_informed: bool) -> None:  # noqa: FBT001 - a table
    recipients = f"TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Bảy\n\nNơi nhận:\n- {entry};\n- Lưu: VT.\n"
    found = mine(XA, written(PROVINCE, "Sở Tài chính bố trí kinh phí.", recipients=recipients))
    assert (found and found.why) == ("info" if is_informed else None)


def test_an_entry_that_lists_ministries_means_these() -> None:
    recipients = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Bảy\n\nNơi nhận:\n- Các Bộ: Y tế, {};\n- Lưu: VT.\n"
    sentence = "Sở Y tế bố trí kinh phí."
    named = mine(BO, written(PROVINCE, sentence, recipients=recipients.format("Tài chính")))
    assert (named and named.why) == "info"
    assert mine(BO, written(PROVINCE, sentence, recipients=recipients.format("Xây dựng"))) is None


HEADED = "1. UBND các xã, phường{}\na) Rà soát hộ nghèo.\nb) Lập danh sách."
LEAD_IN = "UBND tỉnh yêu cầu UBND các xã, phường{} thực hiện các nhiệm vụ sau:\n1. Rà soát hộ nghèo.\n2. Lập danh sách."


@pytest.mark.parametrize("body", [HEADED, LEAD_IN])
def test_exceptions_in_headings_and_lead_ins_count(body: str) -> None:
    for exception, whys in (
        ("", ["collective", "collective"]),
        (" (trừ xã Đồng Tâm)", ["collective", "collective"]),
        (" (trừ xã Đồng Lạc)", [None, None]),
    ):
        issuer, place, day = PROVINCE
        text = f"{issuer}\n-------\nSố: 12/CV\n{place}, {day}\n\n{body.format(exception)}\n"
        result = read(text)
        found = [Reader(XA, RULES).mine(task, result, text) for task in result.tasks]
        assert [mine and mine.why for mine in found] == whys


@pytest.mark.parametrize("first", ["1. Rà soát", "1.1. Rà soát", "I. Lập, trình", "a) Lập, trình", "- Lập, trình"])
def test_what_follows_a_colon_need_not_be_a_list_of_names(first: str) -> None:
    text = f"{PROVINCE[0]}\n-------\nSố: 12/CV\n\nUBND tỉnh yêu cầu UBND các xã, phường:\n{first} danh sách hộ nghèo.\n"
    result = read(text)
    assert [task.mine and task.mine.why for task in Reader(XA, RULES).marked(result, text).tasks] == ["collective"]


def test_a_result_with_its_text_needs_no_other() -> None:
    text = f"{PROVINCE[0]}\n-------\nSố: 12/CV\n\n{LEAD_IN.format(' (trừ xã Đồng Lạc)')}\n"
    with_text = Extractor(RULES, Options(nlp="off", with_text=True))(from_text(text, "a.txt"))
    assert all(task.mine is None for task in Reader(XA, RULES).marked(with_text).tasks)


# The profile


def test_kind_and_level_may_be_told() -> None:
    profile = Profile("Trung tâm Xúc tiến Sông Bôi", kind="department", level="province", superior="UBND tỉnh Phú Thọ")
    found = mine(profile, written(PROVINCE, "Các sở, ban, ngành rà soát danh sách."))
    assert (found and found.why) == "collective"


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (Profile("UBND xã Đồng Lạc", kind="ubnd"), "there is no kind of office 'ubnd'; these exist: "),
        (Profile("UBND xã Đồng Lạc", level="xa"), "there is no level 'xa'; these exist: central, province"),
        (Profile(" "), "the office has no name"),
        (Profile("UBNN xã Đồng Lạc"), "'UBNN xã Đồng Lạc' is no kind of office that is known"),
        (Profile("SNV"), "'SNV' is no kind of office that is known"),
        (Profile("UBND xã Đồng Lạc", superior="UBNN tỉnh Phú Thọ"), "'UBNN tỉnh Phú Thọ' is no kind of office"),
        (Profile("UBND xã Đồng Lạc", predecessors=("UBNN xã Suối Hoa",)), "'UBNN xã Suối Hoa' is no kind of office"),
        (Profile("UBND các xã, phường"), "'UBND các xã, phường' names several offices"),
        (Profile("UBND xã"), "'UBND xã' does not say of which xã it is"),
        (Profile("UBND xã", superior="UBND tỉnh Phú Thọ"), "'UBND xã' does not say of which xã it is"),
        (Profile("UBND xã Đồng Lạc", level="province"), "the name says commune, the level says province"),
        (Profile("UBND xã Đồng Lạc", kind="ministry"), "the name says commune, the kind says central"),
    ],
)
def test_a_wrong_profile_is_refused(profile: Profile, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Reader(profile, RULES)


def test_the_configured_office_is_known_by_any_of_its_names() -> None:
    own = Profile("UBND xã Đồng Lạc", superior="UBND tỉnh Phú Thọ", aliases=("xã Đồng Lạc",))
    for me in (None, "UBND xã Đồng Lạc", "Ủy ban nhân dân xã Đồng Lạc", "XÃ ĐỒNG LẠC"):
        assert asked_for(me, own, RULES) is own
    assert asked_for("UBND xã Đồng Tâm", own, RULES) == Profile("UBND xã Đồng Tâm")
    assert asked_for("", own, RULES) is None
    assert asked_for(None, None, RULES) is None


# The data


def test_thirty_four_provinces_are_left() -> None:
    merged = [rule for rule in RULES.of_kind("successions", "place") if "202/2025/QH15" in rule.source]
    former = [name for rule in merged for name in rule.before]
    assert (len(merged), len(former), len(set(former))) == (23, 29, 29)
    assert 63 - len(former) == 34
    assert not set(former) & {rule.after for rule in merged}


def test_every_succession_says_when_and_by_what() -> None:
    for rule in RULES.rules("successions"):
        assert rule.since in {"2025-01-01", "2025-03-01", "2025-07-01"}, rule.id
        assert "/2024/" in rule.source or "/2025/" in rule.source, rule.id
        assert rule.name


def test_what_collectives_and_offices_count_as_is_the_same_set() -> None:
    members = {group for rule in RULES.of_kind("office", "office") for group in rule.groups}
    meant = {group for rule in RULES.of_kind("office", "collective") for group in rule.groups}
    assert meant <= members


# The result, in every format


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text(
        written(
            PROVINCE,
            "UBND các xã, phường rà soát hộ nghèo trước ngày 20/5/2026.\n2. Sở Tài chính bố trí kinh phí.",
        ),
        "utf-8",
    )
    return file


ME = "UBND xã Đồng Lạc"


def test_only_what_is_asked_for_is_marked(parchk: Parchk, letter: Path) -> None:
    plain = json.loads(parchk("extract", letter).text)
    assert "office" not in plain
    assert not any("mine" in task for task in plain["tasks"])
    marked = json.loads(parchk("extract", letter, "--me", ME).text)
    assert marked["office"] == ME
    assert [task.get("mine", {}).get("grounds", [{}])[0].get("why") for task in marked["tasks"]] == ["collective", None]
    for task in marked["tasks"]:
        task.pop("mine", None)
    del marked["office"]
    assert marked == plain


def test_csv_gets_a_last_column(parchk: Parchk, letter: Path) -> None:
    plain = parchk("extract", letter, "-f", "csv").text.splitlines()
    marked = parchk("extract", letter, "-f", "csv", "--me", ME).text.splitlines()
    added = ["mine", "one of many (superior not known)", ""]
    assert marked == [f"{line},{cell}" for line, cell in zip(plain, added, strict=True)]
    vietnamese = parchk("extract", letter, "-f", "csv", "--lang", "vi", "--me", ME).text.splitlines()
    assert vietnamese[0].endswith(",Mã nhiệm vụ,Của đơn vị mình")
    assert vietnamese[1].endswith(",thuộc nhóm được giao (chưa rõ cấp trên)")


@pytest.mark.parametrize("format_name", ["md", "table", "html"])
def test_people_see_it(parchk: Parchk, letter: Path, format_name: str) -> None:
    options = ("extract", letter, "-f", format_name, "--lang", "vi")
    assert "thuộc nhóm được giao" not in parchk(*options).text
    assert "thuộc nhóm được giao" in " ".join(parchk(*options, "--me", ME).text.replace("│", " ").split())


def test_the_workbook_says_it_behind_the_kind(parchk: Parchk, letter: Path, tmp_path: Path) -> None:
    parchk("extract", letter, "-o", tmp_path / "a.xlsx", "--me", ME)
    rows = list(load_workbook(tmp_path / "a.xlsx").worksheets[0].values)
    kinds = [row[rows[0].index("Loại nhiệm vụ")] for row in rows[1:]]
    assert kinds == ["Việc phải làm; Của đơn vị mình: thuộc nhóm được giao (chưa rõ cấp trên)", "Việc phải làm"]


@pytest.mark.slow
@pytest.mark.parametrize("format_name", ["json", "jsonl", "csv", "md", "html", "xlsx"])
def test_convert_gives_the_same_bytes(parchk: Parchk, letter: Path, tmp_path: Path, format_name: str) -> None:
    parchk("extract", letter, "--me", ME, "--with-text", "-o", tmp_path / "r.json")
    extracted, converted = tmp_path / f"e.{format_name}", tmp_path / f"c.{format_name}"
    parchk("extract", letter, "--me", ME, "--with-text", "-o", extracted)
    parchk("convert", tmp_path / "r.json", "-o", converted)
    assert extracted.read_bytes() == converted.read_bytes()


def test_the_schema_describes_it(parchk: Parchk, letter: Path) -> None:
    schema = json.loads(parchk("schema").text)
    Draft202012Validator(schema).validate(json.loads(parchk("extract", letter, "--me", ME).text))


def test_the_configuration_asks_and_an_empty_name_does_not(parchk: Parchk, letter: Path) -> None:
    config = letter.parent / "parchk.toml"
    config.write_text(f'[office]\nname = "{ME}"\nsuperior = "UBND tỉnh Phú Thọ"\n', "utf-8")
    task = json.loads(parchk("extract", letter).text)["tasks"][0]
    assert task["mine"]["grounds"][0]["caveat"] is None
    assert "office" not in json.loads(parchk("extract", letter, "--me", "").text)
    assert json.loads(parchk("extract", letter, "--me", "Sở Tài chính").text)["office"] == "Sở Tài chính"
    config.write_text('[office]\nlevel = "commune"\n', "utf-8")
    refused = parchk("extract", letter)
    assert refused.code == 2
    assert "key 'office': needs the name of the office" in refused.errors
    config.write_text(f'[office]\nname = "{ME}"\nkind = "village"\n', "utf-8")
    assert "there is no kind of office 'village'" in parchk("extract", letter).errors


def test_the_page_shows_a_profile(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "office.md").read_text("utf-8")
    shown = tmp_path / "parchk.toml"
    shown.write_text(page.split("```toml\n")[1].split("```")[0], "utf-8")
    profile = find_settings([], shown).settings.office.profile
    assert profile is not None
    assert Reader(profile, RULES).profile.predecessors[0] == "UBND xã Suối Hoa, huyện Mai Sơn"


@pytest.mark.slow
def test_batch_marks_as_extract_does_and_does_again_what_was_marked_for_another(
    parchk: Parchk, letter: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    parchk("batch", letter, "-o", out, "--me", ME)
    assert (out / "a.txt.json").read_text("utf-8") == parchk("extract", letter, "--me", ME).text
    parchk("batch", letter, "-o", out, "--me", "Sở Tài chính", "--resume")
    assert json.loads((out / "a.txt.json").read_text("utf-8"))["office"] == "Sở Tài chính"


SAMPLES = sorted(
    path for path in (Path(__file__).parent.parent / "samples").iterdir() if path.suffix in {".txt", ".md"}
)


@pytest.mark.parametrize("profile", [XA, PHUONG, TINH, SO, BO, KHOA, DANG_UY, TRUONG], ids=lambda profile: profile.name)
def test_marks_change_nothing_else_and_quote_the_text(profile: Profile) -> None:
    reader = Reader(profile, RULES)
    for path in SAMPLES:
        text = path.read_text("utf-8")
        result = read(text)
        marked = reader.marked(result, text)
        assert [task.model_copy(update={"mine": None}) for task in marked.tasks] == result.tasks
        for task in marked.tasks:
            for ground in task.mine.grounds if task.mine else ():
                assert ground.span is None or quote(text[slice(*ground.span)]) == ground.text
                assert (ground.span is None) == (ground.why == "info")
            assert task.mine is None or task.mine == reader.mine(task, marked, text)


def test_marks_of_another_office_are_gone() -> None:
    result = read(written(PROVINCE, "UBND các xã, phường rà soát hộ nghèo.\n2. Sở Nội vụ bố trí kinh phí."))
    marked = Reader(SO, RULES).marked(Reader(XA, RULES).marked(result))
    assert [task.mine and task.mine.why for task in marked.tasks] == [None, "named"]
    assert marked.model_dump_json(exclude_unset=True) == Reader(SO, RULES).marked(result).model_dump_json(
        exclude_unset=True
    )


def test_due_marks_anew_when_the_profile_has_changed(parchk: Parchk, letter: Path, tmp_path: Path) -> None:
    result = tmp_path / "r.json"
    parchk("extract", letter, "--me", ME, "-o", result)
    config = tmp_path / "elsewhere.toml"
    config.write_text(f'[office]\nname = "{ME}"\nsuperior = "UBND tỉnh Lâm Đồng"\n', "utf-8")
    asked = ("due", result, "--as-of", "2026-04-20", "-f", "json")
    assert "rà soát hộ nghèo" in parchk(*asked, "--me", ME).text
    assert "rà soát hộ nghèo" not in parchk(*asked, "--config", config).text


def test_a_result_that_somebody_has_changed_is_read_to_its_end() -> None:
    result = read(written(PROVINCE, "UBND các xã, phường rà soát danh sách."))
    round_and_round = [section.model_copy(update={"parent": section.path}) for section in result.sections]
    task = result.tasks[0].model_copy(update={"text": "Rà soát"})
    found = Reader(XA, RULES).mine(task, result.model_copy(update={"sections": round_and_round}))
    assert (found and found.why) == "collective"


def test_own_successions_are_checked(tmp_path: Path) -> None:
    rule = '[[rule]]\nid = "x"\nname = "xx"\nkind = "place"\nbefore = ["{}"]\nafter = "tỉnh Phú Thọ"\n'
    more = 'since = "2027-01-01"\nsource = "Nghị quyết số 1"\n'
    (tmp_path / "successions.toml").write_text(rule.format("tỉnh Tân Trào") + more, "utf-8")
    text = written(("THỦ TƯỚNG CHÍNH PHỦ", "Hà Nội", "ngày 12 tháng 4 năm 2026"), "UBND tỉnh Tân Trào rà soát cơ chế.")
    result = read(text)
    found = Reader(TINH, load(tmp_path)).mine(result.tasks[0], result, text)
    assert (found and found.grounds[0].succession) == ["x"]
    (tmp_path / "successions.toml").write_text(rule.format("Tân Trào") + more, "utf-8")
    with pytest.raises(RuleError, match="a place is written with its noun"):
        Reader(TINH, load(tmp_path))
