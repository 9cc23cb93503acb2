"""Whose task it is: the tasks of a result that are one office's own, and why.

>>> from parchk.office import Profile, Reader
>>> from parchk.pipeline import Extractor
>>> from parchk.read import read_bytes
>>> from parchk.ruleset import load
>>> rules = load()
>>> text = "1. UBND các xã, phường báo cáo UBND tỉnh trước ngày 20/8/2026."
>>> result = Extractor(rules)(read_bytes(text.encode(), "a.txt"))
>>> reader = Reader(Profile("UBND xã Hòa Bình"), rules)
>>> [ground.why for ground in reader.mine(result.tasks[0], result).grounds]
['collective']
>>> reader.marked(result).office
'UBND xã Hòa Bình'
"""

from parchk.office.profile import Profile, asked_for
from parchk.office.reader import Reader

__all__ = ["Profile", "Reader", "asked_for"]
