"""Compose pages of headings, paragraphs and tables, for a terminal or Markdown."""
