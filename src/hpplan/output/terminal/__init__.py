"""Draw what commands show on a terminal."""
