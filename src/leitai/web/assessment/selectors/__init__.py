"""Reads of this room, each in a total order."""
