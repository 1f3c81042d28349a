"""A method tried on sample figures while its form is filled in: its curve, and a sum worked out line by line.

sample   figures that show a method at work        curve   points over figures or places, from the kernel itself
draw     the curve as SVG                          sums    a sample sum, every line of arithmetic
"""
