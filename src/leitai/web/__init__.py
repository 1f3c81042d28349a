"""The web: rooms of Django, entered by their `api.py` only; the later room knows the earlier, never the reverse."""
