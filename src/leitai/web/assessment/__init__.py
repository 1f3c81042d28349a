"""Doors 3 to 5: figures frozen, scored, questioned and published."""
