"""OpenDocument texts (.odt): ``walk`` writes the lines, ``lists`` and ``styles`` look things up."""

from parchk.read.opendocument.document import read

__all__ = ["read"]
