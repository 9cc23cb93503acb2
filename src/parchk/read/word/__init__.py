"""Word documents (.docx): ``document`` walks, ``numbering`` counts, ``styles`` and ``tables`` look things up."""

from parchk.read.word.document import read

__all__ = ["read"]
