"""A method tried on sample figures while its form is filled in: a sum worked out line by line beside its curve."""
