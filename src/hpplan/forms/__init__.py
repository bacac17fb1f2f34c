"""Forms that units fill in: what they hold, and how they are read when they come back."""
