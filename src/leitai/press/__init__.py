"""The documents a result is given out as. Each is a pure function of a result book: the same book, the same bytes."""
