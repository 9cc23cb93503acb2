"""Old Vietnamese encodings: their letters (``old``), and which of them a text is in (``guess``)."""
