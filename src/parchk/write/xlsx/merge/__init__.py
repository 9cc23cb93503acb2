"""Merging results into a workbook that people have worked in: nothing that they did is lost.

The workbook is not built anew. It is a package of parts, and only those parts, rows and cells are changed of which the
results have something new to say.
"""

from __future__ import annotations

from parchk.write.xlsx.merge.file import merge_file, refuse_while_open
from parchk.write.xlsx.merge.merging import merge
from parchk.write.xlsx.merge.result import Conflict, Merged, MergeError, OpenElsewhereError

__all__ = ["Conflict", "MergeError", "Merged", "OpenElsewhereError", "merge", "merge_file", "refuse_while_open"]
