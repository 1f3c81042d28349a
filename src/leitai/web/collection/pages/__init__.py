"""The pages of doors 1 and 2."""
