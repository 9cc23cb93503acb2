"""The directive that is read in these tests."""

from pathlib import Path

# Its days lie around the end of a month, which is a Friday, and the Sunday and Monday after it.
TEXT = """\
ỦY BAN NHÂN DÂN            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ SUỐI NGÀ                Độc lập - Tự do - Hạnh phúc

Số: 57/UBND-VP            Suối Ngà, ngày 01 tháng 7 năm 2026
V/v chuẩn bị hội đua thuyền

Kính gửi:
- Các phòng, đơn vị thuộc xã;
- Các thôn.

Thực hiện Kế hoạch số 12/KH-UBND ngày 15/5/2026 của UBND xã, Chủ tịch UBND xã yêu cầu:

1. Phòng Kinh tế
a) Chủ trì, phối hợp với Phòng Văn hóa - Xã hội kiểm tra bến thuyền, báo cáo UBND xã trước ngày 01/8/2026.
b) Sửa xong cầu tàu chậm nhất ngày 02/8/2026.

2. Phòng Văn hóa - Xã hội
a) Lập danh sách đội đua, gửi Phòng Kinh tế chậm nhất ngày 03/8/2026.
b) Không thu tiền của người xem.

3. Công an xã
a) Phân luồng giao thông từ ngày 08/8/2026 đến ngày 10/9/2026.
b) Trường hợp nước lên trên báo động 1 thì tạm dừng cuộc đua.

4. Đài Truyền thanh xã đưa tin về hội đua vào thứ Hai hằng tuần.

Nếu có vướng mắc, các thôn phản ánh về UBND xã (qua Phòng Kinh tế) để được giải quyết./.

Nơi nhận:                                   CHỦ TỊCH
- Như trên;
- Lưu: VT.
                                            Hà Thị Mận
"""
EVERY: list[int | str] = [1, 2, 3, 4, 5, 6, 7, 8]
"""The numbers of its tasks."""
SAMPLES = Path(__file__).parents[2] / "samples"
