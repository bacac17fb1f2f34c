"""Sentences and words about items, whatever they stand on."""
