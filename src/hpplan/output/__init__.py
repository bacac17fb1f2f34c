"""Write results for people and programs, in words, tables, pages and files; print nothing."""
