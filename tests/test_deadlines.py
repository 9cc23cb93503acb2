"""Deadlines, sentence by sentence: the words in ``[[ ]]`` are what is found, and what stands beside is its meaning.

Notation: ``<2022-08-15`` before that day, ``<=2022-08-15`` on that day at the latest, ``a..b`` a period, ``a..`` a
beginning, ``R:MONTHLY;BYMONTHDAY=10`` a recurring duty (``@`` its first day), ``+P5Dw=2022-08-19 [anchor]`` five
working days and the day on which they end. ``!`` stands for an impossible day, ``~year`` for what was inferred, a
leading ``?`` for a weak mention. All documents are issued on Friday, 12 August 2022.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
import regex

from parchk.recognise.deadlines import DeadlineRecogniser
from parchk.recognise.references import ReferenceRecogniser
from parchk.ruleset import check, load

if TYPE_CHECKING:
    from parchk.spans import DeadlineMention

ISSUED = date(2022, 8, 12)
_MARK = regex.compile(r"\[\[(.+?)\]\]")


@pytest.fixture(scope="module")
def recogniser() -> DeadlineRecogniser:
    return DeadlineRecogniser(load())


@pytest.fixture(scope="module")
def references() -> ReferenceRecogniser:
    return ReferenceRecogniser(load())


def read(
    recogniser: DeadlineRecogniser, text: str, issued_on: date | None = ISSUED, **options: list[tuple[int, int]]
) -> list[DeadlineMention]:
    return recogniser(text, [(0, len(text))], issued_on=issued_on, **options)


def meaning(found: DeadlineMention) -> str:
    lost = "!" if found.problem else ""
    match found.kind:
        case "by":
            written = ("<=" if found.inclusive else "<") + (found.due or lost)
        case "period":
            written = f"{found.start_on or lost}..{found.due or ''}"
        case "from":
            written = f"{found.start_on or lost}.."
        case "recurring":
            written = (
                "R:" + (found.rrule or "").removeprefix("FREQ=") + (f"@{found.start_on}" if found.start_on else "")
            )
        case _:
            written = f"+{found.duration}" + ("w" if found.working_days else "")
            written += f"={found.due}" if found.due else ""
            written += f" [{found.anchor}]" if found.anchor else ""
    return "?" * found.weak + written + ("~" + "+".join(found.inferred) if found.inferred else "")


def annotated(text: str, found: list[DeadlineMention]) -> str:
    parts = [part for mention in found for part in mention.parts or ((mention.start, mention.end),)]
    for start, end in sorted(parts, reverse=True):
        text = f"{text[:start]}[[{text[start:end]}]]{text[end:]}"
    return text


# trước: the day itself is too late.
BEFORE = [
    ("Gửi báo cáo [[trước ngày 20/8/2022]] qua hộp thư công vụ.", "<2022-08-20"),
    ("Chuyển kết quả [[trước thứ Sáu, ngày 26 tháng 8 năm 2022]].", "<2022-08-26"),
    (
        "Gửi [[trước 17h ngày 20/8]] để tổng hợp, báo cáo [[trước ngày 25/8/2022]].",
        "<2022-08-20T17:00~year",
        "<2022-08-25",
    ),
    ("Thời gian hoàn thành: [[Trước 30/9/2022]] (đợt 1), [[trước 30/11/2022]] (đợt 2).", "<2022-09-30", "<2022-11-30"),
    ("Gửi báo cáo về Sở Giáo dục và Đào tạo [[trước ngày 18/9/2022]].", "<2022-09-18"),
    ("Hoàn thành việc lập danh sách [[trước 30/9]].", "<2022-09-30~year"),
    ("Nộp hồ sơ quyết toán [[trước ngày 05.10.2022]].", "<2022-10-05"),
    ("Khoa Dược báo cáo [[trước 25-8-22]].", "<2022-08-25"),
    ("Bàn giao hồ sơ [[trước ngày 20/ 8 /2022]].", "<2022-08-20"),
    ("Báo cáo Ban Thường vụ Huyện ủy [[trước ngày 15 tháng 9 năm 2022]].", "<2022-09-15"),
    ("Gửi ý kiến bằng văn bản [[trước ngày 09 tháng 01]].", "<2023-01-09~year"),
    ("Hoàn thành [[trước ngày mười lăm tháng Chín năm 2022]].", "<2022-09-15"),
    ("Hoàn thành [[trước ngày hai mươi lăm tháng Mười Hai năm 2022]].", "<2022-12-25"),
    ("Hoàn thành [[trước ngày mùng 5/9/2022]].", "<2022-09-05"),
    ("Nhập dữ liệu [[xong trước 2022-08-31]].", "<2022-08-31"),
    ("Gửi phiếu rà soát [[trước ngày 15 thg 9, 2022]].", "<2022-09-15"),
    ("Gửi danh sách [[trước ngày 15/8 năm 2023]].", "<2023-08-15"),
    ("Trung đoàn hoàn thành công tác chuẩn bị [[trước tháng 9/2022]].", "<2022-09-01"),
    ("Tổ chức bàn giao [[xong trước quý IV/2022]].", "<2022-10-01"),
    ("Hoàn thành hệ thống [[trước năm 2025]].", "<2025-01-01"),
    ("Gửi dự thảo [[chậm nhất trước ngày 30/8/2022]].", "<2022-08-30"),
    ("Việc kiểm kê phải [[đến trước ngày 01/9/2022]] mới kết thúc.", "<2022-09-01"),
    ("Báo cáo [[trước ngày cuối cùng của tháng 9/2022]].", "<2022-09-30"),
    ("Hồ sơ gửi [[trước ngày 30 tháng 8 (thứ Ba)]] để tổng hợp.", "<2022-08-30~year"),
    ("[[Trước ngày 30/8/2022]], Phòng Tổ chức - Hành chính tổng hợp.", "<2022-08-30"),
    ("Gửi về Thường trực Đảng ủy [[trước thời điểm 01/10/2022]].", "<2022-10-01"),
    ("Đợt 1 gửi [[trước 30/8]], đợt 2 gửi [[trước 30/9/2022]].", "<2022-08-30~year", "<2022-09-30"),
    ("Báo cáo hai đợt, [[trước ngày 15/8]] và [[ngày 15/9/2022]].", "<2022-08-15", "<2022-09-15"),
    ("Việc bàn giao hồ sơ đảng viên phải hoàn thành [[xong trước ngày 30-9-2022]].", "<2022-09-30"),
    ("Nghiệm thu công trình [[trước ngày 30 tháng Chín]].", "<2022-09-30~year"),
    (
        "Đoàn xã hoàn thành chỉ tiêu phát triển đoàn viên [[trước 30/11]]; báo cáo Huyện đoàn [[trước 05/12]].",
        "<2022-11-30~year",
        "<2022-12-05~year",
    ),
    ("Công an xã phối hợp gửi kết quả [[trước ngày 20 tháng 8 này]].", "<2022-08-20~year"),
    ("Thực hiện kết luận tại cuộc họp, Phòng Nội vụ báo cáo [[trước ngày 20/8/2022]].", "<2022-08-20"),
    ("Hoàn thành [[trước ngày 20/8 năm nay]].", "<2022-08-20~year"),
    ("Gửi danh sách [[trước 20/8 tới]].", "<2022-08-20~year"),
    ("Gửi báo cáo bằng văn bản [[trước ngày 18 tháng 8/2022]].", "<2022-08-18"),
    ("Thời gian gửi báo cáo: [[trước ngày 12/9/2022]].", "<2022-09-12"),
    ("Hoàn thành đúng hạn [[trước ngày 02/9/2022]].", "<2022-09-02"),
    ("Chuyển trả kinh phí thừa [[trước ngày 31/01 năm sau]].", "<2023-01-31~year"),
    ("Ban Quản lý chợ niêm yết giá, [[xong trước 20/8]] để kiểm tra.", "<2022-08-20~year"),
    ("Sau buổi kiểm tra, đơn vị khắc phục [[xong trước ngày 25/8/2022]].", "<2022-08-25"),
    ("Khởi công kè chống sạt lở [[trước ngày 02/9/2022]].", "<2022-09-02"),
    ("Ký giao ước thi đua [[trước ngày 30/8/2022]].", "<2022-08-30"),
]

# chậm nhất, không quá, hạn chót, đến hết: the day itself is the last.
BY = [
    ("Báo cáo [[chậm nhất là ngày 15 tháng 9]].", "<=2022-09-15~year"),
    ("Báo cáo kết quả [[muộn nhất ngày 20/9/2022]].", "<=2022-09-20"),
    ("Gửi kết quả [[không quá ngày 10/9/2022]].", "<=2022-09-10"),
    ("[[Thời hạn gửi báo cáo là 12/9/2022]].", "<=2022-09-12"),
    ("Gửi phiếu khảo sát, [[hạn chót 31/8/2022]].", "<=2022-08-31"),
    ("[[Hạn cuối cùng là ngày 31/8/2022]] phải nộp.", "<=2022-08-31"),
    ("Tiếp nhận hồ sơ [[đến hết ngày 30/9/2022]].", "<=2022-09-30"),
    ("Hoàn thành sắp xếp [[đến 31/10]].", "<=2022-10-31~year"),
    ("[[Đến tháng 6/2023]] hoàn thành số hóa sổ hộ tịch.", "<=2023-06-30"),
    ("Hoàn thành sáp nhập thôn [[đến năm 2024]].", "<=2024-12-31"),
    ("[[Hết tháng 9/2022]] phải bàn giao xong.", "<=2022-09-30"),
    ("[[Chậm nhất cuối tháng 9/2022]] phải đưa vào sử dụng.", "<=2022-09-30"),
    ("[[Đến cuối năm 2022]] hoàn thành chỉnh lý tài liệu.", "<=2022-12-31"),
    ("Hoàn thành [[chậm nhất trong ngày 20/8/2022]].", "<=2022-08-20"),
    ("[[Chậm nhất trong quý I/2023]] trình phê duyệt.", "<=2023-03-31"),
    ("Bàn giao mặt bằng [[vào ngày 30 tháng 8 năm 2022]].", "<=2022-08-30"),
    ("Tổ chức hội nghị tập huấn [[vào ngày 30/8/2022]].", "<=2022-08-30"),
    ("Xây dựng phần mềm, hoàn thành [[ngày 30/9/2022]].", "<=2022-09-30"),
    ("Hoàn thành việc bàn giao [[chậm nhất đến hết ngày 31 tháng 12 năm 2022]].", "<=2022-12-31"),
    ("Gửi [[chậm nhất vào thứ Sáu, 19/8/2022]].", "<=2022-08-19"),
    ("Các đơn vị trực thuộc nộp bản tự kiểm điểm [[muộn nhất là hết ngày 25/8/2022]].", "<=2022-08-25"),
    ("Gửi văn bản góp ý [[không muộn hơn ngày 22/8/2022]].", "<=2022-08-22"),
    ("Thời hạn: [[đến ngày 30/9/2022]].", "<=2022-09-30"),
    ("Sau hội nghị triển khai, các chi bộ gửi thu hoạch [[chậm nhất ngày 30/8/2022]].", "<=2022-08-30"),
    ("Nộp báo cáo thuế [[chậm nhất ngày 31/3 năm sau]].", "<=2023-03-31~year"),
    ("[[Hạn cuối nhận bài dự thi là ngày 15/10/2022]].", "<=2022-10-15"),
    ("Thời gian hoàn thành [[chậm nhất 31/12/2022]].", "<=2022-12-31"),
    ("Đưa công trình vào sử dụng đúng [[ngày 02/9/2022]].", "<=2022-09-02"),
    ("[[Đến hết quý III/2022]] giải ngân đạt 70% kế hoạch.", "<=2022-09-30"),
    ("[[Đến 30/9/2022]], 100% trường học có cán bộ y tế.", "<=2022-09-30"),
    ("Kéo dài thời gian thực hiện dự án [[đến ngày 31/12/2023]].", "<=2023-12-31"),
    ("Hạn nộp sáng kiến: [[ngày 15/11/2022]].", "<=2022-11-15"),
    ("[[Thời hạn tiếp nhận hồ sơ là đến hết ngày 31/8/2022]].", "<=2022-08-31"),
    ("Đăng ký tham gia giải bóng chuyền [[đến hết ngày 19/8]].", "<=2022-08-19~year"),
]

# Clock times. 24 giờ is the end of the day, which ISO 8601 writes T24:00 (parchk.dates.moment reads it).
CLOCK = [
    ("Gửi về Văn phòng [[trước 17 giờ 00 ngày 20/8/2022]].", "<2022-08-20T17:00"),
    ("Nộp hồ sơ [[muộn nhất vào 17h00 ngày 05/9/2022]].", "<=2022-09-05T17:00"),
    ("Gửi danh sách [[trước 16h30' ngày 19/8]].", "<2022-08-19T16:30~year"),
    ("Báo cáo nhanh [[trước 7:30 ngày 20/8/2022]].", "<2022-08-20T07:30"),
    ("Gửi ý kiến [[trước 11 giờ, thứ Sáu, ngày 19/8/2022]].", "<2022-08-19T11:00"),
    ("Gửi ý kiến [[trước 15 giờ 00 phút, thứ Hai, ngày 22 tháng 8 năm 2022]].", "<2022-08-22T15:00"),
    ("Gửi ý kiến [[trước 10h00 ngày thứ Năm (18/8/2022)]].", "<2022-08-18T10:00"),
    ("Hoàn thành [[trước 24 giờ ngày 20/8/2022]].", "<2022-08-20T24:00"),
    ("[[Đến 17 giờ ngày 25/8/2022]], đơn vị nào chưa gửi coi như thống nhất.", "<=2022-08-25T17:00"),
    ("Nộp [[trước 12 giờ thứ Sáu tuần này]].", "<2022-08-12T12:00~date"),
    ("Trạm Y tế xã tổng hợp số liệu, gửi về Trung tâm Y tế [[trước 9h ngày 16/8]].", "<2022-08-16T09:00~year"),
    ("Hạn nộp hồ sơ dự tuyển: [[17 giờ 00 ngày 09/9/2022]].", "<=2022-09-09T17:00"),
    (
        "Phân công trực ban [[từ 07 giờ 30 ngày 01/9/2022 đến 07 giờ 30 ngày 05/9/2022]].",
        "2022-09-01T07:30..2022-09-05T07:30",
    ),
    ("Tạm ngừng cấp nước [[từ 22h00 ngày 14/8/2022 đến 04h00 ngày 15/8/2022]].", "2022-08-14T22:00..2022-08-15T04:00"),
    ("Gửi đề cương luận án [[chậm nhất vào 24h00 ngày 31.8.2022]].", "<=2022-08-31T24:00"),
    ("Gửi tài liệu [[trước 16 giờ 30 phút ngày 18 tháng 8 năm 2022 (thứ Năm)]].", "<2022-08-18T16:30"),
    ("Gửi ý kiến [[trước 17h, ngày 18/8/2022]].", "<2022-08-18T17:00"),
    ("Nộp [[trước 11g30 ngày 18-8-2022]].", "<2022-08-18T11:30"),
    ("Hoàn thành [[trước 8 giờ sáng ngày 18/8/2022]].", "<2022-08-18T08:00"),
    ("Hoàn thành [[trước 5 giờ chiều ngày 18/8/2022]].", "<2022-08-18T17:00"),
    ("Gia hạn nộp hồ sơ [[đến 17h00 ngày 26/8/2022]].", "<=2022-08-26T17:00"),
    ("Đề nghị Viễn thông huyện khôi phục liên lạc [[trước 6 giờ sáng ngày 14/8/2022]].", "<2022-08-14T06:00"),
]

# trong, từ … đến, and months, quarters, weeks that need no trigger.
PERIOD = [
    ("Giải quyết dứt điểm 09 đơn tồn đọng [[trong tháng 5/2023]].", "2023-05-01..2023-05-31"),
    ("Hoàn thành nhiệm vụ được giao [[trong tháng 9/2022]].", "2022-09-01..2022-09-30"),
    ("Kiểm tra vệ sinh doanh trại [[tháng 9/2022]].", "2022-09-01..2022-09-30"),
    ("Bàn giao [[vào quý II năm 2023]].", "2023-04-01..2023-06-30"),
    ("Thẩm định trong tuần [[từ 22/8 đến 26/8/2022]].", "2022-08-22..2022-08-26"),
    ("Nhận hồ sơ [[từ 8 giờ ngày 15/8/2022 đến 17 giờ ngày 30/8/2022]].", "2022-08-15T08:00..2022-08-30T17:00"),
    ("Rà soát và trình [[quý III/2022]].", "2022-07-01..2022-09-30"),
    ("Tổ chức tập huấn [[trong tháng 9]].", "2022-09-01..2022-09-30~year"),
    ("Tổ chức tập huấn [[trong tháng 9 và tháng 10/2022]].", "2022-09-01..2022-10-31"),
    ("Trình HĐND xã [[trong tháng 9, 10/2022]].", "2022-09-01..2022-10-31"),
    ("Tổng rà soát [[trong tháng 9 - 10/2022]].", "2022-09-01..2022-10-31"),
    ("Hoàn thành [[trong tháng Mười năm 2022]].", "2022-10-01..2022-10-31"),
    ("Chi trả [[xong trong tháng 01-2023]].", "2023-01-01..2023-01-31"),
    (
        "Kiểm tra các trường [[trong tháng 3]] và tháng [[9 năm 2023]].",
        "2023-03-01..2023-03-31",
        "2023-09-01..2023-09-30",
    ),
    ("Trình phê duyệt [[trong quý III/2022]].", "2022-07-01..2022-09-30"),
    ("Trình HĐND [[quý IV năm 2022]].", "2022-10-01..2022-12-31"),
    ("Hoàn thành nghiệm thu [[trong quý I, II năm 2023]].", "2023-01-01..2023-06-30"),
    ("Triển khai [[trong quý I và quý II năm 2023]].", "2023-01-01..2023-06-30"),
    ("Triển khai [[từ quý IV/2022 đến quý II/2023]].", "2022-10-01..2023-06-30"),
    ("Thanh tra đột xuất [[trong 6 tháng cuối năm 2022]].", "2022-07-01..2022-12-31"),
    ("Hoàn thành giải ngân [[trong 9 tháng đầu năm 2023]].", "2023-01-01..2023-09-30"),
    ("Rà soát lại quy chế [[trong nửa đầu năm 2023]].", "2023-01-01..2023-06-30"),
    ("Bàn giao nhà ở xã hội [[trong năm 2023]].", "2023-01-01..2023-12-31"),
    ("[[Ngay trong tháng 8/2022]] hoàn thành kiện toàn.", "2022-08-01..2022-08-31"),
    ("Tổ chức đi thăm hỏi [[trong các ngày 18 và 19/8/2022]].", "2022-08-18..2022-08-19"),
    ("Trực cấp cứu [[trong 02 ngày 18, 19/8/2022]].", "2022-08-18..2022-08-19"),
    ("Tổ chức kiểm tra [[từ ngày 15 - 20/8]].", "2022-08-15..2022-08-20~year"),
    ("Tổ chức trực [[từ 15-20/8/2022]].", "2022-08-15..2022-08-20"),
    ("Đi thực tế [[từ ngày 01 đến ngày 05/9/2022]].", "2022-09-01..2022-09-05"),
    ("Tuyển quân [[từ ngày 12 đến ngày 16 tháng 9 năm 2022]].", "2022-09-12..2022-09-16"),
    ("Nộp bài dự thi [[từ 15/8/2022 đến trước 30/8/2022]].", "2022-08-15..2022-08-29"),
    ("Làm việc với các trạm y tế [[từ ngày 28/12/2022 đến ngày 05/01/2023]].", "2022-12-28..2023-01-05"),
    ("Kiểm tra [[từ tháng 12 đến tháng 02]].", "2022-12-01..2023-02-28~year"),
    ("Áp dụng thí điểm [[từ 9/2022 đến 12/2022]].", "2022-09-01..2022-12-31"),
    ("Thực hiện [[trong tuần 35 năm 2022]].", "2022-08-29..2022-09-04"),
    ("Khám sức khỏe [[tuần đầu tháng 9/2022]].", "2022-09-01..2022-09-07"),
    ("Nộp [[trong ngày 19/8/2022]].", "2022-08-19..2022-08-19"),
    ("[[Từ nay đến hết năm 2022]] tập trung rà soát.", "2022-08-12..2022-12-31"),
    ("[[Kể từ ngày ban hành đến hết ngày 30/11/2022]] tạm dừng tuyển dụng.", "2022-08-12..2022-11-30"),
    ("[[Trong 02 năm 2022 - 2023]] hoàn thành đo đạc.", "2022-01-01..2023-12-31"),
    ("Hoàn tất cập nhật dữ liệu dân cư [[trong quý 4/2022]].", "2022-10-01..2022-12-31"),
    (
        "Tổ chức Đại hội Hội Cựu chiến binh cấp cơ sở [[từ tháng 11/2022 đến hết tháng 02/2023]].",
        "2022-11-01..2023-02-28",
    ),
    ("Cao điểm tuần tra [[từ nay đến 15/9/2022]].", "2022-08-12..2022-09-15"),
    ("Sơn lại vạch kẻ đường [[trong các tháng 9, 10, 11 năm 2022]].", "2022-09-01..2022-11-30"),
    ("Xây dựng nhà văn hóa thôn, hoàn thành [[trong 6 tháng đầu năm 2023]].", "2023-01-01..2023-06-30"),
    ("Thu hồi đất [[xong trong năm 2022]], [[chậm nhất là quý I/2023]].", "2022-01-01..2022-12-31", "<=2023-03-31"),
    ("Rà soát biển báo, báo cáo UBND phường [[trong sáng ngày 17/8/2022]].", "2022-08-17..2022-08-17"),
    ("Tham mưu kế hoạch, trình ký [[trong ngày 15/8]].", "2022-08-15..2022-08-15~year"),
    ("Điều chỉnh quy hoạch [[trong Quý III và Quý IV năm 2022]].", "2022-07-01..2022-12-31"),
    ("Quyết toán [[xong trong tháng 6 năm sau]].", "2023-06-01..2023-06-30~year"),
    ("Trình phương án [[trong tháng 3 năm tới]].", "2023-03-01..2023-03-31~year"),
    ("Triển khai [[trong 10 ngày đầu tháng 9/2022]].", "2022-09-01..2022-09-10"),
    ("Hoàn thành [[trong 02 tuần đầu tháng 9/2022]].", "2022-09-01..2022-09-14"),
    ("Hoàn thành [[trong tháng 8]], [[chậm nhất là ngày 05/9/2022]].", "2022-08-01..2022-08-31~year", "<=2022-09-05"),
    ("Thời gian nhận hồ sơ [[từ ngày 15/8/2022 đến hết ngày 15/9/2022]].", "2022-08-15..2022-09-15"),
    ("Báo cáo [[ngay trong ngày 15/8/2022]].", "2022-08-15..2022-08-15"),
    ("Nộp phiếu [[trong hai ngày 15, 16/8/2022]].", "2022-08-15..2022-08-16"),
    ("Xây dựng dự thảo [[trong khoảng thời gian từ 15/8 đến 30/8/2022]].", "2022-08-15..2022-08-30"),
    ("Các xã về đích nông thôn mới [[trong năm 2023]].", "2023-01-01..2023-12-31"),
    (
        "Phê duyệt [[trong quý III]], hoàn thành [[trong quý IV năm 2022]].",
        "2022-07-01..2022-09-30~year",
        "2022-10-01..2022-12-31",
    ),
    ("Nộp bản kê khai [[trong 15 ngày đầu tháng 01/2023]].", "2023-01-01..2023-01-15"),
    ("Trồng dặm cây bóng mát [[trong tháng 10 tới]].", "2022-10-01..2022-10-31~year"),
    ("Phổ biến cho toàn thể giáo viên [[trong tháng 8 này]].", "2022-08-01..2022-08-31~year"),
    (
        "Giải ngân vốn vay [[trong quý IV]] và hoàn tất hồ sơ [[trước ngày 31/12/2022]].",
        "2022-10-01..2022-12-31~year",
        "<2022-12-31",
    ),
    ("Chi bộ họp kiểm điểm [[từ 20/8 đến 30/8/2022]].", "2022-08-20..2022-08-30"),
]

# Times that only the day of issue tells.
NOW = [
    ("Hoàn thành [[trong tháng này]].", "2022-08-01..2022-08-31~date"),
    ("Nộp báo cáo [[trong tuần tới]].", "2022-08-15..2022-08-21~date"),
    ("Tổng kết [[trong năm nay]].", "2022-01-01..2022-12-31~date"),
    ("Trình thẩm định [[trong quý này]].", "2022-07-01..2022-09-30~date"),
    ("Gửi dự thảo [[trong tháng tới]].", "2022-09-01..2022-09-30~date"),
    ("Gửi báo cáo [[trước ngày 05 tháng sau]].", "<2022-09-05~month+year"),
    ("Gửi báo cáo [[trước ngày 25]].", "<2022-08-25~month+year"),
    ("Hội Nông dân các xã đăng ký nhu cầu vay vốn [[chậm nhất trong tuần này]].", "<=2022-08-14~date"),
    ("Chi cục Thủy lợi báo cáo hiện trạng đê [[trước thứ Sáu]].", "<2022-08-19~date"),
    ("Đề nghị phản hồi [[trước thứ Tư tuần sau]].", "<2022-08-17~date"),
    ("Gửi danh sách [[chậm nhất thứ Hai tuần tới]].", "<=2022-08-15~date"),
    ("Nộp [[trong hôm nay]].", "2022-08-12..2022-08-12~date"),
    ("Nộp lại bản cam kết [[ngay trong ngày mai]].", "2022-08-13..2022-08-13~date"),
    ("Di dời các hộ ra khỏi vùng sạt lở [[xong trước 18 giờ hôm nay]].", "<2022-08-12T18:00~date"),
    ("Di dời [[xong trước 18 giờ ngày mai]].", "<2022-08-13T18:00~date"),
    ("Phòng Kỹ thuật bàn giao bản vẽ hoàn công [[trước 16 giờ thứ Ba tuần tới]].", "<2022-08-16T16:00~date"),
    ("Cử người dự tập huấn, gửi danh sách [[muộn nhất thứ Tư]].", "<=2022-08-17~date"),
    ("Các bếp ăn tự chấm điểm [[trước Chủ nhật]].", "<2022-08-14~date"),
]

# A beginning only.
FROM = [
    ("Cấm đường [[kể từ 18 giờ 00 ngày 03/10/2022]].", "2022-10-03T18:00.."),
    ("Các chi bộ [[bắt đầu thực hiện từ tháng 9/2022]].", "2022-09-01.."),
    ("[[Bắt đầu từ quý IV/2022]], các đơn vị gửi báo cáo điện tử.", "2022-10-01.."),
    ("Áp dụng [[từ ngày 01 tháng 01 năm 2023]].", "2023-01-01.."),
    ("Sử dụng mẫu mới [[kể từ ngày 01/9/2022]].", "2022-09-01.."),
    ("Thu phí [[từ tháng 12/2022]] đến khi kết thúc dự án.", "2022-12-01.."),
    ("Thời gian bắt đầu: [[01/9/2022]].", "2022-09-01.."),
    ("Áp dụng giá vé mới [[kể từ ngày 15 tháng 9 năm 2022]].", "2022-09-15.."),
    ("[[Từ ngày 01/10]], văn bản giấy không được tiếp nhận.", "2022-10-01..~year"),
    ("[[Bắt đầu từ năm 2023]], việc chấm điểm thực hiện trên phần mềm.", "2023-01-01.."),
]

# Recurring duties: a cycle and its day are one deadline, wherever they stand in the sentence.
RECURRING = [
    ("[[Từ ngày 01/12/2022]] phát bản tin [[mỗi ngày hai lần]] qua loa truyền thanh.", "R:DAILY@2022-12-01"),
    ("Báo cáo số liệu [[02 giờ một lần, bắt đầu từ 16 giờ ngày 03/10]].", "R:HOURLY;INTERVAL=2@2022-10-03T16:00"),
    (
        "Các xã báo cáo [[hằng tháng (trước ngày 20)]] và báo cáo năm ([[trước ngày 05/12]]).",
        "R:MONTHLY;BYMONTHDAY=20",
        "R:YEARLY;BYMONTH=12;BYMONTHDAY=5",
    ),
    (
        "Báo cáo quý [[trước ngày 20 tháng cuối quý]], báo cáo năm [[trước ngày 15/12]].",
        "R:YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20",
        "R:YEARLY;BYMONTH=12;BYMONTHDAY=15",
    ),
    (
        "Báo cáo tháng [[trước ngày 20]], báo cáo 6 tháng [[trước ngày 15/6]].",
        "R:MONTHLY;BYMONTHDAY=20",
        "R:YEARLY;BYMONTH=6;BYMONTHDAY=15",
    ),
    ("[[Từ ngày 01 đến ngày 10 tháng đầu quý]], rà soát.", "R:YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
    ("[[Trước 30/11 hằng năm]], các chi bộ kiểm điểm.", "R:YEARLY;BYMONTH=11;BYMONTHDAY=30"),
    ("Định kỳ ([[hàng tháng]], [[quý]], [[năm]]) báo cáo.", "R:MONTHLY", "R:MONTHLY;INTERVAL=3", "R:YEARLY"),
    ("Báo cáo tiến độ [[định kỳ hằng tháng]].", "R:MONTHLY"),
    ("[[Mỗi tháng một lần]] rà soát danh sách.", "R:MONTHLY"),
    ("Kiểm tra nội bộ ít nhất [[mỗi quý một lần]].", "R:MONTHLY;INTERVAL=3"),
    ("Họp tổ công tác [[hai tuần một lần]].", "R:WEEKLY;INTERVAL=2"),
    ("Cập nhật hồ sơ [[3 tháng/lần]].", "R:MONTHLY;INTERVAL=3"),
    ("Đối thoại với thanh niên ít nhất [[1 lần/6 tháng]].", "R:MONTHLY;INTERVAL=6"),
    ("Diễn tập chữa cháy ít nhất [[02 lần/năm]].", "R:MONTHLY;INTERVAL=6"),
    ("[[Cứ 6 tháng một lần]] gửi báo cáo.", "R:MONTHLY;INTERVAL=6"),
    ("Thực hiện tự kiểm tra [[định kỳ mỗi 6 tháng một lần]].", "R:MONTHLY;INTERVAL=6"),
    ("Duy trì giao ban [[hằng tuần]], [[hằng tháng]].", "R:WEEKLY", "R:MONTHLY"),
    ("Công khai [[hàng quý]], [[hàng năm]].", "R:MONTHLY;INTERVAL=3", "R:YEARLY"),
    (
        "[[Hằng quý]], [[6 tháng]], [[năm]] báo cáo Thường trực Thành ủy.",
        "R:MONTHLY;INTERVAL=3",
        "R:MONTHLY;INTERVAL=6",
        "R:YEARLY",
    ),
    ("Báo cáo theo [[định kỳ tháng]], [[quý]], [[năm]].", "R:MONTHLY", "R:MONTHLY;INTERVAL=3", "R:YEARLY"),
    (
        "Báo cáo [[định kỳ hàng tháng]], [[quý]], [[6 tháng]], [[9 tháng]] và [[năm]].",
        "R:MONTHLY",
        "R:MONTHLY;INTERVAL=3",
        "R:MONTHLY;INTERVAL=6",
        "R:YEARLY;BYMONTH=9",
        "R:YEARLY",
    ),
    ("[[Định kỳ hàng năm]] rà soát quy hoạch cán bộ.", "R:YEARLY"),
    ("[[Hằng ngày]], trước 17 giờ, báo cáo nhanh số ca mắc.", "R:DAILY"),
    ("Báo cáo nhanh [[trước 15 giờ hằng ngày]].", "R:DAILY"),
    ("Giao ban [[vào thứ Sáu hàng tuần]].", "R:WEEKLY;BYDAY=FR"),
    ("Sinh hoạt dưới cờ [[vào thứ Hai và thứ Năm hằng tuần]].", "R:WEEKLY;BYDAY=MO,TH"),
    ("Gửi báo cáo [[hằng tuần (vào thứ Sáu)]].", "R:WEEKLY;BYDAY=FR"),
    ("Báo cáo [[hằng tuần vào 14 giờ thứ Năm]].", "R:WEEKLY;BYDAY=TH"),
    ("Tiếp dân [[ngày 15 và 30 hàng tháng]].", "R:MONTHLY;BYMONTHDAY=15,30"),
    ("Sinh hoạt chi bộ [[từ ngày 03 đến 05 hằng tháng]].", "R:MONTHLY;BYMONTHDAY=5"),
    ("Chi trả [[trước ngày 05 hàng tháng]].", "R:MONTHLY;BYMONTHDAY=5"),
    ("Báo cáo [[trước ngày 10 của tháng]].", "R:MONTHLY;BYMONTHDAY=10"),
    ("Báo cáo tháng [[trước ngày 25 hằng tháng]].", "R:MONTHLY;BYMONTHDAY=25"),
    ("Báo cáo [[trước ngày cuối cùng của mỗi tháng]].", "R:MONTHLY;BYMONTHDAY=-1"),
    ("Gửi báo cáo [[vào ngày làm việc cuối cùng của tháng]].", "R:MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ("[[Định kỳ hằng tháng (trước ngày 10 của tháng)]] báo cáo cấp ủy.", "R:MONTHLY;BYMONTHDAY=10"),
    ("[[Định kỳ hàng tháng]], các chi bộ gửi báo cáo [[trước ngày 20]].", "R:MONTHLY;BYMONTHDAY=20"),
    ("Báo cáo quý [[trước ngày 25 tháng cuối quý]].", "R:YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"),
    ("Gửi số liệu [[trước ngày 05 tháng đầu của quý sau]].", "R:YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5"),
    ("Báo cáo [[định kỳ hằng quý trước ngày 20 của tháng cuối quý]].", "R:YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"),
    ("Báo cáo năm [[trước ngày 15 tháng 12 hằng năm]].", "R:YEARLY;BYMONTH=12;BYMONTHDAY=15"),
    ("[[Hằng năm, trước ngày 15/12]] tổng hợp báo cáo.", "R:YEARLY;BYMONTH=12;BYMONTHDAY=15"),
    ("Trình [[trước ngày 01 tháng 10 hằng năm]].", "R:YEARLY;BYMONTH=10;BYMONTHDAY=1"),
    ("Tổ chức kiểm kê [[vào tháng 12 hằng năm]].", "R:YEARLY;BYMONTH=12"),
    ("Xây dựng kế hoạch [[trong quý I hằng năm]].", "R:YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
    ("Báo cáo [[trước ngày 15/6]] và [[ngày 15/12 hằng năm]].", "R:YEARLY;BYMONTH=6,12;BYMONTHDAY=15"),
    ("Báo cáo [[định kỳ 6 tháng trước ngày 10/6 hàng năm]].", "R:YEARLY;BYMONTH=6;BYMONTHDAY=10"),
    (
        "Báo cáo [[định kỳ 6 tháng (trước ngày 15/6)]] và năm ([[trước ngày 15/12]]).",
        "R:YEARLY;BYMONTH=6;BYMONTHDAY=15",
        "R:YEARLY;BYMONTH=12;BYMONTHDAY=15",
    ),
    (
        "[[Định kỳ 6 tháng]], [[hằng năm]] báo cáo kết quả [[trước ngày 10/6]] và [[ngày 05/12]].",
        "R:YEARLY;BYMONTH=6;BYMONTHDAY=10",
        "R:YEARLY;BYMONTH=12;BYMONTHDAY=5",
    ),
    (
        "Báo cáo định kỳ ([[hàng tháng trước ngày 20]], [[hàng quý trước ngày 25 tháng cuối quý]]).",
        "R:MONTHLY;BYMONTHDAY=20",
        "R:YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25",
    ),
    ("[[Định kỳ hàng tháng]] gửi báo cáo, [[bắt đầu thực hiện từ tháng 9/2022]].", "R:MONTHLY@2022-09-01"),
    ("Tổ vệ sinh khử khuẩn lớp học [[2 lần/tháng]].", "R:MONTHLY"),
    ("Đài Truyền thanh phát thông báo [[mỗi ngày 03 lần]].", "R:DAILY"),
    ("Hồ chứa báo cáo mực nước [[mỗi giờ một lần]].", "R:HOURLY"),
    ("Trạm bơm báo cáo lưu lượng [[3 giờ/lần]].", "R:HOURLY;INTERVAL=3"),
    ("Kế toán đối chiếu công nợ [[từ ngày 20 đến ngày 25 hằng tháng]].", "R:MONTHLY;BYMONTHDAY=25"),
    ("Nộp đảng phí [[trong khoảng từ ngày 01 đến ngày 05 mỗi tháng]].", "R:MONTHLY;BYMONTHDAY=5"),
    ("Công ty Điện lực gửi lịch cắt điện [[vào thứ Năm hằng tuần]].", "R:WEEKLY;BYDAY=TH"),
    ("Báo cáo tuần gửi [[trước 15 giờ thứ Năm hằng tuần]].", "R:WEEKLY;BYDAY=TH"),
    ("[[Định kỳ vào ngày 05 hàng tháng]], các khoa gửi bảng chấm công.", "R:MONTHLY;BYMONTHDAY=5"),
    (
        "[[Định kỳ trước ngày 15 của tháng cuối quý]], Phòng Tài chính tổng hợp.",
        "R:YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15",
    ),
    ("Báo cáo năm gửi [[trước ngày 31/12 hàng năm]].", "R:YEARLY;BYMONTH=12;BYMONTHDAY=31"),
    ("Công bố danh mục [[vào tháng 01 hằng năm]].", "R:YEARLY;BYMONTH=1"),
    ("Tự đánh giá nội bộ [[hai năm một lần]].", "R:YEARLY;INTERVAL=2"),
    ("Kiểm định thang máy [[mỗi năm 01 lần]].", "R:YEARLY"),
    ("Bảo dưỡng xe chữa cháy [[mỗi quý 1 lần]].", "R:MONTHLY;INTERVAL=3"),
    ("Rà soát hồ sơ giấy tờ [[theo định kỳ hằng quý]].", "R:MONTHLY;INTERVAL=3"),
    (
        "Gửi số liệu [[trước ngày 5 hàng tháng]] và báo cáo tổng hợp [[trước ngày 10 tháng đầu quý]].",
        "R:MONTHLY;BYMONTHDAY=5",
        "R:YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10",
    ),
    ("Gửi báo cáo nhanh [[trước 16 giờ các ngày thứ Ba, thứ Sáu hằng tuần]].", "R:WEEKLY;BYDAY=TU,FR"),
    ("Tự kiểm tra phòng cháy [[mỗi tuần ít nhất một lần]].", "R:WEEKLY"),
    ("Sinh hoạt chuyên đề [[mỗi quý ít nhất 01 lần]].", "R:MONTHLY;INTERVAL=3"),
    ("Đối thoại với người lao động ít nhất [[mỗi năm một lần]].", "R:YEARLY"),
    ("Gửi báo cáo [[trước ngày 15 các tháng 3, 6, 9, 12 hằng năm]].", "R:YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"),
    ("Gửi báo cáo [[vào ngày 25 các tháng 6 và 12]].", "R:YEARLY;BYMONTH=6,12;BYMONTHDAY=25"),
    (
        "Báo cáo 6 tháng gửi [[trước ngày 20/6]], báo cáo năm gửi [[trước ngày 20/12 hằng năm]].",
        "R:YEARLY;BYMONTH=6;BYMONTHDAY=20",
        "R:YEARLY;BYMONTH=12;BYMONTHDAY=20",
    ),
    ("Giao ban sáng [[thứ Hai hằng tuần]].", "R:WEEKLY;BYDAY=MO"),
    ("Gửi báo cáo tuần [[vào chiều thứ Sáu]].", "R:WEEKLY;BYDAY=FR"),
    ("Thường trực tiếp công dân [[vào ngày 10 và ngày 25 mỗi tháng]].", "R:MONTHLY;BYMONTHDAY=10,25"),
    ("Vệ sinh bể nước [[6 tháng 01 lần]].", "R:MONTHLY;INTERVAL=6"),
    ("Quan trắc môi trường nền [[04 lần/năm]].", "R:MONTHLY;INTERVAL=3"),
    ("Kiểm tra chéo tối thiểu [[mỗi năm hai lần]].", "R:MONTHLY;INTERVAL=6"),
    ("Bảo dưỡng máy phát [[ba tháng một lần]].", "R:MONTHLY;INTERVAL=3"),
    ("Sinh hoạt câu lạc bộ [[vào tối thứ Bảy hàng tuần]].", "R:WEEKLY;BYDAY=SA"),
    ("[[Cuối mỗi tháng]], kế toán trưởng đối chiếu quỹ.", "R:MONTHLY"),
    ("Báo cáo kết quả [[trong 10 ngày đầu mỗi quý]].", "R:YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
    ("Các đội trực từ 6 giờ đến [[22 giờ hằng ngày]].", "R:DAILY"),
    ("Thay nước bể bơi [[mỗi tháng ít nhất hai lần]].", "R:MONTHLY"),
    ("Báo cáo mực nước sông [[mỗi 2 giờ một lần]].", "R:HOURLY;INTERVAL=2"),
    ("Trực chốt gửi tình hình [[30 phút một lần]].", "R:MINUTELY;INTERVAL=30"),
    ("Trả hồ sơ cho người dân [[trong 07 ngày đầu mỗi tháng]].", "R:MONTHLY;BYMONTHDAY=7"),
    ("Đối chiếu số dư [[vào ngày 10 các tháng 4, 7, 10 và 12 hằng năm]].", "R:YEARLY;BYMONTH=4,7,10,12;BYMONTHDAY=10"),
    (
        "Họp báo cáo viên [[vào ngày 25 hằng tháng]], gửi đề cương [[trước ngày 20 hằng tháng]].",
        "R:MONTHLY;BYMONTHDAY=25",
        "R:MONTHLY;BYMONTHDAY=20",
    ),
    ("Nộp báo cáo định kỳ [[ngày 25 hằng tháng]].", "R:MONTHLY;BYMONTHDAY=25"),
    (
        "Cập nhật cổng thông tin [[hằng ngày]], tổng hợp [[hằng tuần vào chiều thứ Sáu]].",
        "R:DAILY",
        "R:WEEKLY;BYDAY=FR",
    ),
    ("Rà soát quy trình [[định kỳ 02 năm một lần]].", "R:YEARLY;INTERVAL=2"),
]

# Durations, and the day of signing as their anchor.
RELATIVE = [
    (
        "Đóng hồ sơ tồn đọng [[trong 03 ngày làm việc kể từ ngày nhận được công văn này]].",
        "+P3Dw [kể từ ngày nhận được công văn này]",
    ),
    ("Xử lý phản ánh [[trong 03 ngày]] qua Cổng dịch vụ công.", "+P3D"),
    (
        "Đăng tải [[trong vòng 05 ngày làm việc, kể từ ngày quyết định có hiệu lực]].",
        "+P5Dw [kể từ ngày quyết định có hiệu lực]",
    ),
    ("Công khai [[chậm nhất 15 ngày kể từ ngày được phê duyệt]].", "+P15D [kể từ ngày được phê duyệt]"),
    (
        "Trả lời đơn [[trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản này]].",
        "+P5Dw [kể từ ngày nhận được văn bản này]",
    ),
    ("Trả lời [[trong 03 ngày làm việc]].", "+P3Dw"),
    (
        "Báo cáo [[trong vòng ba ngày kể từ ngày ban hành Công văn này]].",
        "+P3D=2022-08-15 [kể từ ngày ban hành Công văn này]~due",
    ),
    ("Gửi kế hoạch [[trong vòng 10 (mười) ngày kể từ ngày ký]].", "+P10D=2022-08-22 [kể từ ngày ký]~due"),
    ("Hoàn thành [[trong 07 ngày làm việc kể từ ngày ký ban hành]].", "+P7Dw=2022-08-23 [kể từ ngày ký ban hành]~due"),
    (
        "Hoàn thành [[trong 06 tháng kể từ ngày Chỉ thị này được ban hành]].",
        "+P6M=2023-02-12 [kể từ ngày Chỉ thị này được ban hành]~due",
    ),
    ("Khắc phục [[không quá 24 giờ kể từ khi nhận được phản ánh]].", "+PT24H [kể từ khi nhận được phản ánh]"),
    ("Xử lý tin báo [[trong vòng 48h]].", "+PT48H"),
    ("Kết luận [[chậm nhất sau 07 ngày kể từ ngày họp]].", "+P7D [kể từ ngày họp]"),
    ("Báo cáo [[chậm nhất 10 ngày sau khi kết thúc quý]].", "+P10D [sau khi kết thúc quý]"),
    ("Rà soát hồ sơ [[trong 2 tuần]].", "+P2W"),
    (
        "Giải quyết [[không quá 05 (năm) ngày làm việc, kể từ ngày nhận đủ hồ sơ hợp lệ]].",
        "+P5Dw [kể từ ngày nhận đủ hồ sơ hợp lệ]",
    ),
    ("Thanh lý [[trong thời hạn 30 ngày kể từ ngày ký hợp đồng]].", "+P30D [kể từ ngày ký hợp đồng]"),
    ("Gửi tài liệu [[chậm nhất 05 ngày trước khi khai mạc kỳ họp]].", "+P5D [trước khi khai mạc kỳ họp]"),
    (
        "Sau [[15 ngày kể từ ngày ký văn bản này]], các đơn vị báo cáo.",
        "+P15D=2022-08-27 [kể từ ngày ký văn bản này]~due",
    ),
    ("Thẩm định từ 3 - 5 ngày làm việc, [[tối đa 07 ngày làm việc]].", "+P7Dw"),
    (
        "Trả lời kiến nghị của cử tri [[trong vòng 15 ngày kể từ ngày nhận được kiến nghị]].",
        "+P15D [kể từ ngày nhận được kiến nghị]",
    ),
    (
        "Thành lập tổ rà soát [[trong 05 ngày làm việc kể từ ngày ban hành Quyết định này]].",
        "+P5Dw=2022-08-19 [kể từ ngày ban hành Quyết định này]~due",
    ),
    (
        "Báo cáo kết quả sau [[30 ngày kể từ ngày ký Kế hoạch này]].",
        "+P30D=2022-09-11 [kể từ ngày ký Kế hoạch này]~due",
    ),
    ("Niêm yết công khai ít nhất [[trong thời gian 15 ngày]].", "+P15D"),
    ("Gửi giấy mời cho đại biểu [[chậm nhất 03 ngày làm việc trước ngày họp]].", "+P3Dw [trước ngày họp]"),
    ("Khắc phục sự cố [[trong vòng tối đa 4 giờ]].", "+PT4H"),
    ("Hoàn trả mặt bằng [[trong một tháng kể từ ngày nghiệm thu]].", "+P1M [kể từ ngày nghiệm thu]"),
    (
        "Hợp tác xã nộp báo cáo tài chính sau [[90 ngày kể từ ngày kết thúc năm tài chính]].",
        "+P90D [kể từ ngày kết thúc năm tài chính]",
    ),
    (
        "Trả kết quả [[trong thời hạn không quá 03 ngày làm việc, kể từ ngày nhận đủ hồ sơ]].",
        "+P3Dw [kể từ ngày nhận đủ hồ sơ]",
    ),
    (
        "Nộp lại giấy phép [[trong thời hạn mười lăm ngày kể từ ngày có quyết định thu hồi]].",
        "+P15D [kể từ ngày có quyết định thu hồi]",
    ),
    (
        "Gửi kế hoạch khắc phục [[trong 10 ngày kể từ ngày ban hành Thông báo này]].",
        "+P10D=2022-08-22 [kể từ ngày ban hành Thông báo này]~due",
    ),
    (
        "Báo cáo [[chậm nhất sau 02 ngày làm việc kể từ khi kết thúc đợt kiểm tra]].",
        "+P2Dw [kể từ khi kết thúc đợt kiểm tra]",
    ),
    ("Thông báo bằng văn bản [[trước ít nhất 05 ngày làm việc]].", "+P5Dw"),
    ("Gửi hồ sơ [[trước 15 ngày so với ngày khai mạc]].", "+P15D [so với ngày khai mạc]"),
    ("Thi công [[trong 120 ngày kể từ ngày bàn giao mặt bằng]].", "+P120D [kể từ ngày bàn giao mặt bằng]"),
    ("Báo cáo giải trình [[trong 24 giờ]].", "+PT24H"),
    ("Kiện toàn Ban Chỉ đạo [[trong vòng 01 tuần kể từ ngày ký]].", "+P1W=2022-08-19 [kể từ ngày ký]~due"),
]

# Days that no calendar has: never an exception, never another day.
IMPOSSIBLE = [
    ("Gửi báo cáo [[trước ngày 31/9/2022]].", "<!"),
    ("Gửi báo cáo [[chậm nhất ngày 30 tháng 02 năm 2023]].", "<=!"),
    ("Gửi báo cáo [[trước ngày 31/11]].", "<!"),
    ("Gửi báo cáo [[chậm nhất 15/13/2022]].", "<=!"),
    ("Gửi báo cáo [[trước 25 giờ ngày 30/8/2022]].", "<!"),
    ("Hoàn thành [[trong tháng 13/2022]].", "!.."),
    ("Tổ chức [[từ ngày 25/9/2022 đến ngày 31/9/2022]].", "!.."),
    ("Báo cáo [[trước ngày 32 hằng tháng]].", "<!"),
    ("Báo cáo [[trước ngày 31 thg 9, 2022]].", "<!"),
]

# None of these has a deadline.
NEGATIVE = [
    "Rà soát giấy phép được cấp trước ngày 01/7/2022.",
    "Xử lý tồn tại trong công tác lưu trữ phát sinh trong năm 2021.",
    "Thực hiện chế độ báo cáo tuần, tháng, quý, năm.",
    "Hoàn thành xong trước khi vào năm học mới.",
    "Bảo đảm đúng hạn 100% trong tháng.",
    "Theo dõi thường xuyên, báo cáo kịp thời.",
    "Yêu cầu thực hiện ngay, không để chậm trễ.",
    "Rà soát các nội dung đã nêu tại cuộc họp ngày 08/8/2022.",
    "Theo kết luận tại phiên họp vào ngày 08/8/2022 của Thường trực.",
    "Triển khai Nghị quyết đại hội nhiệm kỳ 2020 - 2025.",
    "Tổng kết đề án giai đoạn 2021 - 2025.",
    "Chuẩn bị khai giảng năm học 2022 - 2023.",
    "Duy trì dịch vụ công mức độ 3, 4.",
    "Liên hệ số điện thoại 0255.382.2022 hoặc 0912.345.678.",
    "Bố trí kinh phí 15.8 tỷ đồng, đạt 15/20 tiêu chí.",
    "Rà soát quy chuẩn 01-1:2018/BYT và tiêu chuẩn 5699:2010.",
    "Thực hiện Luật Đất đai năm 2013 và Kế hoạch đầu tư công năm 2023.",
    "Giao chỉ tiêu năm 2023 cho các xã.",
    "Xây dựng kế hoạch công tác quý IV năm 2022.",
    "Họp giao ban tháng 9/2022 tại hội trường.",
    "Đánh giá mức độ hoàn thành nhiệm vụ quý III.",
    "Số liệu tính đến ngày 30/6/2022.",
    "Nghị định có hiệu lực từ ngày 01/7/2022.",
    "Rà soát các quyết định đã ban hành trước ngày 01/7/2022.",
    "Trong 3 năm qua, công tác này chưa tốt.",
    "Bố trí trực 24/7 tại phòng cấp cứu.",
    "Hoàn thành 2/3 số hộ trong đợt này.",
    "Xử lý hồ sơ trong ngày.",
    "Phát biểu không quá 10 phút.",
    "Đến nay, huyện đã hoàn thành 80% khối lượng.",
    "Thực hiện cho đến khi có hướng dẫn mới.",
    "Trước hết, rà soát lại biên chế.",
    "Quy hoạch thời kỳ 2021 - 2030, tầm nhìn đến năm 2050.",
    "Quý vị đại biểu nộp phiếu tại bàn thư ký.",
    "Nộp hàng hóa tạm giữ về kho.",
    "Hỗ trợ hộ nghèo năm thứ hai liên tiếp.",
    "Sơ kết phong trào quý IV năm 2022.",
    "Hoàn thành việc lát vỉa hè trước Tết Nguyên đán Quý Mão 2023.",
    "Chi trả quà cho hộ nghèo xong trước Tết.",
    "Hoàn thành khắc phục trước mùa mưa.",
    "Tổ chức kỷ niệm 80 năm Ngày Thương binh - Liệt sĩ (27/7/1947 - 27/7/2027).",
    "Tuyên truyền kỷ niệm 77 năm Quốc khánh (02/9/1945 - 02/9/2022).",
    "Chuẩn bị tài liệu cho phiên họp thường kỳ tháng 9 vào ngày 30/8/2022.",
    "Liên hệ bà Trần Thị Lụa, điện thoại 0234.3822.456 (giờ hành chính).",
    "Bổ sung 12.500.000 đồng theo khoản 3 Điều 15 và điểm b khoản 2 Điều 9.",
    "Nâng tỷ lệ hồ sơ trực tuyến mức độ 3, 4 lên 60%.",
    "Đối tượng từ 18 tháng đến 5 tuổi được uống vitamin.",
    "Xét tuyển người dưới 35 tuổi, có ít nhất 03 năm công tác.",
    "Kinh phí năm 2022 là 1,2 tỷ đồng, tăng 15% so với năm 2021.",
    "Nghiên cứu Quy hoạch tỉnh thời kỳ 2021 - 2030 và Nghị quyết số 12-NQ/TU ngày 5/5/2022.",
    "Tiếp tục thực hiện Đề án 06 và Chương trình hành động năm 2022.",
    "Trực 24/24 giờ, 7/7 ngày tại chốt kiểm soát.",
    "Khen thưởng tập thể có thành tích trong 05 năm thực hiện Chỉ thị.",
    "Các công trình khởi công trước năm 2020 phải quyết toán.",
    "Đất giao không đúng thẩm quyền trước ngày 01/7/2014 phải rà soát.",
    "Họp Ban Chỉ đạo lúc 14 giờ ngày 18/8/2022 tại phòng họp số 2.",
    "Thực hiện ý kiến chỉ đạo tại buổi kiểm tra hiện trường ngày 10/8/2022.",
    "Rà soát dữ liệu giai đoạn 2016-2020 và 6 tháng đầu năm 2022.",
    "Căn cứ kết quả làm việc ngày 05 tháng 8 năm 2022 giữa hai bên.",
    "Phòng họp tầng 3, lúc 8h00 thứ Hai (15/8/2022).",
    "Số tài khoản 3761.0.1054321 tại Kho bạc, số tiền 15.000.000 đồng.",
    "Tiêu chí số 9/10 và chỉ số 3.2.1 tăng 2,5 điểm.",
    "Diện tích 1.234,5 m2, chiều dài 12/8 km.",
    "Người lao động đủ 60 tuổi 6 tháng nghỉ hưu.",
    "Xử phạt từ 03 tháng đến 06 tháng cải tạo.",
    "Số điện thoại trực 24/7: 0987 654 321.",
    "Rà soát các cơ sở hoạt động từ trước năm 2015.",
    "Hỗ trợ 500.000 đồng/tháng cho mỗi hộ.",
    "Học kỳ I năm học 2022 - 2023, khối lớp 1, 2, 3.",
    "Đánh giá việc thực hiện Luật Trẻ em năm 2016 trong 5 năm qua.",
    "Báo cáo kết quả công tác tháng 8, nhiệm vụ tháng 9.",
    "Bản đồ tỷ lệ 1/2000, 1/500 của khu đô thị.",
    "Phấn đấu thu ngân sách tăng 10%/năm.",
    "Người sinh từ ngày 01/01/1987 đến 31/12/2004.",
    "Mẫu số 02 ban hành kèm theo, gồm 3 tháng và 12 cột.",
    "Nhân dịp kỷ niệm 92 năm ngày thành lập (18/11/1930 - 18/11/2022), tổ chức tọa đàm.",
    "Cấp phát sách giáo khoa trước ngày khai giảng.",
    "Những hộ xây dựng trước năm 2015 được miễn phí.",
    "Xử lý các khoản tạm ứng phát sinh trước ngày 31/12/2020.",
    "Lễ kỷ niệm 60 năm thành lập trường (15/10/1962 - 15/10/2022).",
    "Trong 10 năm thực hiện Nghị quyết, nhiều mô hình phát huy tốt.",
    "Tài khoản 0123456789 mở ngày 12/3/2020 tại Ngân hàng.",
    "Khoản 2 Điều 12, điểm a khoản 4 Điều 30 Luật Đất đai.",
    "Cam kết hỗ trợ 2,5 triệu đồng/hộ/năm.",
]

# Dates of cited documents (masked by the references), beside what is really ordered.
CITED = [
    ("Triển khai Kế hoạch số 95/KH-UBND ngày 12/5/2022 của UBND huyện [[trước ngày 30/9/2022]].", "<2022-09-30"),
    ("Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ, rà soát thủ tục.",),
    ("Thực hiện Công văn số 1203/SNV-CCHC ngày 08/7/2022, báo cáo [[chậm nhất ngày 19/8/2022]].", "<=2022-08-19"),
    ("Theo Thông báo số 44-TB/HU ngày 01/8/2022 của Huyện ủy, các chi bộ kiện toàn tổ công tác.",),
    ("Tiếp tục thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị.",),
    ("Thay thế Quyết định số 17/2019/QĐ-UBND ngày 20/6/2019 và Quyết định số 08/2021/QĐ-UBND ngày 11/3/2021.",),
    ("Gửi kết quả theo Công văn số 77/PNV ngày 02 tháng 8 năm 2022 [[trong tháng 9/2022]].", "2022-09-01..2022-09-30"),
    ("Thông tư số 10/2019/TT-BNV ngày 02 tháng 8 năm 2019 hết hiệu lực thì áp dụng quy định mới.",),
    (
        "Đã nêu tại Kết luận số 212-KL/TU ngày 14/7/2022; [[định kỳ hằng quý]] báo cáo Thường trực.",
        "R:MONTHLY;INTERVAL=3",
    ),
    ("Luật số 24/2018/QH14 ngày 12/6/2018 được phổ biến [[từ nay đến hết tháng 10/2022]].", "2022-08-12..2022-10-31"),
    ("Bổ sung Điều 3 Nghị quyết số 12/2020/NQ-HĐND ngày 09/12/2020 của HĐND tỉnh.",),
    ("Giấy phép số 31/GP-STNMT ngày 05/4/2021 được gia hạn.",),
]

# Can be read with a noun as well: found, but marked weak for the caller to drop.
WEAK = [
    ("Phấn đấu [[đến năm 2025]] đạt 80% hộ dân dùng nước sạch.", "?<=2025-12-31"),
    ("Hoàn thành các chỉ tiêu [[trong năm 2022]].", "?2022-01-01..2022-12-31"),
    ("Thực hiện [[trong năm 2022]] và những năm tiếp theo.", "?2022-01-01..2022-12-31"),
    ("Đánh giá, xếp loại cán bộ [[hàng năm]].", "?R:YEARLY"),
    ("Lấy kết quả sáng kiến được công nhận [[hàng năm]] để bình xét tập thể [[hàng năm]].", "?R:YEARLY", "?R:YEARLY"),
    ("Chi trả trợ cấp [[hằng tháng]] cho đối tượng.", "?R:MONTHLY"),
    ("Hoàn thành [[trong những tháng cuối năm]].", "?.."),
    ("Triển khai Chương trình phát triển du lịch [[đến năm 2030]].", "?<=2030-12-31"),
    ("Hoàn thành lắp đặt camera [[vào cuối quý III/2022]].", "?.."),
]


@pytest.mark.parametrize(
    "case",
    [*BEFORE, *BY, *CLOCK, *PERIOD, *NOW, *FROM, *RECURRING, *RELATIVE, *IMPOSSIBLE, *WEAK],
    ids=lambda case: case[0],
)
def test_annotated(recogniser: DeadlineRecogniser, case: tuple[str, ...]) -> None:
    marked, *expected = case
    text = _MARK.sub(r"\1", marked)
    found = read(recogniser, text)
    assert [meaning(mention) for mention in found] == expected
    assert annotated(text, found) == marked


@pytest.mark.parametrize("case", CITED, ids=lambda case: case[0])
def test_cited(recogniser: DeadlineRecogniser, references: ReferenceRecogniser, case: tuple[str, ...]) -> None:
    marked, *expected = case
    text = _MARK.sub(r"\1", marked)
    found = read(recogniser, text, masked=[(citation.start, citation.end) for citation in references(text)])
    assert [meaning(mention) for mention in found] == expected
    assert annotated(text, found) == marked


@pytest.mark.parametrize("text", NEGATIVE)
def test_no_deadline(recogniser: DeadlineRecogniser, text: str) -> None:
    assert [meaning(mention) for mention in read(recogniser, text) if not mention.weak] == []


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Thời gian thực hiện: ", "Quý I năm 2026", ["2026-01-01..2026-03-31"]),
        ("Thời gian thực hiện: ", "Năm 2026", ["2026-01-01..2026-12-31"]),
        ("Thời gian thực hiện: ", "2026 - 2027", ["2026-01-01..2027-12-31"]),
        ("Thời gian thực hiện: ", "Tháng 11/2025", ["2025-11-01..2025-11-30"]),
        ("Thời gian thực hiện: ", "Từ tháng 01 - 3/2026", ["2026-01-01..2026-03-31"]),
        ("Thời gian thực hiện: ", "hằng năm", ["R:YEARLY"]),
        ("Thời gian thực hiện: ", "Hằng quý", ["R:MONTHLY;INTERVAL=3"]),
        ("Thời gian thực hiện: ", "Quý I/2026 và các năm tiếp theo", ["?2026-01-01..2026-03-31"]),
        ("Thời gian thực hiện: ", "Thường xuyên", []),
        ("Thời hạn: ", "30/6/2026", ["<=2026-06-30"]),
        ("Thời hạn: ", "Trước 30/6/2026", ["<2026-06-30"]),
        ("Thời hạn: ", "30/6/2026; 30/12/2026", ["<=2026-06-30", "<=2026-12-30"]),
        ("Thời hạn: ", "10 ngày kể từ ngày ký", ["+P10D=2022-08-22 [kể từ ngày ký]~due"]),
        ("Tiến độ: ", "06 tháng/lần", ["R:MONTHLY;INTERVAL=6"]),
        ("Hạn ban hành: ", "Theo tiến độ của Luật An ninh mạng 2025", []),
    ],
)
def test_value_of_a_label_line(recogniser: DeadlineRecogniser, label: str, value: str, expected: list[str]) -> None:
    text = label + value
    found = read(recogniser, text, bare=[(len(label), len(text))])
    assert [meaning(mention) for mention in found] == expected
    # The label is looked for by other stages: it is no part of the time.
    assert all(mention.start >= len(label) for mention in found)


def test_bare_times_count_only_on_label_lines(recogniser: DeadlineRecogniser) -> None:
    assert read(recogniser, "Danh mục: 30/6/2026, 2026, hồ sơ 12 tháng") == []


def test_cited_documents_are_masked(recogniser: DeadlineRecogniser) -> None:
    text = "Thực hiện Kế hoạch số 95/KH-UBND trước ngày 12/5/2022 xong trước ngày 30/9/2022."
    cited = (10, text.index(" xong"))
    assert [meaning(mention) for mention in read(recogniser, text, masked=[cited])] == ["<2022-09-30"]


def test_only_sentences_are_looked_into(recogniser: DeadlineRecogniser) -> None:
    text = "Nộp trước ngày 01/9/2022. Gửi trước ngày 02/9/2022.\nXong trước ngày 03/9/2022."
    spans = [(0, 25), (52, len(text))]
    found = recogniser(text, spans, issued_on=ISSUED)
    assert [mention.due for mention in found] == ["2022-09-01", "2022-09-03"]
    assert [text[mention.start : mention.end] for mention in found] == [
        "trước ngày 01/9/2022",
        "Xong trước ngày 03/9/2022",
    ]


def test_a_trigger_does_not_reach_over_a_sentence_end(recogniser: DeadlineRecogniser) -> None:
    text = "Làm việc này trước 30/9/2022 là ngày cuối."
    assert recogniser(text, [(0, 18), (19, len(text))], issued_on=ISSUED) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gửi trước ngày 05/01.", "by"),
        ("Gửi chậm nhất ngày 15 tháng 9.", "by"),
        ("Tổ chức trong tháng 9.", "period"),
        ("Trình trong quý III.", "period"),
        ("Kiểm tra từ 15/8 đến 19/8.", "period"),
        ("Áp dụng từ tháng 9.", "from"),
        ("Từ nay đến hết tháng 9 rà soát.", "period"),
        ("Gửi trước ngày 05 tháng sau.", "by"),
        ("Gửi trước thứ Sáu.", "by"),
        ("Gửi trước ngày 05/9 năm sau.", "by"),
        ("Hoàn thành trong tháng này.", "period"),
    ],
)
def test_without_issue_date_a_missing_year_stays_missing(recogniser: DeadlineRecogniser, text: str, kind: str) -> None:
    (found,) = read(recogniser, text, issued_on=None)
    assert (found.kind, found.start_on, found.due, found.inferred) == (kind, None, None, ())


def test_without_issue_date_a_written_year_is_enough(recogniser: DeadlineRecogniser) -> None:
    found = read(recogniser, "Xong trước 30/9/2022; từ nay đến hết năm 2023 duy trì.", issued_on=None)
    assert [(mention.start_on, mention.due) for mention in found] == [(None, "2022-09-30"), (None, "2023-12-31")]


@pytest.mark.parametrize(
    ("issued", "text", "expected"),
    [
        (date(2022, 11, 15), "trước ngày 05/01", "<2023-01-05~year"),
        (date(2022, 8, 12), "trước ngày 12/8", "<2022-08-12~year"),
        (date(2022, 8, 12), "trước ngày 11/8", "<2023-08-11~year"),
        (date(2022, 8, 12), "trong tháng 8", "2022-08-01..2022-08-31~year"),
        (date(2022, 8, 12), "trong tháng 7", "2023-07-01..2023-07-31~year"),
        (date(2022, 11, 30), "từ ngày 28/12 đến ngày 05/01", "2022-12-28..2023-01-05~year"),
        (date(2022, 12, 20), "trước ngày 10", "<2023-01-10~month+year"),
        (date(2022, 12, 20), "trong tháng tới", "2023-01-01..2023-01-31~date"),
    ],
)
def test_missing_year_is_the_first_on_or_after_issue(
    recogniser: DeadlineRecogniser, issued: date, text: str, expected: str
) -> None:
    (found,) = read(recogniser, f"Hoàn thành {text}.", issued_on=issued)
    assert meaning(found) == expected


@pytest.mark.parametrize(
    ("issued", "text", "expected"),
    [
        # Friday, 12 August 2022: "before Friday" cannot mean the day of signing, "on Friday at the latest" can.
        (date(2022, 8, 12), "trước thứ Sáu", "<2022-08-19~date"),
        (date(2022, 8, 12), "chậm nhất thứ Sáu", "<=2022-08-12~date"),
        (date(2022, 8, 12), "trước 16 giờ thứ Sáu", "<2022-08-12T16:00~date"),
        (date(2022, 8, 10), "trước thứ Sáu", "<2022-08-12~date"),
        (date(2022, 8, 10), "trước thứ Sáu tuần này", "<2022-08-12~date"),
        (date(2022, 8, 10), "trước thứ Sáu tuần sau", "<2022-08-19~date"),
        (date(2022, 12, 29), "đến Chủ nhật", "<=2023-01-01~date"),
    ],
)
def test_a_weekday_is_the_next_one(recogniser: DeadlineRecogniser, issued: date, text: str, expected: str) -> None:
    (found,) = read(recogniser, f"Nộp {text}.", issued_on=issued)
    assert meaning(found) == expected


def test_what_is_told_of_the_past_is_no_deadline_but_a_future_day_is(recogniser: DeadlineRecogniser) -> None:
    text = "Các công trình khởi công trước ngày 01/9/2022 phải có giấy phép."
    assert [meaning(mention) for mention in read(recogniser, text)] == ["<2022-09-01"]
    assert read(recogniser, text, issued_on=date(2022, 9, 15)) == []


def test_a_day_before_issue_is_written_down_as_it_stands(recogniser: DeadlineRecogniser) -> None:
    (found,) = read(recogniser, "Gửi báo cáo trước ngày 20/6/2021.")
    assert (found.due, found.weak) == ("2021-06-20", False)


def test_impossible_dates_say_so(recogniser: DeadlineRecogniser) -> None:
    for text in ("trước ngày 31/9/2022", "trong tháng 13/2022", "từ ngày 20/9/2022 đến ngày 31/9/2022"):
        (found,) = read(recogniser, f"Hoàn thành {text}.")
        assert (found.problem, found.due, found.start_on) == ("impossible-date", None, None)


def test_every_rule_keeps_its_examples() -> None:
    rules = load()
    assert [problem for rule in rules.rules("deadlines") for problem in check(rules, "deadlines", rule.id)] == []


def test_heavy_libraries_are_loaded_only_when_a_document_needs_them() -> None:
    program = (
        "import sys; from datetime import date; from parchk.recognise.deadlines import DeadlineRecogniser\n"
        "from parchk.ruleset import load; r = DeadlineRecogniser(load()); s = sys.argv[1]\n"
        "r(s, [(0, len(s))], issued_on=date(2022, 8, 12))\n"
        "print(*sorted({'dateparser', 'holidays', 'spacy', 'underthesea'} & set(sys.modules)))"
    )

    def loaded(text: str) -> str:
        run = subprocess.run([sys.executable, "-c", program, text], capture_output=True, text=True, check=True)
        return run.stdout.strip()

    assert loaded("Gửi trước ngày mười lăm tháng Chín năm 2022, trong 5 ngày làm việc.") == ""
    assert loaded("Trả lời trong 05 ngày làm việc kể từ ngày ký.") == "holidays"
    assert "dateparser" in loaded("Gửi trước ngày 15 thg 9, 2022.")


HOSTILE = [
    "trước ngày 1/1/1/1/",
    "1/2-3.4/5",
    "ngày 15, ",
    "15/8 và ",
    "định kỳ 6 tháng, năm, quý, ",
    "hàng tháng trước ngày 10 và ",
    "từ 1/1 đến 2/2 đến ",
    "trong 3 ngày kể từ ngày nhận ",
    "kết quả kế hoạch năm ",
    "bắt đầu bắt đầu từ ",
    "(((ngày 15",
    "năm năm mười ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_long_hostile_line_is_read_to_its_end(recogniser: DeadlineRecogniser, unit: str) -> None:
    text = unit * (30_000 // len(unit)) + " hằng năm xong trước ngày 30/9/2022"
    found = read(recogniser, text)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)


@pytest.mark.slow
def test_a_megabyte_on_one_line(recogniser: DeadlineRecogniser) -> None:
    text = "1/2.3-4 trước ngày 12/" * 50_000
    assert all(mention.end <= len(text) for mention in read(recogniser, text))
