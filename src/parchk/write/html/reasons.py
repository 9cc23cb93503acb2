"""Why a stretch of the text is no task, said in words."""

from __future__ import annotations

from parchk.models import NotTask
from parchk.wording import Lang

# Of what a reader should look at first, to what nobody needs to read.
_WHYS = {
    "undecided": ("Chưa rõ có phải nhiệm vụ không", "Undecided: may be a task"),
    "correction": ("Người đọc cho là không phải nhiệm vụ", "A reader said that it is no task"),
    "heading": ("Đề mục", "Heading"),
    "lead-in": ("Câu dẫn vào các nhiệm vụ", "Lead-in to the tasks below it"),
    "label": ("Dòng nhãn của nhiệm vụ", "Label line of a task"),
    "time": ("Câu chỉ nêu thời hạn", "Only a time"),
    "basis": ("Căn cứ ban hành", "Basis"),
    "finding": ("Nhận xét, đánh giá tình hình", "Assessment of the situation"),
    "purpose": ("Mục đích, yêu cầu chung", "Purpose"),
    "preamble": ("Phần mở đầu, trước các mục", "Preamble, before the first item"),
    "description": ("Câu tả, không giao việc", "Description, no order"),
    "enacting": ("Điều khoản ban hành, hiệu lực", "Enactment and effect"),
    "known": ("Thông báo để biết, câu kết", "For information; closing"),
    "praise": ("Ghi nhận, biểu dương", "Praise for what was done"),
    "statistics": ("Số liệu đã đạt được", "Figures that were reached"),
    "nominal": ("Câu nhận định", "Statement of what something is"),
    "sanction": ("Hậu quả nếu không thực hiện", "What happens if it is not done"),
    "funding": ("Nguồn kinh phí", "Funding"),
    "no-words": ("Không có lời văn", "No words"),
    "other": ("Câu khác, không giao việc", "Something else, no order"),
    "header": ("Phần đầu văn bản", "Head of the document"),
    "addressees": ("Kính gửi", "Addressees"),
    "recipients": ("Nơi nhận", "Recipients"),
    "signature": ("Phần chữ ký", "Signature"),
    "noise": ("Số trang, chú thích, dấu ký số", "Page numbers, footnotes, stamps"),
}
WHYS = tuple(_WHYS)
"""All there are, in the order of the legend."""

# Rules whose name is not the reason's own.
_SAME = {
    "zone-basis": "basis",
    "zone-finding": "finding",
    "zone-purpose": "purpose",
    "before-items": "preamble",
    "heading-units": "heading",
    "heading-zone": "heading",
    "label-content": "label",
}


def why(part: NotTask) -> str:
    """Give the reason, one of :data:`WHYS`: the sort, and for sentences of the sort ``other`` what the rule says.

    >>> why(NotTask(sort="other", reason="zone-basis", span=(0, 1)))
    'basis'
    >>> why(NotTask(sort="heading", reason="heading-units", span=(0, 1)))
    'heading'
    """
    if part.sort != "other":
        return part.sort
    reason = _SAME.get(part.reason, part.reason)
    return reason if reason in _WHYS else "other"


def say_why(reason: str, lang: Lang) -> str:
    """Say a reason in words."""
    return _WHYS[reason][0 if lang == "vi" else 1]
