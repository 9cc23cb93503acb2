"""HTML pages: ``page`` parses, ``walk`` writes the lines, ``lists`` and ``styles`` look things up."""

from parchk.read.html.page import read

__all__ = ["read"]
