"""From clean text to zones, header, numbered items, paragraphs and sentences."""
