"""Results in the shapes that people and programs read; nothing here prints."""
