"""Rich Text Format (.rtf): ``tokens`` splits the file, ``document`` walks through it."""

from parchk.read.rtf.document import read

__all__ = ["read"]
