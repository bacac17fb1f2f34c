"""Pages of headings, paragraphs and tables, for a terminal or Markdown."""
