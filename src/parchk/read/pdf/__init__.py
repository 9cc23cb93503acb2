"""PDF documents with a text layer: ``document`` opens the file, ``text`` puts the pages together.

A page becomes ``words``, ``lines`` and ``columns``; ``rules`` and ``tables`` find its tables, ``frame`` its head and
foot, and ``wraps`` tells hard wraps from ends of paragraphs.
"""

from parchk.read.pdf.document import read

__all__ = ["read"]
