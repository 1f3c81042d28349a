"""Pages on organisations, persons and posts: load, one service, render."""
