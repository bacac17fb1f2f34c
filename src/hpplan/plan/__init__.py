"""The plan as it is written: its model, its file, what its names lead to."""
