"""Word 97 to 2003 documents (.doc): ``pieces`` give characters, ``formats`` their look, ``walk`` the lines."""

from parchk.read.old_word.document import read

__all__ = ["read"]
