"""What generate.py draws the figures of 澜川市 from: the city, the drawing itself, the pledges."""
