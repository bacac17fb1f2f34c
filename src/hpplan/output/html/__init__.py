"""The page for a meeting."""
