"""Word items, changes and rules in sentences, for every kind of output."""
