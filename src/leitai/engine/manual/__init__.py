"""A scoring method as a person reads it: its curve asked of its own kernel, its sources, its examples worked out.

One computation for the terminal, the svg, the web's form and the printed rules: each of them only draws or sets what
is said here. No formula stands in this package; every point of a curve is what the kernel gives for that figure.
"""
