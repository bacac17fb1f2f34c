"""The rows of data/progress/<unit>.csv: read, judged sound or faulty, appended."""
